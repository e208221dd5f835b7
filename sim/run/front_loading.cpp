#include "sim/run/front_loading.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "models/behaviour/front_loading.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/truces.hpp"

namespace monazite {

void reset_expectations(Simulation& sim) {
  bool is_any_believed = std::any_of(
      sim.world.instruments.begin(), sim.world.instruments.end(), [](const Instrument& instrument) {
        const auto* tariff = std::get_if<Tariff>(&instrument.kind);
        return tariff != nullptr &&
               std::any_of(tariff->levels.begin(), tariff->levels.end(),
                           [](const TariffLevel& level) { return level.believed > 0; });
      });
  const bool is_truce_believed =
      std::any_of(sim.world.truces.begin(), sim.world.truces.end(),
                  [](const Truce& truce) { return truce.believed > 0; }) ||
      std::any_of(sim.world.commands.begin(), sim.world.commands.end(),
                  [](const PolicyCommand& command) { return command.believed > 0; });
  is_any_believed = is_any_believed || is_truce_believed;
  sim.state.expected_changes.assign(is_any_believed ? sim.world.lanes.size() : 0, 0.0F);
  sim.state.expected_of_instrument.assign(is_any_believed ? sim.world.instruments.size() : 0, 0.0);
}

void expect(Simulation& sim, std::uint32_t instrument, const Tariff& tariff, bool is_known) {
  if (sim.state.expected_changes.empty()) {
    return;
  }
  double change = is_known ? expected_change(tariff, sim.state.instruments[instrument]) : 0;
  if (const auto* truce = truce_over(sim, instrument); truce != nullptr && truce->deadline) {
    change = expected_snap_back(tariff, sim.state.instruments[instrument], *truce->deadline,
                                truce->believed);
  }
  auto& of_instrument = sim.state.expected_of_instrument[instrument];
  for (const auto lane : tariff.lanes) {
    const double expected =
        static_cast<double>(sim.state.expected_changes[lane]) + change - of_instrument;
    // Chances times rates are parts per million at least; what is below is rounding.
    sim.state.expected_changes[lane] =
        std::abs(expected) < 1e-6 ? 0.0F : static_cast<float>(expected);
  }
  of_instrument = change;
}

void hear_of_before_opening(Simulation& sim, std::uint32_t instrument) {
  const auto* tariff = std::get_if<Tariff>(&sim.world.instruments[instrument].kind);
  if (tariff == nullptr) {
    return;
  }
  bool is_known = false;
  for (const auto& step : sim.world.instruments[instrument].pipeline) {
    if (step.on < sim.world.origin) {
      is_known = step.stage == PipelineStage::announce || step.stage == PipelineStage::revive;
    }
  }
  expect(sim, instrument, *tariff, is_known);
}

double loaded_ahead(const Simulation& sim, const Pool& pool, const Profile& profile) {
  double days = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto change = static_cast<double>(sim.state.expected_changes[lane]);
    if (change != 0) {
      days += static_cast<double>(sim.state.accounts[lane].share) *
              (front_loading_days(change, profile.holding_cost_per_day,
                                  profile.most_front_loading_days) -
               waiting_days(-change, profile.holding_cost_per_day, pool.cover_days,
                            profile.most_waiting));
    }
  }
  return days;
}

}  // namespace monazite
