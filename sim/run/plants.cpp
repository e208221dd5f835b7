#include "sim/run/plants.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/behaviour/demand_course.hpp"
#include "models/behaviour/end_use.hpp"
#include "models/behaviour/substitution.hpp"
#include "models/market/price.hpp"
#include "models/quantity/unit.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/production.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Ten times what plants may draw in a run by what is written: beyond it orders leave 64 bits.
constexpr double most_grams_drawn = 1e18;

/// Grams of use of a stopped plant that went on without its input in the last `seconds`.
double substituted_use(std::span<const SubstitutionPoint> course, const PlantState& state,
                       std::int64_t seconds) {
  if (course.empty()) {
    return 0;
  }
  const auto end = static_cast<double>(state.booked_at - state.first_stopped_at);
  return static_cast<double>(state.normal_rate) *
         substituted_days(course, (end - static_cast<double>(seconds)) / engine::seconds_per_day,
                          end / engine::seconds_per_day);
}

void set_rate(Simulation& sim, PlantId id, std::int64_t rate) {
  book_use(sim, id);
  const auto& plant = sim.world.plants[id.index()];
  auto& state = sim.state.plants[id.index()];
  state.rate = rate;
  state.anchor = sim.now();
  state.used = 0;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    sim.state.plant_input_used[plant.inputs.first + k] = 0;
  }
}

void choose_rate(Simulation& sim, PlantId id) {
  const auto& plant = sim.world.plants[id.index()];
  auto& state = sim.state.plants[id.index()];
  sim.state.paces.cancel(id.index());
  if (state.stopped) {
    return set_rate(sim, id, 0);
  }
  const double overtime = sim.world.sectors[plant.sector.index()].overtime;
  const double factor = pace(state.recoverable >= 1 ? state.recoverable : 0, overtime);
  set_rate(sim, id, nearest_whole(static_cast<double>(state.normal_rate) * factor));
  const auto extra = static_cast<double>(state.rate - state.normal_rate);
  if (extra > 0) {
    const double days = std::min(state.recoverable / extra, 36525.0);
    sim.loop.schedule({sim.now() + std::max<std::int64_t>(1, nearest_whole(days * 86400))},
                      Phase::demand, plant.facility.value,
                      static_cast<std::uint8_t>(EventKind::plant_pace),
                      sim.state.paces.arm(id.index()));
  }
}

bool can_restart(const Simulation& sim, const Plant& plant) {
  const auto index = static_cast<std::size_t>(&plant - sim.world.plants.data());
  const auto& sector = sim.world.sectors[plant.sector.index()];
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto& input = sim.world.plant_inputs[plant.inputs.first + k];
    const double needed = static_cast<double>(sim.state.plants[index].normal_rate) *
                          input.per_tonne * (sector.stop_cover_days + 1);
    if (static_cast<double>(sim.state.pools[input.pool.index()].gross) < needed) {
      return false;
    }
  }
  return true;
}

void follow_calendar(Simulation& sim, PlantId id) {
  const auto& plant = sim.world.plants[id.index()];
  auto& state = sim.state.plants[id.index()];
  const auto& sector = sim.world.sectors[plant.sector.index()];
  double factor = state.asked * state.level * sim.state.activity[plant.region.index()] *
                  sim.world.regions[plant.region.index()].everyday_pace;
  if (sim.world.switches.growth && sector.growth_from && sim.today() > *sector.growth_from) {
    const double years = (sim.today() - *sector.growth_from) / days_per_year;
    factor *= std::pow(1 + sector.growth_per_year, years);
  }
  if (sector.price_elasticity != 0 && sim.world.switches.price_response) {
    factor *= demand_response(sector.price_elasticity, log_price_of_inputs(sim, plant));
  }
  if (!(plant.use_per_day * factor * (sim.world.end - sim.world.origin + 1) < most_grams_drawn)) {
    throw RunFailure(fmt::format("the use of '{}' grows beyond what can be counted",
                                 sim.world.facilities[plant.facility.index()].id));
  }
  const auto rate = nearest_whole(plant.use_per_day * factor);
  if (rate != state.normal_rate) {
    book_use(sim, id);
    state.normal_rate = rate;
    choose_rate(sim, id);
    const auto& profile = sim.world.profiles[sim.world.facilities[plant.facility.index()].profile];
    watch(sim, id, static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day));
  }
}

/// Takes over what a course asks for today, without telling its plants; schedules its next change.
void look_up_course(Simulation& sim, std::uint32_t course) {
  const auto& changes = sim.world.demand_courses[course].changes;
  sim.state.shares_asked[course] = share_asked_on(changes, sim.today());
  if (const auto next = next_change_after(changes, sim.today())) {
    sim.loop.schedule({sim.seconds_at(*next)}, Phase::policy, sim.entity_of_clock(),
                      static_cast<std::uint8_t>(EventKind::demand_change), course);
  }
}

