#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// `line: message` of each error, in the order told.
std::vector<std::string> errors_of(const Scenario& scenario) {
  const auto result = compile(scenario);
  CHECK((result.world == nullptr) == !result.errors.empty());
  std::vector<std::string> texts;
  for (const auto& error : result.errors) {
    texts.push_back(std::to_string(error.place.line) + ": " + error.message);
  }
  return texts;
}

std::string at(const Place& place, const std::string& message) {
  return std::to_string(place.line) + ": " + message;
}

using Texts = std::vector<std::string>;

TEST_CASE("the small worlds compile without errors or warnings") {
  for (const auto& sketch : {pipe(1), pipe(2), pipe(3), diamond(), coproduct(), market()}) {
    const auto result = compile(sketch.scenario);
    CHECK(result.errors.empty());
    CHECK(result.warnings.empty());
    CHECK(result.world != nullptr);
  }
}

TEST_CASE("a lane with a material that its supplier does not make is an error at its row") {
  auto sketch = pipe(3);
  const auto place = sketch.lane("separator", "plant", "fine_metal", 1, 1).place;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(place, "'separator' makes no 'fine_metal' to send to 'plant'")});
}

TEST_CASE("a lane to a facility without a use for its material is an error at its row") {
  auto sketch = pipe(3);
  const auto place = sketch.lane("mine", "plant", "crude_metal", 1, 1).place;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(place, "'plant' has no use for 'crude_metal' from 'mine'")});
}

TEST_CASE("a by-product that is ordered is an error at its lane") {
  auto sketch = coproduct();
  auto& lane = sketch.scenario.lanes.back();
  REQUIRE(lane.material == "swarf");
  lane.push = false;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(lane.place, "'swarf' of 'maker' is a by-product and is not made to order")});
}

TEST_CASE("a lane without a transit time or a route is an error at its row") {
  auto sketch = pipe(1);
  auto& lane = sketch.scenario.lanes.back();
  lane.transit.reset();
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(lane.place, "no route from AA to BB for this lane")});
  auto& route = sketch.scenario.routes.emplace_back();
  route.from = "AA";
  route.to = "*";
  route.transit = constant_days(7);
  CHECK(errors_of(sketch.scenario).empty());
}

TEST_CASE("a plant without a lane for one of its inputs is an error at its row") {
  auto sketch = market();
  auto& lanes = sketch.scenario.lanes;
  lanes.erase(std::remove_if(lanes.begin(), lanes.end(),
                             [](const LaneSpec& lane) {
                               return lane.to == "far_cars" && lane.material == "dy_oxide";
                             }),
              lanes.end());
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(sketch.scenario.demand.back().place, "no lane brings 'dy_oxide' to 'far_cars'")});
}

TEST_CASE("a plant that no mine reaches is an error at its row") {
  auto sketch = pipe(2);
  auto& lanes = sketch.scenario.lanes;
  lanes.erase(lanes.begin());
  const auto plant = sketch.scenario.demand.front().place;
  const auto separator = sketch.scenario.lines.back().place;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(separator, "no lane brings 'crude_metal' to 'separator'"),
              at(plant, "no mine, source of scrap or maker of goods reaches 'plant'")});
}

TEST_CASE("a process with neither inputs nor a composition is an error at its row") {
  auto sketch = pipe(1);
  sketch.scenario.processes.front().composition.clear();
  const auto texts = errors_of(sketch.scenario);
  CHECK(std::count(texts.begin(), texts.end(),
                   at(sketch.scenario.processes.front().place,
                      "process 'dig' has neither inputs nor a composition")) == 1);
}

TEST_CASE("a process without outputs is an error at the line that runs it") {
  auto sketch = pipe(1);
  sketch.scenario.process_outputs.clear();
  const auto texts = errors_of(sketch.scenario);
  CHECK(std::count(texts.begin(), texts.end(),
                   at(sketch.scenario.lines.front().place, "process 'dig' has no outputs")) == 1);
}

TEST_CASE("a product weighed by recipe without a gross mass is an error at its row") {
  auto sketch = coproduct();
  auto& outputs = sketch.scenario.process_outputs;
  const auto magnet = std::find_if(outputs.begin(), outputs.end(),
                                   [](const auto& output) { return output.material == "magnet"; });
  magnet->gross_per_tonne = 0;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(magnet->place, "output 'magnet' of process 'sinter' has no gross mass")});
}

TEST_CASE("a lot under a gram is an error at its line") {
  auto sketch = pipe(1);
  sketch.scenario.lines.front().capacity_tonnes_per_year = 1e-7;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(sketch.scenario.lines.front().place, "a lot of line 'mine/dig' is under a gram")});
}

TEST_CASE("a plant whose process uses nothing is an error at its row") {
  auto sketch = pipe(1);
  auto& inputs = sketch.scenario.process_inputs;
  inputs.clear();
  const auto texts = errors_of(sketch.scenario);
  CHECK(std::count(texts.begin(), texts.end(),
                   at(sketch.scenario.demand.front().place,
                      "plant 'plant' uses nothing: process 'build' has no inputs")) == 1);
}

TEST_CASE("all problems of the lanes are told at once, in the order of the rows") {
  auto sketch = pipe(3);
  const auto first = sketch.lane("separator", "plant", "fine_metal", 1, 1).place;
  const auto second = sketch.lane("mine", "plant", "crude_metal", 1, 1).place;
  auto& lane = sketch.scenario.lanes.front();
  lane.transit.reset();
  std::reverse(sketch.scenario.lanes.begin(), sketch.scenario.lanes.end());
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(sketch.scenario.lanes.back().place, "no route from AA to AA for this lane"),
              at(first, "'separator' makes no 'fine_metal' to send to 'plant'"),
              at(second, "'plant' has no use for 'crude_metal' from 'mine'")});
}

