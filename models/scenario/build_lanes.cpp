#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "models/network/stable_hash.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// What a lane's 14 bits can tell apart; add_lanes refuses worlds with more.
constexpr std::uint32_t most_durations = 0x3fff;

/// How closely a route names a pair: 3 both ends, 2 the origin, 1 the destination, 0 neither; -1 if
/// it does not apply. A route for one form beats one for all.
int closeness(const RouteSpec& route, const std::string& from, const std::string& to,
              std::string_view form) {
  const bool any_from = route.from == "*";
  const bool any_to = route.to == "*";
  if ((!any_from && route.from != from) || (!any_to && route.to != to) ||
      (!route.form.empty() && route.form != form)) {
    return -1;
  }
  const int pair = (any_from ? 0 : 2) + (any_to ? 0 : 1);
  return 2 * pair + (route.form.empty() ? 0 : 1);
}

}  // namespace

const RouteSpec* WorldBuilder::route_between(const std::string& from, const std::string& to,
                                             Form form) const {
  const RouteSpec* best = nullptr;
  int best_closeness = -1;
  for (const auto& route : scenario_.routes) {
    const int c = closeness(route, from, to, form_names[static_cast<std::size_t>(form)]);
    if (c > best_closeness) {
      best = &route;
      best_closeness = c;
    }
  }
  return best;
}

void WorldBuilder::add_outlets() {
  std::map<std::string_view, std::set<std::string>> wanted;
  for (const auto& lane : scenario_.lanes) {
    if (const auto* to = find(facilities_, lane.to);
        to != nullptr && world_.facilities[to->index()].stage == Stage::outlet) {
      wanted[lane.to].insert(lane.material);
    }
  }
  for (auto& facility : world_.facilities) {
    if (facility.stage != Stage::outlet) {
      continue;
    }
    facility.inputs.first = static_cast<std::uint32_t>(world_.pools.size());
    for (const auto& material : wanted[facility.id]) {
      const auto pool =
          input_pool(facilities_.at(facility.id), {.name = material, .materials = {material}}, 0);
      world_.pools[pool.index()].is_sink = true;
    }
    facility.inputs.count = static_cast<std::uint32_t>(world_.pools.size()) - facility.inputs.first;
  }
}

struct WorldBuilder::FoundLane {
  PoolId to;
  bool is_reserve;  ///< behind all others, where nobody looks for suppliers
  bool push;
  bool is_candidate;
  std::uint64_t key;
  PoolId from;
  const LaneSpec* spec;
};

std::optional<WorldBuilder::FoundLane> WorldBuilder::find_lane(const LaneSpec& spec) {
  const auto* from = find(facilities_, spec.from);
  const auto* to = find(facilities_, spec.to);
  const auto* material = find(materials_, spec.material);
  if (from == nullptr || to == nullptr) {
    return {};  // told by the loader
  }
  const auto* output =
      material == nullptr ? nullptr : find(output_pools_, pool_place(*from, *material));
  if (output == nullptr) {
    errors_.add(
        spec.place,
        fmt::format("'{}' makes no '{}' to send to '{}'", spec.from, spec.material, spec.to),
        "a material that one of its lines puts out");
    return {};
  }
  const auto* input = find(input_pools_, pool_place(*to, *material));
  if (input == nullptr) {
    errors_.add(
        spec.place,
        fmt::format("'{}' has no use for '{}' from '{}'", spec.to, spec.material, spec.from),
        "a material that one of its lines or its demand takes in");
    return {};
  }
  if (!spec.push && world_.pools[output->index()].role == OutputRole::byproduct) {
    errors_.add(spec.place,
                fmt::format("'{}' of '{}' is a by-product and is not made to order", spec.material,
                            spec.from),
                "push: true");
    return {};
  }
  const auto key = stable_hash_of_joined({spec.from, ">", spec.to, ">", spec.material});
  return FoundLane{*input, false, spec.push, !spec.qualified.value_or(true), key, *output, &spec};
}

