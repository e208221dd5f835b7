#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <utility>

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
        "holiday",
        {required(date_key<&HolidaySpec::from>("from", "The first day.")),
         required(date_key<&HolidaySpec::until>("until", "The last day.")),
         real_key<&HolidaySpec::activity>("activity", "", zero_to_one,
                                          "Share of the normal pace that remains.")},
        {"from"});
    set_check<HolidaySpec, &check_holiday>(result, {"from", "until"});
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
                 fmt::format("the shares of the composition '{}' sum to {:.12g} %", composition.id,
                             sum * 100),
                 "100 %, or up to 2 % more or less where an assay is rounded");
  }
}

void check_material(const MaterialSpec& material, const FieldPlaces& places,
                    Diagnostics& problems) {
  if (material.form == Form::good) {
    if (material.unit.empty()) {
      problems.add(places.of("id"), "missing key 'unit' of a good",
                   "what one of it is, such as chip or engine");
    }
    if (!material.elements.empty()) {
      problems.add(places.of("elements"), "'elements' of a good, which holds no rare earth",
                   "a good without 'elements', or another 'form'");
    }
    check_value_range(material.diversion.value_or(0), material.diversion_range, places, "diversion",
                      problems);
    check_value_range(material.strategic_weight_usd_per_unit.value_or(0),
                      material.strategic_weight_range, places, "strategic_weight", problems);
    return;
  }
  for (const auto& [key, is_given] :
       {std::pair("unit", !material.unit.empty()),
        std::pair("diversion", material.diversion.has_value()),
        std::pair("strategic_weight", material.strategic_weight_usd_per_unit.has_value())}) {
    if (is_given) {
      problems.add(places.of(key), fmt::format("'{}' of a material that is no good", key),
                   "it beside 'form: good' only");
    }
  }
}

void check_substitution_point(const SubstitutionPoint& point, const FieldPlaces& places,
                              Diagnostics& problems) {
  check_value_range(point.share, {point.share_low, point.share_high}, places, "share", problems);
}

const Section& substitution_section() {
  static const Section section = [] {
    auto result = section_of<SubstitutionPoint>(
        "substitution",
        {required(real_key<&SubstitutionPoint::after_days>(
             "after", "d", days_range,
             "Days since the plant's line first stood still for want of input.")),
         required(real_key<&SubstitutionPoint::share>(
             "share", "", zero_to_one, "Share of the use that then goes on without the input.")),
         real_key<&SubstitutionPoint::share_low>("share_low", "", zero_to_one,
                                                 "The lowest thought possible."),
         real_key<&SubstitutionPoint::share_high>("share_high", "", zero_to_one,
                                                  "The highest thought possible.")});
    set_check<SubstitutionPoint, &check_substitution_point>(result,
                                                            {"share", "share_low", "share_high"});
    return result;
  }();
  return section;
}