TEST_CASE("a line none of whose outputs takes what comes in is an error at its row") {
  auto sketch = pipe(2);
  sketch.material("dy_oxide", Form::oxide, {Element::Dy});
  sketch.process("wrong");
  sketch.input("wrong", "crude_metal");
  sketch.output("wrong", "dy_oxide", OutputRole::byproduct);
  sketch.facility("barren", Stage::separation, "AA");
  const auto place = sketch.line("barren", "wrong", 1).place;
  sketch.lane("mine", "barren", "crude_metal", 1, 1);
  const auto texts = errors_of(sketch.scenario);
  REQUIRE(texts.size() == 1);
  CHECK(texts.front() ==
        at(place,
           "the line of 'barren' yields nothing: no output of 'wrong' takes an element that "
           "comes in"));
}

TEST_CASE("a ban or a tariff that covers no border is a warning at its row") {
  auto sketch = pipe(2);
  BanSpec ban;
  ban.covers.origins = {"AA"};
  ban.covers.destinations = {"AA"};
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = sketch.start();
  const auto ban_line = row.place.line;
  TariffSpec tariff;
  tariff.schedule.emplace_back().from = sketch.start();
  const auto tariff_line = sketch.instrument("tariff", "AA", tariff).place.line;
  const auto result = compile(sketch.scenario);
  CHECK(result.world != nullptr);
  REQUIRE(result.warnings.size() == 2);
  CHECK(result.warnings[0].place.line == ban_line);
  CHECK(result.warnings[0].message == "ban 'ban' covers no lane across a border");
  CHECK(result.warnings[1].place.line == tariff_line);
  CHECK(result.warnings[1].message == "tariff 'tariff' covers no lane across a border");
}

TEST_CASE("a quota or an outage without a production line is an error at its row") {
  auto sketch = pipe(2);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2025, 100, {}, {}, {}});
  quota.facilities = {"separator"};
  quota.stage = Stage::mine;
  const auto quota_place = sketch.instrument("quota", "AA", quota).place;
  const auto strike = sketch.outage("strike", "plant", sketch.start(), 3).place;
  auto& partly = sketch.outage("partly", "mine", sketch.start(), 3);
  partly.facilities.push_back("plant");
  const auto partly_place = partly.place;
  auto& end_use = sketch.outage("shift", "", sketch.start(), 3);
  end_use.facilities.clear();
  end_use.stage = Stage::end_use;
  const auto end_use_place = end_use.place;
  CHECK(errors_of(sketch.scenario) ==
        Texts{at(quota_place, "production quota 'quota' covers no production line"),
              at(strike, "outage 'strike': 'plant' has no production line"),
              at(partly_place, "outage 'partly': 'plant' has no production line"),
              at(end_use_place, "outage 'shift' covers no production line")});
}

TEST_CASE("a quota over several stages is a warning, over one of them none") {
  auto sketch = pipe(2);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2025, 1e6, {}, {}, {}});
  quota.regions = {"AA"};
  const auto line = sketch.instrument("quota", "AA", quota).place.line;
  const auto result = compile(sketch.scenario);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].place.line == line);
  CHECK(result.warnings[0].expected == "a stage");
  quota.stage = Stage::separation;
  sketch.scenario.instruments.front().kind = quota;
  CHECK(compile(sketch.scenario).warnings.empty());
}

TEST_CASE("substitutes of a plant that are weighed in different ways are an error at their row") {
  auto sketch = market();
  auto& inputs = sketch.scenario.process_inputs;
  for (auto& input : inputs) {
    input.slot = input.material == "dy_oxide" ? "dy_oxide" : "neodymium";
  }
  std::string row;
  for (const auto& input : inputs) {
    row = input.material == "nd_oxide" ? at(input.place, "") : row;
  }
  const auto texts = errors_of(sketch.scenario);
  REQUIRE(texts.size() == 4);
  CHECK(texts.front() == row +
                             "the substitutes of the slot 'neodymium' are weighed in different "
                             "ways, and plant 'far_cars' uses reported tonnes");
  for (auto& input : inputs) {
    input.slot = input.material == "nd_metal" ? "nd_metal" : "oxides";
  }
  CHECK(errors_of(sketch.scenario).empty());
}

TEST_CASE("a stockpile that nobody can buy from or sell to is an error at its row") {
  auto sketch = pipe(2);
  const auto add = [&](const char* id, const char* owner, const char* material,
                       std::vector<std::string> buys_from) {
    auto& stockpile = sketch.scenario.stockpiles.emplace_back();
    stockpile.id = id;
    stockpile.owner = owner;
    stockpile.buys_from = std::move(buys_from);
    stockpile.release.rule.fill_below = 0.9;
    auto& reserve = stockpile.contents.emplace_back();
    reserve.material = material;
    reserve.tonnes = 5;
    reserve.most_release_tonnes_per_day = 1;
    stockpile.place.line = static_cast<std::uint32_t>(1000 + sketch.scenario.stockpiles.size());
  };
  add("idle", "BB", "crude_metal", {});
  add("shut_off", "BB", "pure_metal", {"BB"});
  CHECK(errors_of(sketch.scenario) ==
        Texts{"1001: nobody that stockpile 'idle' serves uses 'crude_metal'",
              "1002: nobody that stockpile 'shut_off' may buy from makes 'pure_metal' to order"});
}

}  // namespace
}  // namespace monazite::small_worlds
