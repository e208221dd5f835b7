#pragma once

#include <array>
#include <string>
#include <string_view>

#include "models/metrics/metric.hpp"

namespace monazite {

/// A run figure that is told on the terminal; dimensions that are empty here are empty in its key.
struct HeadlineFigure {
  std::string_view label;
  Metric metric;
  std::string_view region;
  std::string_view sector;
  std::string_view material;
};

/// The figures that are told, in this order.
inline constexpr std::array<HeadlineFigure, 8> headline_figures = {{
    {"mined", Metric::mined, "", "", ""},
    {"magnets produced", Metric::produced, "", "", "magnet"},
    {"magnet exports of China", Metric::exports, "CN", "", "magnet"},
    {"fill rate, auto", Metric::fill_rate, "", "auto", ""},
    {"line stop days, auto", Metric::line_stop_days, "", "auto", ""},
    {"output lost", Metric::lost_output_usd, "", "", ""},
    {"output made up later", Metric::delayed_output_usd, "", "", ""},
    {"tariff paid", Metric::tariff_paid_usd, "", "", ""},
}};

/// Whether a key is that of the figure, whatever its unit.
inline bool matches(const HeadlineFigure& headline, const MetricKey& key) {
  return key.metric == name_of(headline.metric) && key.region == headline.region &&
         key.sector == headline.sector && key.material == headline.material &&
         key.partner.empty() && key.facility.empty();
}

/// The label of the figure, with the unit of its key.
inline std::string label_of(const HeadlineFigure& headline, const MetricKey& key) {
  std::string label(headline.label);
  return key.unit.empty() ? label : label + " (" + key.unit + ")";
}

}  // namespace monazite
