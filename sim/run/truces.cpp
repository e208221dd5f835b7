#include "sim/run/truces.hpp"

#include <algorithm>
#include <variant>

#include "models/policy/truce.hpp"
#include "sim/run/front_loading.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/talks.hpp"

namespace monazite {

namespace {

void note_truce(Simulation& sim, std::uint32_t truce, std::string_view action) {
  const auto& deadline = sim.state.truces[truce].deadline;
  const auto label = static_cast<std::uint32_t>(sim.world.instruments.size()) + truce;
  note(sim, label, action, "days_left", deadline ? *deadline - sim.today() : undefined, true);
}

void watch_deadline(Simulation& sim, std::uint32_t truce) {
  const auto& deadline = sim.state.truces[truce].deadline;
  if (deadline && *deadline < sim.world.end) {
    sim.loop.schedule({std::max(sim.now(), sim.seconds_at(*deadline + 1))}, Phase::policy,
                      sim.entity_of_talks(), static_cast<std::uint8_t>(EventKind::truce_end),
                      truce);
  }
}

/// Buyers look again at the duties that a truce holds down.
void expect_again(Simulation& sim, std::uint32_t truce) {
  for (std::uint32_t i = 0; i < sim.world.instruments.size(); ++i) {
    const auto* tariff = std::get_if<Tariff>(&sim.world.instruments[i].kind);
    if (tariff != nullptr && sim.state.truce_of[i] == truce) {
      expect(sim, i, *tariff, true);
    }
  }
}

}  // namespace

const TruceState* truce_over(const Simulation& sim, std::uint32_t instrument) {
  const auto truce = sim.state.truce_of[instrument];
  if (truce == PolicyCommand::none || !sim.state.truces[truce].is_on ||
      sim.world.truces[truce].then != TruceEnd::snap_back) {
    return nullptr;
  }
  return &sim.state.truces[truce];
}

void begin_truce(Simulation& sim, std::uint32_t truce) {
  auto& state = sim.state.truces[truce];
  const auto& rules = sim.world.truces[truce];
  if (state.is_on || (rules.deadline && *rules.deadline < sim.today() && rules.lasts_days == 0)) {
    return;  // it has begun, or its deadline has passed
  }
  state = begun(rules, sim.today());
  note_truce(sim, truce, "impose");
  watch_deadline(sim, truce);
  begin(sim, rules.commands);
}

void extend_truce(Simulation& sim, std::uint32_t truce, int days) {
  auto& state = sim.state.truces[truce];
  if (!state.is_on || !state.deadline) {
    return;
  }
  state = extended(state, days);
  note_truce(sim, truce, "extend");
  watch_deadline(sim, truce);
  expect_again(sim, truce);
}

void believe(Simulation& sim, std::uint32_t truce, double chance) {
  sim.state.truces[truce].believed = chance;
  const auto label = static_cast<std::uint32_t>(sim.world.instruments.size()) + truce;
  note(sim, label, "believe", "chance", chance, true);
  expect_again(sim, truce);
}

void on_truce_end(Simulation& sim, std::uint32_t truce) {
  const auto& state = sim.state.truces[truce];
  // Its deadline may have been moved, or it may have ended, since this was scheduled.
  if (!state.is_on || !state.deadline || *state.deadline + 1 != sim.today()) {
    return;
  }
  const auto& rules = sim.world.truces[truce];
  if (rules.then == TruceEnd::extend) {
    return extend_truce(sim, truce, rules.extension_days);
  }
  end_truce(sim, truce, rules.then);
}

void end_truce(Simulation& sim, std::uint32_t truce, TruceEnd how) {
  auto& state = sim.state.truces[truce];
  if (!state.is_on) {
    return;
  }
  state.is_on = false;
  state.deadline.reset();
  note_truce(sim, truce, how == TruceEnd::lapse ? "lapse" : "snap_back");
  if (how == TruceEnd::lapse) {
    const auto lapse = sim.world.truces[truce].lapse;
    for (std::uint32_t k = 0; k < lapse.count; ++k) {
      const auto& command = sim.world.commands[lapse.first + k];
      if (sim.state.truce_of[command.target] == truce) {
        move_by(sim, command);
      }
    }
  }
  // What it holds otherwise goes back to its own dates.
  for (std::uint32_t i = 0; i < sim.world.instruments.size(); ++i) {
    if (sim.state.truce_of[i] != truce) {
      continue;
    }
    sim.state.truce_of[i] = PolicyCommand::none;
    sim.state.last_action[i] = PolicyCommand::none;
    auto to = sim.state.instruments[i];
    to.set = -1;
    move(sim, i, to, "snap_back");
  }
}

}  // namespace monazite
