#include <algorithm>
#include <variant>

#include "models/policy/price_floor.hpp"
#include "sim/run/run.hpp"

namespace monazite {

void Run::reset_price_floors() {
  const auto accounts = world_.support_accounts.size();
  state_.floors_in_force.clear();
  state_.support_usd.assign(accounts, 0.0);
  state_.made_when_supported.assign(accounts > 0 ? world_.line_outputs.size() : 0, 0);
}

void Run::apply(std::uint32_t instrument, const PriceFloor& floor, InstrumentState to,
                std::string_view action) {
  // What was made up to now is paid for as the rules were.
  book_support();
  const auto change = standing_at(floor.levels, to);
  state_.instruments[instrument] = to;
  auto& floors = state_.floors_in_force;
  std::erase(floors, instrument);
  if (change.is_in_force) {
    floors.insert(std::lower_bound(floors.begin(), floors.end(), instrument), instrument);
  }
  const auto standing = standing_level(to);
  note(instrument, action, "floor_usd_per_kg",
       standing < 0 ? 0 : floor.levels[static_cast<std::size_t>(standing)].usd_per_kg,
       change.is_in_force || change.wake.has_value());
}

void Run::book_support() {
  if (state_.support_usd.empty()) {
    return;
  }
  const auto made_since = [&](std::uint32_t output) {
    return state_.tallies.made[output] - state_.made_when_supported[output];
  };
  constexpr double kg_per_gram = 1e-3;
  for (const auto instrument : state_.floors_in_force) {
    const auto& floor = std::get<PriceFloor>(world_.instruments[instrument].kind);
    const auto& level = *level_in_force(floor, state_.instruments[instrument]);
    for (std::size_t k = 0; k < floor.outputs.size(); ++k) {
      state_.support_usd[floor.accounts[k]] += support_usd_per_kg(level, floor_price(floor, k)) *
                                               static_cast<double>(made_since(floor.outputs[k])) *
                                               kg_per_gram;
    }
  }
  state_.made_when_supported = state_.tallies.made;
}

double Run::floor_price(const PriceFloor& floor, std::size_t place) const {
  const auto pool = world_.line_outputs[floor.outputs[place]].pool;
  return floor.cells.empty() ? usd_per_kg_of(pool) : price_usd_per_kg(floor.cells[place], false);
}

void Run::forget_support() {
  if (!state_.support_usd.empty()) {
    std::fill(state_.support_usd.begin(), state_.support_usd.end(), 0.0);
    std::fill(state_.made_when_supported.begin(), state_.made_when_supported.end(), 0);
  }
}

double Run::earned_usd_per_kg(std::uint32_t output) const {
  const double price = usd_per_kg_of(world_.line_outputs[output].pool);
  double support = 0;
  for (const auto instrument : state_.floors_in_force) {
    const auto& floor = std::get<PriceFloor>(world_.instruments[instrument].kind);
    const auto place = std::lower_bound(floor.outputs.begin(), floor.outputs.end(), output);
    if (place != floor.outputs.end() && *place == output) {
      support += support_usd_per_kg(
          *level_in_force(floor, state_.instruments[instrument]),
          floor_price(floor, static_cast<std::size_t>(place - floor.outputs.begin())));
    }
  }
  return price + support;
}

}  // namespace monazite
