#include "sim/run/run_limits.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/quantity/distribution.hpp"
#include "models/scenario/world.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/instant.hpp"
#include "sim/run/parcels.hpp"

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

/// Lots in process at the opening beyond those that capacity lets start in a lead time: a line
/// whose rate in the base year is over its capacity opens with the lots of that rate.
double opening_lots_over_capacity(const World& world, const Line& line) {
  const double lots_per_day = engine::seconds_per_day / static_cast<double>(line.lot_seconds);
  const double lead_days = mean_of(world.durations[line.lead_time]) / engine::seconds_per_day;
  return std::max(0.0, line.base_lots_per_day - lots_per_day) * lead_days;
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
  double changes = 0;
  for (const auto& line : world.lines) {
    changes += events_per_lot(world, line) * opening_lots_over_capacity(world, line);
  }
  for (const auto& course : world.demand_courses) {
    for (const auto& change : course.changes) {
      changes += change.ramp_days + 1;
    }
  }
  for (const auto& site : world.outage_sites) {
    if (site.timing.every && site.timing.lasts) {
      const double cycle_seconds =
          std::max<double>(engine::seconds_per_day, mean_of(world.durations[*site.timing.every])) +
          mean_of(world.durations[*site.timing.lasts]);
      per_day += 2 * engine::seconds_per_day / cycle_seconds;
    }
  }
  return per_day * (world.end + 1 - world.origin) + changes;
}

namespace {

/// A shipment or lot with the event that ends it. A vector that grows twofold holds the old beside
/// the new; the queue holds its events three times while it changes its buckets.
double bytes_of_parcel(const World& world, std::uint32_t elements) {
  constexpr double grown = 3;
  constexpr double of_queue = 6;
  const std::uint8_t width = world.element_sets[elements].count;
  const double own_elements = width > Parcel::few ? width * sizeof(std::int64_t) : 0;
  return grown * (sizeof(Parcel) + own_elements + sizeof(std::uint32_t)) +
         of_queue * sizeof(engine::Event);
}

double transit_days(const World& world, LaneId lane) {
  return mean_of(world.durations[world.lanes[lane.index()].transit]) / engine::seconds_per_day;
}

/// Lots in process, and what each lot may send to every customer of what it gives.
double bytes_of_lots(const World& world, const Line& line) {
  const double lots_per_day = engine::seconds_per_day / static_cast<double>(line.lot_seconds);
  const double lead_days = mean_of(world.durations[line.lead_time]) / engine::seconds_per_day;
  double bytes = (1 + lots_per_day * lead_days + opening_lots_over_capacity(world, line)) *
                 bytes_of_parcel(world, line.elements);
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const Pool& pool = world.pools[world.line_outputs[line.outputs.first + k].pool.index()];
    for (const Slice& slice : {pool.customers, pool.pushes}) {
      for (std::uint32_t i = 0; i < slice.count; ++i) {
        bytes += lots_per_day * transit_days(world, world.lanes_out[slice.first + i]) *
                 bytes_of_parcel(world, pool.elements);
      }
    }
  }
  return bytes;
}

/// What the reviews of a buyer keep under way.
double bytes_of_orders(const World& world) {
  double bytes = 0;
  for (std::uint32_t l = 0; l < world.lanes.size(); ++l) {
    const Pool& to = world.pools[world.lanes[l].to.index()];
    const Profile& profile = world.profiles[world.facilities[to.facility.index()].profile];
    bytes += (1 + transit_days(world, LaneId{l}) / profile.review_days) *
             bytes_of_parcel(world, world.pools[world.lanes[l].from.index()].elements);
  }
  return bytes;
}

/// Of the tables of the state by lane, pool, line and plant: their own, and buffers of their
/// number.
double bytes_of_tables(const World& world) {
  constexpr double of_lane = 512;
  constexpr double of_pool = 512;
  constexpr double of_other = 256;
  constexpr double least_parcels = 4096 * 200;
  return least_parcels + of_lane * static_cast<double>(world.lanes.size()) +
         of_pool * static_cast<double>(world.pools.size()) +
         of_other * static_cast<double>(world.lines.size() + world.plants.size() +
                                        world.facilities.size() + world.instruments.size());
}

}  // namespace

MemoryUse expected_memory(const World& world) {
  constexpr double cell = sizeof(double);
  constexpr double of_flow_cell = 16;
  constexpr double of_series_cell = 128;  // sums and the bins of a sketch
  constexpr double observed_at_once = 3;  // by a thread: under way, and waiting to be merged
  const ObservationPlan& plan = world.plan;
  const auto figures = static_cast<double>(plan.run_figures.size());
  const double series = static_cast<double>(plan.intervals.size() * plan.series_figures.size());
  const double tracked = static_cast<double>(plan.track_days.size() * plan.tracks);
  const double flows = plan.flows ? static_cast<double>(plan.months.size() * plan.lanes.size()) : 0;
  MemoryUse use;
  use.per_thread = bytes_of_tables(world) + bytes_of_orders(world);
  for (const Line& line : world.lines) {
    use.per_thread += bytes_of_lots(world, line);
  }
  use.per_thread += observed_at_once * (cell * (figures + series + tracked) + of_flow_cell * flows);
  use.per_run = 32;
  const double views = 1 + static_cast<double>(plan.branches.size());
  use.world = bytes_of_tables(world);
  use.tables = views * (of_series_cell * series + 2 * of_flow_cell * flows + 64 * cell * figures);
  return use;
}

double most_megabytes(const World& world) {
  constexpr int by_default = 16'000;
  return world.runs.max_memory_mb.value_or(by_default);
}

std::string excess_of_memory(const World& world, double threads, double runs) {
  constexpr double megabyte = 1e6;
  const MemoryUse use = expected_memory(world);
  const double expected = use.in_all(threads, runs) / megabyte;
  const double most = most_megabytes(world);
  if (expected <= most) {
    return {};
  }
  return fmt::format(
      "the runs may take {:.0f} MB of memory, {:.0f} MB on each of {:.0f} threads, "
      "more than {:.0f} MB",
      std::ceil(expected), use.per_thread / megabyte, threads, most);
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
