#include <fmt/format.h>
#include <utility>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

/// Refuses keys of another rule of allocation than the one that is set.
void check_allocation(const BehaviourSpec& behaviour, const FieldPlaces& places,
                      Diagnostics& problems) {
  struct RuleKey {
    std::string_view key;
    bool is_set;
    Allocation rule;
    std::string_view expected;
  };
  for (const auto& [key, is_set, rule, expected] :
       {RuleKey{"home_first", behaviour.home_first, Allocation::priority, "'allocation: priority'"},
        RuleKey{"priority_sectors", !behaviour.priority_sectors.empty(), Allocation::priority,
                "'allocation: priority'"},
        RuleKey{"home_reserve", behaviour.home_reserve > 0, Allocation::reserve,
                "'allocation: reserve'"}}) {
    if (is_set && behaviour.allocation != rule) {
      problems.add(places.of(key), fmt::format("'{}' has no effect on this allocation", key),
                   std::string(expected));
    }
  }
  if (behaviour.allocation == Allocation::reserve && !(behaviour.home_reserve > 0)) {
    problems.add(places.of("allocation"), "'allocation: reserve' keeps nothing back",
                 "a share such as '20 %' in 'home_reserve'");
  }
}

/// Refuses keys of another rule of ordering than the one that is set.
void check_ordering(const BehaviourSpec& behaviour, const FieldPlaces& places,
                    Diagnostics& problems) {
  const bool is_fixed = behaviour.ordering == Ordering::fixed_quantity;
  const bool has_point = is_fixed || behaviour.ordering == Ordering::up_to_level;
  if (behaviour.reorder_days && !has_point) {
    problems.add(places.of("reorder_point"), "'reorder_point' has no effect on this ordering",
                 "'ordering: sS' or 'ordering: rQ'");
  }
  if (behaviour.fixed_order_days > 0 && !is_fixed) {
    problems.add(places.of("fixed_quantity"), "'fixed_quantity' has no effect on this ordering",
                 "'ordering: rQ'");
  }
  if (behaviour.ordering == Ordering::up_to_level && !behaviour.reorder_days) {
    problems.add(places.of("ordering"), "'ordering: sS' without 'reorder_point'",
                 "the days of use at which it orders, such as '10 d'");
  }
  if (is_fixed && !(behaviour.fixed_order_days > 0)) {
    problems.add(places.of("ordering"), "'ordering: rQ' without 'fixed_quantity'",
                 "what it orders, in days of use, such as '30 d'");
  }
  if (is_fixed && behaviour.order_lot_days > 0) {
    problems.add(places.of("order_lot"), "'order_lot' beside 'fixed_quantity', which is the lot",
                 "one of the two");
  }
}

/// An adjustment time of less than two reviews makes orders oscillate without any cause in demand
/// (model: 4.2).
void check_behaviour(const BehaviourSpec& behaviour, const FieldPlaces& places,
                     Diagnostics& problems) {
  if (behaviour.ordering == Ordering::smoothed &&
      behaviour.adjustment_days < 2.0 * behaviour.review_days) {
    problems.add(places.of(places.has("adjustment_time") ? "adjustment_time" : "review"),
                 fmt::format("the adjustment time of {} d is shorter than two reviews",
                             shortest(behaviour.adjustment_days)),
                 fmt::format("at least {} d", 2 * behaviour.review_days));
  }
  if (behaviour.shortage_cost_per_day && behaviour.safety_factor > 0) {
    problems.add(places.of("safety_factor"),
                 "'safety_factor' beside 'shortage_cost', which sets it", "one of the two");
  }
  if (behaviour.shortage_cost_per_day && !(behaviour.holding_cost_per_day > 0)) {
    problems.add(places.of("shortage_cost"), "'shortage_cost' where holding costs nothing",
                 "a 'holding_cost' above 0");
  }
}

