#include <catch2/catch.hpp>
#include <numeric>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// Export quotas in worlds whose figures can be worked out by hand: the market sends three tonnes a
/// day of nd_oxide abroad, a tonne to each of three users.
namespace monazite::small_worlds {
namespace {

constexpr double per_day = 3;

ExportQuotaSpec quota_of(double tonnes_2025, double tonnes_2026 = 0) {
  ExportQuotaSpec quota;
  quota.covers.materials = {"nd_oxide"};
  quota.holder = QuotaHolder::shared;
  quota.limits.push_back({2025, tonnes_2025, {}, {}, {}});
  if (tonnes_2026 > 0) {
    quota.limits.push_back({2026, tonnes_2026, {}, {}, {}});
  }
  return quota;
}

/// The market under a quota from its first reported day on, with buyers who do not rush.
Sketch market_under(const ExportQuotaSpec& quota, int days = 730) {
  auto sketch = market(days);
  sketch.scenario.behaviour.front().most_rush_days = 0;
  sketch.instrument("quota", "AA", quota).from = sketch.start();
  return sketch;
}

std::vector<double> exports(const Outcome& outcome, const char* material = "nd_oxide") {
  return outcome.series(Metric::exports, {.region = "AA", .material = material});
}

double sum(const std::vector<double>& values, int first, int last) {
  return std::accumulate(values.begin() + first, values.begin() + last + 1, 0.0);
}

TEST_CASE("a quota is used up on the day worked out by hand and nothing leaves until the next") {
  // 150 t at 3 t a day: the fiftieth day takes the last.
  const auto outcome = run(market_under(quota_of(150, 30)).scenario);
  const auto tonnes = exports(outcome);
  CHECK(sum(tonnes, 0, 49) == Approx(150));
  CHECK(tonnes[48] == Approx(per_day));
  CHECK(tonnes[49] == Approx(per_day));
  CHECK(sum(tonnes, 50, 364) == 0);
  // What waited leaves at once, as far as the next year's goes.
  CHECK(tonnes[365] == Approx(30));
  CHECK(sum(tonnes, 366, 729) == 0);
  CHECK(outcome.figure(Metric::quota_used, {.region = "AA", .facility = "quota"}) == Approx(1));
  // What it does not cover goes on.
  CHECK(sum(exports(outcome, "dy_oxide"), 0, 364) == Approx(365 * per_day));
}

TEST_CASE("policy.csv tells a quota's batches, its exhaustion and the years") {
  const auto outcome = run(market_under(quota_of(150, 30)).scenario);
  const auto& rows = outcome.observations.policy;
  const auto start = date_of(2025, 1, 1);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].action == "issue");
  CHECK(rows[0].date == start);
  CHECK(rows[0].value == Approx(150));
  CHECK(rows[1].action == "exhaust");
  CHECK(rows[1].parameter == "all");
  CHECK(rows[1].date == start + 49);
  CHECK(rows[2].action == "issue");
  CHECK(rows[2].date == date_of(2026, 1, 1));
  CHECK(rows[3].action == "exhaust");
  CHECK(rows[3].date == date_of(2026, 1, 1));
}

TEST_CASE("the last of a quota is shared out by the seller's rule") {
  const auto last_day = [](Allocation rule) {
    auto sketch = market_under(quota_of(151));
    auto& profile = sketch.scenario.behaviour.front();
    profile.allocation = rule;
    if (rule == Allocation::priority) {
      profile.priority_sectors = {"glass"};
    }
    const auto outcome = run(sketch.scenario);
    CHECK(exports(outcome)[50] == Approx(1));
    // Of the second month 20 shipments are before: days 31 to 50.
    std::vector<double> of_lane;
    for (const char* plant : {"near_cars", "near_glass", "far_cars"}) {
      of_lane.push_back(outcome.flow("mine", plant, "nd_oxide", 1) - 19);
    }
    return of_lane;
  };
  const auto equal = last_day(Allocation::pro_rata);
  CHECK(equal[0] == Approx(1.0 / 3).margin(1e-5));
  CHECK(equal[1] == Approx(1.0 / 3).margin(1e-5));
  CHECK(equal[2] == Approx(1.0 / 3).margin(1e-5));
  const auto ranked = last_day(Allocation::priority);
  CHECK(ranked[0] == 0);
  CHECK(ranked[1] == Approx(1));
  CHECK(ranked[2] == 0);
}

TEST_CASE("what is left over is carried into the next year in part") {
  auto quota = quota_of(2000, 60);
  quota.carry_over = 0.5;
  const auto tonnes = exports(run(market_under(quota).scenario));
  const double carried = (2000 - 365 * per_day) / 2;
  CHECK(sum(tonnes, 0, 364) == Approx(365 * per_day));
  const double of_2026 = carried + 60;
  const int full_days = static_cast<int>(of_2026 / per_day);
  CHECK(sum(tonnes, 365, 365 + full_days - 1) == Approx(full_days * per_day));
  CHECK(tonnes[static_cast<std::size_t>(365 + full_days)] == Approx(of_2026 - full_days * per_day));
  CHECK(sum(tonnes, 365 + full_days + 1, 729) == 0);
}

