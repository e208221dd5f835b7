#include <cmath>
#include <fmt/format.h>
#include <numeric>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

void check_holiday(const HolidaySpec& holiday, const FieldPlaces& places, Diagnostics& problems) {
  if (holiday.until < holiday.from) {
    problems.add(places.of("until"),
                 fmt::format("'until' ({}) is before 'from'", to_iso(holiday.until)),
                 fmt::format("a date from {} on", to_iso(holiday.from)));
  }
}

const Section& holiday_section() {
  static const Section section = [] {
    auto result = section_of<HolidaySpec>(
        "holiday", {required(date_key<&HolidaySpec::from>("from", "The first day.")),
                    required(date_key<&HolidaySpec::until>("until", "The last day.")),
                    real_key<&HolidaySpec::activity>("activity", "", zero_to_one,
                                                     "Share of the normal pace that remains.")});
    set_check<HolidaySpec, &check_holiday>(result);
    return result;
  }();
  return section;
}

Section group_section(std::string_view name, Reference members, std::string_view documentation) {
  return section_of<GroupSpec>(
      name,
      {identifier_key<&GroupSpec::id>("The id of the group, distinct from those of its kind."),
       text_key<&GroupSpec::name>("name", "A name for readers of the file; results go by the id."),
       required(references_key<&GroupSpec::members>("members", members, documentation))},
      {"id"});
}

/// Published assays are rounded; the rest is shared out.
constexpr double most_rounding_of_assays = 0.02 + 1e-9;

void check_composition(const CompositionSpec& composition, const FieldPlaces& places,
                       Diagnostics& problems) {
  const double sum =
      std::accumulate(composition.oxide_share.begin(), composition.oxide_share.end(), 0.0);
  if (!(sum > 0)) {
    problems.add(places.of("id"),
                 fmt::format("the composition '{}' holds no element", composition.id),
                 "a share above 0 for an element");
  } else if (std::abs(sum - 1) > most_rounding_of_assays) {
    problems.add(places.of("id"),
                 fmt::format("the shares of the composition '{}' sum to {:.4g} %", composition.id,
                             sum * 100),
                 "100 %, or up to 2 % more or less where an assay is rounded");
  }
}

template <std::size_t Index>
Slot share_slot(void* record) {
  return slot_for(static_cast<CompositionSpec*>(record)->oxide_share[Index]);
}

template <std::size_t Index>
Key share_key() {
  Key key;
  key.name = element_symbols[Index];
  key.kind = ValueKind::real;
  key.documentation = "Share of the element in the oxide equivalent.";
  key.slot = &share_slot<Index>;
  key.range = zero_to_one;
  return key;
}

template <std::size_t... Index>
void add_element_keys(std::vector<Key>& keys, std::index_sequence<Index...>) {
  (keys.push_back(share_key<Index>()), ...);
}

}  // namespace

const Section& region_section() {
  static const Section section = section_of<RegionSpec>(
      "region",
      {identifier_key<&RegionSpec::id>("ISO 3166 code of the country, or an id of an area."),
       text_key<&RegionSpec::name>("name", "A name for readers of the file; results go by the id."),
       records_key<&RegionSpec::holidays>("holidays", holiday_section(),
                                          "Days on which the region works at a part of its pace.")},
      {"id"});
  return section;
}

const Section& region_group_section() {
  static const Section section =
      group_section("region group", Reference::region, "Regions of the group.");
  return section;
}

const Section& sector_group_section() {
  static const Section section =
      group_section("sector group", Reference::sector, "Sectors of the group.");
  return section;
}

const Section& sector_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&SectorSpec::id>("The id of the end use."),
        text_key<&SectorSpec::name>("name",
                                    "A name for readers of the file; results go by the id."),
        real_key<&SectorSpec::growth_per_year>("growth", "/yr", {-1, 10, false},
                                               "Share of demand added a year."),
        beside("growth",
               date_key<&SectorSpec::growth_from>(
                   "growth_from",
                   "The day from which demand grows; by default the start of the calendar.")),
        real_key<&SectorSpec::recoverable_share>("recoverable_share", "", zero_to_one,
                                                 "Share of lost output made up later."),
        real_key<&SectorSpec::price_elasticity>(
            "price_elasticity", "", {-10, 0, false},
            "Of use to the price of what is used, within months: (P / P0)^this."),
        real_key<&SectorSpec::overtime>("overtime", "", {0, 10, false},
                                        "Pace above normal while catching up."),
        real_key<&SectorSpec::restart_days>("restart", "d", days_range,
                                            "Time from delivery to a running line after a stop."),
        real_key<&SectorSpec::stop_cover_days>("stop_cover", "d", days_range,
                                               "A line stops when its cover falls below this."),
        real_key<&SectorSpec::demand_cv>("demand_cv", "", {0, 10, false},
                                         "Coefficient of variation of a plant's monthly demand."),
        distribution_key<&SectorSpec::qualification_time>(
            "qualification_time", "s", seconds_range,
            "Time that a plant takes to qualify a supplier; by default that of its behaviour."),
    };
    add_provenance<&SectorSpec::provenance>(keys);
    return section_of<SectorSpec>("sector", std::move(keys), {"id"});
  }();
  return section;
}

const Section& material_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&MaterialSpec::id>("The id of the material."),
        text_key<&MaterialSpec::name>("name",
                                      "A name for readers of the file; results go by the id."),
        required(choice_key<&MaterialSpec::form>(
            "form", form_names, "What it is; decides how its tonnes are reported.")),
        or_all(choices_key<&MaterialSpec::elements>("elements", element_symbols,
                                                    "The elements that it can hold.")),
        real_key<&MaterialSpec::price_usd_per_kg>(
            "price", "USD/kg", usd_per_kg_range,
            "Price in constant dollars of 2024, per kg of reported mass."),
        real_key<&MaterialSpec::lot_tonnes>("lot", "t", tonnes_range,
                                            "The smallest useful shipment."),
    };
    add_provenance<&MaterialSpec::provenance>(keys);
    return section_of<MaterialSpec>("material", std::move(keys), {"id"});
  }();
  return section;
}

const Section& composition_section() {
  static const Section section = [] {
    std::vector<Key> keys = {identifier_key<&CompositionSpec::id>("The id of the composition.")};
    add_element_keys(keys, std::make_index_sequence<element_count>());
    add_provenance<&CompositionSpec::provenance>(keys);
    auto result = section_of<CompositionSpec>("composition", std::move(keys), {"id"});
    set_check<CompositionSpec, &check_composition>(result);
    return result;
  }();
  return section;
}

}  // namespace monazite
