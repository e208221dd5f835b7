#include <fmt/format.h>
#include <utility>

#include "models/scenario/keys.hpp"

namespace monazite {

void check_value_range(double value, const ValueRange& range, const FieldPlaces& places,
                       std::string_view key, Diagnostics& problems) {
  const double slack = 1e-9 * (value < 0 ? -value : value);
  const bool is_below = range.low && *range.low > value + slack;
  const bool is_above = range.high && *range.high < value - slack;
  if (is_below || is_above) {
    problems.add(places.of(fmt::format("{}_{}", key, is_below ? "low" : "high")),
                 fmt::format("'{}' lies outside its own range", key),
                 fmt::format("'{0}_low' at most '{0}' at most '{0}_high'", key));
  }
}

namespace {

void check_line(const LineSpec& line, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(line.capacity_tonnes_per_year, line.capacity_range, places, "capacity",
                    problems);
}

void check_demand(const DemandSpec& demand, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(demand.rate_tonnes_per_year, demand.rate_range, places, "rate", problems);
  check_value_range(demand.cover_days, demand.cover_range, places, "cover", problems);
}

void check_demand_change(const DemandChangeSpec& change, const FieldPlaces& places,
                         Diagnostics& problems) {
  if (!change.facility.empty()) {
    for (const auto* key : {"sector", "region"}) {
      if (places.has(key)) {
        problems.add(places.of(key), fmt::format("'{}' beside 'facility'", key), "one of the two");
      }
    }
  } else if (change.rate_tonnes_per_year) {
    problems.add(places.of("rate"), "'rate' without 'facility'",
                 "the plant whose use it is, or a 'scale'");
  }
  if (change.scale.has_value() == change.rate_tonnes_per_year.has_value()) {
    problems.add(change.scale ? places.of("rate") : change.place,
                 change.scale ? "'rate' beside 'scale'" : "a change of demand without 'scale'",
                 change.scale
                     ? "one of the two"
                     : "the share of the base year's use, such as '60 %', or the 'rate' of "
                       "a facility");
  }
}

void check_lane(const LaneSpec& lane, const FieldPlaces& places, Diagnostics& problems) {
  if (lane.from == lane.to) {
    problems.add(places.of("to"), fmt::format("the lane leads from '{}' to itself", lane.from),
                 "two facilities");
  }
  if (lane.push && lane.bid_usd_per_kg) {
    problems.add(places.of("bid"), "'bid' has no effect on a lane on which nobody orders",
                 "a lane without 'push'");
  }
  for (const auto& [key, tonnes] : {std::pair("minimum_order", lane.least_order_tonnes),
                                    std::pair("order_lot", lane.order_lot_tonnes)}) {
    if (lane.push && tonnes > 0) {
      problems.add(places.of(key),
                   fmt::format("'{}' has no effect on a lane on which nobody orders", key),
                   "a lane without 'push'");
    }
  }
  if (lane.push && lane.qualified) {
    problems.add(places.of("qualified"),
                 "'qualified' has no effect on a lane on which nobody orders",
                 "a lane without 'push'");
  } else if (!lane.qualified.value_or(true) && lane.tonnes_per_year > 0) {
    problems.add(places.of("flow"), "a flow of the base year from a supplier that is not qualified",
                 "no 'flow', or 'qualified: true'");
  }
}

}  // namespace

const Section& facility_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&FacilitySpec::id>("The id of the facility."),
        text_key<&FacilitySpec::name>("name",
                                      "The label in the supply graph; results go by the id."),
        required(choice_key<&FacilitySpec::stage>("stage", facility_stage_names,
                                                  "Its place in the chain.")),
        required(
            reference_key<&FacilitySpec::region>("region", Reference::region, "Where it stands.")),
        reference_key<&FacilitySpec::behaviour>("behaviour", Reference::behaviour,
                                                "Its habits; by default those of its stage."),
        beside("longitude",
               real_key<&FacilitySpec::latitude>("latitude", "", {-90, 90, false},
                                                 "Degrees north, for the supply graph.")),
        beside("latitude",
               real_key<&FacilitySpec::longitude>("longitude", "", {-180, 180, false},
                                                  "Degrees east, for the supply graph.")),
    };
    add_provenance<&FacilitySpec::provenance>(keys);
    return section_of<FacilitySpec>("facility", std::move(keys), {"id"});
  }();
  return section;
}

