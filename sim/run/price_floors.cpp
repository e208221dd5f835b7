#include "sim/run/price_floors.hpp"

#include <algorithm>
#include <variant>

#include "models/policy/price_floor.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// The price by which a floor goes for one of its outputs.
double floor_price(const Simulation& sim, const PriceFloor& floor, std::size_t place) {
  const auto pool = sim.world.line_outputs[floor.outputs[place]].pool;
  return floor.cells.empty() ? usd_per_kg_of(sim, pool)
                             : price_usd_per_kg(sim, floor.cells[place], false);
}

}  // namespace

void reset_price_floors(Simulation& sim) {
  const auto accounts = sim.world.support_accounts.size();
  sim.state.floors_in_force.clear();
  sim.state.support_usd.assign(accounts, 0.0);
  sim.state.made_when_supported.assign(accounts > 0 ? sim.world.line_outputs.size() : 0, 0);
}

void apply(Simulation& sim, std::uint32_t instrument, const PriceFloor& floor, InstrumentState to,
           std::string_view action) {
  // What was made up to now is paid for as the rules were.
  book_support(sim);
  const auto change = standing_at(floor.levels, to);
  sim.state.instruments[instrument] = to;
  auto& floors = sim.state.floors_in_force;
  std::erase(floors, instrument);
  if (change.is_in_force) {
    floors.insert(std::lower_bound(floors.begin(), floors.end(), instrument), instrument);
  }
  const auto standing = standing_level(to);
  note(sim, instrument, action, "floor_usd_per_kg",
       standing < 0 ? 0 : floor.levels[static_cast<std::size_t>(standing)].usd_per_kg,
       change.is_in_force || change.wake.has_value());
}

void book_support(Simulation& sim) {
  if (sim.state.support_usd.empty()) {
    return;
  }
  const auto made_since = [&](std::uint32_t output) {
    return sim.state.tallies.made[output] - sim.state.made_when_supported[output];
  };
  constexpr double kg_per_gram = 1e-3;
  for (const auto instrument : sim.state.floors_in_force) {
    const auto& floor = std::get<PriceFloor>(sim.world.instruments[instrument].kind);
    const auto& level = *level_in_force(floor, sim.state.instruments[instrument]);
    for (std::size_t k = 0; k < floor.outputs.size(); ++k) {
      sim.state.support_usd[floor.accounts[k]] +=
          support_usd_per_kg(level, floor_price(sim, floor, k)) *
          static_cast<double>(made_since(floor.outputs[k])) * kg_per_gram;
    }
  }
  sim.state.made_when_supported = sim.state.tallies.made;
}

void forget_support(Simulation& sim) {
  if (!sim.state.support_usd.empty()) {
    std::fill(sim.state.support_usd.begin(), sim.state.support_usd.end(), 0.0);
    std::fill(sim.state.made_when_supported.begin(), sim.state.made_when_supported.end(), 0);
  }
}

double earned_usd_per_kg(const Simulation& sim, std::uint32_t output) {
  const double price = usd_per_kg_of(sim, sim.world.line_outputs[output].pool);
  double support = 0;
  for (const auto instrument : sim.state.floors_in_force) {
    const auto& floor = std::get<PriceFloor>(sim.world.instruments[instrument].kind);
    const auto place = std::lower_bound(floor.outputs.begin(), floor.outputs.end(), output);
    if (place != floor.outputs.end() && *place == output) {
      support += support_usd_per_kg(
          *level_in_force(floor, sim.state.instruments[instrument]),
          floor_price(sim, floor, static_cast<std::size_t>(place - floor.outputs.begin())));
    }
  }
  return price + support;
}

}  // namespace monazite
