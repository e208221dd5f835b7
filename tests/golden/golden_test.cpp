#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/golden/golden_file.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

namespace {

/// What readers of the talks look at first. The whole summary of the real world is long.
const std::vector<std::string> main_metrics = {"exports",         "fill_rate",  "first_stop_date",
                                               "mined",           "quota_used", "surplus",
                                               "tariff_paid_usd", "metric"};

std::string rows_of_main_metrics(const std::string& summary) {
  std::string rows;
  for (const std::string& line : lines_of(summary)) {
    const std::string metric = cells_of(line).at(3);
    if (std::find(main_metrics.begin(), main_metrics.end(), metric) != main_metrics.end()) {
      rows += line;
    }
  }
  return rows;
}

Tables one_replication(const std::string& scenario) {
  const ScratchFolder scratch;
  return run_scenarios(MONAZITE_SOURCE_DIR "/scenarios", {scenario}, scratch.path() / "out",
                       {"--replications", "1"});
}

void check_talks(const std::string& arm) {
  const Tables tables = one_replication("stockholm/" + arm + ".yaml");
  check_golden(arm + "/summary.csv", rows_of_main_metrics(tables.at("summary.csv")));
  check_golden(arm + "/balance.csv", tables.at("balance.csv"));
  check_golden(arm + "/policy.csv", tables.at("policy.csv"));
}

}  // namespace

TEST_CASE("the pipe gives what it gave") {
  const Tables tables = one_replication("teaching/pipe.yaml");
  for (const char* name : {"summary.csv", "balance.csv", "policy.csv", "flows.csv"}) {
    check_golden(std::string("pipe/") + name, tables.at(name));
  }
}

TEST_CASE("the truce of Stockholm gives what it gave") { check_talks("truce_extended"); }

TEST_CASE("the snap-back of August 2025 gives what it gave") { check_talks("snap_back"); }
