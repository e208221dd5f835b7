#include "sim/run/run_limits.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world.hpp"
#include "sim/engine/instant.hpp"

namespace monazite {

namespace {

constexpr double expected_times = 100;
constexpr double least_events = 1e7;
/// Far beyond any run, and exact as a double.
constexpr double most_events = 1e18;
constexpr double default_seconds = 600;

/// The review itself; for each stock at most so many orders, each with a settlement and an arrival.
double events_per_review(const World& world, const Facility& facility) {
  const auto& profile = world.profiles[facility.profile];
  return 1 + facility.inputs.count * 2.0 * profile.orders_per_review;
}

/// The line's waking, the lot's end, a settlement of each product and an arrival at each customer.
double events_per_lot(const World& world, const Line& line) {
  double events = 2;
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& pool = world.pools[world.line_outputs[line.outputs.first + k].pool.index()];
    events += 1 + pool.customers.count + pool.pushes.count;
  }
  return events;
}

}  // namespace

double expected_events(const World& world) {
  double per_day = world.plan.track_days.empty() ? 1 : 2;  // the clock: intervals, months, tracks
  for (const auto& facility : world.facilities) {
    per_day += events_per_review(world, facility) / world.profiles[facility.profile].review_days;
  }
  for (const auto& line : world.lines) {
    per_day += events_per_lot(world, line) * engine::seconds_per_day /
               static_cast<double>(line.lot_seconds);
  }
  return per_day * (world.end + 1 - world.origin);
}

std::string excess_of_events(const World& world) {
  constexpr double bound = 2e8;
  const double most =
      world.runs.max_events > 0 ? static_cast<double>(world.runs.max_events) : bound;
  const double expected = expected_events(world);
  if (expected <= std::max(most, bound)) {
    return {};
  }
  const auto busiest =
      std::max_element(world.lines.begin(), world.lines.end(),
                       [](const Line& a, const Line& b) { return a.lot_seconds > b.lot_seconds; });
  std::string text = fmt::format("a replication may take {:.0f} events, more than {:.0f}", expected,
                                 std::max(most, bound));
  if (busiest != world.lines.end()) {
    text += fmt::format("; the shortest lots, of {} s, are those of '{}'", busiest->lot_seconds,
                        world.facilities[busiest->facility.index()].id);
  }
  return text;
}

engine::RunBudget run_budget(const World& world) {
  const auto& runs = world.runs;
  const double events =
      std::clamp(expected_times * expected_events(world), least_events, most_events);
  return {runs.max_events > 0 ? runs.max_events : static_cast<std::uint64_t>(events),
          runs.max_seconds > 0 ? runs.max_seconds : default_seconds};
}

}  // namespace monazite
