#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/metrics/figure.hpp"
#include "models/metrics/metric.hpp"

namespace monazite {

/// Names by their place in the order of their texts, so that ranks compare as the texts do. It
/// looks at the texts and does not keep them.
class NameRanks {
 public:
  explicit NameRanks(std::vector<std::string_view> names);

  /// The rank of one of the names; equal names have equal ranks.
  [[nodiscard]] std::uint32_t rank(std::string_view name) const;

  /// The name that has a rank.
  [[nodiscard]] std::string text(std::uint32_t rank) const { return std::string(names_[rank]); }

 private:
  std::vector<std::string_view> names_;
};

/// A MetricKey of ranks. The order of the members is the order of rows in a report.
struct FigureKey {
  std::uint32_t metric = 0;
  std::uint32_t region = 0;
  std::uint32_t partner = 0;
  std::uint32_t sector = 0;
  std::uint32_t material = 0;
  std::uint32_t facility = 0;
  std::uint32_t unit = 0;

  auto operator<=>(const FigureKey&) const = default;
};

/// Collects what figures sum over under their keys.
class FigureBook {
 public:
  /// Adds an item to the figure with this key; items keep the order in which they come.
  void add(FigureKind kind, const FigureKey& key, std::uint32_t item);

  /// Appends the figures and their keys, in the order of the keys.
  void write(const NameRanks& names, std::vector<MetricKey>& keys,
             std::vector<Figure>& figures) const;

 private:
  struct KeyHash {
    std::size_t operator()(const FigureKey& key) const;
  };
  struct Entry {
    FigureKey key;
    FigureKind kind = FigureKind::made;
    std::uint32_t count = 0;
  };

  std::vector<Entry> entries_;
  std::unordered_map<FigureKey, std::uint32_t, KeyHash> places_;  ///< of keys in the entries
  std::vector<std::pair<std::uint32_t, std::uint32_t>> items_;    ///< place of its entry, item
};

}  // namespace monazite
