#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

std::vector<std::string> messages(const std::vector<Diagnostic>& problems) {
  std::vector<std::string> texts;
  for (const auto& problem : problems) {
    texts.push_back(problem.message);
  }
  return texts;
}

using Texts = std::vector<std::string>;

/// A plant that buys from `mine` in AA, and that may qualify `other`, a second mine, `days` away.
Sketch with_candidate(double days) {
  auto sketch = pipe(1);
  sketch.facility("other", Stage::mine, "AA");
  sketch.line("other", "dig", 0).capacity_tonnes_per_year = per_year(2);
  sketch.lane("other", "plant", "crude_metal", 0, days).qualified = false;
  return sketch;
}

TEST_CASE("a bid to a seller that does not go by bids is a warning, once a seller") {
  auto sketch = market();
  for (auto& lane : sketch.scenario.lanes) {
    lane.bid_usd_per_kg = 20;
  }
  const auto idle = compile(sketch.scenario);
  REQUIRE(messages(idle.warnings) ==
          Texts{"a bid to 'mine', which does not sell to the highest bidder"});
  CHECK(idle.warnings[0].place.line == sketch.scenario.lanes.front().place.line);
  sketch.scenario.behaviour.front().allocation = Allocation::highest_bid;
  CHECK(compile(sketch.scenario).warnings.empty());
}

TEST_CASE("a buyer bids the price of the material unless it says otherwise") {
  auto sketch = market();
  sketch.scenario.behaviour.front().allocation = Allocation::highest_bid;
  sketch.scenario.lanes.front().bid_usd_per_kg = 25;
  const auto result = compile(sketch.scenario);
  REQUIRE(result.world != nullptr);
  const auto& details = result.world->lane_details;
  const auto bidding = [&](double bid) {
    return std::count_if(details.begin(), details.end(),
                         [&](const LaneDetail& detail) { return detail.bid == bid; });
  };
  CHECK(bidding(25) == 1);
  CHECK(bidding(10) == static_cast<long>(details.size()) - 1);
}

TEST_CASE("a newcomer counts for as much as a mean supplier, less for what is dearer on the way") {
  const auto share = [](double days) {
    const auto result = compile(with_candidate(days).scenario);
    REQUIRE(result.world != nullptr);
    const auto& pool = result.world->pools[result.world->lanes.front().to.index()];
    REQUIRE(pool.on_order_lanes == 2);
    REQUIRE(pool.candidates == 1);
    // The candidate stands last.
    CHECK(result.world->lanes[pool.suppliers.first].share == 1);
    CHECK(result.world->lanes[pool.suppliers.first + 1].share == 0);
    return static_cast<double>(result.world->lane_details[pool.suppliers.first + 1].newcomer_share);
  };
  CHECK(share(10) == Approx(1));
  // Hundred days more at 0.07 % of value a day, against a sensitivity of 10 %.
  CHECK(share(110) == Approx(std::exp(-0.7)));
}

TEST_CASE("a supplier that is not qualified supplies nobody in the graph") {
  const auto result = compile(with_candidate(10).scenario);
  REQUIRE(result.world != nullptr);
  CHECK(result.world->lanes.size() == 2);
  CHECK(boost::num_edges(result.world->graph) == 1);
}

TEST_CASE("a buyer without a qualified supplier is an error") {
  auto sketch = pipe(1);
  sketch.scenario.lanes.front().qualified = false;
  sketch.scenario.lanes.front().tonnes_per_year = 0;
  CHECK(messages(compile(sketch.scenario).errors) ==
        Texts{"no mine, source of scrap or maker of goods reaches 'plant'",
              "'plant' orders 'crude_metal' from no supplier that is qualified"});
}

TEST_CASE("a time of qualification that no buyer takes is a warning") {
  auto sketch = with_candidate(10);
  sketch.sector("idle").qualification_time = constant_days(90);
  sketch.scenario.behaviour.front().qualification_time = constant_days(90);
  auto& idle = sketch.scenario.behaviour.emplace_back(sketch.scenario.behaviour.front());
  idle.id = "idle";
  idle.qualify_at = 0.75;
  CHECK(messages(compile(sketch.scenario).warnings) ==
        Texts{"'qualification_time' of behaviour 'idle' has no effect: no buyer that goes by it "
              "has a supplier to qualify",
              "'qualify_at' of behaviour 'idle' has no effect: no buyer that goes by it has a "
              "supplier to qualify",
              "'qualification_time' of sector 'idle' has no effect: no buyer that goes by it has a "
              "supplier to qualify"});
  // The time of its sector goes before that of its behaviour.
  sketch.scenario.behaviour.pop_back();
  sketch.scenario.sectors.back().qualification_time.reset();
  CHECK(compile(sketch.scenario).warnings.empty());
  sketch.scenario.sectors.front().qualification_time = constant_days(60);
  CHECK(messages(compile(sketch.scenario).warnings) ==
        Texts{"'qualification_time' of behaviour 'default' has no effect: no buyer that goes by it "
              "has a supplier to qualify"});
}

}  // namespace
}  // namespace monazite::small_worlds
