#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// The results of one scenario, as its tables need them.
struct ScenarioReport {
  const ScenarioResults* results = nullptr;
  /// The command that runs this scenario again, less the options that choose its replications.
  std::string command;
};

/// Takes the text of a table piece by piece.
using TableSink = std::function<void(std::string_view)>;

/// Writes one table of several scenarios, which come sorted by name.
using WriteTable = void (*)(TableSink, std::span<const ScenarioReport>);

/// One row a run figure: mean, spread, interval and quantiles over the replications.
void write_summary(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row a replication and run figure.
void write_runs(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row an interval and series figure: mean and quantiles over the replications.
void write_series(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row a month and lane that carried anything: mean tonnes over the replications.
void write_flows(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row a thing that an instrument or a shock did in a replication.
void write_policy(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row an instrument, month, end use and destination: applications and licences, means over the
/// replications, and quantiles of the days from the application to the decision.
void write_licences(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row an application for a licence, in the first replication of scenarios that keep them.
void write_applications(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row a replication and element: the ledger in grams.
void write_balance(TableSink sink, std::span<const ScenarioReport> scenarios);

/// One row a replication that failed, with the command that repeats it.
void write_failures(TableSink sink, std::span<const ScenarioReport> scenarios);

/// A table's file name and writer.
struct ResultTable {
  std::string_view file;
  WriteTable write;
};

/// Every table of a result folder.
std::span<const ResultTable> result_tables();

}  // namespace monazite
