#include "sim/report/result_tables.hpp"

#include <array>

namespace monazite {

std::span<const ResultTable> result_tables() {
  static constexpr std::array<ResultTable, 9> tables = {{
      {"summary.csv", write_summary},
      {"runs.csv", write_runs},
      {"series.csv", write_series},
      {"flows.csv", write_flows},
      {"policy.csv", write_policy},
      {"licences.csv", write_licences},
      {"applications.csv", write_applications},
      {"balance.csv", write_balance},
      {"failures.csv", write_failures},
  }};
  return tables;
}

}  // namespace monazite