/// What all courses of a plant together ask it for, as a share of the use of the base year.
double share_asked_of(const Simulation& sim, const Plant& plant) {
  double share = 1;
  for (std::uint32_t k = 0; k < plant.courses.count; ++k) {
    share *= sim.state.shares_asked[sim.world.courses_of_plants[plant.courses.first + k]];
  }
  return share;
}

void schedule_calendar(Simulation& sim, std::uint32_t region) {
  std::optional<Date> next;
  for (const auto& holiday : sim.world.regions[region].holidays) {
    for (const auto date : {holiday.from, holiday.until + 1}) {
      if (date > sim.today() && (!next || date < *next)) {
        next = date;
      }
    }
  }
  if (next) {
    sim.loop.schedule({sim.seconds_at(*next)}, Phase::policy, sim.entity_of_clock(),
                      static_cast<std::uint8_t>(EventKind::calendar), 1 + region);
  }
}

}  // namespace

void book_use(Simulation& sim, PlantId id) {
  const auto& plant = sim.world.plants[id.index()];
  auto& state = sim.state.plants[id.index()];
  const auto seconds = sim.now() - state.booked_at;
  if (seconds <= 0) {
    return;
  }
  state.booked_at = sim.now();
  const double days = static_cast<double>(seconds) / engine::seconds_per_day;
  const double wanted = static_cast<double>(state.normal_rate) * days;
  sim.state.tallies.wanted[id.index()] += wanted;
  if (state.stopped) {
    const auto& sector = sim.world.sectors[plant.sector.index()];
    const double substituted = substituted_use(sector.substitution, state, seconds);
    const double lost = std::max(0.0, wanted - substituted);
    sim.state.tallies.lost[id.index()] += lost;
    sim.state.tallies.substituted[id.index()] += substituted;
    sim.state.tallies.stop_seconds[id.index()] += seconds;
    state.recoverable += lost * sector.recoverable_share;
    // A stopped plant still wants its inputs, and those that it does without: what it expects to
    // use is demand, not use.
    for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
      const auto& input = sim.world.plant_inputs[plant.inputs.first + k];
      sim.state.pools[input.pool.index()].period_flow += nearest_whole(wanted * input.per_tonne);
    }
    return;
  }
  const auto used = used_since(state.rate, sim.now() - state.anchor);
  const double caught_up = static_cast<double>(used - state.used) - wanted;
  if (state.rate > state.normal_rate && caught_up > 0) {
    const double made_up = std::min(caught_up, state.recoverable);
    // What was lost before the report is made up in it and counts nowhere.
    auto& delayed = sim.state.tallies.delayed[id.index()];
    delayed += std::min(made_up, std::max(0.0, sim.state.tallies.lost[id.index()] - delayed));
    state.recoverable -= made_up;
  }
  state.used = used;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto index = plant.inputs.first + k;
    const auto& input = sim.world.plant_inputs[index];
    auto& stock = sim.state.pools[input.pool.index()];
    const auto total = static_cast<std::int64_t>(static_cast<double>(used) * input.per_tonne);
    const auto grams = std::min(total - sim.state.plant_input_used[index], stock.gross);
    sim.state.plant_input_used[index] = total;
    if (grams <= 0) {
      continue;
    }
    const auto& set = sim.set_of(input.pool);
    sim.take_out(input.pool, grams, [&](std::size_t place, Mass part) {
      sim.state.ledger.consumed[set.elements[place]] += part;
    });
    stock.period_flow += grams;
  }
}

void watch(Simulation& sim, PlantId id, std::int64_t horizon_seconds) {
  const auto& plant = sim.world.plants[id.index()];
  auto& state = sim.state.plants[id.index()];
  if (state.watched) {
    sim.state.stops.cancel(id.index());
    state.watched = false;
  }
  if (state.stopped || state.rate == 0) {
    return;
  }
  const double stop_days = sim.world.sectors[plant.sector.index()].stop_cover_days;
  std::int64_t first = -1;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto& input = sim.world.plant_inputs[plant.inputs.first + k];
    const double per_day = static_cast<double>(state.rate) * input.per_tonne;
    const auto seconds =
        seconds_until_stop(static_cast<double>(sim.state.pools[input.pool.index()].gross),
                           per_day * stop_days, per_day);
    if (seconds >= 0 && (first < 0 || seconds < first)) {
      first = seconds;
    }
  }
  if (first >= 0 && first <= horizon_seconds) {
    state.watched = true;
    // Not within the present instant: whatever arrives in it comes first.
    sim.loop.schedule({sim.now() + std::max<std::int64_t>(1, first)}, Phase::demand,
                      plant.facility.value, static_cast<std::uint8_t>(EventKind::plant_stop),
                      sim.state.stops.arm(id.index()));
  }
}

