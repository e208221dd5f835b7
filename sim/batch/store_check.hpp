#pragma once

#include <functional>
#include <string>

#include "sim/batch/run_store.hpp"
#include "sim/batch/sweep_plan.hpp"

namespace monazite {

/// Tells of every row of a store that is damaged, or that the sweep cannot have written: runs
/// outside its part of the plan, without a world, or with other figures than their world has.
void for_each_damage(const SweepPlan& plan, RunStore& store,
                     const std::function<void(const std::string&)>& tell);

/// Whether a shard of a sweep has a run.
bool has_run(const SweepPlan& plan, const Shard& shard, PlannedRun run);

/// Throws StoreDamage that names the first damaged rows of a store and says how many there are.
void require_whole(const SweepPlan& plan, RunStore& store, const std::string& name);

/// Puts the rows that are whole, and that the sweep can have written, into another store.
void copy_whole(const SweepPlan& plan, RunStore& from, RunStore& to);

}  // namespace monazite
