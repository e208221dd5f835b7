#include "sim/analysis/run_figure.hpp"

#include <algorithm>
#include <utility>

namespace monazite {

std::optional<std::size_t> place_of(const std::vector<MetricKey>& figures,
                                    const MetricKey& wanted) {
  const auto found = std::lower_bound(figures.begin(), figures.end(), wanted);
  if (found == figures.end() || *found != wanted) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - figures.begin());
}

std::optional<double> run_value(const ScenarioResults& results, const MetricKey& wanted,
                                std::size_t run) {
  const auto& figures = results.plan().run_figures;
  const auto figure = place_of(figures, wanted);
  if (!figure) {
    return std::nullopt;
  }
  return results.run_values.at(run, *figure);
}

MetricKey produced(std::string region, std::string material, std::string facility) {
  return {"produced", std::move(region), "", "", std::move(material), std::move(facility), "t"};
}

}  // namespace monazite
