#pragma once

#include <cstdint>

#include "sim/engine/run_budget.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/trace.hpp"

namespace monazite {

/// Runs one replication: the events of one world under one seed. One handler an event kind;
/// handlers call models/ for what agents decide and keep the ledger whole.
class Run {
 public:
  Run(const World& world, std::uint64_t seed, std::uint32_t replication, Workspace::Memory& memory);

  /// Lets the talks take one way through their tree; else they draw it. To be called before the run
  /// begins.
  void take_branch(std::uint32_t leaf) { sim_.leaf = leaf; }

  /// Tells each event before it is executed. To be called before the run begins; `trace` must
  /// outlive it.
  void trace_to(const Trace& trace) { trace_ = &trace; }

  /// From the first day simulated to the last; throws RunFailure.
  Observations complete();

  /// The same in steps, for tests: sets the opening, then runs up to a date, then finishes.
  void open();
  void advance_to(Date date) { advance_to_second(Simulation::seconds_at(date)); }
  void advance_to_second(std::int64_t second);
  Observations finish();

  /// Files an application on a lane that needs licences now, for tests of the desks.
  void apply_by_hand(std::uint32_t licensed_lane, std::int64_t grams);

  /// The state, for tests that disturb it on purpose.
  State& state() { return sim_.state; }

  /// Compares every place with its ledger, to the gram; throws RunFailure with the place's name.
  void verify_balance() const;

 private:
  void dispatch(const engine::Event& event);

  Simulation sim_;
  engine::RunBudget budget_;
  const Trace* trace_ = nullptr;
};

}  // namespace monazite
