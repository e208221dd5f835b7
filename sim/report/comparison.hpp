#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/batch/paired.hpp"
#include "sim/report/recorded_runs.hpp"

namespace monazite {

/// Runs, and those that they are compared with.
struct RunsPair {
  const RecordedRuns* baseline = nullptr;
  const RecordedRuns* runs = nullptr;
};

/// How the two sides of a pair are compared.
enum class Pairing : std::uint8_t {
  by_replication,  ///< under common random numbers
  none             ///< as two independent samples
};

/// Says which runs are compared with which, by scenario and variant of the compared:
///
/// - With `baseline`, the `SCENARIO` or `SCENARIO/VARIANT` of the first folder, or where that
/// folder
///   holds one alone, or is the only one (then its first): all others of all folders with it.
/// - Else those of the other folders, each with that of its name and variant in the first folder,
/// or,
///   if that holds one scenario, with that of its variant.
///
/// Throws InputError when there is no such baseline or nothing to compare, when two folders hold
/// runs of one name to be compared, and when the seeds of a pair differ though it is compared by
/// replication: common random numbers need the same seed.
std::vector<RunsPair> pair_runs(const RecordedResults& results, const std::string& baseline,
                                Pairing pairing = Pairing::by_replication);

/// A figure that both sides of a pair have.
struct ComparedFigure {
  std::uint32_t figure = 0;  ///< its place in RecordedResults::figures
  PairedDifference paired;
};

/// What comparing a pair gave.
struct Comparison {
  RunsPair pair;
  std::vector<ComparedFigure> figures;      ///< sorted
  std::uint32_t replications = 0;           ///< that both sides have
  std::uint32_t replications_left_out = 0;  ///< of one side alone
  std::uint32_t figures_left_out = 0;       ///< of one side alone
};

/// Compares two sets of runs replication by replication, figure by figure. Replications and figures
/// that one side alone has are left out and counted. Without pairing every replication counts, and
/// figures that one side alone has are left out. `results` is what the pair is of. Throws
/// InputError when no replication is common that would have to be.
Comparison compare_runs(const RecordedResults& results, const RunsPair& pair,
                        Pairing pairing = Pairing::by_replication);

}  // namespace monazite
