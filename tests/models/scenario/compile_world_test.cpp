#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <variant>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

std::shared_ptr<const World> world_of(const Sketch& sketch) {
  auto result = compile(sketch.scenario);
  REQUIRE(result.world != nullptr);
  return result.world;
}

template <class Kind>
Kind kind_of(const Sketch& sketch) {
  return std::get<Kind>(world_of(sketch)->instruments.front().kind);
}

TEST_CASE("the shares of a buyer's suppliers sum to one and follow the flows") {
  const auto world = world_of(diamond(0.25));
  double sum = 0;
  for (const auto& lane : world->lanes) {
    const auto& buyer = world->facilities[world->pools[lane.to.index()].facility.index()];
    const auto& seller = world->facilities[world->pools[lane.from.index()].facility.index()];
    if (buyer.id == "plant") {
      CHECK(lane.share == Approx(seller.id == "north" ? 0.25 : 0.75));
      sum += static_cast<double>(lane.share);
    }
  }
  CHECK(sum == Approx(1));
}

TEST_CASE("a line's lots at capacity make its capacity, however short they are") {
  constexpr double seconds_per_year = 365.25 * 86400;
  for (const double lot_days : {1.0, 1.0 / 7, 1e-4, 1.7e-5, 1e-6}) {
    auto sketch = pipe(1);
    for (LineSpec& line : sketch.scenario.lines) {
      line.capacity_tonnes_per_year = 500'000;
      line.lot_days = lot_days;
    }
    CAPTURE(lot_days);
    for (const Line& line : world_of(sketch)->lines) {
      const double grams_per_second =
          static_cast<double>(line.lot.grams) / static_cast<double>(line.lot_seconds);
      CHECK(grams_per_second * seconds_per_year / 1e6 == Approx(500'000).epsilon(1e-4));
    }
  }
}

TEST_CASE("the routes of a world follow its lanes") {
  auto sketch = diamond();
  auto& to_plant = sketch.scenario.lanes.back();
  REQUIRE(to_plant.from == "south");
  to_plant.transit = constant_days(7);
  const auto route_to_plant = [&] {
    const auto world = world_of(sketch);
    for (std::uint32_t f = 0; f < world->facilities.size(); ++f) {
      if (world->facilities[f].id == "plant") {
        std::vector<std::string> ids;
        for (const auto node : world->routes.to(f)) {
          ids.push_back(world->facilities[node].id);
        }
        return std::pair(ids, world->routes.days[f]);
      }
    }
    return std::pair(std::vector<std::string>{}, 0.0);
  };
  using Ids = std::vector<std::string>;
  CHECK(route_to_plant() == std::pair(Ids{"mine", "south", "plant"}, 12.0));
  sketch.scenario.lanes.pop_back();
  CHECK(route_to_plant() == std::pair(Ids{"mine", "north", "plant"}, 15.0));
}

TEST_CASE("the layers of a world are the longest ways from its mines") {
  const auto world = world_of(pipe(3));
  for (std::uint32_t f = 0; f < world->facilities.size(); ++f) {
    const auto& id = world->facilities[f].id;
    CHECK(world->layers[f] == (id == "mine" ? 0 : id == "separator" ? 1 : id == "refiner" ? 2 : 3));
  }
}

TEST_CASE("a sector that grows does so from the start of the calendar, if nothing else is said") {
  auto sketch = pipe(1);
  CHECK(world_of(sketch)->sectors.front().growth_from == sketch.start());
  sketch.scenario.sectors.front().growth_from = sketch.start() - 30;
  CHECK(world_of(sketch)->sectors.front().growth_from == sketch.start() - 30);
}

TEST_CASE("the composition of a steady year takes the recycling loop into account") {
  // Ore with Nd alone in the mine, Nd and Dy in old goods: the maker's blend is 1 : 1.
  Sketch sketch;
  sketch.region("AA");
  sketch.sector("cars");
  const std::vector<Element> both = {Element::Nd, Element::Dy};
  sketch.material("oxide", Form::oxide, both);
  sketch.material("magnet", Form::magnet, both);
  sketch.material("swarf", Form::scrap, both);
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "oxide");
  sketch.extraction("collect", {Element::Dy}).recycled = true;
  sketch.output("collect", "oxide");
  sketch.process("sinter");
  sketch.input("sinter", "oxide");
  sketch.output("sinter", "magnet").share = 0.5;
  sketch.scenario.process_outputs.back().gross_per_tonne = 1;
  sketch.output("sinter", "swarf", OutputRole::byproduct).share = 0.5;
  sketch.scenario.process_outputs.back().gross_per_tonne = 0.5;
  sketch.process("recover");
  sketch.input("recover", "swarf");
  sketch.output("recover", "oxide");
  sketch.process("build");
  sketch.input("build", "magnet");
  sketch.facility("mine", Stage::mine, "AA");
  sketch.line("mine", "dig", 1);
  sketch.facility("yard", Stage::scrap_source, "AA");
  sketch.line("yard", "collect", 1);
  sketch.facility("maker", Stage::magnet, "AA");
  sketch.line("maker", "sinter", 4);
  sketch.facility("recycler", Stage::recycling, "AA");
  sketch.line("recycler", "recover", 2);
  sketch.facility("plant", Stage::end_use, "AA");
  sketch.demand("plant", "cars", "build", 4);
  sketch.lane("mine", "maker", "oxide", 1, 1);
  sketch.lane("yard", "maker", "oxide", 1, 1);
  sketch.lane("recycler", "maker", "oxide", 2, 1);
  sketch.lane("maker", "plant", "magnet", 4, 1);
  sketch.push("maker", "recycler", "swarf", 2, 1);
  const auto world = world_of(sketch);
  for (const auto& pool : world->pools) {
    const auto& facility = world->facilities[pool.facility.index()];
    if (facility.id == "mine") {
      CHECK(pool.content[1] == 0);
    } else if (facility.id != "yard") {
      // Both in equal oxide mass: element masses stand as the inverse of the oxide factors.
      const double nd = pool.content[0] * oxide_per_element[index_of(Element::Nd)];
      const double dy = pool.content[1] * oxide_per_element[index_of(Element::Dy)];
      CHECK(nd == Approx(dy));
      CHECK(nd > 0);
    }
  }
}

TEST_CASE("a world without noise has no spread in its durations") {
  auto sketch = pipe(1);
  sketch.scenario.lanes.front().transit = Lognormal{1000, 0.5};
  CHECK(world_of(sketch)->durations.back() == Distribution{Constant{1000}});
  sketch.scenario.switches.noise = true;
  CHECK(world_of(sketch)->durations.back() == Distribution{Lognormal{1000, 0.5}});
}

TEST_CASE("the most specific route gives a lane its transit") {
  auto sketch = pipe(1);
  sketch.scenario.lanes.front().transit.reset();
  const auto transit_with = [&](const char* from, const char* to, const char* form, double days) {
    auto& route = sketch.scenario.routes.emplace_back();
    route.from = from;
    route.to = to;
    route.form = form;
    route.transit = constant_days(days);
    const auto world = world_of(sketch);
    return mean_of(world->durations[world->lanes.front().transit]) / 86400;
  };
  CHECK(transit_with("*", "*", "", 1) == 1);
  CHECK(transit_with("*", "*", "oxide", 2) == 1);
  CHECK(transit_with("*", "*", "metal", 3) == 3);
  CHECK(transit_with("*", "BB", "", 4) == 4);
  CHECK(transit_with("AA", "*", "", 5) == 5);
  CHECK(transit_with("AA", "BB", "", 6) == 6);
  CHECK(transit_with("AA", "BB", "metal", 7) == 7);
  CHECK(transit_with("AA", "CC", "metal", 8) == 7);
}

TEST_CASE("a ban begins after its grace and ends with the day after its last") {
  auto sketch = pipe(1);
  BanSpec spec;
  spec.grace_days = 10;
  auto& row = sketch.instrument("ban", "AA", spec);
  row.from = sketch.start() + 5;
  row.until = sketch.start() + 40;
  const auto ban = kind_of<Ban>(sketch);
  REQUIRE(ban.levels.size() == 2);
  CHECK(ban.levels[0].on == sketch.start() + 15);
  CHECK(ban.levels[0].lanes.size() == 1);
  CHECK(ban.levels[1].on == sketch.start() + 41);
  CHECK(ban.levels[1].lanes.empty());
}

TEST_CASE("a ban that ends within its grace never blocks anything") {
  auto sketch = pipe(1);
  BanSpec spec;
  spec.grace_days = 30;
  auto& row = sketch.instrument("ban", "AA", spec);
  row.from = sketch.start() + 5;
  row.until = sketch.start() + 14;
  const auto ban = kind_of<Ban>(sketch);
  InstrumentState state;
  for (Date date = sketch.start(); date < sketch.start() + 60; date = date + 1) {
    const auto change = step(ban, state, date);
    state = change.state;
    CHECK(change.blocked.empty());
  }
}

TEST_CASE("changes of a ban ease, tighten, suspend and resume it") {
  auto sketch = market();
  BanSpec spec;
  CoversSpec oxides;
  oxides.forms = {Form::oxide};
  const auto day = [&](int k) { return sketch.start() + 10 * k; };
  spec.changes.push_back({day(1), {}, oxides, {}, {}});
  spec.changes.push_back({day(2), false, {}, {}, {}});
  spec.changes.push_back({day(3), true, {}, {}, {}});
  spec.changes.push_back({day(4), {}, {}, std::vector{oxides}, {}});
  spec.changes.push_back({day(5), {}, CoversSpec{}, std::vector<CoversSpec>{}, {}});
  sketch.instrument("ban", "AA", spec).from = day(0);
  const auto ban = kind_of<Ban>(sketch);
  const std::vector<std::pair<std::string, std::size_t>> expected = {
      {"impose", 9}, {"ease", 6}, {"suspend", 0}, {"resume", 6}, {"ease", 0}, {"tighten", 9}};
  REQUIRE(ban.levels.size() == expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    CHECK(ban.levels[k].on == day(static_cast<int>(k)));
    CHECK(ban.levels[k].action == expected[k].first);
    CHECK(ban.levels[k].lanes.size() == expected[k].second);
  }
}

TEST_CASE("a tariff keeps its rate, snaps back or lapses after its last day") {
  const auto levels_with = [](TariffStep::Then then) {
    auto sketch = pipe(1);
    TariffSpec spec;
    spec.schedule.resize(2);
    spec.schedule[0].from = sketch.start() + 10;
    spec.schedule[0].rate = 1.45;
    spec.schedule[1].from = sketch.start() + 50;
    spec.schedule[1].rate = 0.3;
    spec.schedule[1].until = sketch.start() + 89;
    spec.schedule[1].then = then;
    sketch.instrument("tariff", "BB", spec);
    return kind_of<Tariff>(sketch).levels;
  };
  CHECK(levels_with(TariffStep::Then::keep).size() == 2);
  const auto snapped = levels_with(TariffStep::Then::snap_back);
  REQUIRE(snapped.size() == 3);
  CHECK(snapped[0].rate == 1.45);
  CHECK(snapped[1].rate == 0.3);
  CHECK(snapped[2].rate == 1.45);
  CHECK(snapped[2].on - snapped[1].on == 40);
  CHECK(levels_with(TariffStep::Then::lapse).back().rate == 0);
}

TEST_CASE("a tariff is in force within its own dates, whatever its schedule says") {
  auto sketch = pipe(1);
  const auto day = [&](int k) { return sketch.start() + k; };
  TariffSpec spec;
  for (const auto& [on, rate] : {std::pair(10, 0.1), {20, 0.2}, {30, 0.3}}) {
    auto& step = spec.schedule.emplace_back();
    step.from = day(on);
    step.rate = rate;
  }
  auto& row = sketch.instrument("tariff", "BB", spec);
  const auto text = [&] {
    std::string all;
    for (const auto& level : kind_of<Tariff>(sketch).levels) {
      all += std::to_string(level.on - sketch.start()) + ' ' + level.action + ' ' +
             std::to_string(std::lround(level.rate * 100)) + "; ";
    }
    return all;
  };
  CHECK(text() == "10 impose 10; 20 tighten 20; 30 tighten 30; ");
  row.from = day(10);
  CHECK(text() == "10 impose 10; 20 tighten 20; 30 tighten 30; ");
  row.from = day(25);
  CHECK(text() == "25 impose 20; 30 tighten 30; ");
  row.from = day(30);
  CHECK(text() == "30 impose 30; ");
  row.from = day(90);
  row.until = day(99);
  CHECK(text() == "90 impose 30; 100 lapse 0; ");
}

TEST_CASE("a tariff that has lapsed before its own first day is never in force") {
  auto sketch = pipe(1);
  TariffSpec spec;
  auto& step = spec.schedule.emplace_back();
  step.from = sketch.start() + 10;
  step.rate = 0.1;
  step.until = sketch.start() + 19;
  step.then = TariffStep::Then::lapse;
  sketch.instrument("tariff", "BB", spec).from = sketch.start() + 30;
  CHECK(kind_of<Tariff>(sketch).levels.empty());
}

TEST_CASE("a shortage cost sets the safety factor of its profile") {
  auto sketch = pipe(1);
  auto& profile = sketch.scenario.behaviour.front();
  profile.holding_cost_per_day = 0.18;
  profile.shortage_cost_per_day = 0.70;
  const auto world = compile(sketch.scenario).world;
  REQUIRE(world);
  const auto found = std::find_if(world->profiles.begin(), world->profiles.end(),
                                  [&](const Profile& p) { return p.id == profile.id; });
  REQUIRE(found != world->profiles.end());
  CHECK(50 + 8 * found->safety_factor == Approx(56.60395592743389));
}

TEST_CASE("a quota takes the nearest earlier limit, and a first part of a year its part") {
  auto sketch = pipe(1, {}, 800);
  sketch.scenario.calendar.warm_up_days = 184;  // from 2024-07-01
  ProductionQuotaSpec spec;
  spec.limits.push_back({2026, 50, {}, {}, {}});
  spec.limits.push_back({2024, 100, {}, {}, {}});
  sketch.instrument("quota", "AA", spec);
  const auto quota = kind_of<ProductionQuota>(sketch);
  REQUIRE(quota.levels.size() == 4);
  CHECK(quota.levels[0].on == date_of(2024, 7, 1));
  CHECK(quota.levels[0].issued.tonnes() == Approx(100 * 184.0 / 366));
  CHECK(quota.levels[1].on == date_of(2025, 1, 1));
  CHECK(quota.levels[1].issued.tonnes() == Approx(100));
  CHECK(quota.levels[2].issued.tonnes() == Approx(50));
  CHECK(quota.levels[3].issued.tonnes() == Approx(50));
}

}  // namespace
}  // namespace monazite::small_worlds
