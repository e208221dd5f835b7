#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/program_run.hpp"
#include "tests/cli/sweep_world.hpp"

// Small inputs that once went wrong, each with what is right of it.

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

/// A copy of the cases, with the pipe of the teaching scenarios beside them.
class Cases {
 public:
  Cases() {
    fs::copy(MONAZITE_SOURCE_DIR "/tests/cli/cases", scratch_.path());
    fs::copy(MONAZITE_SOURCE_DIR "/scenarios/teaching/pipe.yaml", scratch_.path());
  }

  [[nodiscard]] const fs::path& path() const { return scratch_.path(); }

  [[nodiscard]] ProgramRun run(const std::vector<std::string>& arguments) const {
    return run_program_in(scratch_.path(), arguments);
  }

  /// The rows of summary.csv of a run, which must succeed.
  [[nodiscard]] std::vector<std::map<std::string, std::string>> summary(
      const std::string& scenario, const std::vector<std::string>& options = {}) const {
    std::vector<std::string> words = {"run", scenario, "--out", "out", "--force", "--quiet"};
    words.insert(words.end(), options.begin(), options.end());
    const ProgramRun done = run(words);
    CAPTURE(done.error);
    REQUIRE(done.exit_code == 0);
    return records_of(read_whole(scratch_.path() / "out/summary.csv"));
  }

  [[nodiscard]] double figure(const std::string& scenario, const std::string& metric,
                              const std::string& facility,
                              const std::vector<std::string>& options = {}) const {
    for (const auto& row : summary(scenario, options)) {
      if (row.at("metric") == metric && row.at("facility") == facility) {
        return std::stod(row.at("mean"));
      }
    }
    FAIL("no figure " + metric);
    return 0;
  }

  [[nodiscard]] std::vector<std::map<std::string, std::string>> table(
      const std::string& file) const {
    return records_of(read_whole(scratch_.path() / file));
  }

  /// The rows of one metric and material in series.csv of a run with some settings.
  [[nodiscard]] std::vector<std::map<std::string, std::string>> series(
      const std::string& scenario, const std::string& metric, const std::string& material,
      const std::vector<std::string>& settings = {}) const {
    std::vector<std::string> options;
    for (const std::string& setting : settings) {
      options.insert(options.end(), {"--set", setting});
    }
    (void)summary(scenario, options);
    auto rows = table("out/series.csv");
    std::erase_if(rows, [&](const auto& row) {
      return row.at("metric") != metric || row.at("material") != material;
    });
    return rows;
  }

  /// The values of a factor in the variants of a sweep, with how often each comes.
  [[nodiscard]] std::map<std::string, int> levels(const std::string& sweep,
                                                  const std::string& factor) const {
    const ProgramRun done = run({"sweep", sweep, "--out", "swept", "--force", "--quiet"});
    CAPTURE(done.error);
    REQUIRE(done.exit_code == 0);
    std::map<std::string, int> counts;
    for (const auto& row : records_of(read_whole(scratch_.path() / "swept/variants.csv"))) {
      ++counts[row.at(factor)];
    }
    return counts;
  }

 private:
  ScratchFolder scratch_;
};

}  // namespace

TEST_CASE("a lot larger than the level ordered up to starves no plant") {
  const Cases cases;
  CHECK(cases.figure("07_lot_starves.yaml", "line_stop_days", "USER") == 0);
  CHECK(cases.figure("07_lot_starves.yaml", "fill_rate", "USER") == 1);
}

TEST_CASE("the newsvendor's stock meets the share of use that its costs ask for") {
  const Cases cases;
  // Mean 50, standard deviation 8, ratio 0.70 / 0.88: 1 - 8 L(0.826) / 50 with the unit normal
  // loss.
  CHECK(cases.figure("09_newsvendor.yaml", "fill_rate", "USER") == Approx(0.9816).margin(0.001));
}

