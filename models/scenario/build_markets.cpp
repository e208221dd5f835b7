#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "models/network/stable_hash.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

constexpr double market_seconds_per_day = 86400;

}  // namespace

std::optional<HoardingRules> WorldBuilder::fearful(const BehaviourSpec& spec) const {
  auto rules = spec.hoarding;
  const auto& switches = scenario_.switches;
  if (rules && !switches.phantom_orders) {
    rules->phantom_orders = 0;
  }
  if (rules && !switches.hoarding) {
    rules->mild_most = rules->strong_most = 1;
  }
  return switches.hoarding || switches.phantom_orders ? rules : std::nullopt;
}

void WorldBuilder::add_markets() {
  for (const auto& sector : scenario_.sectors) {
    if (sector.price_elasticity != 0 && scenario_.markets.empty()) {
      warnings_.add(sector.place,
                    fmt::format("'price_elasticity' of sector '{}' has no effect: prices stand "
                                "still",
                                sector.id),
                    "'markets', in which they form");
    }
  }
  if (scenario_.markets.empty()) {
    return;
  }
  market_of_region_ = markets_of_regions();
  if (!errors_.empty() || !scenario_.switches.prices) {
    return;
  }
  world_.prices.step_days = scenario_.prices.step_days;
  if (scenario_.calendar.warm_up_days < scenario_.prices.step_days) {
    warnings_.add(scenario_.markets.front().place,
                  fmt::format("prices are not assessed in the warm-up of {} d: the usual cover is "
                              "that of the first assessment",
                              scenario_.calendar.warm_up_days),
                  "a warm-up of some months without shocks");
  }
  world_.prices.rules = scenario_.prices.rules;
  add_cells(market_of_region_);
  add_routes();
  if (scenario_.switches.price_choice) {
    add_choosers();
  }
  if (scenario_.switches.price_response) {
    weigh_inputs();
  }
}

