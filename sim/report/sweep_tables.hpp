#pragma once

#include <string>
#include <string_view>

#include "sim/batch/run_store.hpp"
#include "sim/batch/sweep_plan.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

/// A sweep's runs, as its tables need them. Tables are written from the store in the order of arms
/// and replications, in memory that does not grow with the number of runs.
struct SweepReport {
  const SweepPlan* plan = nullptr;
  RunStore* store = nullptr;
  /// The command that runs an arm and member again, less the options that choose its replications.
  std::function<std::string(std::uint32_t arm, std::uint32_t member)> repeat_command;
};

using WriteSweepTable = void (*)(TableSink, const SweepReport&);

/// One row an arm and member: the digest of its parameters, and the value of each factor and of
/// each key of the ensemble.
void write_variants(TableSink sink, const SweepReport& sweep);

/// As summary.csv of a run, arm by arm.
void write_sweep_summary(TableSink sink, const SweepReport& sweep);

/// As runs.csv of a run, arm by arm.
void write_sweep_runs(TableSink sink, const SweepReport& sweep);

/// As failures.csv of a run, arm by arm.
void write_sweep_failures(TableSink sink, const SweepReport& sweep);

/// Of a sweep with a stop rule: one row an arm, how well the figure is known and how many
/// replications the goal takes.
void write_stopping(TableSink sink, const SweepReport& sweep);

/// Of a sweep with an ensemble: one row an arm and figure, what of its spread comes from parameters
/// and what from luck (see member_spread).
void write_spread(TableSink sink, const SweepReport& sweep);

struct SweepTable {
  std::string_view file;
  WriteSweepTable write;
};

/// Whether a sweep has a table: `stopping.csv` goes with a stop rule, `spread.csv` with an
/// ensemble.
bool is_in_use(const SweepTable& table, const SweepSpec& sweep);

/// Every table that a sweep's result folder may have.
std::span<const SweepTable> sweep_tables();

}  // namespace monazite
