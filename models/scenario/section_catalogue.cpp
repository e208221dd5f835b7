#include "models/scenario/section_catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

#include "models/quantity/unit.hpp"
#include "models/scenario/keys.hpp"
#include "models/scenario/write_value.hpp"

namespace monazite {

namespace {

/// What a record holds before anything is read into it.
std::optional<std::string> fresh_value(const Key& key, void* record) {
  if (key.is_required || key.slot == nullptr || key.section != nullptr) {
    return std::nullopt;
  }
  const Slot slot = key.slot(record);
  std::string text;
  if (has_value(key, slot)) {
    // A distribution carries its units in either style, and needs no quotes here.
    append_value(text, key, slot,
                 key.kind == ValueKind::distribution ? ValueStyle::cell : ValueStyle::yaml);
  } else if (key.all_is_empty) {
    text = "all";
  }
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::string joined_name(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

bool is_told_in_days(const Key& key) {
  return key.kind == ValueKind::distribution && key.unit == "s";
}

/// What a list holds: the key's names or ids.
std::string names_text(const Key& key) {
  if (!key.names.empty()) {
    return fmt::format("{}", fmt::join(key.names, ", "));
  }
  return fmt::format("ids ({})", name_of(key.refers_to));
}

}  // namespace

std::string CataloguedSection::default_of(const Key& key) const {
  const auto found = defaults.find(key.name);
  return found == defaults.end() ? std::string() : found->second;
}

SectionCatalogue::SectionCatalogue() {
  Scenario scenario;
  add_root(scenario_section(), &scenario);
}

SectionCatalogue::SectionCatalogue(const Section& root, void* record) { add_root(root, record); }

void SectionCatalogue::add_root(const Section& root, void* record) {
  CataloguedSection entry;
  entry.section = &root;
  entry.name = joined_name(root.name);
  add(std::move(entry), {}, record);
  name_apart();
}

const CataloguedSection& SectionCatalogue::of(const Section& section) const {
  return sections_.at(index_.at(&section));
}

void SectionCatalogue::add(CataloguedSection entry, const std::string& parent, void* record) {
  const Section& section = *entry.section;
  const auto [known, is_new] = index_.try_emplace(&section, sections_.size());
  if (!is_new) {
    auto& paths = sections_[known->second].paths;
    paths.insert(paths.end(), entry.paths.begin(), entry.paths.end());
    return;
  }
  for (const Key& key : section.keys) {
    if (auto text = fresh_value(key, record)) {
      entry.defaults.emplace(key.name, std::move(*text));
    }
  }
  const std::string name = entry.name;
  const std::string path = entry.paths.empty() ? std::string() : entry.paths.front();
  sections_.push_back(std::move(entry));
  parents_.push_back(parent);
  for (const Key& key : section.keys) {
    add_key(key, path, name, record);
  }
  for (const Variant& variant : section.variants) {
    CataloguedSection own;
    own.section = variant.section;
    own.variant_of = &section;
    own.variant = variant.name;
    own.name = joined_name(variant.section->name);
    own.paths = {fmt::format("{} ({}: {})", path, section.variant_key, variant.name)};
    add(std::move(own), name, variant.select(record));
  }
}

void SectionCatalogue::add_key(const Key& key, const std::string& path, const std::string& parent,
                               void* record) {
  if (key.section == nullptr) {
    return;
  }
  CataloguedSection entry;
  entry.section = key.section;
  entry.name = joined_name(key.section->name);
  entry.paths = {path.empty() ? std::string(key.name) : fmt::format("{}.{}", path, key.name)};
  const Slot slot = key.slot(record);
  if (const auto* one = std::get_if<RecordSlot>(&slot)) {
    add(std::move(entry), parent, one->emplace(one->member));
  } else {
    const auto& list = std::get<RecordListSlot>(slot);
    list.start(list.member, 1);
    add(std::move(entry), parent, list.append(list.member));
  }
}

void SectionCatalogue::name_apart() {
  std::map<std::string, int> uses;
  for (const CataloguedSection& entry : sections_) {
    ++uses[entry.name];
  }
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    if (uses[sections_[i].name] > 1) {
      sections_[i].name = fmt::format("{}_{}", parents_[i], sections_[i].name);
    }
  }
}

std::string type_text(const Key& key, const SectionCatalogue& catalogue) {
  switch (key.kind) {
    case ValueKind::text:
      return "text";
    case ValueKind::identifier:
      return "id";
    case ValueKind::reference:
      return fmt::format("id of a {}", name_of(key.refers_to));
    case ValueKind::choice:
      return fmt::format("one of {}{}", fmt::join(key.names, ", "),
                         key.all_is_empty ? ", all" : "");
    case ValueKind::real:
      return "number";
    case ValueKind::whole:
      return key.unit.empty() ? "whole number" : "whole days";
    case ValueKind::wholes:
      return "list of whole days";
    case ValueKind::boolean:
      return "true or false";
    case ValueKind::date:
      return "date";
    case ValueKind::distribution:
      return "number or distribution";
    case ValueKind::texts:
      return fmt::format("list of {}{}", names_text(key), key.all_is_empty ? "; or all" : "");
    case ValueKind::shares:
      return fmt::format("map of shares by {}", names_text(key));
    case ValueKind::record:
      return fmt::format("map ({})", catalogue.of(*key.section).name);
    case ValueKind::records:
      return fmt::format("list of maps ({}) or table", catalogue.of(*key.section).name);
  }
  return {};
}

std::string unit_text(const Key& key) { return is_told_in_days(key) ? "d" : std::string(key.unit); }

std::string description_text(const Key& key, const std::string& default_text) {
  std::string text(key.documentation);
  const std::string unit = unit_text(key);
  const std::string range = range_text(key);
  text += unit.empty() ? "" : fmt::format(" Unit: {}.", unit);
  text += range.empty() ? "" : fmt::format(" Range: {}.", range);
  text += default_text.empty() ? "" : fmt::format(" Default: {}.", default_text);
  return text;
}

std::string range_text(const Key& key) {
  Range range = key.range;
  const bool is_open = !std::isfinite(range.low) && !std::isfinite(range.high);
  if (is_open || range.low == range.high) {
    return {};
  }
  if (is_told_in_days(key)) {
    range.low /= day_seconds;
    range.high /= day_seconds;
  }
  return text_of(range, unit_text(key));
}

}  // namespace monazite
