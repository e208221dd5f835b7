#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

FirmSpec firm(const std::string& id, std::vector<std::string> facilities,
              std::vector<NamedShare> owners = {}) {
  FirmSpec result;
  result.id = id;
  result.facilities = std::move(facilities);
  result.owners = std::move(owners);
  return result;
}

/// The market with its plants in firms: `near_glass` is owned to 60 % by the firm of `near_cars`,
/// and `far_cars` by both together; the list holds the first alone.
Sketch firms() {
  auto sketch = market();
  sketch.scenario.firms = {firm("FAR", {"far_cars"}, {{"NEAR", 0.3}, {"GLASS", 0.25}}),
                           firm("NEAR", {"near_cars"}),
                           firm("GLASS", {"near_glass"}, {{"NEAR", 0.6}}), firm("MINER", {"mine"})};
  auto& list = sketch.scenario.entity_lists.emplace_back();
  list.id = "LIST";
  list.members = {"NEAR"};
  return sketch;
}

/// The plants that get no Nd oxide in February.
std::set<std::string> cut_off(Sketch sketch, const CoversSpec& covers) {
  BanSpec ban;
  ban.covers = covers;
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 10;
  const auto outcome = run(sketch.scenario);
  std::set<std::string> plants;
  for (const char* plant : {"home_cars", "near_cars", "near_glass", "far_cars"}) {
    if (outcome.flow("mine", plant, "nd_oxide", 1) == 0) {
      plants.insert(plant);
    }
  }
  return plants;
}

using Plants = std::set<std::string>;

TEST_CASE("a ban on buyers stops what they are sent, and what their affiliates are sent") {
  CoversSpec covers;
  covers.buyers = {"LIST"};
  CHECK(cut_off(firms(), covers) == Plants{"near_cars"});
  covers.affiliates_from = 0.6;
  CHECK(cut_off(firms(), covers) == Plants{"near_cars", "near_glass"});
  covers.affiliates_from = 0.5;
  CHECK(cut_off(firms(), covers) == Plants{"near_cars", "near_glass", "far_cars"});
  covers.buyers = {"GLASS"};
  CHECK(cut_off(firms(), covers) == Plants{"near_glass"});
}

TEST_CASE("a ban on sellers stops what they send") {
  CoversSpec covers;
  covers.sellers = {"MINER"};
  CHECK(cut_off(firms(), covers) == Plants{"near_cars", "near_glass", "far_cars"});
  covers.sellers = {"NEAR"};
  CHECK(cut_off(firms(), covers).empty());
}

TEST_CASE("the order of firms, owners and lists changes nothing") {
  CoversSpec covers;
  covers.buyers = {"LIST"};
  covers.affiliates_from = 0.5;
  auto sketch = firms();
  std::reverse(sketch.scenario.firms.begin(), sketch.scenario.firms.end());
  CHECK(cut_off(sketch, covers) == cut_off(firms(), covers));
}

}  // namespace
}  // namespace monazite::small_worlds
