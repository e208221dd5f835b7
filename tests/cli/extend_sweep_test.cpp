#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/cli/program_run.hpp"
#include "tests/cli/sweep_world.hpp"

// A sweep that is there is asked for more, and makes what is new alone.

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

/// Two covers of a user with noise, some replications each.
std::string covers(const std::string& covers, int replications, const std::string& keep,
                   const std::string& more = {}) {
  return "monazite_sweep: 1\nname: covers\nscenario: base.yaml\n"
         "set: {switches.noise: true, sectors.GLASS.demand_cv: 20 %}\n"
         "factors: {demand.USER.cover: [" +
         covers + "]}\nreplications: " + std::to_string(replications) + "\nkeep: [" + keep + "]\n" +
         more;
}

class Place {
 public:
  Place() {
    fs::copy(MONAZITE_SOURCE_DIR "/tests/cli/cases/05a_base.yaml", scratch_.path() / "base.yaml");
    fs::copy(MONAZITE_SOURCE_DIR "/tests/cli/cases/chain.yaml", scratch_.path() / "chain.yaml");
  }

  ProgramRun sweep(const std::string& text, const std::string& out,
                   const std::vector<std::string>& options = {}) const {
    std::ofstream(scratch_.path() / "sweep.yaml") << text;
    std::vector<std::string> words = {"sweep", "sweep.yaml", "--out", out, "--verbose"};
    words.insert(words.end(), options.begin(), options.end());
    return run_program_in(scratch_.path(), words);
  }

  [[nodiscard]] std::string file(const std::string& name) const {
    return read_whole(scratch_.path() / name);
  }

  [[nodiscard]] bool holds(const std::string& name) const {
    return fs::exists(scratch_.path() / name);
  }

  void damage(const std::string& name) const {
    std::ofstream(scratch_.path() / name, std::ios::app) << "seed: 9\n";
  }

  /// Whether the tables of two sweeps are the same bytes.
  void check_same_tables(const std::string& one, const std::string& other) const {
    for (const char* table : {"runs.csv", "summary.csv", "variants.csv", "sweep.resolved.yaml"}) {
      CAPTURE(table);
      CHECK(file(one + "/" + table) == file(other + "/" + table));
    }
  }

 private:
  ScratchFolder scratch_;
};

/// How many runs a sweep told that it made.
int runs_made(const ProgramRun& run) {
  const auto end = run.error.find(" runs in ");
  REQUIRE(end != std::string::npos);
  const auto begin = run.error.find_last_not_of("0123456789", end - 1) + 1;
  return std::stoi(run.error.substr(begin, end - begin));
}

}  // namespace

TEST_CASE("a finished sweep is extended by replications, and makes the new ones alone") {
  const Place place;
  REQUIRE(place.sweep(covers("20 d, 40 d", 5, "mined, exports"), "grown").exit_code == 0);
  const std::string longer = covers("20 d, 40 d", 10, "mined, exports");
  const ProgramRun extended = place.sweep(longer, "grown", {"--extend"});
  CAPTURE(extended.error);
  REQUIRE(extended.exit_code == 0);
  CHECK(runs_made(extended) == 10);
  const ProgramRun fresh = place.sweep(longer, "fresh");
  REQUIRE(fresh.exit_code == 0);
  CHECK(runs_made(fresh) == 20);
  place.check_same_tables("grown", "fresh");
  // And once more, by the command line.
  const ProgramRun again = place.sweep(longer, "grown", {"--extend", "--replications", "12"});
  REQUIRE(again.exit_code == 0);
  CHECK(runs_made(again) == 4);
}

TEST_CASE("a finished sweep is extended by values between and beyond its own") {
  const Place place;
  REQUIRE(place.sweep(covers("20 d, 40 d", 4, "mined, exports"), "grown").exit_code == 0);
  const std::string longer = covers("10 d, 20 d, 30 d, 40 d", 6, "mined, exports");
  const ProgramRun extended = place.sweep(longer, "grown", {"--extend"});
  CAPTURE(extended.error);
  REQUIRE(extended.exit_code == 0);
  CHECK(runs_made(extended) == 24 - 8);
  REQUIRE(place.sweep(longer, "fresh").exit_code == 0);
  place.check_same_tables("grown", "fresh");
}

