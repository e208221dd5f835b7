#include "models/scenario/figure_book.hpp"

#include <algorithm>
#include <numeric>

namespace monazite {

NameRanks::NameRanks(std::vector<std::string_view> names) : names_(std::move(names)) {
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
}

std::uint32_t NameRanks::rank(std::string_view name) const {
  return static_cast<std::uint32_t>(std::lower_bound(names_.begin(), names_.end(), name) -
                                    names_.begin());
}

std::size_t FigureBook::KeyHash::operator()(const FigureKey& key) const {
  // A sum of products, which need not wait for each other, then the high bits into the low ones.
  const std::uint64_t hash =
      key.metric * 0x9e3779b97f4a7c15ULL + key.region * 0xbf58476d1ce4e5b9ULL +
      key.partner * 0x94d049bb133111ebULL + key.sector * 0xd6e8feb86659fd93ULL +
      key.material * 0xa0761d6478bd642fULL + key.facility * 0xe7037ed1a0b428dbULL +
      key.unit * 0x8ebc6af09c88c6e3ULL;
  return hash ^ (hash >> 32);
}

void FigureBook::add(FigureKind kind, const FigureKey& key, std::uint32_t item) {
  const auto [found, is_new] =
      places_.try_emplace(key, static_cast<std::uint32_t>(entries_.size()));
  if (is_new) {
    entries_.push_back({key, kind, 0});
  }
  ++entries_[found->second].count;
  items_.emplace_back(found->second, item);
}

void FigureBook::write(const NameRanks& names, std::vector<MetricKey>& keys,
                       std::vector<Figure>& figures) const {
  std::vector<std::uint32_t> order(entries_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return entries_[a].key < entries_[b].key; });
  std::vector<std::size_t> rows(entries_.size());
  keys.reserve(keys.size() + order.size());
  figures.reserve(figures.size() + order.size());
  for (const auto place : order) {
    const auto& [key, kind, count] = entries_[place];
    rows[place] = figures.size();
    keys.push_back({names.text(key.metric), names.text(key.region), names.text(key.partner),
                    names.text(key.sector), names.text(key.material), names.text(key.facility),
                    names.text(key.unit)});
    figures.push_back({kind, {}});
    figures.back().items.reserve(count);
  }
  for (const auto& [place, item] : items_) {
    figures[rows[place]].items.push_back(item);
  }
}

}  // namespace monazite
