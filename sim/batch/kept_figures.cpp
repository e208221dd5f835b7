#include "sim/batch/kept_figures.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "models/metrics/metric.hpp"

namespace monazite {

namespace {

constexpr std::array<Metric, 8> metrics_by_default = {Metric::mined,
                                                      Metric::produced,
                                                      Metric::exports,
                                                      Metric::fill_rate,
                                                      Metric::line_stop_days,
                                                      Metric::lost_output_usd,
                                                      Metric::delayed_output_usd,
                                                      Metric::tariff_paid_usd};

std::vector<std::string> kept_metrics(const SweepSpec& spec) {
  std::vector<std::string> metrics = spec.keep;
  if (metrics.empty()) {
    for (const Metric metric : metrics_by_default) {
      metrics.emplace_back(name_of(metric));
    }
  }
  if (std::find(metrics.begin(), metrics.end(), name_of(Metric::cvar95_loss_usd)) !=
      metrics.end()) {
    metrics.emplace_back(name_of(Metric::lost_output_usd));
    metrics.emplace_back(name_of(Metric::delayed_output_usd));
  }
  return metrics;
}

bool is_in_detail(Detail detail, const MetricKey& key) {
  if (!key.facility.empty()) {
    return detail == Detail::facilities;
  }
  const int named = !key.region.empty() + !key.partner.empty() + !key.sector.empty();
  return detail >= Detail::crossed || named <= (detail == Detail::single ? 1 : 0);
}

}  // namespace

bool is_stop_figure(const StopSpec& stop, const MetricKey& key) {
  return key.metric == stop.metric && key.region == stop.region && key.partner == stop.partner &&
         key.sector == stop.sector && key.material == stop.material &&
         key.facility == stop.facility;
}

KeptFigures kept_figures(const ObservationPlan& plan, const SweepSpec& spec) {
  const std::vector<std::string> metrics = kept_metrics(spec);
  KeptFigures kept;
  for (std::uint32_t k = 0; k < plan.run_figures.size(); ++k) {
    const MetricKey& key = plan.run_figures[k];
    const bool is_kept = std::find(metrics.begin(), metrics.end(), key.metric) != metrics.end() &&
                         is_in_detail(spec.detail, key);
    if (is_kept || (spec.stop && is_stop_figure(*spec.stop, key))) {
      kept.indices.push_back(k);
      kept.keys.push_back(key);
    }
  }
  return kept;
}

}  // namespace monazite
