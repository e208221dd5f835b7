#include "sim/report/comparison.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/scenario/load.hpp"
#include "sim/report/comparison_table.hpp"
#include "tests/sim/report/recorded_folder.hpp"

using namespace monazite;
using test::RecordedFolders;
using test::RunRow;

namespace {

/// `COMPARED < BASELINE` of each pair; or what is wrong, without the path.
std::vector<std::string> pairs_of(const std::vector<std::string>& folders,
                                  const std::string& baseline = {}) {
  std::vector<std::string> names;
  try {
    const RecordedResults results = read_recorded_runs(folders);
    for (const RunsPair& pair : pair_runs(results, baseline)) {
      names.push_back(pair.runs->name() + " < " + pair.baseline->name());
    }
  } catch (const InputError& error) {
    names.push_back(error.diagnostics.at(0).message);
  }
  return names;
}

using Names = std::vector<std::string>;

/// Runs of these scenarios and variants, one replication each.
std::vector<RunRow> runs_named(const std::vector<std::pair<std::string, std::string>>& names) {
  std::vector<RunRow> rows;
  for (const auto& [scenario, variant] : names) {
    rows.push_back({scenario, variant, 0, 7, "1"});
  }
  return rows;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a baseline alone in its folder is compared with all others") {
  const RecordedFolders folders;
  const auto a = folders.add("a", runs_named({{"calm", ""}}));
  const auto b = folders.add("b", runs_named({{"storm", ""}, {"ban", ""}}));
  const auto c = folders.add("c", runs_named({{"calm", ""}}));
  CHECK(pairs_of({a, b, c}) == Names{"ban < calm", "calm < calm", "storm < calm"});
  CHECK(pairs_of({a, a}) == Names{"calm < calm"});
}

TEST_CASE("one folder is compared with its first runs, or with those that are named") {
  const RecordedFolders folders;
  const auto sweep = folders.add("s", runs_named({{"w", "v1"}, {"w", "v0"}, {"w", "v2"}}));
  CHECK(pairs_of({sweep}) == Names{"w/v1 < w/v0", "w/v2 < w/v0"});
  CHECK(pairs_of({sweep}, "w/v2") == Names{"w/v0 < w/v2", "w/v1 < w/v2"});
  CHECK(contains(pairs_of({sweep}, "w").front(), "'w' has 3 variants"));
  CHECK(contains(pairs_of({sweep}, "w/v9").front(), "holds no 'w/v9'"));
  const auto alone = folders.add("a", runs_named({{"calm", ""}}));
  CHECK(contains(pairs_of({alone}).front(), "nothing to compare 'calm' with"));
}

TEST_CASE("of several folders with several runs, namesakes are compared") {
  const RecordedFolders folders;
  const auto a = folders.add("a", runs_named({{"calm", ""}, {"ban", ""}}));
  const auto b = folders.add("b", runs_named({{"ban", ""}, {"calm", ""}}));
  CHECK(pairs_of({a, b}) == Names{"ban < ban", "calm < calm"});
  CHECK(pairs_of({a, folders.add("c", runs_named({{"storm", ""}}))}, "ban") ==
        Names{"calm < ban", "storm < ban"});
  CHECK(contains(pairs_of({a, folders.add("d", runs_named({{"storm", ""}}))}).front(),
                 "goes with 'storm'"));
}

TEST_CASE("variants of one scenario are compared with those of another sweep by their names") {
  const RecordedFolders folders;
  const auto a = folders.add("a", runs_named({{"w", "v0"}, {"w", "v1"}}));
  const auto b = folders.add("b", runs_named({{"x", "v0"}, {"x", "v1"}}));
  CHECK(pairs_of({a, b}) == Names{"x/v0 < w/v0", "x/v1 < w/v1"});
  const auto c = folders.add("c", runs_named({{"x", "v7"}}));
  CHECK(contains(pairs_of({a, c}).front(), "goes with 'x/v7'"));
}

TEST_CASE("runs of one name from two folders are not compared at once") {
  const RecordedFolders folders;
  const auto a = folders.add("a", runs_named({{"calm", ""}}));
  const auto b = folders.add("b", runs_named({{"ban", ""}}));
  const auto c = folders.add("c", runs_named({{"ban", ""}}));
  CHECK(contains(pairs_of({a, b, c}).front(), "'ban' is compared from "));
}

TEST_CASE("runs of two seeds are not paired, and the message tells both") {
  const RecordedFolders folders;
  const auto a = folders.add("a", {{"calm", "", 0, 7, "1"}});
  const auto b = folders.add("b", {{"ban", "", 0, 8, "1"}});
  CHECK(pairs_of({a, b}) == Names{"'ban' ran with seed 8, its baseline 'calm' with seed 7"});
}

TEST_CASE("what one side alone has is left out and counted") {
  const RecordedFolders folders;
  const std::vector<std::string> both = {
      folders.add("a", {{"calm", "", 0, 7, "10"},
                        {"calm", "", 1, 7, "20"},
                        {"calm", "", 2, 7, "30"},
                        {"calm", "", 1, 7, "5", "orders"}}),
      folders.add("b", {{"ban", "", 1, 7, "21"},
                        {"ban", "", 2, 7, "33"},
                        {"ban", "", 5, 7, "1000"},
                        {"ban", "", 1, 7, "", "exports"},
                        {"ban", "", 1, 7, "", "imports"}}),
  };
  const RecordedResults results = read_recorded_runs(both);
  const Comparison comparison = compare_runs(results, pair_runs(results, {}).front());
  CHECK(comparison.replications == 2);
  CHECK(comparison.replications_left_out == 2);
  CHECK(comparison.figures_left_out == 3);
  REQUIRE(comparison.figures.size() == 1);
  CHECK(results.figures[comparison.figures.front().figure].metric == "mined");
  const PairedDifference& paired = comparison.figures.front().paired;
  CHECK(paired.baseline_mean == 25);
  CHECK(paired.mean == 27);
  CHECK(paired.difference == 2);
  CHECK(paired.ci95_low == Approx(2 - 12.7062047364));
  CHECK(comparison_table(results, comparison, {}) ==
        "ban against calm  baseline  mean  difference [95 % interval]\n"
        "mined (t)               25    27         2 [-10.71 .. 14.71]\n"
        "replications                                               2\n");
}

TEST_CASE("runs without a common replication are refused") {
  const RecordedFolders folders;
  const std::vector<std::string> both = {folders.add("a", {{"calm", "", 0, 7, "1"}}),
                                         folders.add("b", {{"ban", "", 1, 7, "1"}})};
  const RecordedResults results = read_recorded_runs(both);
  CHECK_THROWS_AS(compare_runs(results, pair_runs(results, {}).front()), InputError);
}

TEST_CASE("an undefined value leaves its pair out, and a figure without any has an empty row") {
  const RecordedFolders folders;
  const std::vector<std::string> both = {
      folders.add("a", {{"calm", "", 0, 7, ""}, {"calm", "", 1, 7, "4"}}),
      folders.add("b", {{"ban", "", 0, 7, "1"}, {"ban", "", 1, 7, ""}})};
  const RecordedResults results = read_recorded_runs(both);
  std::string text;
  ComparisonCsv csv(results, [&text](std::string_view part) { text += part; });
  csv.add(compare_runs(results, pair_runs(results, {}).front()));
  csv.finish();
  CHECK(text.substr(text.find('\n') + 1) == "ban,,,calm,mined,,,,,,t,,,,,,0\n");
}
