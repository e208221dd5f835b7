#include "models/policy/talks.hpp"

#include <algorithm>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// The draws of a round: which branch, and when a hazard strikes; then one a day of a breakdown.
constexpr std::uint32_t branch_draw = 0;
constexpr std::uint32_t hazard_draw = 1;
constexpr std::uint32_t first_breakdown_draw = 2;

}  // namespace

void Run::reset_talks() {
  state_.truces.assign(world_.truces.size(), {});
  state_.truce_of.assign(world_.instruments.size(), PolicyCommand::none);
  state_.last_action.assign(world_.instruments.size(), PolicyCommand::none);
  state_.node = no_node;
  state_.leaf = no_leaf;
  std::size_t most = 0;
  for (const auto& node : world_.talks.nodes) {
    most = std::max(most, node.branches.size());
  }
  state_.sways.reserve(most);
}

void Run::schedule_talks() {
  for (std::uint32_t t = 0; t < world_.truces.size(); ++t) {
    const auto& truce = world_.truces[t];
    const bool is_over = truce.deadline && *truce.deadline < world_.origin;
    if (truce.from && *truce.from <= world_.end && !is_over) {
      loop_.schedule({seconds_at(std::max(*truce.from, world_.origin))}, Phase::policy,
                     entity_of_talks(), static_cast<std::uint8_t>(EventKind::truce_begin), t);
    }
  }
  if (!world_.talks.empty()) {
    await_round(0);
  }
}

double Run::draw_of_round(const TalksNode& node, std::uint32_t draw) const {
  return engine::uniform(stream(Purpose::talks, world_.talks.rounds[node.round].key), draw);
}

void Run::await_round(std::uint32_t id) {
  const auto& node = world_.talks.nodes[id];
  const auto schedule = [&](std::int64_t second, EventKind kind) {
    loop_.schedule({second}, Phase::policy, entity_of_talks(), static_cast<std::uint8_t>(kind), id);
  };
  schedule(seconds_at(world_.talks.rounds[node.round].on), EventKind::round);
  for (const auto& breakdown : node.breakdowns) {
    if (seconds_at(breakdown.on) >= now()) {
      schedule(seconds_at(breakdown.on), EventKind::breakdown);
    }
  }
  if (node.hazard) {
    const auto from = std::max(now(), seconds_at(node.hazard->from));
    const double days =
        days_until_breakdown(node.hazard->per_day, draw_of_round(node, hazard_draw));
    const double second = static_cast<double>(from) + days * engine::seconds_per_day;
    if (second < static_cast<double>(seconds_at(world_.talks.rounds[node.round].on))) {
      schedule(static_cast<std::int64_t>(second), EventKind::hazard);
    }
  }
  state_.node = id;
}

void Run::on_round(std::uint32_t id) {
  if (state_.node != id) {
    return;  // the talks have broken down before
  }
  const auto& node = world_.talks.nodes[id];
  if (leaf_ != no_leaf) {
    if (const auto* branch = branch_to(node, leaf_)) {
      take(id, *branch);
    }
    return;
  }
  state_.sways.clear();
  for (const auto& branch : node.branches) {
    state_.sways.push_back(branch.swayed_by.empty() ? 0 : stopped_share_of(branch.swayed_by));
  }
  take(id, node.branches[drawn_branch(node, state_.sways, draw_of_round(node, branch_draw))]);
}

void Run::on_breakdown(std::uint32_t id) {
  if (state_.node != id) {
    return;
  }
  const auto& node = world_.talks.nodes[id];
  for (std::size_t k = 0; k < node.breakdowns.size(); ++k) {
    const auto& breakdown = node.breakdowns[k];
    if (breakdown.on != today()) {
      continue;
    }
    const auto& branch = node.branches[breakdown.branch];
    const bool comes =
        leaf_ != no_leaf
            ? branch_to(node, leaf_) == &branch
            : draw_of_round(node, first_breakdown_draw + static_cast<std::uint32_t>(k)) <
                  breakdown.probability;
    if (comes) {
      return take(id, branch);
    }
  }
}

void Run::on_hazard(std::uint32_t id) {
  if (state_.node == id) {
    const auto& node = world_.talks.nodes[id];
    take(id, node.branches[node.hazard->branch]);
  }
}