void on_plant_received(Simulation& sim, PlantId id) {
  const auto& plant = sim.world.plants[id.index()];
  auto& state = sim.state.plants[id.index()];
  if (state.stopped) {
    if (!state.restarting && can_restart(sim, plant)) {
      state.restarting = true;
      const double days = sim.world.sectors[plant.sector.index()].restart_days;
      sim.loop.schedule({sim.now() + nearest_whole(days * 86400)}, Phase::demand,
                        plant.facility.value, static_cast<std::uint8_t>(EventKind::plant_restart),
                        sim.state.restarts.arm(id.index()));
    }
    return;
  }
  if (state.watched) {
    book_use(sim, id);
    const auto& profile = sim.world.profiles[sim.world.facilities[plant.facility.index()].profile];
    watch(sim, id, static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day));
  }
}

void on_plant_stop(Simulation& sim, PlantId id, std::uint32_t generation) {
  if (!sim.state.stops.is_current(id.index(), generation)) {
    return;
  }
  auto& state = sim.state.plants[id.index()];
  book_use(sim, id);
  state.watched = false;
  state.stopped = true;
  state.restarting = false;
  state.stopped_at = sim.now();
  state.first_stopped_at = state.first_stopped_at < 0 ? sim.now() : state.first_stopped_at;
  auto& first = sim.state.tallies.first_stop[id.index()];
  if (sim.is_reporting && first < 0) {
    first = sim.now() - sim.seconds_at(sim.world.start);
  }
  choose_rate(sim, id);
  on_plant_received(sim, id);
}

void on_plant_restart(Simulation& sim, PlantId id, std::uint32_t generation) {
  if (!sim.state.restarts.is_current(id.index(), generation)) {
    return;
  }
  auto& state = sim.state.plants[id.index()];
  book_use(sim, id);
  state.restarting = false;
  state.stopped = false;
  if (sim.is_reporting) {
    sim.state.tallies.last_restart[id.index()] = sim.now() - sim.seconds_at(sim.world.start);
  }
  choose_rate(sim, id);
  const auto& profile =
      sim.world
          .profiles[sim.world.facilities[sim.world.plants[id.index()].facility.index()].profile];
  watch(sim, id, static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day));
}

void on_plant_pace(Simulation& sim, PlantId id, std::uint32_t generation) {
  if (sim.state.paces.is_current(id.index(), generation)) {
    book_use(sim, id);
    sim.state.plants[id.index()].recoverable = 0;
    choose_rate(sim, id);
  }
}

void begin_demand_courses(Simulation& sim) {
  sim.state.shares_asked.assign(sim.world.demand_courses.size(), 1.0);
  for (std::uint32_t c = 0; c < sim.world.demand_courses.size(); ++c) {
    look_up_course(sim, c);
  }
  for (std::uint32_t p = 0; p < sim.world.plants.size(); ++p) {
    sim.state.plants[p].asked = share_asked_of(sim, sim.world.plants[p]);
  }
}

void on_demand_change(Simulation& sim, std::uint32_t course) {
  look_up_course(sim, course);
  for (const auto id : sim.world.demand_courses[course].plants) {
    auto& state = sim.state.plants[id.index()];
    state.asked = share_asked_of(sim, sim.world.plants[id.index()]);
    follow_calendar(sim, id);
    if (state.stopped) {
      on_plant_received(sim, id);  // what it has may do for what it is asked for now
    }
  }
}

void on_calendar(Simulation& sim, std::uint32_t slot) {
  if (slot == 0) {
    const bool noisy = sim.world.switches.noise;
    for (std::uint32_t p = 0; p < sim.world.plants.size(); ++p) {
      const auto& plant = sim.world.plants[p];
      const double cv = sim.world.sectors[plant.sector.index()].demand_cv;
      if (noisy && cv > 0) {
        auto& state = sim.state.plants[p];
        const auto key = sim.world.facilities[plant.facility.index()].key;
        state.level = engine::Lognormal::from_mean(
            1, cv)(engine::uniform(sim.stream(Purpose::demand_level, key), state.draws++));
      }
      follow_calendar(sim, PlantId{p});
    }
    sim.loop.schedule({sim.seconds_at(first_of_next_month(sim.today()))}, Phase::policy,
                      sim.entity_of_clock(), static_cast<std::uint8_t>(EventKind::calendar), 0);
    return;
  }
  const auto region = slot - 1;
  double activity = 1;
  if (sim.world.switches.holidays) {
    for (const auto& holiday : sim.world.regions[region].holidays) {
      if (holiday.from <= sim.today() && sim.today() <= holiday.until) {
        activity *= holiday.activity;
      }
    }
  }
  if (activity != sim.state.activity[region]) {
    sim.state.activity[region] = activity;
    for (std::uint32_t p = 0; p < sim.world.plants.size(); ++p) {
      if (sim.world.plants[p].region.index() == region) {
        follow_calendar(sim, PlantId{p});
      }
    }
    for (const auto& facility : sim.world.facilities) {
      if (facility.region.index() == region) {
        look_again(sim, facility);
      }
    }
  }
  schedule_calendar(sim, region);
}

}  // namespace monazite
