#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/control_uses.hpp"
#include "models/scenario/keys.hpp"
#include "models/scenario/leverage_sides.hpp"

namespace monazite {

namespace {

constexpr Range product_range = {0, 1e16, true};

void check_economy(const EconomySpec& economy, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(economy.gdp_usd_per_year, economy.gdp_range, places, "gdp", problems);
}

void check_side(const LeverageSideSpec& side, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(side.export_value_added, side.export_value_added_range, places,
                    "export_value_added", problems);
  if (side.regions.empty()) {
    problems.add(places.of("regions"), fmt::format("the side '{}' has no region", side.id),
                 "regions or region groups");
  }
}

void check_leverage(const LeverageSpec& leverage, const FieldPlaces& places,
                    Diagnostics& problems) {
  const auto& horizons = leverage.horizons_days;
  if (horizons.empty()) {
    problems.add(places.of("horizons"), "'horizons' is empty", "days such as '[30 d, 90 d]'");
  }
  for (std::size_t k = 0; k < horizons.size(); ++k) {
    if (horizons[k] > most_horizon_days) {
      problems.add(places.of("horizons"),
                   fmt::format("a horizon of {} d: over a year new capacity, substitution and "
                               "recycling decide, and they do not answer here",
                               horizons[k]),
                   fmt::format("at most {} d", most_horizon_days));
    }
    if (k > 0 && horizons[k] <= horizons[k - 1]) {
      problems.add(
          places.of("horizons"),
          fmt::format("the horizon of {} d after that of {} d", horizons[k], horizons[k - 1]),
          "horizons in increasing order");
    }
  }
  if (leverage.sides.size() < 2) {
    problems.add(places.of("sides"), "leverage of less than two sides", "two sides or more");
  }
  if (std::all_of(leverage.sides.begin(), leverage.sides.end(),
                  [](const auto& side) { return side.controls.empty(); })) {
    problems.add(places.of("sides"), "sides of which none has a control",
                 "the ids of instruments in 'controls'");
  }
}

const Section& side_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&LeverageSideSpec::id>("The id of the side."),
        required(references_key<&LeverageSideSpec::regions>(
            "regions", Reference::region_or_group, "What it is made of; no region is of two.")),
        references_key<&LeverageSideSpec::controls>(
            "controls", Reference::instrument,
            "Its instruments: the runs without them tell what they do."),
        real_key<&LeverageSideSpec::export_value_added>(
            "export_value_added", "", zero_to_one,
            "Value added at home in a USD of its exports, which is lost with them."),
        real_key<&LeverageSideSpec::export_value_added_range, &ValueRange::low>(
            "export_value_added_low", "", zero_to_one, "Low end, for sensitivity."),
        real_key<&LeverageSideSpec::export_value_added_range, &ValueRange::high>(
            "export_value_added_high", "", zero_to_one, "High end, for sensitivity."),
    };
    add_provenance<&LeverageSideSpec::provenance>(keys);
    auto result = section_of<LeverageSideSpec>("side", std::move(keys), {"id"});
    set_check<LeverageSideSpec, &check_side>(result);
    return result;
  }();
  return section;
}

const Section& endurance_section() {
  static const Section section = section_of<EnduranceSpec>(
      "endurance",
      {whole_key<&EnduranceSpec::most_days>(
           "most", "d", {1, 365, false},
           "Controls that are stood for so long are not tried for longer."),
       whole_key<&EnduranceSpec::replications>("replications", "", {1, 10000, false},
                                               "How often each trial is run."),
       real_key<&EnduranceSpec::loss_days>(
           "loss", "d", {0, 365, true},
           "Days of a side's value added at risk: less than that, on the mean, is no loss.")});
  return section;
}

void check_erosion(const ErosionSpec& erosion, const FieldPlaces& places, Diagnostics& problems) {
  if (const int days = erosion.uses * period_days(erosion); days > most_horizon_days) {
    problems.add(places.of("uses"),
                 fmt::format("{} uses of {} d, {} d apart, take {} d: over a year new capacity, "
                             "substitution and recycling decide, and they do not answer here",
                             erosion.uses, erosion.days, erosion.apart_days, days),
                 fmt::format("at most {} d in all", most_horizon_days));
  }
}

const Section& erosion_section() {
  static const Section section = [] {
    auto result = section_of<ErosionSpec>(
        "erosion",
        {required(whole_key<&ErosionSpec::uses>("uses", "", {2, 182, false},
                                                "How often the controls are put on.")),
         required(whole_key<&ErosionSpec::days>("days", "d", {1, 365, false},
                                                "For so long they are on, each time.")),
         required(whole_key<&ErosionSpec::apart_days>(
             "apart", "d", {1, 365, false},
             "For so long they are off between two uses, and what the last one did is counted "
             "after its end. All uses with what lies between take at most 365 d."))});
    set_check<ErosionSpec, &check_erosion>(result, {"uses", "days", "apart"});
    return result;
  }();
  return section;
}

}  // namespace

const Section& economy_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&EconomySpec::region>("region", Reference::region, "Where.")),
        required(real_key<&EconomySpec::gdp_usd_per_year>(
            "gdp", "USD/yr", product_range, "Gross domestic product at current prices.")),
        real_key<&EconomySpec::gdp_range, &ValueRange::low>("gdp_low", "USD/yr", product_range,
                                                            "Low end, for sensitivity."),
        real_key<&EconomySpec::gdp_range, &ValueRange::high>("gdp_high", "USD/yr", product_range,
                                                             "High end, for sensitivity."),
    };
    add_provenance<&EconomySpec::provenance>(keys);
    auto result = section_of<EconomySpec>("economy", std::move(keys), {"region"});
    set_check<EconomySpec, &check_economy>(result, {"gdp", "gdp_low", "gdp_high"});
    return result;
  }();
  return section;
}

const Section& leverage_section() {
  static const Section section = [] {
    auto result = section_of<LeverageSpec>(
        "leverage",
        {required(date_key<&LeverageSpec::from>(
             "from", "The first day of the horizons, such as that of the first control.")),
         required(wholes_key<&LeverageSpec::horizons_days>(
             "horizons", "d", {1, 36525, false},
             "For so long losses are counted, in increasing order, at most 365 d: new capacity, "
             "substitution and recycling do not answer here.")),
         in_percent(real_key<&LeverageSpec::discount_per_year>(
             "discount", "", {0, 10, false},
             "By which a loss counts less that comes a year later.")),
         real_key<&LeverageSpec::relative>(
             "relative", "", zero_to_one,
             "1: losses are relative to the product of a side (`economies`); 0: absolute; between "
             "them, to its power."),
         whole_key<&LeverageSpec::step_days>(
             "step", "d", {1, 366, false},
             "Days between two looks, to which the day of a crossing is exact."),
         real_key<&LeverageSpec::ease>(
             "ease", "", {0, 0.9, true},
             "Also tells what the last part of a side's controls does, from runs in which they are "
             "weaker by this share: duties, the chance and time of customs, refusals and times of "
             "licences."),
         required(records_key<&LeverageSpec::sides>("sides", side_section(),
                                                    "Who holds controls, or stands them.")),
         record_key<&LeverageSpec::endurance>(
             "endurance", endurance_section(),
             "Also looks for how long the end uses of each side stand the controls of another."),
         record_key<&LeverageSpec::erosion>(
             "erosion", erosion_section(),
             "Also looks whether the controls of each side, put on alone again and again, impose "
             "less each time.")});
    set_check<LeverageSpec, &check_leverage>(result, {"horizons", "sides"});
    return result;
  }();
  return section;
}

}  // namespace monazite
