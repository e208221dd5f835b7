#include <catch2/catch.hpp>
#include <numeric>
#include <random>

#include "models/quantity/working_time.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// The desk of a licence regime against queueing theory.
namespace monazite::small_worlds {
namespace {

constexpr double seconds_per_day = 86400;

/// The mean number of applications in M/M/c, waiting or in work (Erlang, 1917).
double erlang_number(double arrivals_per_day, double service_days, int officers) {
  const double offered = arrivals_per_day * service_days;
  double term = 1;
  double sum = 1;
  for (int k = 1; k < officers; ++k) {
    term *= offered / k;
    sum += term;
  }
  const double all_busy = term * offered / officers / (1 - offered / officers);
  const double waits = all_busy / (sum + all_busy);
  return offered + waits * offered / (officers - offered);
}

struct DeskSeen {
  double by_arrivals = 0;  ///< mean number there when another comes
  double over_time = 0;    ///< the same over calendar days, by the hour
  double wait_days = 0;    ///< mean calendar days from filing to decision
  double filed_per_day = 0;
};

/// Applications that come at random in working time to officers whose working times are
/// exponential. The only buyer of the world asks on the first day
/// for all that it will ever need, or nearly so.
DeskSeen seen_at_desk(double arrivals_per_day, double service_days, int officers,
                      int applications) {
  const Date monday = date_of(2025, 3, 3);
  const auto days = static_cast<int>(applications / arrivals_per_day * 7 / 5) + 400;
  auto sketch = pipe(1, {}, days);
  sketch.scenario.switches.noise = true;
  LicenceSpec licence;
  licence.review.officers = officers;
  licence.review.service = Distribution(Gamma{service_days, 1});
  licence.consignment_days = 36525;
  licence.validity_days = 36525;
  sketch.instrument("desk", "AA", licence).from = monday;
  Stepper stepper(sketch.scenario);
  const auto second_of = [](Date date) { return std::int64_t{date.days_since_epoch} * 86400; };
  const auto start = second_of(monday + 28);
  const auto pending = [&] { return stepper.state().licence_tallies.front().pending; };
  std::mt19937_64 random(7);
  std::exponential_distribution<double> gap(arrivals_per_day);
  DeskSeen seen;
  double work_days = 0;
  std::int64_t hour = start;
  double hours = 0;
  const auto run_to = [&](std::int64_t second) {
    for (; hour < second; hour += 3600, ++hours) {
      stepper.run().advance_to_second(hour);
      seen.over_time += pending();
    }
    stepper.run().advance_to_second(second);
  };
  for (int k = 0; k < applications; ++k) {
    work_days += gap(random);
    run_to(after_working_time(start, static_cast<std::int64_t>(work_days * seconds_per_day),
                              [](Date) { return false; }));
    seen.by_arrivals += pending();
    stepper.run().apply_by_hand(0, 1000);
  }
  while (pending() > 0) {
    run_to(hour + 86400);
  }
  seen.by_arrivals /= applications;
  seen.over_time /= hours;
  const auto outcome = stepper.finish();
  const auto& waits = outcome.observations.licence_waits;
  seen.wait_days = std::accumulate(waits.begin() + 1, waits.end(), 0.0,
                                   [](double sum, const LicenceWait& w) { return sum + w.days; }) /
                   applications;
  seen.filed_per_day = applications / (hours / 24);
  CHECK(waits.size() >= static_cast<std::size_t>(applications) + 1);
  return seen;
}

TEST_CASE("a desk with exponential work is M/M/1 with one officer, M/M/2 with two") {
  for (const int officers : {1, 2}) {
    const double arrivals = 0.7 * officers;
    const auto seen = seen_at_desk(arrivals, 1, officers, 40000);
    CAPTURE(officers);
    // Arrivals see averages over (working) time.
    CHECK(seen.by_arrivals == Approx(erlang_number(arrivals, 1, officers)).epsilon(0.05));
  }
  CHECK(erlang_number(0.7, 1, 1) == Approx(0.7 / 0.3));
  CHECK(erlang_number(1.4, 1, 2) == Approx(2.745).margin(0.001));
}

TEST_CASE("the mean number at a desk is the rate of filing times the mean wait") {
  for (const int officers : {1, 3}) {
    const auto seen = seen_at_desk(0.8 * officers, 1, officers, 5000);
    CAPTURE(officers);
    CHECK(seen.over_time == Approx(seen.filed_per_day * seen.wait_days).epsilon(0.005));
  }
}

TEST_CASE("twice as many applications lengthen everyone's wait") {
  CHECK(seen_at_desk(0.9, 1, 1, 5000).wait_days > 2 * seen_at_desk(0.45, 1, 1, 5000).wait_days);
}

}  // namespace
}  // namespace monazite::small_worlds
