#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Runs `monazite compare` and gives what it wrote. Throws unless it succeeds.
std::string compared(const SmallWorld& world, std::vector<std::string> words) {
  words.insert(words.begin(), "compare");
  words.insert(words.end(), {"--out", "compare.csv", "--force", "--quiet"});
  const ProgramRun run = run_program_in(world.path(), words);
  if (run.exit_code != 0 || !run.output.empty() || !run.error.empty()) {
    throw std::runtime_error(run.output + run.error);
  }
  return read_whole(world.path() / "compare.csv");
}

/// The cells of the row that begins so.
std::vector<std::string> row_of(const std::string& table, const std::string& beginning) {
  for (const std::string& line : lines_of(table)) {
    if (line.rfind(beginning, 0) == 0) {
      return cells_of(line);
    }
  }
  throw std::runtime_error("no row " + beginning);
}

enum Column { baseline_mean = 11, mean, difference, ci95_low, ci95_high, replications };

/// Writes the rows of a table below its header the other way round.
void reverse_rows(const fs::path& file) {
  std::vector<std::string> lines = lines_of(read_whole(file));
  std::reverse(lines.begin() + 1, lines.end());
  std::ofstream(file, std::ios::binary) << joined(lines);
}

}  // namespace

TEST_CASE("a result folder differs from itself by nothing") {
  const SmallWorld world;
  const auto runs = world.run("ban.yaml", "out").at("runs.csv");
  const std::string table = compared(world, {"out", "out"});
  const std::vector<std::string> lines = lines_of(table);
  CHECK(lines.front() ==
        "scenario,variant,branch,baseline,metric,region,partner,sector,material,facility,unit,"
        "baseline_mean,mean,difference,ci95_low,ci95_high,replications\n");
  // A row for each figure: five replications of each are in runs.csv.
  CHECK(5 * (lines.size() - 1) == lines_of(runs).size() - 1);
  std::size_t defined = 0;
  for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
    const auto cells = cells_of(*line);
    CAPTURE(*line);
    REQUIRE(cells.size() == 17);
    CHECK(cells[baseline_mean] == cells[mean]);
    CHECK((cells[difference].empty() || cells[difference] == "0"));
    CHECK((cells[ci95_low].empty() || cells[ci95_low] == "0"));
    CHECK((cells[ci95_high].empty() || cells[ci95_high] == "0"));
    defined += cells[replications] == "5" ? 1 : 0;
  }
  CHECK(defined > lines.size() / 2);
}

TEST_CASE("a change made by hand in runs.csv comes out as the difference") {
  const SmallWorld world;
  const auto lines = lines_of(world.run("small.yaml", "a").at("runs.csv"));
  fs::create_directory(world.path() / "b");
  std::ofstream changed(world.path() / "b/runs.csv", std::ios::binary);
  double before = 0;
  int added = 1;
  for (const std::string& line : lines) {
    const auto cells = cells_of(line);
    if (cells[7] == "mined" && cells[8].empty() && cells[11].empty()) {
      before += std::stod(cells.back()) / 5;
      const auto stem = line.substr(0, line.rfind(',') + 1);
      changed << stem << std::to_string(std::stod(cells.back()) + added++) << '\n';
    } else {
      changed << line;
    }
  }
  changed.close();
  const auto row = row_of(compared(world, {"a", "b"}), "small,,,small,mined,,,,,,t,");
  // Changes of 1 to 5 t: mean 3, standard deviation sqrt(2.5), t of four degrees of freedom.
  const double half_width = 2.7764451052 * std::sqrt(2.5 / 5);
  CHECK(std::stod(row[baseline_mean]) == Approx(before));
  CHECK(std::stod(row[difference]) == Approx(3).epsilon(1e-5));
  CHECK(std::stod(row[ci95_low]) == Approx(3 - half_width).epsilon(1e-4));
  CHECK(std::stod(row[ci95_high]) == Approx(3 + half_width).epsilon(1e-4));
  CHECK(row[replications] == "5");
}

