#include "sim/analysis/drift.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/analysis/figures.hpp"

namespace monazite {
namespace {

using chosen::tonnes_of;

constexpr int weeks = 157;
constexpr double weeks_per_year = 365.25 / 7;

/// What the six stages are, in the order of the page, and two figures more.
const std::vector<MetricKey> all = {tonnes_of("mined", ""),
                                    tonnes_of("produced", "", "oxide"),
                                    tonnes_of("produced", "", "metal"),
                                    tonnes_of("produced", "", "alloy"),
                                    tonnes_of("produced", "", "magnet"),
                                    tonnes_of("exports", "CN", "magnet"),
                                    tonnes_of("exports", "US", "magnet"),
                                    tonnes_of("inventory", "", "oxide")};

/// A batch of replications in which each figure goes along a line.
struct Lines {
  explicit Lines(std::vector<MetricKey> figures, std::uint32_t replications = 2)
      : plan(chosen::plan_of_weeks(figures, weeks)), runs(replications) {}

  /// A mean of `mean` a week and a slope of `share` of it a year; replications differ by `scatter`.
  void set(const MetricKey& key, double mean, double share, double scatter = 0) {
    lines[key] = {mean, share, scatter};
  }

  void run() {
    BatchScenario scenario = synthetic::scenario("lines", plan, runs);
    std::vector<Trends> followed;
    followed.emplace_back(plan, runs);
    const MakeReplicate make = [this] {
      return [this](const BatchScenario&, std::uint32_t replication) {
        return observations(replication);
      };
    };
    auto batch = run_batch(std::span(&scenario, 1), with_trends(make, followed), {.threads = 2});
    results.push_back(std::move(batch.scenarios.front()));
    trends.push_back(std::move(followed.front()));
  }

  [[nodiscard]] std::vector<DriftRow> drift() {
    run();
    return measure_drift(results.back(), trends.back());
  }

  Observations observations(std::uint32_t replication) const {
    Observations seen;
    const double sign = replication % 2 == 0 ? 1 : -1;
    for (int week = 0; week <= weeks; ++week) {
      for (const auto& key : plan.series_figures) {
        const auto found = lines.find(key);
        const Line line = found == lines.end() ? Line{100, 0, 0} : found->second;
        const double years = (week - (weeks - 1) / 2.0) / weeks_per_year;
        // The last week is cut short, which must not count.
        seen.series_values.push_back(
            week == weeks ? 0 : line.mean * (1 + (line.share + sign * line.scatter) * years));
      }
    }
    return seen;
  }

  struct Line {
    double mean, share, scatter;
  };
  ObservationPlan plan;
  std::uint32_t runs;
  std::map<MetricKey, Line> lines;
  std::vector<ScenarioResults> results;
  std::vector<Trends> trends;
};

TEST_CASE("flows that stand still pass, and one that drifts fails alone") {
  Lines still(all);
  for (const auto& row : still.drift()) {
    CHECK(row.mean == Approx(100));
    CHECK(row.verdict() == Verdict::holds);
  }
  for (const double share : {0.0011, -0.0011}) {
    Lines moving(all);
    moving.set(tonnes_of("produced", "", "metal"), 50, share);
    const auto rows = moving.drift();
    REQUIRE(rows.size() == 6);
    for (const auto& row : rows) {
      CHECK((row.verdict() == Verdict::holds) == (row.label != "metal produced, world"));
    }
    CHECK(rows[2].mean == Approx(50));
    CHECK(rows[2].drift_per_year == Approx(share));
  }
  Lines slow(all);
  slow.set(tonnes_of("mined", ""), 50, 0.0009);
  CHECK(slow.drift().front().verdict() == Verdict::holds);
}

TEST_CASE("a flow that is not observed fails") {
  Lines lines({tonnes_of("mined", "")});
  const auto rows = lines.drift();
  REQUIRE(rows.size() == 6);
  CHECK(rows.front().verdict() == Verdict::holds);
  for (std::size_t k = 1; k < rows.size(); ++k) {
    CHECK(std::isnan(rows[k].drift_per_year));
    CHECK(rows[k].verdict() == Verdict::missed);
  }
}

TEST_CASE("the interval of a drift comes from the replications") {
  Lines lines(all, 4);
  lines.set(tonnes_of("mined", ""), 100, 0.0008, 0.01);
  const auto row = lines.drift().front();
  CHECK(row.drift_per_year == Approx(0.0008));
  // Slopes of +- 0.01 about their mean: s = 0.01 sqrt(4 / 3), over sqrt(4); Student's t of 3.
  CHECK(row.half_width == Approx(3.18245 * 0.01 * std::sqrt(4.0 / 3) / 2));
  CHECK(row.verdict() == Verdict::open);
  Lines alone(all, 1);
  CHECK(std::isnan(alone.drift().front().half_width));
}

TEST_CASE("the largest drifts are those of large figures, flows and stocks apart") {
  Lines lines(all);
  lines.set(tonnes_of("exports", "US", "magnet"), 500 / weeks_per_year * 1.01, -0.3);
  lines.set(tonnes_of("mined", ""), 100, 0.2);
  lines.set(tonnes_of("produced", "", "alloy"), 500 / weeks_per_year * 0.99, 0.9);
  lines.set(tonnes_of("inventory", "", "oxide"), 501, 0.01);
  lines.run();
  const auto flows = largest_drifts(lines.results.back(), lines.trends.back(), false, 2);
  REQUIRE(flows.size() == 2);
  CHECK(flows[0].label == "exports US magnet");
  CHECK(flows[0].drift_per_year == Approx(-0.3));
  CHECK(flows[1].label == "mined");
  const auto stocks = largest_drifts(lines.results.back(), lines.trends.back(), true, 2);
  REQUIRE(stocks.size() == 1);
  CHECK(stocks[0].label == "inventory oxide");
}

}  // namespace
}  // namespace monazite