std::vector<WorldBuilder::FoundLane> WorldBuilder::find_lanes() {
  std::vector<FoundLane> found;
  found.reserve(scenario_.lanes.size());
  for (const auto& spec : scenario_.lanes) {
    if (auto lane = find_lane(spec)) {
      found.push_back(*lane);
    }
  }
  for (const auto& spec : lanes_of_stockpiles_) {
    const auto material = materials_.at(spec.material);
    const auto to = facilities_.at(spec.to);
    const auto from = facilities_.at(spec.from);
    const bool is_reserve = world_.facilities[from.index()].stage == Stage::stockpile;
    const auto& sellers = is_reserve ? input_pools_ : output_pools_;
    found.push_back({input_pools_.at(pool_place(to, material)), is_reserve, false, false,
                     stable_hash_of_joined({spec.from, ">", spec.to, ">", spec.material}),
                     sellers.at(pool_place(from, material)), &spec});
  }
  std::sort(found.begin(), found.end(), [](const FoundLane& a, const FoundLane& b) {
    return std::tie(a.to, a.is_reserve, a.push, a.is_candidate, a.key) <
           std::tie(b.to, b.is_reserve, b.push, b.is_candidate, b.key);
  });
  return found;
}

void WorldBuilder::add_lanes() {
  struct Way {
    const RouteSpec* route = nullptr;
    std::optional<std::uint32_t> transit;
  };
  const auto found = find_lanes();
  world_.lanes.reserve(found.size());
  world_.lane_details.reserve(found.size());
  lane_specs_.reserve(found.size());
  lane_grams_per_day_.reserve(found.size());
  std::map<std::tuple<RegionId, RegionId, MaterialId>, std::uint32_t> trades;
  std::map<std::tuple<RegionId, RegionId, Form>, Way> ways;
  for (const auto& item : found) {
    const auto& from = world_.facilities[world_.pools[item.from.index()].facility.index()];
    const auto& to = world_.facilities[world_.pools[item.to.index()].facility.index()];
    const auto material = world_.pools[item.from.index()].material;
    Lane lane;
    LaneDetail detail;
    lane.from = item.from;
    lane.to = item.to;
    lane.push = item.push;
    lane.crosses_border = from.region != to.region;
    detail.is_candidate = item.is_candidate;
    detail.is_reserve = item.is_reserve;
    const auto form = world_.materials[material.index()].form;
    const auto [known, is_new] = ways.try_emplace({from.region, to.region, form});
    auto& way = known->second;
    if (is_new) {
      way.route = route_between(world_.regions[from.region.index()].id,
                                world_.regions[to.region.index()].id, form);
    }
    if (item.spec->transit) {
      lane.transit = duration_of(*item.spec->transit) & most_durations;
    } else if (way.route != nullptr) {
      if (!way.transit) {
        way.transit = duration_of(way.route->transit);
      }
      lane.transit = *way.transit & most_durations;
    } else {
      errors_.add(
          item.spec->place,
          fmt::format("no route from {} to {} for this lane",
                      world_.regions[from.region.index()].id, world_.regions[to.region.index()].id),
          "a transit time on the lane or a row of routes");
    }
    const double price = world_.materials[material.index()].price_usd_per_kg;
    if (way.route != nullptr && price > 0) {
      detail.freight = static_cast<float>(way.route->freight_usd_per_kg / price);
    }
    detail.bid = item.spec->bid_usd_per_kg.value_or(price);
    const auto trade = trades.try_emplace({from.region, to.region, material},
                                          static_cast<std::uint32_t>(world_.trades.size()));
    if (trade.second) {
      world_.trades.push_back({from.region, to.region, material});
    }
    lane.trade = static_cast<std::uint16_t>(trade.first->second);
    world_.lanes.push_back(lane);
    world_.lane_details.push_back(detail);
    lane_specs_.push_back(item.spec);
    lane_grams_per_day_.push_back(item.spec->tonnes_per_year / days_per_year * 1e6);
  }
  if (world_.trades.size() > 0xffff || world_.durations.size() > most_durations) {
    errors_.add({}, "too many kinds of trade or transit for one world",
                "at most 65,535 pairs of regions and materials and 16,383 transit times");
  }
}