double Run::stopped_share_of(std::span<const std::uint32_t> plants) const {
  double stopped = 0;
  double all = 0;
  for (const auto plant : plants) {
    const double use = world_.plants[plant].use_per_day;
    all += use;
    stopped += state_.plants[plant].stopped ? use : 0;
  }
  return all > 0 ? stopped / all : 0;
}

void Run::take(std::uint32_t id, const TalksBranch& branch) {
  const auto& node = world_.talks.nodes[id];
  const auto label = static_cast<std::uint32_t>(world_.instruments.size() + world_.truces.size() +
                                                world_.promises.size()) +
                     node.round;
  note(label, branch.id, "probability", branch.probability, true);
  state_.node = no_node;
  begin(branch.commands);
  if (branch.next != no_node) {
    await_round(branch.next);
  } else {
    state_.leaf = branch.first_leaf;
  }
}

void Run::begin(CommandRange commands) {
  for (std::uint32_t k = 0; k < commands.count; ++k) {
    const auto id = commands.first + k;
    const auto day = today() + world_.commands[id].after_days;
    if (day <= world_.end) {
      loop_.schedule({std::max(now(), seconds_at(day))}, Phase::policy, entity_of_talks(),
                     static_cast<std::uint8_t>(EventKind::command), id);
    }
  }
}

void Run::on_command(std::uint32_t id) {
  const auto& command = world_.commands[id];
  if (command.promise != PolicyCommand::none && command.move != Move::relent) {
    const auto& promise = state_.promises[command.promise];
    if (!promise.is_answered || today() - command.after_days < promise.breached_since) {
      return;  // the promise was kept again before the answer was due
    }
  }
  switch (command.move) {
    case Move::set:
    case Move::let_go:
    case Move::put_off:
      return move_by(command);
    case Move::relent:
      return relent(command);
    case Move::begin_truce:
      return begin_truce(command.target);
    case Move::end_truce:
      return end_truce(command.target, TruceEnd::snap_back);
    case Move::lapse_truce:
      return end_truce(command.target, TruceEnd::lapse);
    case Move::extend_truce:
      return extend_truce(command.target, command.days);
    case Move::believe:
      return believe(command.target, command.believed);
  }
}

void Run::remember(PromiseState& promise, std::uint32_t instrument) const {
  const bool is_known =
      std::any_of(promise.before.begin(), promise.before.end(),
                  [&](const StandingBefore& before) { return before.instrument == instrument; });
  if (!is_known) {
    promise.before.push_back(
        {instrument, state_.instruments[instrument].set, state_.truce_of[instrument]});
  }
}

void Run::relent(const PolicyCommand& command) {
  auto& before = state_.promises[command.promise].before;
  const auto found = std::find_if(before.begin(), before.end(), [&](const StandingBefore& known) {
    return known.instrument == command.target;
  });
  if (found == before.end()) {
    return;
  }
  auto to = state_.instruments[command.target];
  // What a truce had set that is over now is not set again.
  const bool is_over = found->truce != PolicyCommand::none && !state_.truces[found->truce].is_on;
  to.set = is_over ? -1 : found->set;
  state_.truce_of[command.target] = is_over ? PolicyCommand::none : found->truce;
  state_.last_action[command.target] = command.action;
  before.erase(found);
  move(command.target, to, command.name);
}

void Run::move_by(const PolicyCommand& command) {
  const auto instrument = command.target;
  if (command.promise != PolicyCommand::none) {
    remember(state_.promises[command.promise], instrument);
  }
  if (command.truce != PolicyCommand::none && !state_.truces[command.truce].is_on) {
    return;  // it has ended before its action was due
  }
  auto& last = state_.last_action[instrument];
  if (!command.is_first && last != command.action) {
    return;
  }
  last = command.action;
  auto to = state_.instruments[instrument];
  if (command.move == Move::put_off) {
    to.delay_days += command.days;
  } else {
    to.set = command.move == Move::set ? command.level : -1;
    state_.truce_of[instrument] = command.move == Move::set ? command.truce : PolicyCommand::none;
  }
  if (command.move == Move::put_off) {
    note(instrument, command.name, "days", command.days, true);
  }
  move(instrument, to, command.name);
}

}  // namespace monazite
