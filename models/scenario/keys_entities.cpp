#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

void check_owners(const FirmSpec& firm, const FieldPlaces& places, Diagnostics& problems) {
  double sum = 0;
  for (const auto& owner : firm.owners) {
    sum += owner.share;
    if (owner.name == "default") {
      problems.add(places.of("owners"), "'default' among the owners", "ids of firms");
    } else if (owner.name == firm.id) {
      problems.add(places.of("owners"), fmt::format("'{}' owns a part of itself", firm.id),
                   "other firms");
    }
  }
  if (sum > 1 + 1e-9) {
    problems.add(places.of("owners"),
                 fmt::format("the owners of '{}' own {:.12g} % of it", firm.id, 100 * sum),
                 "100 % at most");
  }
}

void check_lineage(const LineageSpec& lineage, const FieldPlaces& places, Diagnostics& problems) {
  if (lineage.elements.empty() && lineage.technologies.empty()) {
    problems.add(lineage.place, "a lineage that names neither content nor technology",
                 "'elements', 'technologies' or both");
  }
  if (lineage.elements.empty()) {
    for (const auto* key : {"forms", "origins", "at_least", "measured_by"}) {
      if (places.has(key)) {
        problems.add(places.of(key), fmt::format("'{}' without 'elements'", key),
                     "the elements that are listed content");
      }
    }
  } else if (!places.has("at_least")) {
    problems.add(lineage.place, "missing key 'at_least' beside 'elements'",
                 "the share of a good that must be listed content, such as '0.1 %'");
  }
}

Section list_section(std::string_view name, Reference members, std::string_view documentation) {
  std::vector<Key> keys = {
      identifier_key<&ListSpec::id>("The id of the list."),
      text_key<&ListSpec::name>("name", "A name for readers of the file."),
      required(references_key<&ListSpec::members>("members", members, documentation))};
  add_provenance<&ListSpec::provenance>(keys);
  return section_of<ListSpec>(name, std::move(keys), {"id"});
}

}  // namespace

const Section& firm_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&FirmSpec::id>("The id of the firm, distinct from those of entity lists."),
        text_key<&FirmSpec::name>("name", "A name for readers of the file."),
        references_key<&FirmSpec::facilities>(
            "facilities", Reference::facility,
            "Its facilities, by default none: a firm may only own others. No two firms share one."),
        shares_key<&FirmSpec::owners>("owners", Reference::firm,
                                      "Firms that own a part of it, and which part.")};
    add_provenance<&FirmSpec::provenance>(keys);
    auto result = section_of<FirmSpec>("firm", std::move(keys), {"id"});
    set_check<FirmSpec, &check_owners>(result, {"id", "owners"});
    return result;
  }();
  return section;
}

const Section& entity_list_section() {
  static const Section section =
      list_section("entity list", Reference::firm, "The firms on the list.");
  return section;
}

const Section& technology_section() {
  static const Section section =
      list_section("technology", Reference::facility,
                   "Facilities whose lines use it: what they make is made with it. What others "
                   "make of that is not.");
  return section;
}

const Section& lineage_section() {
  static constexpr std::string_view measures[] = {"value", "mass"};
  static_assert(names_all<LineageSpec::Measure::mass>(measures));
  static const Section section = [] {
    auto result = section_of<LineageSpec>(
        "lineage",
        {choices_key<&LineageSpec::elements>(
             "elements", rare_earth_symbols,
             "Listed elements: what holds them and is made in `origins` is listed content, and "
             "stays so in all that is made of it, wherever."),
         choices_key<&LineageSpec::forms>("forms", form_names,
                                          "Forms in which it is listed when made; by default all."),
         references_key<&LineageSpec::origins>("origins", Reference::region_or_group,
                                               "Where listed content is made; by default by the "
                                               "issuer."),
         real_key<&LineageSpec::at_least>("at_least", "", zero_to_one,
                                          "Share of a good that must be listed content."),
         choice_key<&LineageSpec::measured_by>(
             "measured_by", measures,
             "Of the value, at the prices of the base year (an element counts as its oxide), or of "
             "the mass."),
         references_key<&LineageSpec::technologies>(
             "technologies", Reference::technology,
             "What is made with one of these is reached whatever it holds.")});
    set_check<LineageSpec, &check_lineage>(result, {"elements", "technologies", "at_least"});
    return result;
  }();
  return section;
}

}  // namespace monazite
