#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

void write_flows(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "month", "origin_facility", "origin_region",
                 "destination_facility", "destination_region", "material", "tonnes_mean"});
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    const ObservationPlan& plan = results.plan();
    for (std::size_t cell = 0; cell < results.flows.size(); ++cell) {
      if (results.flows[cell].count() == 0) {
        continue;
      }
      const std::size_t month = cell / plan.lanes.size();
      const LaneLabel& lane = plan.lanes[cell % plan.lanes.size()];
      leading_cells(csv, results.scenario);
      csv.text(plan.months[month]).text(lane.origin_facility).text(lane.origin_region);
      csv.text(lane.destination_facility).text(lane.destination_region).text(lane.material);
      csv.real(results.mean_flow(month, cell % plan.lanes.size())).end_row();
    }
  }
  csv.finish();
}

}  // namespace monazite
