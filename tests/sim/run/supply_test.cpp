#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr auto nd = index_of(Element::Nd);
constexpr auto ce = index_of(Element::Ce);

TEST_CASE("over time each supplier gets its share of the base year") {
  Sketch sketch(800);
  sketch.region("AA");
  sketch.sector("cars");
  sketch.material("oxide", Form::oxide, {Element::Nd}).lot_tonnes = 3;
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "oxide");
  sketch.process("build");
  sketch.input("build", "oxide");
  sketch.facility("plant", Stage::end_use, "AA");
  sketch.demand("plant", "cars", "build", 8).cover_days = 30;
  for (const auto& [id, flow] :
       {std::pair("small", 1), std::pair("medium", 2), std::pair("large", 5)}) {
    sketch.facility(id, Stage::mine, "AA");
    auto& line = sketch.line(id, "dig", flow);
    line.capacity_tonnes_per_year = per_year(20);
    line.lot_days = 0.05;
    line.output_cover_days = 20;
    sketch.lane(id, "plant", "oxide", flow, 5);
  }
  const auto shipped = [&](const char* id) {
    const auto outcome = run(sketch.scenario);
    double tonnes = 0;
    for (std::uint32_t month = 0; month < outcome.world->plan.months.size(); ++month) {
      tonnes += outcome.flow(id, "plant", "oxide", month);
    }
    return tonnes;
  };
  for (const int calls : {1, 2, 6}) {
    sketch.scenario.behaviour.front().orders_per_review = calls;
    CHECK(shipped("small") == Approx(800).epsilon(0.02));
    CHECK(shipped("medium") == Approx(1600).epsilon(0.02));
    CHECK(shipped("large") == Approx(4000).epsilon(0.02));
  }
}

TEST_CASE("the surplus of a coproduct goes to its outlet and nothing hides in what is lost",
          "[exact-check-6]") {
  constexpr int days = 300;
  const auto outcome = run(coproduct(days).scenario);
  const auto& balance = outcome.observations.balance;
  // Two tonnes of cerium oxide a day come with the neodymium; the glass plant takes one.
  CHECK(outcome.figure(Metric::produced, {.region = "AA", .material = "ce_oxide"}) ==
        Approx(2 * days));
  CHECK(outcome.figure(Metric::surplus, {.region = "AA", .material = "ce_oxide"}) == Approx(days));
  CHECK(outcome.figure(Metric::fill_rate, {.sector = "glass"}) == 1);
  CHECK(balance[ce].lost == 0);
  CHECK(balance[nd].lost == 0);
  // A day's lot and a day's use hold the same mass, each rounded to whole grams.
  CHECK(std::abs(balance[ce].closing - balance[ce].opening) < days);
  CHECK(balance[ce].residual() == 0);
}

TEST_CASE("a plant uses substitutes together, and lives on one of them when the other is missing") {
  constexpr int days = 200;
  Sketch sketch(days);
  sketch.region("AA");
  sketch.sector("cars");
  sketch.process("build");
  sketch.facility("plant", Stage::end_use, "AA");
  sketch.demand("plant", "cars", "build", 1).cover_days = 30;
  for (const auto& [material, element] :
       {std::pair("nd_metal", Element::Nd), std::pair("pr_metal", Element::Pr)}) {
    sketch.material(material, Form::metal, {element});
    const std::string mine = std::string("mine_of_") + material;
    const std::string process = std::string("dig_") + material;
    sketch.extraction(process, {element});
    sketch.output(process, material);
    sketch.input("build", material).slot = "magnet_metal";
    sketch.facility(mine, Stage::mine, "AA");
    auto& line = sketch.line(mine, process, 0.5 * oxide_per_element[index_of(element)]);
    line.capacity_tonnes_per_year *= 2;
    line.lot_days = 0.1;
    line.output_cover_days = 10;
    sketch.lane(mine, "plant", material, 0.5, 5);
  }
  sketch.scenario.behaviour.front().patience_days = 4;
  sketch.scenario.behaviour.front().cancel_after_days = 8;
  constexpr auto pr = index_of(Element::Pr);
  const auto used = [](const Outcome& outcome, std::size_t element) {
    return static_cast<double>(outcome.observations.balance[element].consumed) / 1e6;
  };
  const auto steady = run(sketch.scenario);
  CHECK(used(steady, nd) == Approx(0.5 * days).epsilon(0.05));
  CHECK(used(steady, nd) + used(steady, pr) == Approx(days).epsilon(0.01));
  CHECK(steady.figure(Metric::fill_rate, {.sector = "cars"}) == 1);

  sketch.outage("strike", "mine_of_nd_metal", sketch.start() + 20, days - 20);
  const auto on_one = run(sketch.scenario);
  // Every now and then it orders from the mine on strike again, and waits for a while.
  const double fill_rate = on_one.figure(Metric::fill_rate, {.sector = "cars"});
  CHECK(fill_rate > 0.7);
  CHECK(used(on_one, nd) + used(on_one, pr) == Approx(fill_rate * days).epsilon(0.01));
  CHECK(used(on_one, pr) > 0.6 * days);

  for (auto& input : sketch.scenario.process_inputs) {
    input.slot = input.material;
    input.tonnes_per_tonne = 0.5;
  }
  CHECK(run(sketch.scenario).figure(Metric::fill_rate, {.sector = "cars"}) < 0.5);
}

