#include "sim/run/promises.hpp"

#include <algorithm>

#include "models/policy/promise.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/talks.hpp"

namespace monazite {

namespace {

constexpr double grams_per_tonne = 1e6;

}  // namespace

void reset_promises(Simulation& sim) {
  sim.state.promises.resize(sim.world.promises.size());
  for (std::size_t p = 0; p < sim.state.promises.size(); ++p) {
    const auto& rules = sim.world.promises[p];
    auto& state = sim.state.promises[p];
    // Windows that have begun and have not been looked at.
    const auto open = static_cast<std::size_t>(rules.window_days / rules.every_days) + 2;
    state.marks.assign(open, 0);
    state.delivered = 0;
    state.checks = 0;
    state.marked = 0;
    state.is_answered = false;
    state.before.clear();
    state.before.reserve(sim.world.instruments.size());
  }
}

void schedule_promises(Simulation& sim) {
  for (std::uint32_t p = 0; p < sim.world.promises.size(); ++p) {
    const auto& rules = sim.world.promises[p];
    if (rules.first_check > std::min(rules.last_check, sim.world.end)) {
      continue;
    }
    sim.loop.schedule({sim.seconds_at(rules.first_check - rules.window_days)}, Phase::policy,
                      sim.entity_of_talks(), static_cast<std::uint8_t>(EventKind::promise_mark), p);
    sim.loop.schedule({sim.seconds_at(rules.first_check)}, Phase::policy, sim.entity_of_talks(),
                      static_cast<std::uint8_t>(EventKind::promise_check), p);
  }
}

void count_delivery(Simulation& sim, std::uint32_t lane, std::int64_t grams) {
  for (const auto promise : sim.world.promises_of_lane[lane]) {
    sim.state.promises[promise].delivered += grams;
  }
}

void on_promise_mark(Simulation& sim, std::uint32_t promise) {
  const auto& rules = sim.world.promises[promise];
  auto& state = sim.state.promises[promise];
  state.marks[state.marked % state.marks.size()] = state.delivered;
  ++state.marked;
  const Date next = sim.today() + rules.every_days;
  if (next + rules.window_days <= std::min(rules.last_check, sim.world.end)) {
    sim.loop.schedule({sim.seconds_at(next)}, Phase::policy, sim.entity_of_talks(),
                      static_cast<std::uint8_t>(EventKind::promise_mark), promise);
  }
}

void on_promise_check(Simulation& sim, std::uint32_t promise) {
  const auto& rules = sim.world.promises[promise];
  auto& state = sim.state.promises[promise];
  const Mass delivered{state.delivered - state.marks[state.checks % state.marks.size()]};
  const auto check = state.checks++;
  const Date next = sim.today() + rules.every_days;
  if (next <= std::min(rules.last_check, sim.world.end)) {
    sim.loop.schedule({sim.seconds_at(next)}, Phase::policy, sim.entity_of_talks(),
                      static_cast<std::uint8_t>(EventKind::promise_check), promise);
  }
  if (rules.within != PolicyCommand::none && !sim.state.truces[rules.within].is_on) {
    return;
  }
  const auto verdict = verdict_on(rules, delivered);
  const bool is_forgiven =
      verdict == PromiseVerdict::breached && rules.forgiveness > 0 &&
      engine::uniform(sim.stream(Purpose::promise, rules.key), check) < rules.forgiveness;
  const std::string_view action = verdict == PromiseVerdict::kept ? "keep"
                                  : is_forgiven                   ? "forgive"
                                                                  : "breach";
  const auto label =
      static_cast<std::uint32_t>(sim.world.instruments.size() + sim.world.truces.size()) + promise;
  note(sim, label, action, "promised_t",
       static_cast<double>(rules.promised.grams) / grams_per_tonne, true);
  note(sim, label, action, "measured_t", static_cast<double>(delivered.grams) / grams_per_tonne,
       true);
  if (verdict == PromiseVerdict::kept) {
    if (state.is_answered) {
      begin(sim, rules.relief);
    }
    state.is_answered = false;
  } else if (!is_forgiven) {
    state.breached_since = state.is_answered ? state.breached_since : sim.today();
    state.is_answered = true;
    begin(sim, rules.answer[grade_of_answer(rules, delivered)]);
  }
}

}  // namespace monazite