TEST_CASE("an outage of 30 days costs 30, 60 and 90 days by the way in which capacity comes back") {
  const Cases cases;
  const auto produced = [&](const std::vector<std::string>& options) {
    return cases.figure("14_recovery.yaml", "produced", "SEPARATION", options);
  };
  const double undisturbed = produced({"--set", "shocks.quake.remove=true"});
  const auto with = [&](const std::string& recovery) {
    return undisturbed - produced({"--set", "shocks.quake.recovery=" + recovery, "--set",
                                   "shocks.quake.recovery_time=60 d"});
  };
  // The plant makes a tonne a day, in lots of half a day.
  CHECK(undisturbed - produced({}) == Approx(30).margin(0.51));
  CHECK(with("linear") == Approx(60).margin(0.51));
  CHECK(with("exponential") == Approx(90).margin(0.51));
}

TEST_CASE("whole numbers of a sample come equally often, and Sobol' points fill each sixteenth") {
  const Cases cases;
  const std::map<std::string, int> reviews =
      cases.levels("15_integers.yaml", "behaviour.default.review");
  CHECK(reviews.size() == 5);
  for (const auto& [review, count] : reviews) {
    CAPTURE(review);
    CHECK(count == 8);
  }
  std::map<int, int> sixteenths;
  for (const auto& [cover, count] : cases.levels("01_sobol.yaml", "demand.USER.cover")) {
    sixteenths[static_cast<int>(std::stod(cover) / 4)] += count;
  }
  CHECK(sixteenths.size() == 16);
}

TEST_CASE("factors that set one key, the seed, or one level twice are refused with their place") {
  const Cases cases;
  for (const char* file :
       {"02b_same_key.yaml", "02h_lhs.yaml", "factor_seed.yaml", "factor_dupes.yaml"}) {
    const ProgramRun checked = cases.run({"check", file});
    CAPTURE(file, checked.error);
    CHECK(checked.exit_code == 65);
    CHECK(checked.error.rfind(std::string(file) + ":", 0) == 0);
  }
}

