#include "sim/run/talks.hpp"

#include <algorithm>

#include "models/policy/talks.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/truces.hpp"

namespace monazite {

namespace {

/// The draws of a round: which branch, and when a hazard strikes; then one a day of a breakdown.
constexpr std::uint32_t branch_draw = 0;
constexpr std::uint32_t hazard_draw = 1;
constexpr std::uint32_t first_breakdown_draw = 2;

double draw_of_round(const Simulation& sim, const TalksNode& node, std::uint32_t draw) {
  return engine::uniform(sim.stream(Purpose::talks, sim.world.talks.rounds[node.round].key), draw);
}

/// Announces a round: its day, and those on which talks may break down before it.
void await_round(Simulation& sim, std::uint32_t id) {
  const auto& node = sim.world.talks.nodes[id];
  const auto schedule = [&](std::int64_t second, EventKind kind) {
    sim.loop.schedule({second}, Phase::policy, sim.entity_of_talks(),
                      static_cast<std::uint8_t>(kind), id);
  };
  schedule(sim.seconds_at(sim.world.talks.rounds[node.round].on), EventKind::round);
  for (const auto& breakdown : node.breakdowns) {
    if (sim.seconds_at(breakdown.on) >= sim.now()) {
      schedule(sim.seconds_at(breakdown.on), EventKind::breakdown);
    }
  }
  if (node.hazard) {
    const auto from = std::max(sim.now(), sim.seconds_at(node.hazard->from));
    const double days =
        days_until_breakdown(node.hazard->per_day, draw_of_round(sim, node, hazard_draw));
    const double second = static_cast<double>(from) + days * engine::seconds_per_day;
    if (second < static_cast<double>(sim.seconds_at(sim.world.talks.rounds[node.round].on))) {
      schedule(static_cast<std::int64_t>(second), EventKind::hazard);
    }
  }
  sim.state.node = id;
}

/// The share of the use of plants whose lines stand still now.
double stopped_share_of(const Simulation& sim, std::span<const std::uint32_t> plants) {
  double stopped = 0;
  double all = 0;
  for (const auto plant : plants) {
    const double use = sim.world.plants[plant].use_per_day;
    all += use;
    stopped += sim.state.plants[plant].stopped ? use : 0;
  }
  return all > 0 ? stopped / all : 0;
}

/// Keeps how an instrument stands before an answer, and gives it back.
void remember(const Simulation& sim, PromiseState& promise, std::uint32_t instrument) {
  const bool is_known =
      std::any_of(promise.before.begin(), promise.before.end(),
                  [&](const StandingBefore& before) { return before.instrument == instrument; });
  if (!is_known) {
    promise.before.push_back(
        {instrument, sim.state.instruments[instrument].set, sim.state.truce_of[instrument]});
  }
}

void relent(Simulation& sim, const PolicyCommand& command) {
  auto& before = sim.state.promises[command.promise].before;
  const auto found = std::find_if(before.begin(), before.end(), [&](const StandingBefore& known) {
    return known.instrument == command.target;
  });
  if (found == before.end()) {
    return;
  }
  auto to = sim.state.instruments[command.target];
  // What a truce had set that is over now is not set again.
  const bool is_over = found->truce != PolicyCommand::none && !sim.state.truces[found->truce].is_on;
  to.set = is_over ? -1 : found->set;
  sim.state.truce_of[command.target] = is_over ? PolicyCommand::none : found->truce;
  sim.state.last_action[command.target] = command.action;
  before.erase(found);
  move(sim, command.target, to, command.name);
}

}  // namespace

void reset_talks(Simulation& sim) {
  sim.state.truces.assign(sim.world.truces.size(), {});
  sim.state.truce_of.assign(sim.world.instruments.size(), PolicyCommand::none);
  sim.state.last_action.assign(sim.world.instruments.size(), PolicyCommand::none);
  sim.state.node = no_node;
  sim.state.leaf = no_leaf;
  std::size_t most = 0;
  for (const auto& node : sim.world.talks.nodes) {
    most = std::max(most, node.branches.size());
  }
  sim.state.sways.reserve(most);
}

void schedule_talks(Simulation& sim) {
  for (std::uint32_t t = 0; t < sim.world.truces.size(); ++t) {
    const auto& truce = sim.world.truces[t];
    const bool is_over = truce.deadline && *truce.deadline < sim.world.origin;
    if (truce.from && *truce.from <= sim.world.end && !is_over) {
      sim.loop.schedule({sim.seconds_at(std::max(*truce.from, sim.world.origin))}, Phase::policy,
                        sim.entity_of_talks(), static_cast<std::uint8_t>(EventKind::truce_begin),
                        t);
    }
  }
  if (!sim.world.talks.empty()) {
    await_round(sim, 0);
  }
}

void on_round(Simulation& sim, std::uint32_t id) {
  if (sim.state.node != id) {
    return;  // the talks have broken down before
  }
  const auto& node = sim.world.talks.nodes[id];
  if (sim.leaf != no_leaf) {
    if (const auto* branch = branch_to(node, sim.leaf)) {
      take(sim, id, *branch);
    }
    return;
  }
  sim.state.sways.clear();
  for (const auto& branch : node.branches) {
    sim.state.sways.push_back(branch.swayed_by.empty() ? 0
                                                       : stopped_share_of(sim, branch.swayed_by));
  }
  take(sim, id,
       node.branches[drawn_branch(node, sim.state.sways, draw_of_round(sim, node, branch_draw))]);
}

void on_breakdown(Simulation& sim, std::uint32_t id) {
  if (sim.state.node != id) {
    return;
  }
  const auto& node = sim.world.talks.nodes[id];
  for (std::size_t k = 0; k < node.breakdowns.size(); ++k) {
    const auto& breakdown = node.breakdowns[k];
    if (breakdown.on != sim.today()) {
      continue;
    }
    const auto& branch = node.branches[breakdown.branch];
    const bool comes =
        sim.leaf != no_leaf
            ? branch_to(node, sim.leaf) == &branch
            : draw_of_round(sim, node, first_breakdown_draw + static_cast<std::uint32_t>(k)) <
                  breakdown.probability;
    if (comes) {
      return take(sim, id, branch);
    }
  }
}

void on_hazard(Simulation& sim, std::uint32_t id) {
  if (sim.state.node == id) {
    const auto& node = sim.world.talks.nodes[id];
    take(sim, id, node.branches[node.hazard->branch]);
  }
}

void take(Simulation& sim, std::uint32_t id, const TalksBranch& branch) {
  const auto& node = sim.world.talks.nodes[id];
  const auto label =
      static_cast<std::uint32_t>(sim.world.instruments.size() + sim.world.truces.size() +
                                 sim.world.promises.size()) +
      node.round;
  note(sim, label, branch.id, "probability", branch.probability, true);
  sim.state.node = no_node;
  begin(sim, branch.commands);
  if (branch.next != no_node) {
    await_round(sim, branch.next);
  } else {
    sim.state.leaf = branch.first_leaf;
  }
}

void begin(Simulation& sim, CommandRange commands) {
  for (std::uint32_t k = 0; k < commands.count; ++k) {
    const auto id = commands.first + k;
    const auto day = sim.today() + sim.world.commands[id].after_days;
    if (day <= sim.world.end) {
      sim.loop.schedule({std::max(sim.now(), sim.seconds_at(day))}, Phase::policy,
                        sim.entity_of_talks(), static_cast<std::uint8_t>(EventKind::command), id);
    }
  }
}

void on_command(Simulation& sim, std::uint32_t id) {
  const auto& command = sim.world.commands[id];
  if (command.promise != PolicyCommand::none && command.move != Move::relent) {
    const auto& promise = sim.state.promises[command.promise];
    if (!promise.is_answered || sim.today() - command.after_days < promise.breached_since) {
      return;  // the promise was kept again before the answer was due
    }
  }
  switch (command.move) {
    case Move::set:
    case Move::let_go:
    case Move::put_off:
      return move_by(sim, command);
    case Move::relent:
      return relent(sim, command);
    case Move::begin_truce:
      return begin_truce(sim, command.target);
    case Move::end_truce:
      return end_truce(sim, command.target, TruceEnd::snap_back);
    case Move::lapse_truce:
      return end_truce(sim, command.target, TruceEnd::lapse);
    case Move::extend_truce:
      return extend_truce(sim, command.target, command.days);
    case Move::believe:
      return believe(sim, command.target, command.believed);
  }
}

void move_by(Simulation& sim, const PolicyCommand& command) {
  const auto instrument = command.target;
  if (command.promise != PolicyCommand::none) {
    remember(sim, sim.state.promises[command.promise], instrument);
  }
  if (command.truce != PolicyCommand::none && !sim.state.truces[command.truce].is_on) {
    return;  // it has ended before its action was due
  }
  auto& last = sim.state.last_action[instrument];
  if (!command.is_first && last != command.action) {
    return;
  }
  last = command.action;
  auto to = sim.state.instruments[instrument];
  if (command.move == Move::put_off) {
    to.delay_days += command.days;
  } else {
    to.set = command.move == Move::set ? command.level : -1;
    sim.state.truce_of[instrument] =
        command.move == Move::set ? command.truce : PolicyCommand::none;
  }
  if (command.move == Move::put_off) {
    note(sim, instrument, command.name, "days", command.days, true);
  }
  move(sim, instrument, to, command.name);
}

}  // namespace monazite