TEST_CASE("a quota issued in batches opens with each of them") {
  auto quota = quota_of(200);
  quota.limits[0].batches = {{date_of(2025, 1, 1), 0.75}, {date_of(2025, 7, 1), 0.25}};
  const auto tonnes = exports(run(market_under(quota, 365).scenario));
  const int july = date_of(2025, 7, 1) - date_of(2025, 1, 1);
  CHECK(sum(tonnes, 0, 49) == Approx(150));
  CHECK(sum(tonnes, 50, july - 1) == 0);
  CHECK(sum(tonnes, july, 364) == Approx(50));
}

TEST_CASE("a quota above what is wanted is not filled and changes no flow") {
  auto sketch = market(400);
  sketch.scenario.outputs.series = {"quota_used", "exports"};
  const auto free = run(sketch.scenario);
  sketch.instrument("quota", "AA", quota_of(1200)).from = sketch.start();
  const auto outcome = run(sketch.scenario);
  REQUIRE(outcome.observations.flows.size() == free.observations.flows.size());
  for (std::size_t k = 0; k < free.observations.flows.size(); ++k) {
    CHECK(outcome.observations.flows[k].tonnes == free.observations.flows[k].tonnes);
  }
  const auto used = outcome.series(Metric::quota_used, {.region = "AA", .facility = "quota"});
  CHECK(used[364] == Approx(365 * per_day / 1200));
}

TEST_CASE("quotas above what is wanted change no byte of random worlds") {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto scenario = random_world(seed);
    std::erase_if(scenario.instruments, [](const InstrumentSpec& instrument) {
      return std::holds_alternative<ExportQuotaSpec>(instrument.kind);
    });
    scenario.outputs.series = {"exports", "inventory", "backlog"};
    // A quota that is news frightens, however high it is.
    scenario.switches.hoarding = scenario.switches.phantom_orders = false;
    auto capped = scenario;
    ExportQuotaSpec quota;
    quota.covers.materials = {"dy_oxide", "ndpr_metal", "magnet"};
    quota.covers.origins = {scenario.regions.front().id};
    quota.limits.push_back({2025, 1e9, {}, {}, {}});
    InstrumentSpec row;
    row.id = "zz_quota";
    row.issuer = scenario.regions.front().id;
    row.kind = quota;
    capped.instruments.push_back(row);
    const auto under_quota = run(capped, seed);
    if (under_quota.world->export_accounts.empty()) {
      continue;
    }
    const auto kept = [](Outcome outcome) {
      auto& observations = outcome.observations;
      std::vector<double> values;
      const auto& figures = outcome.world->plan.run_figures;
      for (std::size_t k = 0; k < figures.size(); ++k) {
        if (figures[k].metric != name_of(Metric::quota_used)) {
          values.push_back(observations.run_values[k]);
        }
      }
      observations.run_values = values;
      observations.policy.clear();
      observations.events = 0;
      return bits(observations);
    };
    CAPTURE(seed);
    const bool is_same = kept(under_quota) == kept(run(scenario, seed));
    CHECK(is_same);
    ++compared;
  }
  CHECK(compared >= 5);
}

TEST_CASE("buyers order ahead by what the quota is expected to leave unmet") {
  // 800 t against 3 t a day for 365 days: a shortfall of 295 of 1,095, and 60 d for all of it.
  auto sketch = market_under(quota_of(800), 1);
  auto& profile = sketch.scenario.behaviour.front();
  profile.rush_days_per_shortfall = 60;
  const auto orders_of_first_day = [&] {
    return run(sketch.scenario).figure(Metric::orders, {.region = "CC", .material = "oxide"});
  };
  // Of far_cars: a tonne of either oxide.
  CHECK(orders_of_first_day() == Approx(2));
  profile.most_rush_days = 90;
  const double shortfall = 1 - 800 / (365 * per_day);
  CHECK(orders_of_first_day() == Approx(2 + 60 * shortfall).epsilon(1e-5));
  profile.most_rush_days = 10;
  CHECK(orders_of_first_day() == Approx(2 + 10));
  // The rush brings the exhaustion forward.
  sketch.scenario.calendar.end = sketch.start() + 364;
  const auto tonnes = exports(run(sketch.scenario));
  CHECK(sum(tonnes, 0, 364) == Approx(800));
  const auto used_up_by = [](const std::vector<double>& series) {
    double total = 0;
    std::size_t day = 0;
    while (day < series.size() && total < 800 - 1e-6) {
      total += series[day++];
    }
    return day;
  };
  profile.most_rush_days = 0;
  CHECK(used_up_by(tonnes) < used_up_by(exports(run(sketch.scenario))));
}