TEST_CASE("inputs that would take too much are refused before anything runs, with the bound") {
  const Cases cases;
  const ProgramRun tiny =
      cases.run({"check", "pipe.yaml", "--set", "lines.SEPARATION/separating.lot=1e-6 d", "--set",
                 "lines.MINE/mining.lot=1e-6 d"});
  CHECK(tiny.exit_code == 65);
  CHECK(tiny.error.find("events, more than 200000000; the shortest lots, of 1 s, are those of "
                        "'SEPARATION'; expected longer lots") != std::string::npos);
  const ProgramRun big = cases.run({"sweep", "reps_big.yaml", "--out", "big"});
  CHECK(big.exit_code == 65);
  CHECK(big.error.find(
            "10000 variants of 1 scenarios with 10000000 replications are 100000000000 runs") !=
        std::string::npos);
  CHECK(big.error.find("expected at most 1000000000 runs, or a higher max_runs") !=
        std::string::npos);
  const ProgramRun named =
      cases.run({"check", "pipe.yaml", "--set", "name=" + std::string(100'000, 'x')});
  CHECK(named.exit_code == 65);
  CHECK(named.error.size() < 2000);
  const ProgramRun good = cases.run({"check", "pipe.yaml"});
  CHECK(good.output.rfind("pipe.yaml: ok\n  1 runs of at most some ", 0) == 0);
}

TEST_CASE("a world in which nothing is gives a word and empty results") {
  const Cases cases;
  const ProgramRun done = cases.run({"run", "empty_world.yaml", "--out", "out", "--quiet"});
  CHECK(done.exit_code == 0);
  const ProgramRun checked = cases.run({"check", "empty_world.yaml"});
  CHECK(checked.exit_code == 0);
  CHECK(checked.error ==
        "empty_world.yaml:1:1: warning: the world has no facilities: nothing happens in it; "
        "expected 'facilities', or a 'base' that has some\n");
}

TEST_CASE("the memory of a run is told, and more than its bound is refused with the estimate") {
  const Cases cases;
  const ProgramRun good = cases.run({"check", "pipe.yaml", "--threads", "3"});
  CHECK(good.exit_code == 0);
  CHECK(good.output.find("\n  memory: at most some ") != std::string::npos);
  CHECK(good.output.find(" MB in all on 3 threads\n") != std::string::npos);
  // A lot a second for 5 and 10 days in process and for 35 days at sea are 4.3 million parcels, of
  // 84 bytes at least: 363 MB, on 64 threads 23 GB.
  const std::vector<std::string> tiny = {"check",          "pipe.yaml",
                                         "--threads",      "64",
                                         "--replications", "100",
                                         "--set",          "lines.SEPARATION/separating.lot=1e-6 d",
                                         "--set",          "lines.MINE/mining.lot=1e-6 d",
                                         "--set",          "runs.max_events=1000000000"};
  const ProgramRun refused = cases.run(tiny);
  CHECK(refused.exit_code == 65);
  const std::string start = "pipe.yaml:1:1: error: the runs may take ";
  REQUIRE(refused.error.rfind(start, 0) == 0);
  CHECK(std::stod(refused.error.substr(start.size())) > 23'000);
  CHECK(refused.error.find(" MB on each of 64 threads, more than 16000 MB; expected longer lots or "
                           "reviews, fewer series or threads, or a higher runs.max_memory_mb\n") !=
        std::string::npos);
  auto raised = tiny;
  raised.insert(raised.end(), {"--set", "runs.max_memory_mb=200000"});
  CHECK(cases.run(raised).exit_code == 0);
  const ProgramRun run = cases.run({"run", "pipe.yaml", "--set", "runs.max_memory_mb=1"});
  CHECK(run.exit_code == 65);
  CHECK(run.error.find("more than 1 MB") != std::string::npos);
}

TEST_CASE("the size of a sweep is told by check") {
  const Cases cases;
  const ProgramRun checked = cases.run({"check", "15_integers.yaml", "--threads", "2"});
  CAPTURE(checked.output, checked.error);
  CHECK(checked.exit_code == 0);
  CHECK(checked.output.rfind("15_integers.yaml: ok\n  40 runs of at most some ", 0) == 0);
  CHECK(checked.output.find("; store: some ") != std::string::npos);
  CHECK(checked.output.find(" MB in all on 2 threads\n") != std::string::npos);
}

TEST_CASE("a duty of 2,500 % is asked about in runs, checks and sweeps, and is no error") {
  const Cases cases;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(cases.path() / name) << text;
  };
  write("duty.yaml",
        "monazite: 1\nbase: pipe.yaml\ninstruments:\n"
        "  - {id: duty, type: tariff, issuer: US, covers: {origins: [CN]},\n"
        "     schedule: [{from: 2025-04-01, rate: 25}]}\n");
  const std::string question =
      "duty.yaml:5:42: warning: 'rate: 25' is 2500 %; expected '25 %' if that is meant, else "
      "'2500 %', which is not asked about\n";
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"check", "duty.yaml"}, {"run", "duty.yaml", "--out", "out"}}) {
    const ProgramRun done = cases.run(words);
    CHECK(done.exit_code == 0);
    CHECK(done.error.find(question) != std::string::npos);
  }
  write("sweep.yaml",
        "monazite_sweep: 1\nscenario: duty.yaml\nset: {instruments.duty.schedule.2025-04-01.rate:"
        " 25 %}\nfactors:\n"
        "  more:\n    levels:\n"
        "      low: {instruments.duty.issuer: US}\n");
  const ProgramRun set = cases.run({"check", "sweep.yaml"});
  CAPTURE(set.error);
  CHECK(set.exit_code == 0);
  CHECK(set.error.find("is 2500 %") == std::string::npos);
  write("sweep.yaml",
        "monazite_sweep: 1\nscenario: duty.yaml\nfactors:\n"
        "  instruments.duty.schedule.2025-04-01.rate: [10 %, 30, 40]\n");
  const ProgramRun factor = cases.run({"check", "sweep.yaml"});
  CHECK(factor.exit_code == 0);
  CHECK(factor.error.find("sweep.yaml:4:") != std::string::npos);
  CHECK(factor.error.find("warning: 'rate: 30' is 3000 %") != std::string::npos);
}