TEST_CASE("a Sobol' sequence is extended by points, a Latin hypercube is not") {
  const Place place;
  const auto sampled = [](const std::string& method, int size) {
    return "monazite_sweep: 1\nname: sample\nscenario: base.yaml\ndesign: {method: " + method +
           ", size: " + std::to_string(size) +
           "}\nfactors: {demand.USER.cover: {from: 20 d, to: 60 d}}\nkeep: [mined]\n";
  };
  REQUIRE(place.sweep(sampled("sobol", 8), "grown").exit_code == 0);
  const ProgramRun extended = place.sweep(sampled("sobol", 16), "grown", {"--extend"});
  CAPTURE(extended.error);
  REQUIRE(extended.exit_code == 0);
  CHECK(runs_made(extended) == 8);
  REQUIRE(place.sweep(sampled("latin_hypercube", 8), "cube").exit_code == 0);
  const std::string runs = place.file("cube/runs.csv");
  const ProgramRun refused = place.sweep(sampled("latin_hypercube", 16), "cube", {"--extend"});
  CHECK(refused.exit_code == 65);
  CHECK(refused.error.find("8 of its 8 runs are of variants or replications") != std::string::npos);
  CHECK(place.file("cube/runs.csv") == runs);
}

TEST_CASE("figures that were not kept are made again, and none is lost") {
  const Place place;
  REQUIRE(place.sweep(covers("20 d, 40 d", 3, "mined"), "grown").exit_code == 0);
  const std::string more = covers("20 d, 40 d", 3, "mined, in_process");
  const ProgramRun extended = place.sweep(more, "grown", {"--extend"});
  CAPTURE(extended.error);
  REQUIRE(extended.exit_code == 0);
  CHECK(runs_made(extended) == 6);
  CHECK(extended.error.find("6 runs are made again") != std::string::npos);
  REQUIRE(place.sweep(more, "fresh").exit_code == 0);
  place.check_same_tables("grown", "fresh");
  const ProgramRun less = place.sweep(covers("20 d, 40 d", 3, "mined"), "grown", {"--extend"});
  CHECK(less.exit_code == 65);
  CHECK(less.error.find("in_process is kept now, and would be no longer") != std::string::npos);
}

TEST_CASE("what is no more of the same sweep extends nothing, and changes nothing") {
  const Place place;
  const std::string first = covers("20 d, 40 d", 3, "mined");
  CHECK(place.sweep(first, "none", {"--extend"}).exit_code == 66);
  CHECK_FALSE(place.holds("none"));
  REQUIRE(place.sweep(first, "grown").exit_code == 0);
  const std::string runs = place.file("grown/runs.csv");
  const std::string store = place.file("grown/sweep.sqlite");
  const auto refused = [&](const std::string& text, const std::string& reason) {
    const ProgramRun run = place.sweep(text, "grown", {"--extend"});
    CAPTURE(run.error);
    CHECK(run.exit_code == 65);
    CHECK(run.error.find(reason) != std::string::npos);
    CHECK(place.file("grown/runs.csv") == runs);
    CHECK(place.file("grown/sweep.sqlite") == store);
  };
  refused(covers("20 d, 40 d", 5, "mined", "seed: 2\n"), "seed:");
  refused(covers("20 d, 40 d", 2, "mined"), "2 of its 6 runs");
  refused(covers("20 d", 3, "mined"), "3 of its 6 runs");
  place.damage("grown/sweep.resolved.yaml");
  const ProgramRun foreign = place.sweep(covers("20 d, 40 d", 5, "mined"), "grown", {"--extend"});
  CHECK(foreign.exit_code == 74);
  CHECK(place.file("grown/runs.csv") == runs);
  // A resume puts it right.
  CHECK(place.sweep(first, "grown", {"--resume"}).exit_code == 0);
  CHECK(place.sweep(covers("20 d, 40 d", 5, "mined"), "grown", {"--extend"}).exit_code == 0);
}
