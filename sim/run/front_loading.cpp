#include "models/behaviour/front_loading.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "sim/run/run.hpp"

namespace monazite {

void Run::reset_expectations() {
  bool is_any_believed = std::any_of(
      world_.instruments.begin(), world_.instruments.end(), [](const Instrument& instrument) {
        const auto* tariff = std::get_if<Tariff>(&instrument.kind);
        return tariff != nullptr &&
               std::any_of(tariff->levels.begin(), tariff->levels.end(),
                           [](const TariffLevel& level) { return level.believed > 0; });
      });
  const bool is_truce_believed =
      std::any_of(world_.truces.begin(), world_.truces.end(),
                  [](const Truce& truce) { return truce.believed > 0; }) ||
      std::any_of(world_.commands.begin(), world_.commands.end(),
                  [](const PolicyCommand& command) { return command.believed > 0; });
  is_any_believed = is_any_believed || is_truce_believed;
  state_.expected_changes.assign(is_any_believed ? world_.lanes.size() : 0, 0.0F);
  state_.expected_of_instrument.assign(is_any_believed ? world_.instruments.size() : 0, 0.0);
}

void Run::expect(std::uint32_t instrument, const Tariff& tariff, bool is_known) {
  if (state_.expected_changes.empty()) {
    return;
  }
  double change = is_known ? expected_change(tariff, state_.instruments[instrument]) : 0;
  if (const auto* truce = truce_over(instrument); truce != nullptr && truce->deadline) {
    change = expected_snap_back(tariff, state_.instruments[instrument], *truce->deadline,
                                truce->believed);
  }
  auto& of_instrument = state_.expected_of_instrument[instrument];
  for (const auto lane : tariff.lanes) {
    const double expected =
        static_cast<double>(state_.expected_changes[lane]) + change - of_instrument;
    // Chances times rates are parts per million at least; what is below is rounding.
    state_.expected_changes[lane] = std::abs(expected) < 1e-6 ? 0.0F : static_cast<float>(expected);
  }
  of_instrument = change;
}

void Run::hear_of_before_opening(std::uint32_t instrument) {
  const auto* tariff = std::get_if<Tariff>(&world_.instruments[instrument].kind);
  if (tariff == nullptr) {
    return;
  }
  bool is_known = false;
  for (const auto& step : world_.instruments[instrument].pipeline) {
    if (step.on < world_.origin) {
      is_known = step.stage == PipelineStage::announce || step.stage == PipelineStage::revive;
    }
  }
  expect(instrument, *tariff, is_known);
}

double Run::loaded_ahead(const Pool& pool, const Profile& profile) const {
  double days = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto change = static_cast<double>(state_.expected_changes[lane]);
    if (change != 0) {
      days += static_cast<double>(state_.accounts[lane].share) *
              (front_loading_days(change, profile.holding_cost_per_day,
                                  profile.most_front_loading_days) -
               waiting_days(-change, profile.holding_cost_per_day, pool.cover_days,
                            profile.most_waiting));
    }
  }
  return days;
}

}  // namespace monazite
