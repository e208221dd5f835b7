#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

void write_flows_of(CsvWriter& csv, const ScenarioResults& results) {
  const ObservationPlan& plan = results.plan();
  for (std::size_t month = 0; month < plan.months.size() && plan.flows; ++month) {
    for (std::size_t label = 0; label < plan.lanes.size(); ++label) {
      if (!results.has_flow(month, label)) {
        continue;
      }
      const LaneLabel& lane = plan.lanes[label];
      leading_cells(csv, results.scenario);
      csv.text(plan.months[month]).text(lane.origin_facility).text(lane.origin_region);
      csv.text(lane.destination_facility).text(lane.destination_region).text(lane.material);
      csv.real(results.mean_flow(month, label)).end_row();
    }
  }
}

}  // namespace

void write_flows(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "month", "origin_facility", "origin_region",
                 "destination_facility", "destination_region", "material", "tonnes_mean"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* view : report.results->views()) {
      write_flows_of(csv, *view);
    }
  }
  csv.finish();
}

}  // namespace monazite
