#include <catch2/catch.hpp>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("the rows of the world are the sums of the rows of its regions") {
  auto sketch = market(59);
  TariffSpec tariff;
  tariff.schedule.emplace_back();
  tariff.schedule.back().from = date_of(2025, 2, 1);
  tariff.schedule.back().rate = 0.25;
  sketch.instrument("tariff", "BB", tariff);
  const auto outcome = run(sketch.scenario);
  double duty = 0;
  double exports = 0;
  const auto& figures = outcome.world->plan.run_figures;
  for (std::size_t k = 0; k < figures.size(); ++k) {
    const auto& key = figures[k];
    if (key.region.empty() || !key.partner.empty()) {
      continue;
    }
    duty += key.metric == "tariff_paid_usd" ? outcome.observations.run_values[k] : 0;
    exports +=
        key.metric == "exports" && key.material == "oxide" ? outcome.observations.run_values[k] : 0;
  }
  CHECK(duty > 0);
  CHECK(exports > 0);
  CHECK(outcome.figure(Metric::tariff_paid_usd) == Approx(duty));
  CHECK(outcome.figure(Metric::exports, {.material = "oxide"}) == Approx(exports));
  double over_time = 0;
  for (const double value : outcome.series(Metric::tariff_paid_usd)) {
    over_time += value;
  }
  CHECK(over_time == Approx(duty));
}

}  // namespace
}  // namespace monazite::small_worlds