std::vector<std::uint32_t> WorldBuilder::markets_of_regions() {
  auto specs = scenario_.markets;
  std::sort(specs.begin(), specs.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  constexpr auto none = ~std::uint32_t{0};
  std::vector<std::uint32_t> market_of(world_.regions.size(), none);
  for (std::uint32_t m = 0; m < specs.size(); ++m) {
    for (std::uint32_t r = 0; r < world_.regions.size(); ++r) {
      if (!names_region(specs[m].regions, RegionId{r})) {
        continue;
      }
      if (market_of[r] != none) {
        errors_.add(specs[m].place,
                    fmt::format("region '{}' is in the markets '{}' and '{}'", world_.regions[r].id,
                                specs[market_of[r]].id, specs[m].id),
                    "each region in one market");
      }
      market_of[r] = m;
    }
    world_.prices.markets.push_back(specs[m].id);
  }
  for (std::uint32_t r = 0; r < world_.regions.size(); ++r) {
    if (market_of[r] == none) {
      errors_.add(scenario_.markets.front().place,
                  fmt::format("region '{}' is in no market", world_.regions[r].id),
                  "each region in one market");
    }
  }
  return market_of;
}

void WorldBuilder::add_cells(const std::vector<std::uint32_t>& market_of_region) {
  auto& board = world_.prices;
  struct Stocks {
    std::vector<PoolId> inputs;
    std::vector<PoolId> outputs;
  };
  std::map<std::pair<std::uint32_t, MaterialId>, Stocks> stocks_of;
  for (const auto& facility : world_.facilities) {
    if (facility.stage == Stage::stockpile) {
      continue;  // nobody can count on what it holds
    }
    const auto market = market_of_region[facility.region.index()];
    const auto add = [&](Slice slice, std::vector<PoolId> Stocks::*side) {
      for (std::uint32_t p = slice.first; p < slice.first + slice.count; ++p) {
        const auto& pool = world_.pools[p];
        // Goods are sold at list prices: no market of theirs is modelled.
        const bool is_good = world_.materials[pool.material.index()].form == Form::good;
        if (!pool.is_sink && !is_good) {
          (stocks_of[{market, pool.material}].*side).push_back(PoolId{p});
        }
      }
    };
    add(facility.inputs, &Stocks::inputs);
    add(facility.outputs, &Stocks::outputs);
  }
  std::map<std::pair<std::uint32_t, MaterialId>, std::vector<std::uint32_t>> trades_into;
  for (std::uint32_t t = 0; t < world_.trades.size(); ++t) {
    const auto& trade = world_.trades[t];
    trades_into[{market_of_region[trade.destination.index()], trade.material}].push_back(t);
  }
  board.cell_of_pool.assign(world_.pools.size(), PriceBoard::no_cell);
  for (const auto& [name, stocks] : stocks_of) {
    const auto number = static_cast<std::uint32_t>(board.cells.size());
    MarketCell cell;
    cell.market = name.first;
    cell.material = name.second;
    cell.key =
        stable_hash(board.markets[cell.market] + " " + world_.materials[name.second.index()].id);
    cell.pools.first = static_cast<std::uint32_t>(board.cell_pools.size());
    cell.inputs = static_cast<std::uint32_t>(stocks.inputs.size());
    for (const auto* side : {&stocks.inputs, &stocks.outputs}) {
      for (const auto pool : *side) {
        board.cell_of_pool[pool.index()] = number;
        board.cell_pools.push_back(pool);
        ++cell.pools.count;
      }
    }
    cell.has_users = std::any_of(stocks.inputs.begin(), stocks.inputs.end(), [&](PoolId pool) {
      return world_.pools[pool.index()].use_per_day > 0;
    });
    const auto& trades = trades_into[name];
    cell.trades = {static_cast<std::uint32_t>(board.cell_trades.size()),
                   static_cast<std::uint32_t>(trades.size())};
    board.cell_trades.insert(board.cell_trades.end(), trades.begin(), trades.end());
    board.cells.push_back(cell);
  }
}

void WorldBuilder::add_routes() {
  auto& board = world_.prices;
  board.lanes.assign(world_.lanes.size(), {});
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> lanes_of;
  const auto base_flow = [&](std::uint32_t l) {
    const auto& lane = world_.lanes[l];
    return static_cast<double>(lane.share) * (lane.push != 0
                                                  ? world_.pools[lane.from.index()].push_per_day
                                                  : world_.pools[lane.to.index()].use_per_day);
  };
  std::vector<double> supply(board.cells.size(), 0.0);
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto to = board.cell_of_pool[world_.lanes[l].to.index()];
    const auto from = board.cell_of_pool[world_.lanes[l].from.index()];
    if (to == PriceBoard::no_cell) {
      continue;
    }
    supply[to] += base_flow(l);
    if (from == PriceBoard::no_cell) {
      continue;
    }
    // A blend is priced as its first material, and no route leads from one material to another.
    if (from != to && board.cells[from].material == board.cells[to].material) {
      lanes_of[{from, to}].push_back(l);
    }
  }
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto to = board.cell_of_pool[world_.lanes[l].to.index()];
    if (to != PriceBoard::no_cell && supply[to] > 0) {
      board.lanes[l].of_supply = static_cast<float>(base_flow(l) / supply[to]);
    }
  }
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    board.cells[c].volume_per_day = supply[c];
  }
  for (const auto& [ends, lanes] : lanes_of) {
    double flow = 0;
    double days = 0;
    for (const auto l : lanes) {
      flow += base_flow(l);
      days += base_flow(l) * mean_of(world_.durations[world_.lanes[l].transit]);
    }
    if (!(flow > 0)) {
      continue;
    }
    const auto number = static_cast<std::uint32_t>(board.routes.size());
    board.routes.push_back(
        {ends.first, ends.second, 0, 1, std::max(1.0, days / flow / market_seconds_per_day)});
    for (const auto l : lanes) {
      board.lanes[l].route = number;
      board.lanes[l].of_route = static_cast<float>(base_flow(l) / flow);
    }
  }
}

void WorldBuilder::add_choosers() {
  auto& board = world_.prices;
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    const auto& pool = world_.pools[p];
    std::set<std::uint32_t> cells;
    for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
      cells.insert(board.cell_of_pool[world_.lanes[pool.suppliers.first + k].from.index()]);
    }
    if (cells.size() > 1) {
      for (const auto cell : cells) {
        board.cells[cell].choosers.push_back(static_cast<std::uint32_t>(board.choosers.size()));
      }
      board.choosers.push_back(PoolId{p});
    }
  }
}

void WorldBuilder::weigh_inputs() {
  for (const auto& plant : world_.plants) {
    double value = 0;
    const auto value_of = [&](std::uint32_t k) {
      const auto& input = world_.plant_inputs[plant.inputs.first + k];
      const auto& pool = world_.pools[input.pool.index()];
      return input.per_tonne * world_.materials[pool.material.index()].price_usd_per_kg;
    };
    for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
      value += value_of(k);
    }
    for (std::uint32_t k = 0; k < plant.inputs.count && value > 0; ++k) {
      world_.plant_inputs[plant.inputs.first + k].value_share = value_of(k) / value;
    }
  }
}

}  // namespace monazite
