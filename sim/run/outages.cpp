#include "sim/run/outages.hpp"

#include <algorithm>
#include <cmath>

#include "models/policy/outage.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/production.hpp"

namespace monazite {

namespace {

double days_of(std::int64_t seconds) {
  return static_cast<double>(seconds) / engine::seconds_per_day;
}

std::int64_t seconds_of(double days) { return std::llround(days * engine::seconds_per_day); }

/// Where in a cycle of up and down a site begins its past, in [0, 1).
double phase_of(const Simulation& sim, const OutageSite& site) {
  if (!sim.world.switches.noise) {
    return static_cast<double>(site.key % 1024) / 1024;
  }
  engine::CoarseStream draws;
  return draws.uniform([&] { return sim.stream(Purpose::outage_phase, site.key); });
}

void add_span(Simulation& sim, std::int64_t from, std::int64_t until) {
  sim.state.outage_spans.push_back({days_of(from), days_of(until)});
}

void draw_at_random(Simulation& sim, const OutageSite& site) {
  const auto& timing = site.timing;
  // After so many cycles nothing is left of how the past began.
  constexpr double cycles_before = 10;
  const double cycle_seconds =
      std::max<double>(engine::seconds_per_day, mean_of(sim.world.durations[*timing.every])) +
      mean_of(sim.world.durations[*timing.lasts]);
  std::int64_t now =
      timing.first_second - std::llround((cycles_before + phase_of(sim, site)) * cycle_seconds);
  engine::CoarseStream up_times;
  engine::CoarseStream down_times;
  const auto key = [&] { return site.key; };
  while (true) {
    now += std::max<std::int64_t>(
        engine::seconds_per_day,
        sim.draw_duration(*timing.every, up_times, Purpose::outage_every, key));
    if (now >= timing.end_second) {
      return;
    }
    const auto begun = now;
    now += sim.draw_duration(*timing.lasts, down_times, Purpose::outage_lasts, key);
    now = std::min(now, timing.end_second);
    if (timing.is_running ? now > timing.first_second : begun >= timing.first_second) {
      add_span(sim, begun, now);
    }
  }
}

void draw_once(Simulation& sim, const OutageSite& site) {
  const auto& timing = site.timing;
  auto until = timing.end_second;
  if (timing.lasts) {
    engine::CoarseStream draws;
    until = std::min(
        until, timing.first_second + sim.draw_duration(*timing.lasts, draws, Purpose::outage_lasts,
                                                       [&] { return site.key; }));
  }
  if (until > timing.first_second) {
    add_span(sim, timing.first_second, until);
  }
}

/// Schedules the next beginning or end of a site, if it comes in the calendar.
void await_outage(Simulation& sim, std::uint32_t index) {
  const auto& state = sim.state.outage_sites[index];
  if (state.current == state.spans.count) {
    return;
  }
  const auto& span = spans_of(sim, index)[state.current];
  const auto second = std::max(sim.now(), seconds_of(state.has_begun ? span.until : span.from));
  if (second < sim.seconds_at(sim.world.end + 1)) {
    sim.loop.schedule({second}, Phase::policy,
                      sim.entity_of_instrument(sim.world.outage_sites[index].instrument),
                      static_cast<std::uint8_t>(EventKind::outage), index);
  }
}

/// What becomes of what is in process on the lines of a site that stand still until an instant.
void strike_goods_in_process(Simulation& sim, const OutageSite& site, std::int64_t until) {
  if (site.outage.goods_in_process == GoodsInProcess::go_on) {
    return;
  }
  for (std::uint32_t id = 0; id < sim.state.parcels.size(); ++id) {
    auto& parcel = sim.state.parcels[id];
    if (parcel.status != ParcelStatus::in_process ||
        !std::binary_search(site.lines.begin(), site.lines.end(), LineId{parcel.owner})) {
      continue;
    }
    if (site.outage.goods_in_process == GoodsInProcess::lose) {
      lose_lot(sim, id);
    } else {
      const auto thaws = sim.state.lines[parcel.owner].frozen_until;
      parcel.due += std::max<std::int64_t>(0, until - std::max(sim.now(), thaws));
    }
  }
  for (const auto line : site.lines) {
    auto& frozen_until = sim.state.lines[line.index()].frozen_until;
    frozen_until = std::max(frozen_until, until);
  }
}

void tell(Simulation& sim, const OutageSite& site, std::uint32_t index, bool begins) {
  const double days =
      std::max(days_of(sim.now()), static_cast<double>(sim.world.start.days_since_epoch));
  const double share = available_share(site.outage, spans_of(sim, index), days);
  note(sim, site.label, begins ? "begin" : "end", "capacity", share, share < 1);
}

}  // namespace

void draw_outages(Simulation& sim) {
  auto& spans = sim.state.outage_spans;
  spans.clear();
  sim.state.outage_sites.assign(sim.world.outage_sites.size(), {});
  for (std::uint32_t s = 0; s < sim.world.outage_sites.size(); ++s) {
    const auto& site = sim.world.outage_sites[s];
    const auto first = spans.size();
    site.timing.every ? draw_at_random(sim, site) : draw_once(sim, site);
    sim.state.outage_sites[s].spans = {static_cast<std::uint32_t>(first),
                                       static_cast<std::uint32_t>(spans.size() - first)};
  }
}

void schedule_outages(Simulation& sim) {
  for (std::uint32_t s = 0; s < sim.world.outage_sites.size(); ++s) {
    auto& state = sim.state.outage_sites[s];
    const auto spans = spans_of(sim, s);
    while (state.current < spans.size() && seconds_of(spans[state.current].until) <= sim.now()) {
      ++state.current;
    }
    await_outage(sim, s);
  }
}

void on_outage(Simulation& sim, std::uint32_t index) {
  sim.loop.require_phase(Phase::policy);
  const auto& site = sim.world.outage_sites[index];
  auto& state = sim.state.outage_sites[index];
  const bool begins = !state.has_begun;
  if (begins) {
    strike_goods_in_process(sim, site, seconds_of(spans_of(sim, index)[state.current].until));
  } else {
    ++state.current;
  }
  state.has_begun = begins;
  for (const auto line : site.lines) {
    try_start(sim, line);
  }
  tell(sim, site, index, begins);
  await_outage(sim, index);
}

}  // namespace monazite
