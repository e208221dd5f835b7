#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <tuple>

#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "sim/run/replication.hpp"
#include "tests/sim/run/running.hpp"

using namespace monazite;

namespace {

std::shared_ptr<const World> world_of(const std::string& file) {
  return small_worlds::compiled(
      load_scenario(std::string(MONAZITE_SOURCE_DIR) + "/" + file).scenario);
}

}  // namespace

TEST_CASE("a traced run gives the observations of one that is not, and a row an event in order") {
  for (const char* file :
       {"tests/cli/world/ban.yaml", "scenarios/teaching/truce_runs_out.yaml",
        "scenarios/teaching/stockpile.yaml", "scenarios/teaching/quota_year.yaml"}) {
    CAPTURE(file);
    const auto world = world_of(file);
    Workspace workspace;
    const std::string plain = small_worlds::bits(run_replication(*world, 5, 1, workspace));
    std::uint64_t rows = 0;
    std::tuple<std::int32_t, std::int64_t, int> last = {-1'000'000, 0, 0};
    std::uint64_t backwards = 0;
    std::uint64_t nameless = 0;
    std::set<std::string> events;
    const Observations traced = run_replication(*world, 5, 1, workspace, [&](const TraceRow& row) {
      ++rows;
      const std::tuple now = {row.date.days_since_epoch, row.second_of_day, row.phase};
      backwards += now < last ? 1 : 0;
      last = now;
      CHECK(row.second_of_day >= 0);
      CHECK(row.second_of_day < 86400);
      events.insert(std::string(row.event));
      nameless += row.event == "arrival" && row.material.empty() ? 1 : 0;
    });
    CHECK(small_worlds::bits(traced) == plain);
    CHECK(rows == traced.events);
    CHECK(backwards == 0);
    CHECK(nameless == 0);
    CHECK(events.count("review") == 1);
    CHECK(events.count("arrival") == 1);
  }
}

TEST_CASE("the trace of a ban tells the ban and what stops") {
  const auto world = world_of("scenarios/teaching/pipe.yaml");
  Workspace workspace;
  std::vector<std::string> instruments;
  std::vector<std::string> stops;
  run_replication(*world, 1, 0, workspace, [&](const TraceRow& row) {
    if (row.event == "instrument_step") {
      instruments.push_back(to_iso(row.date) + " " + row.subject);
    } else if (row.event == "plant_stop") {
      stops.push_back(to_iso(row.date) + " " + row.subject);
    }
  });
  CHECK(std::count(instruments.begin(), instruments.end(), "2025-04-04 valve") >= 1);
  REQUIRE_FALSE(stops.empty());
  CHECK(stops.front().substr(0, 8) == "2025-06-");
  CHECK(stops.front().substr(11) == "USER");
}