const Section& line_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&LineSpec::facility>("facility", Reference::facility,
                                                    "Where the line stands.")),
        required(reference_key<&LineSpec::process>("process", Reference::process, "What it does.")),
        required(real_key<&LineSpec::capacity_tonnes_per_year>(
            "capacity", "t/yr", tonnes_per_year_range, "Throughput at full pace.")),
        real_key<&LineSpec::capacity_range, &ValueRange::low>(
            "capacity_low", "t/yr", tonnes_per_year_range, "The lowest capacity thought possible."),
        real_key<&LineSpec::capacity_range, &ValueRange::high>(
            "capacity_high", "t/yr", tonnes_per_year_range,
            "The highest capacity thought possible."),
        real_key<&LineSpec::rate_tonnes_per_year>("rate", "t/yr", tonnes_per_year_range,
                                                  "Throughput of the base year."),
        distribution_key<&LineSpec::lead_time>("lead_time", "s", seconds_range,
                                               "Time from charge to product."),
        real_key<&LineSpec::lot_days>("lot", "d", days_range, "A lot is so many days of capacity."),
        real_key<&LineSpec::input_cover_days>("input_cover", "d", days_range,
                                              "Stock of inputs wanted, in days of use."),
        real_key<&LineSpec::output_cover_days>("output_cover", "d", days_range,
                                               "Stock of products wanted, in days of orders."),
        real_key<&LineSpec::surplus_cover_days>(
            "surplus_cover", "d", days_range,
            "A co-product over so many days of orders is surplus and goes to push lanes."),
        beside("value_spread",
               real_key<&LineSpec::variable_cost_usd_per_kg>(
                   "variable_cost", "USD/kg", usd_per_kg_range,
                   "Cost of a kg of throughput. With it the line runs by the value of its outputs: "
                   "at the logistic share of capacity of (value - cost) / `value_spread`, whatever "
                   "is ordered.")),
        beside("variable_cost", real_key<&LineSpec::value_spread_usd_per_kg>(
                                    "value_spread", "USD/kg", above_low(usd_per_kg_range),
                                    "Value above or below the cost that moves it from half to 73 % "
                                    "or 27 % of capacity.")),
    };
    add_provenance<&LineSpec::provenance>(keys);
    auto result = section_of<LineSpec>("line", std::move(keys), {"facility", "process"});
    set_check<LineSpec, &check_line>(result, {"capacity", "capacity_low", "capacity_high"});
    return result;
  }();
  return section;
}

const Section& demand_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&DemandSpec::facility>("facility", Reference::facility,
                                                      "The plant that uses the materials.")),
        required(reference_key<&DemandSpec::sector>("sector", Reference::sector,
                                                    "What it is used for.")),
        required(reference_key<&DemandSpec::process>(
            "process", Reference::process,
            "The process whose inputs are the bill of materials per tonne of use.")),
        required(real_key<&DemandSpec::rate_tonnes_per_year>("rate", "t/yr", tonnes_per_year_range,
                                                             "Use in the base year.")),
        real_key<&DemandSpec::rate_range, &ValueRange::low>(
            "rate_low", "t/yr", tonnes_per_year_range, "The lowest use thought possible."),
        real_key<&DemandSpec::rate_range, &ValueRange::high>(
            "rate_high", "t/yr", tonnes_per_year_range, "The highest use thought possible."),
        real_key<&DemandSpec::cover_days>("cover", "d", days_range,
                                          "Stock wanted, in days of use, transit not counted."),
        real_key<&DemandSpec::cover_range, &ValueRange::low>("cover_low", "d", days_range,
                                                             "The lowest cover thought possible."),
        real_key<&DemandSpec::cover_range, &ValueRange::high>(
            "cover_high", "d", days_range, "The highest cover thought possible."),
    };
    add_provenance<&DemandSpec::provenance>(keys);
    auto result = section_of<DemandSpec>("demand", std::move(keys), {"facility"});
    set_check<DemandSpec, &check_demand>(
        result, {"rate", "rate_low", "rate_high", "cover", "cover_low", "cover_high"});
    return result;
  }();
  return section;
}

