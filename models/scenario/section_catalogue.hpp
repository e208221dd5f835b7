#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/section.hpp"

namespace monazite {

/// A section of a file, with what its declaration says to readers.
struct CataloguedSection {
  const Section* section = nullptr;
  const Section* variant_of = nullptr;  ///< the section whose records have these keys too
  std::string_view variant;             ///< what its discriminating key says then
  std::string name;                     ///< a name of its own, such as `ban_change`
  std::vector<std::string> paths;       ///< where it stands, such as `instruments.covers`
  std::map<std::string_view, std::string> defaults;  ///< by key, as YAML; absent: none

  /// The default of a key, as YAML; empty: none.
  [[nodiscard]] std::string default_of(const Key& key) const;
};

/// Every section that can be reached from the keys of a file, each once, in the order of the
/// declarations: a section before those of its keys, variants last.
class SectionCatalogue {
 public:
  /// Of a scenario file.
  SectionCatalogue();

  /// Of files with the keys of `root`; `record` is a new record of it, which is filled.
  SectionCatalogue(const Section& root, void* record);

  [[nodiscard]] const std::vector<CataloguedSection>& sections() const { return sections_; }

  /// The entry of a section. Throws std::out_of_range when it is none of them.
  [[nodiscard]] const CataloguedSection& of(const Section& section) const;

 private:
  void add_root(const Section& root, void* record);
  void add(CataloguedSection entry, const std::string& parent, void* record);
  void add_key(const Key& key, const std::string& path, const std::string& parent, void* record);
  void name_apart();

  std::vector<CataloguedSection> sections_;
  std::vector<std::string> parents_;  ///< the name of the section that each was found in
  std::map<const Section*, std::size_t> index_;
};

/// @name What a declaration says, in words for readers
/// @{

/// What kind of value the key takes: `number`, `list of ids (region)`, `map (calendar)`.
std::string type_text(const Key& key, const SectionCatalogue& catalogue);

/// The unit in which the key is told; empty for what has none. Times are told in days.
std::string unit_text(const Key& key);

/// Its documentation with unit, range and default (as YAML; empty: none).
std::string description_text(const Key& key, const std::string& default_text);

/// The range of values in that unit: `0 to 36525 d`; empty when there are no bounds, or one value.
std::string range_text(const Key& key);
/// @}

}  // namespace monazite