std::vector<Key> ordering_keys() {
  static constexpr std::string_view orderings[] = {"base_stock", "smoothed", "sS", "rQ"};
  static_assert(names_all<Ordering::fixed_quantity>(orderings));
  return {
      choice_key<&BehaviourSpec::ordering>("ordering", orderings,
                                           "Orders up to a level; or by a part of the gap; or up "
                                           "to the level once `reorder_point` is reached; or "
                                           "whole fixed quantities once it is reached. Lines "
                                           "make by the first rule under all but the second."),
      real_key<&BehaviourSpec::reorder_days>(
          "reorder_point", "d", days_range,
          "With sS and rQ: days of use down to which what is on hand and on order, less what is "
          "owed, has to come before a review orders. By default, with rQ, the level of base_stock: "
          "review, lead time and cover."),
      real_key<&BehaviourSpec::fixed_order_days>(
          "fixed_quantity", "d", days_range,
          "With rQ: days of use that an order is for, or as many times as many as lead above the "
          "reorder point. `order_lot` of a lane goes before it."),
      real_key<&BehaviourSpec::least_order_days>(
          "minimum_order", "d", days_range,
          "Days of use that an order is for at least. A stock waits until it wants so much, but "
          "not until its cover is eaten up: then it orders so much at once."),
      real_key<&BehaviourSpec::order_lot_days>(
          "order_lot", "d", days_range,
          "Days of use of which an order is for a whole multiple; 0 d: of any size."),
      whole_key<&BehaviourSpec::review_days>("review", "d", {1, 366, false},
                                             "Days between two reviews of orders."),
      real_key<&BehaviourSpec::forecast_days>("forecast_time", "d", above_low(days_range),
                                              "Time constant of expected use."),
      real_key<&BehaviourSpec::adjustment_days>("adjustment_time", "d", above_low(days_range),
                                                "Time in which a gap of stock is closed."),
      real_key<&BehaviourSpec::production_days>(
          "production_time", "d", above_low(days_range),
          "Time in which a producer closes a gap of its product stock."),
      real_key<&BehaviourSpec::patience_days>(
          "patience", "d", days_range,
          "A supplier that owes for longer gets no new order while others deliver; 0 d: never. One "
          "that has been banned for so long is not relied on while another may send."),
      real_key<&BehaviourSpec::cancel_after_days>(
          "cancel_after", "d", days_range,
          "An order that is owed for longer is withdrawn, unless bans close every supplier; 0 d: "
          "never."),
      real_key<&BehaviourSpec::supply_line_weight>("supply_line_weight", "", zero_to_one,
                                                   "Share of the gap on order that is seen."),
      real_key<&BehaviourSpec::safety_factor>(
          "safety_factor", "", {0, 100, false},
          "Safety stock, in standard deviations of use over review and lead time."),
      real_key<&BehaviourSpec::shortage_cost_per_day>(
          "shortage_cost", "/d", {0, 1000, true},
          "Share of value that a day without it costs. Sets the safety stock at which one "
          "more unit costs as much to hold (`holding_cost`) as to lack, in place of "
          "`safety_factor`. The rule takes the use of reviews for independent; a plant's "
          "use is drawn by the month, so that a review of less than a month holds too "
          "little: with costs that ask for 95 %, behind 35 d of transit, the fill rate is "
          "0.953 at a daily, 0.977 at a weekly and 0.992 at a monthly review."),
      real_key<&BehaviourSpec::rush_days_per_shortfall>(
          "rush_response", "d", days_range,
          "Days of cover that are ordered early when an export quota is expected to leave all "
          "purchases unmet until there is more; of a part, that part. Estimated, 0 to 180 d."),
      real_key<&BehaviourSpec::most_rush_days>(
          "most_rush", "d", days_range,
          "Days of cover that are ordered early at most. Estimated, 0 to 90 d."),
      real_key<&BehaviourSpec::most_front_loading_days>(
          "most_front_loading", "d", days_range,
          "Days of cover that are ordered before a duty rises, at most: `believed` times the rise "
          "over `holding_cost`. Estimated, 0 to 120 d."),
      real_key<&BehaviourSpec::most_waiting>(
          "most_waiting", "", zero_to_one,
          "Share of the cover that is run down while a duty is expected to fall, at most: as many "
          "days as `believed` times the fall over `holding_cost`. Estimated, 0 to 0.5."),
      record_key<&BehaviourSpec::hoarding>(
          "hoarding", hoarding_section(),
          "What buyers do who take fright; without it nobody does. `{}`: by the defaults."),
      real_key<&BehaviourSpec::lead_time_learning>(
          "lead_time_learning", "", zero_to_one,
          "Weight of the latest delivery in the perceived lead time."),
  };
}

std::vector<Key> supplier_keys() {
  static constexpr std::string_view allocations[] = {"pro_rata",   "priority",    "uniform",
                                                     "historical", "highest_bid", "reserve"};
  static_assert(names_all<Allocation::reserve>(allocations));
  return {
      real_key<&BehaviourSpec::cost_sensitivity>(
          "cost_sensitivity", "", {0, 1000, true},
          "Relative landed cost that changes a supplier's share by a factor of e."),
      real_key<&BehaviourSpec::holding_cost_per_day>(
          "holding_cost", "/d", {0, 1000, false},
          "Share of value that a day of expected delay costs."),
      whole_key<&BehaviourSpec::orders_per_review>("orders_per_review", "", {1, 1000, false},
                                                   "Suppliers called in one review, at most."),
      real_key<&BehaviourSpec::qualify_at>(
          "qualify_at", "", above_low(zero_to_one),
          "A buyer begins to qualify another supplier when those that fail it held this share of "
          "its purchases in the base year."),
      distribution_key<&BehaviourSpec::qualification_time>(
          "qualification_time", "s", seconds_range,
          "Time from then until it may order; by default triangular(180 d, 365 d, 540 d). A plant "
          "takes that of its sector, if it has one."),
      choice_key<&BehaviourSpec::allocation>(
          "allocation", allocations,
          "How buyers share what a seller is short of: by size of order, "
          "by class, all to the same level, by their shares in the base year, by their bids and "
          "then the size of order, or with a part kept for the own region."),
      boolean_key<&BehaviourSpec::home_first>(
          "home_first", "With priority: buyers of the own region before others."),
      references_key<&BehaviourSpec::priority_sectors>(
          "priority_sectors", Reference::sector_or_group,
          "With priority: these before others, in this order."),
      real_key<&BehaviourSpec::home_reserve>(
          "home_reserve", "", zero_to_one,
          "With reserve: share of what comes into stock that only buyers of the own region get."),
  };
}

}  // namespace

const Section& behaviour_section() {
  static const Section section = [] {
    std::vector<Key> keys = {identifier_key<&BehaviourSpec::id>("The id of the profile.")};
    for (const auto& part : {ordering_keys(), supplier_keys()}) {
      keys.insert(keys.end(), part.begin(), part.end());
    }
    auto result = section_of<BehaviourSpec>("behaviour", std::move(keys), {"id"});
    set_check<BehaviourSpec, &check_behaviour>(
        result, {"ordering", "adjustment_time", "review", "safety_factor", "shortage_cost",
                 "holding_cost"});
    set_check<BehaviourSpec, &check_ordering>(
        result, {"ordering", "reorder_point", "fixed_quantity", "order_lot"});
    set_check<BehaviourSpec, &check_allocation>(
        result, {"allocation", "home_first", "priority_sectors", "home_reserve"});
    return result;
  }();
  return section;
}

}  // namespace monazite
