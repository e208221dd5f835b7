#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "tests/cli/program_run.hpp"
#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

namespace {

/// The pipe with a value of its user, once without and once with leverage.
const std::string pipe_of_value =
    "monazite: 1\n"
    "base: pipe.yaml\n"
    "runs: {replications: 3}\n"
    "values: [{id: glass, sectors: [GLASS], regions: [US], value_added: 365.25e6 USD/yr}]\n";

const std::string leverage =
    "leverage:\n"
    "  from: 2025-04-04\n"
    "  horizons: [30 d, 90 d, 180 d]\n"
    "  discount: 0\n"
    "  relative: 0\n"
    "  sides: [{id: CN, regions: [CN], controls: [valve]}, {id: US, regions: [US]}]\n"
    "  endurance: {most: 90 d, replications: 1}\n";

void write_files(const std::filesystem::path& folder) {
  std::filesystem::copy(MONAZITE_SOURCE_DIR "/scenarios/teaching/pipe.yaml", folder / "pipe.yaml");
  std::ofstream(folder / "plain.yaml") << pipe_of_value << "name: valued\n";
  std::ofstream(folder / "leverage.yaml") << pipe_of_value << "name: valued\n" << leverage;
}

}  // namespace

TEST_CASE("a run with leverage writes leverage.csv, and every other table as without") {
  const ScratchFolder scratch;
  write_files(scratch.path());
  const std::string folder = scratch.path().string();
  const Tables plain = run_scenarios(folder, {"plain.yaml"}, folder + "/plain");
  Tables with = run_scenarios(folder, {"leverage.yaml"}, folder + "/with", {"--threads", "1"});
  const Tables two = run_scenarios(folder, {"leverage.yaml"}, folder + "/two", {"--threads", "2"});
  CHECK(with == two);
  CHECK(plain.count("leverage.csv") == 0);
  const auto lines = lines_of(with.at("leverage.csv"));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].rfind("scenario,variant,branch,side,against,horizon_days,pain_imposed_usd,"
                       "pain_suffered_usd,leverage,ci95_low,ci95_high,crossing_date",
                       0) == 0);
  // The header of pipe.yaml: the user stops 65 days after the ban and starts again near 7 August.
  const auto at_30 = cells_of(lines[1]);
  const auto at_90 = cells_of(lines[2]);
  const auto at_180 = cells_of(lines[3]);
  CHECK(at_30.at(3) == "CN");
  CHECK(at_30.at(4) == "US");
  CHECK(std::stod(at_30.at(6)) == 0);
  CHECK(at_30.at(8) == "-1");
  CHECK(at_30.at(11).empty());
  CHECK(std::stod(at_90.at(6)) == Approx(25e6).epsilon(0.1));
  CHECK(std::stod(at_180.at(6)) == Approx(60e6).epsilon(0.05));
  // 90 days of 1.1664 t at 50 USD/kg do not leave, while they last.
  CHECK(std::stod(at_90.at(7)) == Approx(90 * 58'320.0).epsilon(0.01));
  CHECK(at_180.at(11) >= "2025-06-10");
  CHECK(at_180.at(11) <= "2025-06-27");
  CHECK(std::stod(at_180.at(16)) == Approx(30).margin(2));
  with.erase("leverage.csv");
  check_same_tables(without_digest(plain), without_digest(with));
}

TEST_CASE("leverage has rows of each branch, whose weighted pains are those of all") {
  const ScratchFolder scratch;
  write_files(scratch.path());
  std::ofstream(scratch.path() / "talks.yaml")
      << pipe_of_value << "name: talked\n"
      << leverage
      << "instruments: [{id: valve, until: 2030-01-01}]\n"
         "talks:\n"
         "  - id: round\n"
         "    date: 2025-05-10\n"
         "    branches:\n"
         "      free: {probability: 75 %, actions: [{instrument: valve, do: lapse}]}\n"
         "      shut: {}\n";
  const std::string folder = scratch.path().string();
  const Tables tables = run_scenarios(folder, {"talks.yaml"}, folder + "/out");
  std::map<std::string, double> imposed;
  for (const std::string& line : lines_of(tables.at("leverage.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(5) == "180") {
      imposed[cells.at(2)] = std::stod(cells.at(6));
    }
  }
  REQUIRE(imposed.size() == 3);
  CHECK(imposed.at("round=shut") > 1.5 * imposed.at("round=free"));
  CHECK(imposed.at("") ==
        Approx(0.75 * imposed.at("round=free") + 0.25 * imposed.at("round=shut")));
}

TEST_CASE("a run with erosion writes erosion.csv, and leverage.csv as without") {
  const ScratchFolder scratch;
  write_files(scratch.path());
  std::ofstream(scratch.path() / "erosion.yaml")
      << pipe_of_value << "name: valued\n"
      << leverage << "  erosion: {uses: 2, days: 90 d, apart: 45 d}\n";
  const std::string folder = scratch.path().string();
  Tables plain = run_scenarios(folder, {"leverage.yaml"}, folder + "/plain");
  Tables with = run_scenarios(folder, {"erosion.yaml"}, folder + "/with", {"--threads", "2"});
  CHECK(plain.count("erosion.csv") == 0);
  const auto lines = lines_of(with.at("erosion.csv"));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].rfind("scenario,variant,branch,side,against,use,from,until,pain_imposed_usd,"
                       "ci95_low,ci95_high,pain_suffered_usd",
                       0) == 0);
  const auto first = cells_of(lines[1]);
  const auto second = cells_of(lines[2]);
  CHECK(first.at(3) == "CN");
  CHECK(first.at(4) == "US");
  CHECK(first.at(5) == "1");
  CHECK(first.at(6) == "2025-04-04");
  CHECK(first.at(7) == "2025-07-02");
  CHECK(second.at(6) == "2025-08-17");
  CHECK(first.at(14) == "1");
  // The user stops 65 days after the ban and starts again near 7 August, as in leverage.csv.
  const auto of_180 = cells_of(lines_of(with.at("leverage.csv")).at(3));
  CHECK(std::stod(first.at(8)) == Approx(std::stod(of_180.at(6))).epsilon(0.01));
  // The second time it has had no time to fill its stock again.
  CHECK(std::stod(second.at(8)) > 0);
  CHECK(std::stod(second.at(14)) ==
        Approx(std::stod(second.at(8)) / std::stod(first.at(8))).epsilon(1e-6));
  CHECK(first.size() == 27);
  CHECK(with.at("leverage.csv") == plain.at("leverage.csv"));
  for (Tables* tables : {&plain, &with}) {
    tables->erase("leverage.csv");
    tables->erase("erosion.csv");
  }
  check_same_tables(without_digest(plain), without_digest(with));
}
