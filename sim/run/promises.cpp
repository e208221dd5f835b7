#include <algorithm>

#include "models/policy/promise.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

constexpr double grams_per_tonne = 1e6;

}  // namespace

void Run::reset_promises() {
  state_.promises.resize(world_.promises.size());
  for (std::size_t p = 0; p < state_.promises.size(); ++p) {
    const auto& rules = world_.promises[p];
    auto& state = state_.promises[p];
    // Windows that have begun and have not been looked at.
    const auto open = static_cast<std::size_t>(rules.window_days / rules.every_days) + 2;
    state.marks.assign(open, 0);
    state.delivered = 0;
    state.checks = 0;
    state.marked = 0;
    state.is_answered = false;
    state.before.clear();
    state.before.reserve(world_.instruments.size());
  }
}

void Run::schedule_promises() {
  for (std::uint32_t p = 0; p < world_.promises.size(); ++p) {
    const auto& rules = world_.promises[p];
    if (rules.first_check > std::min(rules.last_check, world_.end)) {
      continue;
    }
    loop_.schedule({seconds_at(rules.first_check - rules.window_days)}, Phase::policy,
                   entity_of_talks(), static_cast<std::uint8_t>(EventKind::promise_mark), p);
    loop_.schedule({seconds_at(rules.first_check)}, Phase::policy, entity_of_talks(),
                   static_cast<std::uint8_t>(EventKind::promise_check), p);
  }
}

void Run::count_delivery(std::uint32_t lane, std::int64_t grams) {
  for (const auto promise : world_.promises_of_lane[lane]) {
    state_.promises[promise].delivered += grams;
  }
}

void Run::on_promise_mark(std::uint32_t promise) {
  const auto& rules = world_.promises[promise];
  auto& state = state_.promises[promise];
  state.marks[state.marked % state.marks.size()] = state.delivered;
  ++state.marked;
  const Date next = today() + rules.every_days;
  if (next + rules.window_days <= std::min(rules.last_check, world_.end)) {
    loop_.schedule({seconds_at(next)}, Phase::policy, entity_of_talks(),
                   static_cast<std::uint8_t>(EventKind::promise_mark), promise);
  }
}

void Run::on_promise_check(std::uint32_t promise) {
  const auto& rules = world_.promises[promise];
  auto& state = state_.promises[promise];
  const Mass delivered{state.delivered - state.marks[state.checks % state.marks.size()]};
  const auto check = state.checks++;
  const Date next = today() + rules.every_days;
  if (next <= std::min(rules.last_check, world_.end)) {
    loop_.schedule({seconds_at(next)}, Phase::policy, entity_of_talks(),
                   static_cast<std::uint8_t>(EventKind::promise_check), promise);
  }
  if (rules.within != PolicyCommand::none && !state_.truces[rules.within].is_on) {
    return;
  }
  const auto verdict = verdict_on(rules, delivered);
  const bool is_forgiven =
      verdict == PromiseVerdict::breached && rules.forgiveness > 0 &&
      engine::uniform(stream(Purpose::promise, rules.key), check) < rules.forgiveness;
  const std::string_view action = verdict == PromiseVerdict::kept ? "keep"
                                  : is_forgiven                   ? "forgive"
                                                                  : "breach";
  const auto label =
      static_cast<std::uint32_t>(world_.instruments.size() + world_.truces.size()) + promise;
  note(label, action, "promised_t", static_cast<double>(rules.promised.grams) / grams_per_tonne,
       true);
  note(label, action, "measured_t", static_cast<double>(delivered.grams) / grams_per_tonne, true);
  if (verdict == PromiseVerdict::kept) {
    if (state.is_answered) {
      begin(rules.relief);
    }
    state.is_answered = false;
  } else if (!is_forgiven) {
    state.breached_since = state.is_answered ? state.breached_since : today();
    state.is_answered = true;
    begin(rules.answer[grade_of_answer(rules, delivered)]);
  }
}

}  // namespace monazite