void WorldBuilder::index_lanes() {
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    auto& suppliers = world_.pools[world_.lanes[l].to.index()].suppliers;
    if (suppliers.count == 0) {
      suppliers.first = l;
    }
    ++suppliers.count;
  }
  std::vector<std::vector<LaneId>> customers(world_.pools.size());
  std::vector<std::vector<LaneId>> pushes(world_.pools.size());
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    (lane.push ? pushes : customers)[lane.from.index()].push_back(LaneId{l});
  }
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    auto& pool = world_.pools[p];
    for (auto [slice, lanes] :
         {std::pair(&pool.customers, &customers[p]), std::pair(&pool.pushes, &pushes[p])}) {
      slice->first = static_cast<std::uint32_t>(world_.lanes_out.size());
      slice->count = static_cast<std::uint32_t>(lanes->size());
      world_.lanes_out.insert(world_.lanes_out.end(), lanes->begin(), lanes->end());
    }
  }
}

void WorldBuilder::add_graph() {
  world_.graph = SupplyGraph(world_.facilities.size());
  for (std::size_t f = 0; f < world_.facilities.size(); ++f) {
    const auto& facility = world_.facilities[f];
    auto& node = world_.graph[f];
    node.id = facility.id;
    node.stage = stage_names[static_cast<std::size_t>(facility.stage)];
    node.region = world_.regions[facility.region.index()].id;
    node.is_buyer = facility.is_plant;
    for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
      node.is_source = node.is_source || !world_.lines[facility.lines.first + k].extracted.empty();
    }
  }
  for (std::size_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    const auto& buyer =
        world_.facilities[world_.pools[world_.lanes[l].to.index()].facility.index()];
    if (world_.lane_details[l].is_candidate || world_.lane_details[l].is_reserve ||
        buyer.stage == Stage::stockpile) {
      continue;  // it supplies nobody yet
    }
    GraphEdge edge;
    edge.material = world_.materials[world_.pools[lane.from.index()].material.index()].id;
    edge.tonnes_per_year = lane_specs_[l]->tonnes_per_year;
    edge.transit_days = mean_of(world_.durations[lane.transit]) / 86400.0;
    boost::add_edge(world_.pools[lane.from.index()].facility.index(),
                    world_.pools[lane.to.index()].facility.index(), edge, world_.graph);
  }
  for (const auto& spec : scenario_.facilities) {
    auto& node = world_.graph[facilities_.at(spec.id).index()];
    node.name = spec.name;
    node.latitude = spec.latitude;
    node.longitude = spec.longitude;
  }
  world_.layers = layers(world_.graph);
  world_.routes = quickest_routes(world_.graph);
}

void WorldBuilder::check_reach() {
  for (const auto node : unreachable_buyers(world_.graph)) {
    const auto plant = world_.facilities[node].plant;
    errors_.add(demand_specs_[plant.index()]->place,
                fmt::format("no mine, source of scrap or maker of goods reaches '{}'",
                            world_.facilities[node].id),
                "lanes that lead to it");
  }
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    const auto& pool = world_.pools[p];
    const auto& facility = world_.facilities[pool.facility.index()];
    const bool is_input =
        p >= facility.inputs.first && p < facility.inputs.first + facility.inputs.count;
    if (is_input && pool.suppliers.count == 0 && facility.stage != Stage::stockpile) {
      const Place place = facility.is_plant ? demand_specs_[facility.plant.index()]->place
                                            : line_specs_[facility.lines.first]->place;
      errors_.add(place,
                  fmt::format("no lane brings '{}' to '{}'",
                              world_.materials[pool.material.index()].id, facility.id),
                  "a lane with this material");
    }
  }
}

}  // namespace monazite