const Section& demand_change_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(date_key<&DemandChangeSpec::from>("from", "The first day.")),
        or_all(reference_key<&DemandChangeSpec::sector>(
            "sector", Reference::sector_or_group,
            "Whose plants it holds for, a sector or a group; by default all.")),
        or_all(reference_key<&DemandChangeSpec::region>(
            "region", Reference::region_or_group,
            "Where these stand, a region or a group; by default anywhere.")),
        reference_key<&DemandChangeSpec::facility>("facility", Reference::facility,
                                                   "The one plant that it holds for, in place of "
                                                   "`sector` and `region`."),
        real_key<&DemandChangeSpec::scale>(
            "scale", "", {0, 1000, false},
            "Share of the base year's use that is asked for from then on, until the next change of "
            "the same sector, region and facility. Changes of others multiply, as growth, "
            "holidays, `demand_scale`, noise and prices do."),
        real_key<&DemandChangeSpec::rate_tonnes_per_year>(
            "rate", "t/yr", tonnes_per_year_range,
            "Of one facility, in place of `scale`: the use that is asked for."),
        whole_key<&DemandChangeSpec::ramp_days>(
            "ramp", "d", {0, 36525, false},
            "Days over which it is reached from what held before, in a straight line of steps of a "
            "day; 0 d: at once."),
    };
    add_provenance<&DemandChangeSpec::provenance>(keys);
    auto result = section_of<DemandChangeSpec>("demand change", std::move(keys),
                                               {"from", "sector", "region", "facility"});
    set_check<DemandChangeSpec, &check_demand_change>(
        result, {"facility", "sector", "region", "rate", "scale"});
    return result;
  }();
  return section;
}

const Section& lane_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&LaneSpec::from>("from", Reference::facility, "The supplier.")),
        required(reference_key<&LaneSpec::to>("to", Reference::facility, "The buyer.")),
        required(reference_key<&LaneSpec::material>("material", Reference::material,
                                                    "What is supplied.")),
        real_key<&LaneSpec::tonnes_per_year>("flow", "t/yr", tonnes_per_year_range,
                                             "Reported tonnes of the base year."),
        boolean_key<&LaneSpec::push>("push", "Whether it is sent when there is a lot of it."),
        distribution_key<&LaneSpec::transit>(
            "transit", "s", seconds_range,
            "Time on the way; by default that of the route between the regions."),
        boolean_key<&LaneSpec::qualified>(
            "qualified",
            "Whether the buyer may order from the start; else it has to qualify the supplier "
            "first, "
            "which it begins when others fail it ('qualify_at', 'qualification_time')."),
        real_key<&LaneSpec::bid_usd_per_kg>(
            "bid", "USD/kg", usd_per_kg_range,
            "What the buyer offers a seller with 'allocation: highest_bid' that is short; by "
            "default the price of the material."),
        real_key<&LaneSpec::least_order_tonnes>(
            "minimum_order", "t", tonnes_range,
            "The smallest order that the supplier takes. The buyer waits until it wants so much, "
            "but not until its cover is eaten up: then it orders so much at once."),
        real_key<&LaneSpec::order_lot_tonnes>(
            "order_lot", "t", tonnes_range, "Orders are whole multiples of it; 0 t: of any size."),
    };
    add_provenance<&LaneSpec::provenance>(keys);
    auto result = section_of<LaneSpec>("lane", std::move(keys), {"from", "to", "material"});
    set_check<LaneSpec, &check_lane>(
        result, {"from", "to", "push", "bid", "minimum_order", "order_lot", "qualified", "flow"});
    return result;
  }();
  return section;
}

const Section& route_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&RouteSpec::from>("from", Reference::region_or_any,
                                                 "The region of departure, or `*` for any.")),
        required(reference_key<&RouteSpec::to>("to", Reference::region_or_any,
                                               "The region of arrival, or `*` for any.")),
        or_all(choice_key<&RouteSpec::form>("form", form_names,
                                            "The form that it holds for; by default all.")),
        required(distribution_key<&RouteSpec::transit>(
            "transit", "s", seconds_range, "Time from door to door with customs and handling.")),
        real_key<&RouteSpec::freight_usd_per_kg>("freight", "USD/kg", usd_per_kg_range,
                                                 "Cost of the way."),
    };
    add_provenance<&RouteSpec::provenance>(keys);
    return section_of<RouteSpec>("route", std::move(keys), {"from", "to", "form"});
  }();
  return section;
}

}  // namespace monazite