TEST_CASE("goods in process go on, stand still or are lost in an outage, as is said") {
  const Cases cases;
  const auto made = [&](const std::string& rule, const std::string& from,
                        const std::string& until) {
    double tonnes = 0;
    for (const auto& row :
         cases.series("06_wip.yaml", "produced", "oxide", {"shocks.fire.in_process=" + rule})) {
      if (row.at("region") == "CN" && row.at("date") >= from && row.at("date") <= until) {
        tonnes += std::stod(row.at("mean"));
      }
    }
    return tonnes;
  };
  // 60 days of 1.1664 t in process when it begins, of which 30 days' come out in April.
  const double april = 30 * 1.1664;
  CHECK(made("go_on", "2025-04-01", "2025-04-30") == Approx(april).margin(1.2));
  CHECK(made("freeze", "2025-04-01", "2025-04-30") == Approx(0).margin(1.2));
  CHECK(made("lose", "2025-04-01", "2025-04-30") == Approx(0).margin(1.2));
  CHECK(made("freeze", "2025-05-01", "2025-06-29") == Approx(2 * april).margin(1.2));
  CHECK(made("lose", "2025-05-01", "2025-06-29") == Approx(0).margin(1.2));
}

TEST_CASE("a smallest order of three days' use is placed every third day") {
  const Cases cases;
  std::vector<double> orders;
  for (const auto& row : cases.series("10_sS.yaml", "orders", "oxide")) {
    if (row.at("region") == "US") {
      orders.push_back(std::stod(row.at("mean")));
    }
  }
  REQUIRE(orders.size() == 59);
  const auto first = std::find_if(orders.begin(), orders.end(), [](double o) { return o > 0; });
  const auto turn = (first - orders.begin()) % 3;
  for (std::size_t day = 0; day < orders.size(); ++day) {
    CAPTURE(day);
    CHECK(orders[day] == Approx(day % 3 == static_cast<std::size_t>(turn) ? 300 : 0).margin(1e-6));
  }
}

TEST_CASE("a plant that is 300 days up and 30 down at random is there 300 days of 330") {
  const Cases cases;
  const double tonnes = cases.figure("18_breakdowns.yaml", "produced", "SEPARATION");
  // Ten years of a tonne a day. Sixty runs of them know the share to 0.0046 (renewal theory: the
  // variance of the share down in t days is 2 u^2 d^2 / ((u + d)^3 t)).
  CHECK(tonnes / 3652 == Approx(300.0 / 330).margin(0.014));
}

TEST_CASE("a sweep moves the beginning of an outage alone") {
  const Cases cases;
  const ProgramRun done = cases.run({"sweep", "18_random_outage.yaml", "--out", "swept"});
  CAPTURE(done.error);
  REQUIRE(done.exit_code == 0);
  const double undisturbed = cases.figure("14_recovery.yaml", "produced", "SEPARATION",
                                          {"--set", "shocks.quake.remove=true"});
  int variants = 0;
  for (const auto& row : cases.table("swept/runs.csv")) {
    if (row.at("metric") == "produced" && row.at("region") == "CN" &&
        row.at("material") == "oxide") {
      // As long as the calendar of three years has room for it, it costs 30 days of a tonne.
      CHECK(undisturbed - std::stod(row.at("value")) == Approx(30).margin(0.51));
      ++variants;
    }
  }
  CHECK(variants == 4);
}

TEST_CASE("a finished sweep of five replications becomes one of ten") {
  const Cases cases;
  REQUIRE(cases.run({"sweep", "19_extend.yaml", "--out", "five"}).exit_code == 0);
  const ProgramRun ten = cases.run({"sweep", "19_extend.yaml", "--out", "five", "--extend",
                                    "--replications", "10", "--verbose"});
  CAPTURE(ten.error);
  REQUIRE(ten.exit_code == 0);
  CHECK(ten.error.find("\n10 runs in ") != std::string::npos);
}
