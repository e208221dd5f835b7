#pragma once

#include <cstdint>
#include <vector>

#include "models/metrics/observation_plan.hpp"
#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// Which run figures of a world a sweep keeps, in the order of the world's plan.
struct KeptFigures {
  std::vector<std::uint32_t> indices;  ///< into ObservationPlan::run_figures
  std::vector<MetricKey> keys;         ///< theirs
};

/// Chooses by `keep`, `detail` and `stop` of a sweep. Without `keep`: the metrics of the table on
/// the terminal, and with cvar95_loss_usd what it is made of.
KeptFigures kept_figures(const ObservationPlan& plan, const SweepSpec& spec);

/// Whether a figure is the one by which a sweep stops.
bool is_stop_figure(const StopSpec& stop, const MetricKey& key);

}  // namespace monazite
