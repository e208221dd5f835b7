#include "sim/analysis/series_record.hpp"

#include <catch2/catch.hpp>

#include "tests/sim/analysis/figures.hpp"

namespace monazite {
namespace {

using chosen::tonnes_of;

const MetricKey mined = tonnes_of("mined", "CN");
const MetricKey exported = tonnes_of("exports", "CN", "magnet");
const MetricKey not_observed = tonnes_of("imports", "US");

TEST_CASE("a record keeps the chosen figures of each replication, by interval") {
  const auto plan = chosen::plan_of_weeks({mined, exported}, 2);
  const auto other_plan = chosen::plan_of_weeks({mined}, 2);
  std::vector<SeriesRecord> records;
  records.emplace_back(plan, 2, std::vector{mined, not_observed});
  const std::vector<BatchScenario> batch = {synthetic::scenario("kept", plan, 2),
                                            synthetic::scenario("other", other_plan, 2)};
  const MakeReplicate make = [] {
    return [](const BatchScenario& scenario, std::uint32_t replication) {
      Observations seen;
      const auto figures = scenario.plan->series_figures.size();
      for (std::size_t cell = 0; cell < scenario.plan->intervals.size() * figures; ++cell) {
        seen.series_values.push_back(100.0 * replication + static_cast<double>(cell));
      }
      return seen;
    };
  };
  run_batch(batch, with_records(make, records), {.threads = 2});
  // Exports stand before mining in a plan, so mining has the odd cells.
  CHECK(records[0].values(mined, 0) == std::vector<double>{1, 3, 5});
  CHECK(records[0].values(mined, 1) == std::vector<double>{101, 103, 105});
  CHECK(records[0].values(exported, 0).empty());
  CHECK(records[0].values(not_observed, 0).empty());
}

}  // namespace
}  // namespace monazite