TEST_CASE("a ban is compared with the year without it, on the terminal and in a file") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "calm"));
  static_cast<void>(world.run("ban.yaml", "ban"));
  const ProgramRun run = run_program_in(world.path(), {"compare", "calm", "ban"});
  CAPTURE(run.output, run.error);
  CHECK(run.exit_code == 0);
  CHECK(contains(run.output, "ban against small"));
  CHECK(contains(run.output, "difference [95 % interval]"));
  CHECK(contains(run.output, "*\n"));
  CHECK(contains(run.output, "Comparison: results/compare.csv\n"));
  CHECK(contains(run.error, "figures that one side alone has"));
  const ProgramRun again = run_program_in(world.path(), {"compare", "calm", "ban"});
  CHECK(contains(again.output, "Comparison: results/compare-2.csv\n"));
  CHECK(read_whole(world.path() / "results/compare.csv") ==
        read_whole(world.path() / "results/compare-2.csv"));
}

TEST_CASE("the scenarios of one folder are compared with the one that is named") {
  const SmallWorld world;
  static_cast<void>(run_scenarios(world.path(), {"small.yaml", "ban.yaml", "tariff.yaml"}, "all"));
  const std::string table = compared(world, {"all", "--baseline", "small"});
  std::vector<std::string> keys;
  for (const std::string& line : lines_of(table)) {
    keys.push_back(line.substr(0, line.find(",t,")));
  }
  CHECK(contains(table, "\nban,,,small,mined,"));
  CHECK(contains(table, "\ntariff,,,small,mined,"));
  CHECK_FALSE(contains(table, "\nsmall,"));
  CHECK(table.find("\nban,") < table.find("\ntariff,"));
}

TEST_CASE("the order of rows in runs.csv changes no byte of compare.csv", "[exact-check-10]") {
  const SmallWorld world;
  static_cast<void>(run_scenarios(world.path(), {"small.yaml", "outage.yaml"}, "a"));
  static_cast<void>(run_scenarios(world.path(), {"ban.yaml", "tariff.yaml"}, "b"));
  const std::vector<std::string> words = {"a", "b", "--baseline", "small"};
  const std::string before = compared(world, words);
  reverse_rows(world.path() / "b/runs.csv");
  CHECK(first_difference(before, compared(world, words)) == "");
  reverse_rows(world.path() / "a/runs.csv");
  CHECK(first_difference(before, compared(world, words)) == "");
}

TEST_CASE("runs with unequal seeds are refused, with both and how to repeat them") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "a"));
  static_cast<void>(world.run("ban.yaml", "b", {"--seed", "9"}));
  const ProgramRun run = run_program_in(world.path(), {"compare", "a", "b"});
  CAPTURE(run.error);
  CHECK(run.exit_code == 65);
  CHECK(contains(run.error, "seed 9"));
  CHECK(contains(run.error, "seed 7"));
  CHECK(contains(run.error, "monazite run b/scenario.resolved.yaml --seed 7"));
  CHECK_FALSE(fs::exists(world.path() / "results"));
}

TEST_CASE("runs over unequal calendars are refused, paired or not, with both spans") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "a"));
  static_cast<void>(world.run("small.yaml", "b", {"--set", "calendar.end=2025-06-30"}));
  static_cast<void>(world.run("small.yaml", "c", {"--set", "calendar.warm_up=30 d"}));
  for (const char* other : {"b", "c"}) {
    for (const char* option : {"--quiet", "--unpaired"}) {
      const ProgramRun run = run_program_in(world.path(), {"compare", "a", other, option});
      CAPTURE(other, option, run.error);
      CHECK(run.exit_code == 65);
      CHECK(contains(run.error, "2025-12-31 after a warm-up of"));
      CHECK(contains(run.error, "expected the same calendar"));
    }
  }
  CHECK_FALSE(fs::exists(world.path() / "results"));
}

