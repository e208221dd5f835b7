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

/// The figures of the headline table, by branch.
std::string headline_rows(const std::string& summary) {
  std::string rows;
  for (const std::string& line : lines_of(summary)) {
    const auto cells = cells_of(line);
    const std::string& metric = cells.at(3);
    const bool is_of_magnets = metric == "exports" && cells.at(4) == "CN" && cells.at(5).empty() &&
                               cells.at(7) == "magnet";
    const bool is_total = cells.at(6).empty() && cells.at(8).empty() &&
                          (metric == "lost_output_usd" || metric == "tariff_paid_usd");
    const bool is_of_goods = metric == "counter_goods_delivered";
    const bool is_of_lineage = metric == "listed_content" || metric == "reached_share";
    if (metric == "metric" || is_of_magnets || is_total || is_of_goods || is_of_lineage) {
      rows += line;
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("the scenarios of Stockholm and of 2025 give what they gave") {
  for (const std::string scenario : {"stockholm/chips_review_balanced",
                                     "stockholm/chips_review_strict",
                                     "stockholm/embargo_defence",
                                     "stockholm/embargo_full",
                                     "stockholm/geneva_truce",
                                     "stockholm/london_framework",
                                     "stockholm/no_licence",
                                     "stockholm/november_2026",
                                     "stockholm/pause_on_new_controls",
                                     "stockholm/round",
                                     "stockholm/round_without_deadline",
                                     "stockholm/tit_for_tat",
                                     "history/all_mechanisms",
                                     "history/chips_2025",
                                     "history/contracts_2025",
                                     "history/licences_2025",
                                     "history/october_2025",
                                     "history/price_floor_2025",
                                     "history/reach_2025",
                                     "history/smuggling_2025",
                                     "history/tariffs_2025",
                                     "counter_goods/affiliates_2025"}) {
    CAPTURE(scenario);
    const Tables tables = one_replication(scenario + ".yaml");
    check_golden(scenario + "/summary.csv", headline_rows(tables.at("summary.csv")));
  }
}

TEST_CASE("the leverage of 2025 is what it was") {
  const ScratchFolder scratch;
  const Tables tables = run_scenarios(
      MONAZITE_SOURCE_DIR "/scenarios", {"history/leverage_2025.yaml"}, scratch.path() / "out",
      {"--replications", "1", "--set", "leverage.endurance.replications=1", "--set",
       "leverage.endurance.most=60 d"});
  check_golden("history/leverage_2025/summary.csv", headline_rows(tables.at("summary.csv")));
  check_golden("history/leverage_2025/leverage.csv", tables.at("leverage.csv"));
  check_golden("history/leverage_2025/erosion.csv", tables.at("erosion.csv"));
}

TEST_CASE("the pipe gives what it gave") {
  const Tables tables = one_replication("teaching/pipe.yaml");
  for (const char* name : {"summary.csv", "balance.csv", "policy.csv", "flows.csv"}) {
    check_golden(std::string("pipe/") + name, tables.at(name));
  }
}

TEST_CASE("the truce of Stockholm gives what it gave") { check_talks("truce_extended"); }

TEST_CASE("the snap-back of August 2025 gives what it gave") { check_talks("snap_back"); }