TEST_CASE("each exporter has its part by what it sold, and a shared pot is first come") {
  // North sells half a tonne a day to DD, south one and a half: 100 t last for 50 days.
  const auto exhausted_on = [](QuotaHolder holder) {
    auto sketch = diamond(0.25, 365);
    sketch.scenario.behaviour.front().most_rush_days = 0;
    ExportQuotaSpec quota;
    quota.covers.origins = {"BB", "CC"};
    quota.holder = holder;
    quota.limits.push_back({2025, 100, {}, {}, {}});
    sketch.instrument("quota", "BB", quota).from = sketch.start();
    std::vector<std::string> holders;
    for (const auto& row : run(sketch.scenario).observations.policy) {
      if (row.action == "exhaust") {
        holders.push_back(row.parameter);
        CHECK(row.date >= sketch.start() + 48);
        CHECK(row.date <= sketch.start() + 51);
      }
    }
    return holders;
  };
  CHECK(exhausted_on(QuotaHolder::shared) == std::vector<std::string>{"all"});
  const auto parts = exhausted_on(QuotaHolder::exporters);
  CHECK(parts.size() == 2);
}

TEST_CASE("the shadow price is what the highest waiting bid offers above the price") {
  auto sketch = market_under(quota_of(150, 1000));
  for (auto& lane : sketch.scenario.lanes) {
    lane.bid_usd_per_kg = lane.to == "far_cars" ? 45 : 20;
  }
  double price = 0;
  for (const auto& row : run(sketch.scenario).observations.policy) {
    if (row.parameter == "shadow_usd_per_kg") {
      CHECK(row.date == date_of(2026, 1, 1));
      price = row.value;
    }
  }
  CHECK(price == Approx(45 - 10));
}

TEST_CASE("a year in force in part gets its part, whenever its batches are due") {
  const auto issued_until_march = [](std::vector<QuotaBatch> batches) {
    auto quota = quota_of(400);
    quota.limits[0].batches = std::move(batches);
    auto sketch = market_under(quota, 120);
    sketch.scenario.instruments.front().until = date_of(2025, 3, 31);
    return sum(exports(run(sketch.scenario)), 0, 89);
  };
  const double part = 400 * 90 / 365.0;
  CHECK(issued_until_march({}) == Approx(part));
  CHECK(issued_until_march({{date_of(2025, 1, 1), 0.5}, {date_of(2025, 7, 1), 0.5}}) ==
        Approx(part));
  CHECK(issued_until_march({{date_of(2025, 4, 1), 1}}) == Approx(part));
}

TEST_CASE("what the warm-up used up is not told of a year that is open") {
  auto quota = quota_of(2000);
  quota.limits.insert(quota.limits.begin(), {2024, 20, {}, {}, {}});
  auto sketch = market_under(quota, 60);
  sketch.scenario.instruments.front().from = date_of(2024, 10, 1);
  const auto outcome = run(sketch.scenario);
  const auto& rows = outcome.observations.policy;
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].action == "issue");
}

TEST_CASE("an exporter that leaves its part unused loses of the next to the others") {
  // North is shut in 2025 and uses nothing of its quarter.
  auto sketch = diamond(0.25, 730);
  sketch.scenario.behaviour.front().most_rush_days = 0;
  sketch.outage("strike", "north", sketch.start() - 150, 150 + 365);
  ExportQuotaSpec quota;
  quota.covers.origins = {"BB", "CC"};
  quota.limits.push_back({2025, 400, {}, {}, {}});
  quota.use_or_lose = 1;
  sketch.instrument("quota", "BB", quota).from = sketch.start();
  const auto outcome = run(sketch.scenario);
  double south = 0;
  for (std::uint32_t month = 12; month < 24; ++month) {
    south += outcome.flow("south", "plant", "oxide", month);
  }
  CHECK(south == Approx(400));
}

TEST_CASE("a lapsed quota lets what waited go") {
  auto sketch = market_under(quota_of(150), 200);
  auto& row = sketch.scenario.instruments.front();
  row.until = sketch.start() + 99;
  // Of a year in force for 100 days, that part of 150 t: 41.1 t.
  const auto tonnes = exports(run(sketch.scenario));
  CHECK(sum(tonnes, 0, 99) == Approx(150 * 100 / 365.0).epsilon(1e-6));
  CHECK(sum(tonnes, 0, 199) == Approx(200 * per_day).margin(per_day));
}

TEST_CASE("a ban within a quota holds what customs have, and a used-up quota does not") {
  auto sketch = market_under(quota_of(30), 200);
  FrictionSpec friction;
  friction.covers.materials = {"nd_oxide"};
  friction.hold_probability = 1;
  friction.hold = constant_days(15);
  sketch.instrument("slow", "AA", friction).from = sketch.start();
  // All 30 t are counted by the tenth day and held for 15 days; then they leave all the same.
  CHECK(sum(exports(run(sketch.scenario)), 0, 199) == Approx(30));
  BanSpec ban;
  ban.covers.materials = {"nd_oxide"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 12;
  CHECK(sum(exports(run(sketch.scenario)), 0, 199) == 0);
}

}  // namespace
}  // namespace monazite::small_worlds
