#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/cli/small_world.hpp"

using namespace monazite::test;

namespace {

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Runs a scenario, then what it wrote as scenario.resolved.yaml.
void check_resolved_run(const SmallWorld& world, const std::string& scenario,
                        const std::vector<std::string>& options = {}) {
  CAPTURE(scenario, options);
  const Tables first = world.run(scenario, "first", options);
  CHECK(line_count(first.at("runs.csv")) > 1);
  check_same_tables(first, world.run("first/scenario.resolved.yaml", "again"));
  const std::filesystem::path again = world.path() / "again";
  CHECK(read_whole(again / "scenario.resolved.yaml") ==
        read_whole(world.path() / "first" / "scenario.resolved.yaml"));
}

}  // namespace

TEST_CASE("the small world moves, orders, stops and fills every table but that of failures") {
  const SmallWorld world;
  for (const auto& [name, content] : world.run("ban.yaml", "out")) {
    CAPTURE(name);
    CHECK((line_count(content) > 1) == (name != "failures.csv"));
  }
}

TEST_CASE("any number of threads gives the same bytes", "[exact-check-10]") {
  const SmallWorld world;
  const Tables one = world.run("ban.yaml", "one", {"--threads", "1"});
  for (const char* threads : {"2", "7", "16"}) {
    CAPTURE(threads);
    check_same_tables(
        one, world.run("ban.yaml", std::string("with_") + threads, {"--threads", threads}));
  }
}

TEST_CASE("another seed gives other figures, the same seed the same") {
  const SmallWorld world;
  const Tables seven = world.run("small.yaml", "seven");
  check_same_tables(seven, world.run("small.yaml", "seven_again", {"--seed", "7"}));
  const Tables eight = world.run("small.yaml", "eight", {"--seed", "8"});
  for (const char* name : {"summary.csv", "runs.csv", "series.csv", "flows.csv", "balance.csv"}) {
    CAPTURE(name);
    const bool same = seven.at(name) == eight.at(name);
    CHECK_FALSE(same);
  }
}

TEST_CASE("the order of rows, sections, items and files is of no consequence", "[exact-check-10]") {
  const SmallWorld world;
  const SmallWorld reversed;
  reversed.reverse();
  for (const char* scenario : {"small.yaml", "tariff.yaml", "ban.yaml", "outage.yaml"}) {
    CAPTURE(scenario);
    const std::string out = std::string(scenario) + ".out";
    check_same_tables(without_digest(world.run(scenario, out)),
                      without_digest(reversed.run(scenario, out)));
  }
}

TEST_CASE("a changed row changes the figures") {
  const SmallWorld world;
  const Tables before = without_digest(world.run("small.yaml", "before"));
  const Tables after =
      without_digest(world.run("small.yaml", "after", {"--set", "demand.CARS_DE.rate=191 t/yr"}));
  const bool same = before.at("runs.csv") == after.at("runs.csv");
  CHECK_FALSE(same);
}

TEST_CASE("a resolved scenario gives the same bytes again") {
  for (const char* scenario : {"small.yaml", "tariff.yaml", "ban.yaml", "outage.yaml"}) {
    check_resolved_run(SmallWorld(), scenario);
  }
  check_resolved_run(
      SmallWorld(), "tariff.yaml",
      {"--set", "switches.demand_scale=90 %", "--set", "lines.PLANT_CN/separating.lead_time=21 d",
       "--set", "instruments.duty.schedule.2025-04-10.rate=54 %", "--set", "name=other", "--seed",
       "99", "--replications", "3"});
}

TEST_CASE("what a ban and a change of it do is in the results of its rerun") {
  const SmallWorld world;
  const Tables free = without_digest(world.run("small.yaml", "free"));
  const Tables banned = without_digest(world.run("ban.yaml", "banned"));
  const bool same = free.at("summary.csv") == banned.at("summary.csv");
  CHECK_FALSE(same);
  const Tables changed =
      world.run("banned/scenario.resolved.yaml", "changed",
                {"--set", "instruments.restriction.changes.2025-06-11.on=2025-06-20"});
  const bool same_after = without_digest(changed).at("summary.csv") == banned.at("summary.csv");
  CHECK_FALSE(same_after);
}

TEST_CASE("the balance of every run and element closes to the gram", "[exact-check-5]") {
  const SmallWorld world;
  for (const char* scenario : {"small.yaml", "tariff.yaml", "ban.yaml", "outage.yaml"}) {
    CAPTURE(scenario);
    const Tables tables = world.run(scenario, std::string(scenario) + ".out");
    CHECK(check_balance(tables.at("balance.csv")) == 5 * 16);
  }
}