TEST_CASE("what a process does not recover is lost, and only that") {
  constexpr int days = 300;
  auto sketch = coproduct(days);
  for (auto& output : sketch.scenario.process_outputs) {
    if (output.material == "ce_oxide") {
      output.share = 0.75;
    }
  }
  const auto outcome = run(sketch.scenario);
  const auto& balance = outcome.observations.balance;
  CHECK(static_cast<double>(balance[ce].lost) ==
        Approx(0.25 * static_cast<double>(balance[ce].mined)).epsilon(0.01));
  CHECK(balance[nd].lost == 0);
  CHECK(outcome.figure(Metric::surplus, {.region = "AA", .material = "ce_oxide"}) ==
        Approx(0.5 * days).epsilon(0.1));
}

TEST_CASE("without its outlet a surplus piles up in the stock of its maker") {
  constexpr int days = 300;
  auto sketch = coproduct(days);
  auto& lanes = sketch.scenario.lanes;
  lanes.erase(std::remove_if(lanes.begin(), lanes.end(),
                             [](const LaneSpec& lane) { return lane.to == "stockyard"; }),
              lanes.end());
  const auto outcome = run(sketch.scenario);
  const auto& balance = outcome.observations.balance;
  CHECK(balance[ce].lost == 0);
  const double grown = static_cast<double>(balance[ce].closing - balance[ce].opening) * 1e-6;
  CHECK(grown * oxide_per_element[ce] == Approx(days).epsilon(0.01));
}

TEST_CASE("scrap of the makers goes round without being mined or counted as recycled from goods") {
  constexpr int days = 300;
  const auto outcome = run(coproduct(days).scenario);
  const auto& balance = outcome.observations.balance[nd];
  CHECK(balance.recycled_old == 0);
  // Half of what the maker draws comes round again: it mines two tonnes of oxide for four.
  CHECK(static_cast<double>(balance.mined) * oxide_per_element[nd] == Approx(2e6 * days));
  CHECK(static_cast<double>(balance.consumed) * oxide_per_element[nd] == Approx(2e6 * days));
}

TEST_CASE("a supplier that serves by priority lets the last class wait") {
  auto sketch = market(365);
  auto& supplier = sketch.scenario.behaviour.emplace_back(sketch.scenario.behaviour.front());
  supplier.id = "glass_first";
  supplier.allocation = Allocation::priority;
  supplier.priority_sectors = {"glass"};
  sketch.scenario.facilities.front().behaviour = "glass_first";
  REQUIRE(sketch.scenario.facilities.front().id == "mine");
  sketch.outage("strike", "mine", sketch.start() + 10, 300).capacity_left = 0.2;
  const auto flow_in_june = [&](const char* plant) {
    return run(sketch.scenario).flow("mine", plant, "nd_oxide", 5);
  };
  CHECK(flow_in_june("near_glass") == Approx(30));
  CHECK(flow_in_june("near_cars") < 25);
  supplier.allocation = Allocation::pro_rata;
  sketch.scenario.behaviour.back().allocation = Allocation::pro_rata;
  CHECK(flow_in_june("near_glass") < 25);
}

TEST_CASE("in a shortage uniform gives buyers of any size the same, historical by their size") {
  const auto ratio_in_june = [](Allocation rule) {
    auto sketch = market(365);
    for (auto& demand : sketch.scenario.demand) {
      demand.rate_tonnes_per_year *= demand.facility == "near_glass" ? 2 : 1;
    }
    auto& supplier = sketch.scenario.behaviour.emplace_back(sketch.scenario.behaviour.front());
    supplier.id = "sharing";
    supplier.allocation = rule;
    sketch.scenario.facilities.front().behaviour = "sharing";
    sketch.outage("strike", "mine", sketch.start() + 10, 300).capacity_left = 0.2;
    const auto outcome = run(sketch.scenario);
    return outcome.flow("mine", "near_glass", "nd_oxide", 5) /
           outcome.flow("mine", "near_cars", "nd_oxide", 5);
  };
  CHECK(ratio_in_june(Allocation::uniform) == Approx(1).epsilon(0.1));
  CHECK(ratio_in_june(Allocation::historical) == Approx(2).epsilon(0.1));
}

}  // namespace
}  // namespace monazite::small_worlds