void check_sector(const SectorSpec& sector, const FieldPlaces& places, Diagnostics& problems) {
  for (std::size_t i = 1; i < sector.substitution.size(); ++i) {
    if (sector.substitution[i].after_days <= sector.substitution[i - 1].after_days) {
      problems.add(places.of("substitution"), "the points of the substitution are not in order",
                   fmt::format("a later point after more than {:g} d",
                               sector.substitution[i - 1].after_days));
    }
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
        in_percent(real_key<&SectorSpec::overtime>("overtime", "", {0, 10, false},
                                                   "Pace above normal while catching up.")),
        real_key<&SectorSpec::restart_days>("restart", "d", days_range,
                                            "Time from delivery to a running line after a stop."),
        real_key<&SectorSpec::stop_cover_days>("stop_cover", "d", days_range,
                                               "A line stops when its cover falls below this."),
        in_percent(real_key<&SectorSpec::demand_cv>(
            "demand_cv", "", {0, 10, false},
            "Coefficient of variation of a plant's monthly demand.")),
        distribution_key<&SectorSpec::qualification_time>(
            "qualification_time", "s", seconds_range,
            "Time that a plant takes to qualify a supplier; by default that of its behaviour."),
        records_key<&SectorSpec::substitution>(
            "substitution", substitution_section(),
            "What a plant whose line stands still for want of input does without it, by days since "
            "its first such stop: linear between the points, nothing at day 0 unless a point says "
            "so, the last share ever after. It is no lost output; by default there is none."),
        boolean_key<&SectorSpec::is_military>(
            "military", "Whether it is a military end use of goods (strategic_cost)."),
    };
    add_provenance<&SectorSpec::provenance>(keys);
    auto result = section_of<SectorSpec>("sector", std::move(keys), {"id"});
    set_check<SectorSpec, &check_sector>(result, {"substitution"});
    return result;
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
        or_all(choices_key<&MaterialSpec::elements>("elements", rare_earth_symbols,
                                                    "The elements that it can hold; of a good "
                                                    "none.")),
        text_key<&MaterialSpec::unit>(
            "unit",
            "Of a good: what one of it is, such as chip or engine; its rows show it as their "
            "unit. Its quantities are written in `unit` where those of others are in `t`."),
        real_key<&MaterialSpec::price_usd_per_kg>(
            "price", "USD/kg", usd_per_kg_range,
            "Price in constant dollars of 2024, per kg of reported mass; of a good in USD/unit."),
        real_key<&MaterialSpec::lot_tonnes>(
            "lot", "t", tonnes_range,
            "The smallest useful shipment: neither orders nor what is short are split into smaller "
            "parts. It is a smallest order, as `minimum_order` of a lane is, of buyers who order "
            "what they lack (`base_stock`, `sS`, `rQ`); one with smoothed orders stands for many, "
            "and what they want together may be less."),
        real_key<&MaterialSpec::diversion>(
            "diversion", "", zero_to_one,
            "Of a good: the share of what civil end uses receive that reaches the military end use "
            "in the end (counter_goods_diverted)."),
        beside("diversion", real_key<&MaterialSpec::diversion_range, &ValueRange::low>(
                                "diversion_low", "", zero_to_one, "The lowest thought possible.")),
        beside("diversion",
               real_key<&MaterialSpec::diversion_range, &ValueRange::high>(
                   "diversion_high", "", zero_to_one, "The highest thought possible.")),
        real_key<&MaterialSpec::strategic_weight_usd_per_unit>(
            "strategic_weight", "USD/unit", usd_per_unit_range,
            "Of a good: what one of it in the military end use counts for in strategic_cost, which "
            "is added to no other cost."),
        beside("strategic_weight",
               real_key<&MaterialSpec::strategic_weight_range, &ValueRange::low>(
                   "strategic_weight_low", "USD/unit", usd_per_unit_range,
                   "The lowest weight thought possible.")),
        beside("strategic_weight",
               real_key<&MaterialSpec::strategic_weight_range, &ValueRange::high>(
                   "strategic_weight_high", "USD/unit", usd_per_unit_range,
                   "The highest weight thought possible.")),
    };
    add_provenance<&MaterialSpec::provenance>(keys);
    auto result = section_of<MaterialSpec>("material", std::move(keys), {"id"});
    set_check<MaterialSpec, &check_material>(
        result, {"form", "unit", "elements", "diversion", "diversion_low", "diversion_high",
                 "strategic_weight", "strategic_weight_low", "strategic_weight_high"});
    return result;
  }();
  return section;
}

const Section& composition_section() {
  static const Section section = [] {
    std::vector<Key> keys = {identifier_key<&CompositionSpec::id>("The id of the composition.")};
    add_element_keys(keys, std::make_index_sequence<rare_earth_count>());
    add_provenance<&CompositionSpec::provenance>(keys);
    auto result = section_of<CompositionSpec>("composition", std::move(keys), {"id"});
    set_check<CompositionSpec, &check_composition>(result);
    return result;
  }();
  return section;
}

}  // namespace monazite
