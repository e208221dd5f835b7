#include <algorithm>
#include <variant>

#include "models/policy/truce.hpp"
#include "sim/run/run.hpp"

namespace monazite {

void Run::note_truce(std::uint32_t truce, std::string_view action) {
  const auto& deadline = state_.truces[truce].deadline;
  const auto label = static_cast<std::uint32_t>(world_.instruments.size()) + truce;
  note(label, action, "days_left", deadline ? *deadline - today() : undefined, true);
}

void Run::watch_deadline(std::uint32_t truce) {
  const auto& deadline = state_.truces[truce].deadline;
  if (deadline && *deadline < world_.end) {
    loop_.schedule({std::max(now(), seconds_at(*deadline + 1))}, Phase::policy, entity_of_talks(),
                   static_cast<std::uint8_t>(EventKind::truce_end), truce);
  }
}

const TruceState* Run::truce_over(std::uint32_t instrument) const {
  const auto truce = state_.truce_of[instrument];
  if (truce == PolicyCommand::none || !state_.truces[truce].is_on ||
      world_.truces[truce].then != TruceEnd::snap_back) {
    return nullptr;
  }
  return &state_.truces[truce];
}

void Run::expect_again(std::uint32_t truce) {
  for (std::uint32_t i = 0; i < world_.instruments.size(); ++i) {
    const auto* tariff = std::get_if<Tariff>(&world_.instruments[i].kind);
    if (tariff != nullptr && state_.truce_of[i] == truce) {
      expect(i, *tariff, true);
    }
  }
}

void Run::begin_truce(std::uint32_t truce) {
  auto& state = state_.truces[truce];
  const auto& rules = world_.truces[truce];
  if (state.is_on || (rules.deadline && *rules.deadline < today() && rules.lasts_days == 0)) {
    return;  // it has begun, or its deadline has passed
  }
  state = begun(rules, today());
  note_truce(truce, "impose");
  watch_deadline(truce);
  begin(rules.commands);
}

void Run::extend_truce(std::uint32_t truce, int days) {
  auto& state = state_.truces[truce];
  if (!state.is_on || !state.deadline) {
    return;
  }
  state = extended(state, days);
  note_truce(truce, "extend");
  watch_deadline(truce);
  expect_again(truce);
}

void Run::believe(std::uint32_t truce, double chance) {
  state_.truces[truce].believed = chance;
  const auto label = static_cast<std::uint32_t>(world_.instruments.size()) + truce;
  note(label, "believe", "chance", chance, true);
  expect_again(truce);
}

void Run::on_truce_end(std::uint32_t truce) {
  const auto& state = state_.truces[truce];
  // Its deadline may have been moved, or it may have ended, since this was scheduled.
  if (!state.is_on || !state.deadline || *state.deadline + 1 != today()) {
    return;
  }
  const auto& rules = world_.truces[truce];
  if (rules.then == TruceEnd::extend) {
    return extend_truce(truce, rules.extension_days);
  }
  end_truce(truce, rules.then);
}

void Run::end_truce(std::uint32_t truce, TruceEnd how) {
  auto& state = state_.truces[truce];
  if (!state.is_on) {
    return;
  }
  state.is_on = false;
  state.deadline.reset();
  note_truce(truce, how == TruceEnd::lapse ? "lapse" : "snap_back");
  if (how == TruceEnd::lapse) {
    const auto lapse = world_.truces[truce].lapse;
    for (std::uint32_t k = 0; k < lapse.count; ++k) {
      const auto& command = world_.commands[lapse.first + k];
      if (state_.truce_of[command.target] == truce) {
        move_by(command);
      }
    }
  }
  // What it holds otherwise goes back to its own dates.
  for (std::uint32_t i = 0; i < world_.instruments.size(); ++i) {
    if (state_.truce_of[i] != truce) {
      continue;
    }
    state_.truce_of[i] = PolicyCommand::none;
    state_.last_action[i] = PolicyCommand::none;
    auto to = state_.instruments[i];
    to.set = -1;
    move(i, to, "snap_back");
  }
}

}  // namespace monazite
