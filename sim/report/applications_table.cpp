#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 4> outcome_names = {"approved", "refused", "expired",
                                                           "pending"};

/// By the day of filing, instrument and lane; what is still equal stays in the order of decision.
std::vector<ApplicationRow> sorted_rows(std::vector<ApplicationRow> rows) {
  const auto key = [](const ApplicationRow& row) {
    return std::tuple(row.filed, row.instrument, row.lane, row.decided);
  };
  std::stable_sort(
      rows.begin(), rows.end(),
      [&key](const ApplicationRow& a, const ApplicationRow& b) { return key(a) < key(b); });
  return rows;
}

void write_row(CsvWriter& csv, const ScenarioResults& results, const ApplicationRow& row) {
  const LaneLabel& lane = results.plan().lanes.at(row.lane);
  const bool is_decided = row.outcome != ApplicationOutcome::pending;
  leading_cells(csv, results.scenario);
  csv.text(results.plan().instruments.at(row.instrument).id).text(to_iso(row.filed));
  csv.text(lane.origin_facility).text(lane.origin_region);
  csv.text(lane.destination_facility).text(lane.destination_region).text(lane.material);
  csv.real(row.asked_tonnes).text(outcome_names.at(static_cast<std::size_t>(row.outcome)));
  csv.text(is_decided ? to_iso(row.decided) : "");
  if (row.outcome == ApplicationOutcome::approved) {
    csv.real(row.granted_tonnes).text(to_iso(row.decided + row.validity_days));
  } else {
    csv.text("").text("");
  }
  csv.end_row();
}

}  // namespace

void write_applications(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "instrument", "filed", "exporter", "origin",
                 "end_user", "destination", "material", "asked_tonnes", "outcome", "decided",
                 "granted_tonnes", "valid_until"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* part : report.results->parts()) {
      for (const ApplicationRow& row : sorted_rows(part->applications)) {
        write_row(csv, *part, row);
      }
    }
  }
  csv.finish();
}

}  // namespace monazite