TEST_CASE("what differs between two worlds is named below their table") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "a"));
  static_cast<void>(world.run("ban.yaml", "b", {"--set", "behaviour.default.review=3 d"}));
  const ProgramRun run = run_program_in(world.path(), {"compare", "a", "b"});
  CAPTURE(run.output, run.error);
  CHECK(run.exit_code == 0);
  CHECK(contains(run.output, "differs in\n  behaviour.default.review: 3 d, baseline "));
  CHECK(contains(run.output, "not in the baseline\n"));
  const ProgramRun same = run_program_in(world.path(), {"compare", "a", "a"});
  CHECK_FALSE(contains(same.output, "differs in"));
}

TEST_CASE("runs of unequal seeds are compared as independent samples when that is asked for") {
  const SmallWorld world;
  static_cast<void>(world.run("ban.yaml", "a"));
  static_cast<void>(world.run("ban.yaml", "b", {"--seed", "9", "--replications", "3"}));
  const std::string table = compared(world, {"a", "b", "--unpaired"});
  const auto row = row_of(table, "ban,,,ban,exports,CN,,");
  const double low = std::stod(row[ci95_low]);
  const double high = std::stod(row[ci95_high]);
  CHECK(row[replications] == "3");
  CHECK(std::stod(row[difference]) == Approx(std::stod(row[mean]) - std::stod(row[baseline_mean])));
  CHECK(low < high);
  CHECK((low + high) / 2 == Approx(std::stod(row[difference])).margin(1e-12));
}

TEST_CASE("replications without a partner are left out, and runs without one are refused") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "a", {"--replications", "3"}));
  static_cast<void>(world.run("small.yaml", "b", {"--first-replication", "1"}));
  static_cast<void>(world.run("small.yaml", "c", {"--first-replication", "3"}));
  const ProgramRun run = run_program_in(world.path(), {"compare", "a", "b"});
  CHECK(run.exit_code == 0);
  CHECK(contains(run.error, "left out: 4 replications without a partner"));
  const auto row =
      row_of(read_whole(world.path() / "results/compare.csv"), "small,,,small,mined,,,,,,t,");
  CHECK(row[replications] == "2");
  CHECK(row[difference] == "0");

  const ProgramRun refused = run_program_in(world.path(), {"compare", "a", "c"});
  CHECK(refused.exit_code == 65);
  CHECK(contains(refused.error, "no replication in common"));
}

TEST_CASE("folders that are missing, of other things or damaged end in 66 and 65") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "a"));
  const ProgramRun missing = run_program_in(world.path(), {"compare", "a", "none"});
  CHECK(missing.exit_code == 66);
  CHECK(contains(missing.error, "none: error: "));
  fs::create_directory(world.path() / "other");
  const ProgramRun other = run_program_in(world.path(), {"compare", "other", "a"});
  CHECK(other.exit_code == 65);
  CHECK(contains(other.error, "other: error: this is no result folder"));
  std::ofstream(world.path() / "a/runs.csv", std::ios::app) << "small,,,9,7,\"open\n";
  const std::size_t line = lines_of(read_whole(world.path() / "a/runs.csv")).size();
  const ProgramRun damaged = run_program_in(world.path(), {"compare", "a", "a"});
  CHECK(damaged.exit_code == 65);
  CAPTURE(damaged.error);
  CHECK(contains(damaged.error, "a/runs.csv:" + std::to_string(line) + ":13: error: "));
}

TEST_CASE("a comparison is not written over a file unless forced, nor where nothing can be") {
  const SmallWorld world;
  static_cast<void>(world.run("small.yaml", "a"));
  const auto compare_into = [&](const std::string& out) {
    return run_program_in(world.path(), {"compare", "a", "a", "--quiet", "--out", out}).exit_code;
  };
  fs::create_directory(world.path() / "folder");
  CHECK(compare_into("folder") == 0);
  CHECK(fs::exists(world.path() / "folder/compare.csv"));
  CHECK(compare_into("folder/compare.csv") == 73);
  CHECK(compare_into("none/compare.csv") == 73);
  CHECK(compared(world, {"a", "a"}) == compared(world, {"a", "a"}));
  CHECK(run_program_into("/dev/full", world.path(), {"compare", "a", "a"}).exit_code == 74);
}
