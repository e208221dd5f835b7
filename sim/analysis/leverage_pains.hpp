#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/metrics/leverage.hpp"
#include "models/scenario/scenario.hpp"
#include "sim/analysis/paired_means.hpp"
#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// What each side lost in each run of an arm up to each look: present values in USD on the first
/// day of the horizons.
struct SideLosses {
  std::size_t sides = 0;
  std::size_t looks = 0;
  std::vector<std::uint32_t> replications;  ///< of the runs, ascending
  std::vector<std::uint32_t> branches;      ///< of those, ascending within a replication
  std::vector<double> weights;              ///< of the runs
  std::vector<double> output;               ///< lost and not made up: runs x sides x looks
  std::vector<double> exports;              ///< sent, at constant prices: runs x sides x looks

  [[nodiscard]] std::size_t place(std::size_t run, std::size_t side, std::size_t look) const {
    return (run * sides + side) * looks + look;
  }
};

/// The losses in the runs of an arm, whose world tracks those of `leverage`; of enumerated talks
/// those of all branches with their weights.
SideLosses losses_of(const ScenarioResults& results, const LeverageSpec& leverage);

/// What a side's controls do in each run, up to each look: present values in USD. However the runs
/// came about: those of one branch of talks are pains of their own, all of them are pains with the
/// weights of their branches.
struct Pains {
  std::vector<std::uint32_t>
      replications;             ///< of the runs; runs that share one are no chance apart
  std::vector<double> weights;  ///< of the runs, of any scale
  std::size_t looks = 0;
  std::vector<double> imposed;           ///< looks x runs: output that the other side loses
  std::vector<double> suffered_output;   ///< looks x runs: output that the side loses
  std::vector<double> suffered_exports;  ///< looks x runs: value added of exports that it loses
};

/// The pains of two arms, `with` and `without` the controls, in the replications that both
/// completed on the same branch, with the weights of `with`. `export_value_added` is that of the
/// side (0-1).
Pains pains_of(const SideLosses& with, const SideLosses& without, std::size_t side,
               std::size_t against, double export_value_added);

/// Pains and their leverage, each with a 95 % interval. NaN where there is none.
struct LeverageEstimate {
  MeanInterval imposed;
  MeanInterval suffered;
  double leverage = 0;
  double ci95_low = 0;
  double ci95_high = 0;
  double replications_needed = 0;
};

/// The half width of leverage that `replications_needed` is for.
inline constexpr double leverage_half_width = 0.1;

/// Leverage of the weighted means of pains, one a run. Runs of one replication are one draw of
/// chance. Intervals: `PairedMeans` and `leverage_bounds`; less than two replications give none.
/// Where the intervals of both pains hold 0 there is no leverage: neither can be told from nothing,
/// and which way it points is luck. The replications needed are told by the square of the width, as
/// it is now: for leverage to ±0.1, or where there is none until the interval of one of the pains
/// holds 0 no longer. The same pains under the same `key` give the same estimate.
LeverageEstimate estimate_leverage(std::span<const double> imposed,
                                   std::span<const double> suffered,
                                   std::span<const double> weights,
                                   std::span<const std::uint32_t> replications,
                                   const LeverageScale& scale, std::uint64_t key);

/// One row a horizon. `row` has the names of the sides and whose controls these are.
std::vector<LeverageRow> leverage_rows(const LeverageRow& row, const Pains& pains,
                                       const LeverageSpec& leverage, const LeverageScale& scale);

}  // namespace monazite
