#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/behaviour/end_use.hpp"
#include "models/behaviour/substitution.hpp"
#include "models/market/price.hpp"
#include "models/quantity/unit.hpp"
#include "sim/run/run.hpp"

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

}  // namespace

void Run::book_use(PlantId id) {
  const auto& plant = world_.plants[id.index()];
  auto& state = state_.plants[id.index()];
  const auto seconds = now() - state.booked_at;
  if (seconds <= 0) {
    return;
  }
  state.booked_at = now();
  const double days = static_cast<double>(seconds) / engine::seconds_per_day;
  const double wanted = static_cast<double>(state.normal_rate) * days;
  state_.tallies.wanted[id.index()] += wanted;
  if (state.stopped) {
    const auto& sector = world_.sectors[plant.sector.index()];
    const double substituted = substituted_use(sector.substitution, state, seconds);
    const double lost = std::max(0.0, wanted - substituted);
    state_.tallies.lost[id.index()] += lost;
    state_.tallies.substituted[id.index()] += substituted;
    state_.tallies.stop_seconds[id.index()] += seconds;
    state.recoverable += lost * sector.recoverable_share;
    // A stopped plant still wants its inputs, and those that it does without: what it expects to
    // use is demand, not use.
    for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
      const auto& input = world_.plant_inputs[plant.inputs.first + k];
      state_.pools[input.pool.index()].period_flow += nearest_whole(wanted * input.per_tonne);
    }
    return;
  }
  const auto used = used_since(state.rate, now() - state.anchor);
  const double caught_up = static_cast<double>(used - state.used) - wanted;
  if (state.rate > state.normal_rate && caught_up > 0) {
    const double made_up = std::min(caught_up, state.recoverable);
    // What was lost before the report is made up in it and counts nowhere.
    auto& delayed = state_.tallies.delayed[id.index()];
    delayed += std::min(made_up, std::max(0.0, state_.tallies.lost[id.index()] - delayed));
    state.recoverable -= made_up;
  }
  state.used = used;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto index = plant.inputs.first + k;
    const auto& input = world_.plant_inputs[index];
    auto& stock = state_.pools[input.pool.index()];
    const auto total = static_cast<std::int64_t>(static_cast<double>(used) * input.per_tonne);
    const auto grams = std::min(total - state_.plant_input_used[index], stock.gross);
    state_.plant_input_used[index] = total;
    if (grams <= 0) {
      continue;
    }
    const auto& set = set_of(input.pool);
    take_out(input.pool, grams, [&](std::size_t place, Mass part) {
      state_.ledger.consumed[set.elements[place]] += part;
    });
    stock.period_flow += grams;
  }
}

void Run::set_rate(PlantId id, std::int64_t rate) {
  book_use(id);
  const auto& plant = world_.plants[id.index()];
  auto& state = state_.plants[id.index()];
  state.rate = rate;
  state.anchor = now();
  state.used = 0;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    state_.plant_input_used[plant.inputs.first + k] = 0;
  }
}

void Run::choose_rate(PlantId id) {
  const auto& plant = world_.plants[id.index()];
  auto& state = state_.plants[id.index()];
  state_.paces.cancel(id.index());
  if (state.stopped) {
    return set_rate(id, 0);
  }
  const double overtime = world_.sectors[plant.sector.index()].overtime;
  const double factor = pace(state.recoverable >= 1 ? state.recoverable : 0, overtime);
  set_rate(id, nearest_whole(static_cast<double>(state.normal_rate) * factor));
  const auto extra = static_cast<double>(state.rate - state.normal_rate);
  if (extra > 0) {
    const double days = std::min(state.recoverable / extra, 36525.0);
    loop_.schedule({now() + std::max<std::int64_t>(1, nearest_whole(days * 86400))}, Phase::demand,
                   plant.facility.value, static_cast<std::uint8_t>(EventKind::plant_pace),
                   state_.paces.arm(id.index()));
  }
}

void Run::watch(PlantId id, std::int64_t horizon_seconds) {
  const auto& plant = world_.plants[id.index()];
  auto& state = state_.plants[id.index()];
  if (state.watched) {
    state_.stops.cancel(id.index());
    state.watched = false;
  }
  if (state.stopped || state.rate == 0) {
    return;
  }
  const double stop_days = world_.sectors[plant.sector.index()].stop_cover_days;
  std::int64_t first = -1;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto& input = world_.plant_inputs[plant.inputs.first + k];
    const double per_day = static_cast<double>(state.rate) * input.per_tonne;
    const auto seconds = seconds_until_stop(
        static_cast<double>(state_.pools[input.pool.index()].gross), per_day * stop_days, per_day);
    if (seconds >= 0 && (first < 0 || seconds < first)) {
      first = seconds;
    }
  }
  if (first >= 0 && first <= horizon_seconds) {
    state.watched = true;
    // Not within the present instant: whatever arrives in it comes first.
    loop_.schedule({now() + std::max<std::int64_t>(1, first)}, Phase::demand, plant.facility.value,
                   static_cast<std::uint8_t>(EventKind::plant_stop), state_.stops.arm(id.index()));
  }
}

bool Run::can_restart(const Plant& plant) const {
  const auto index = static_cast<std::size_t>(&plant - world_.plants.data());
  const auto& sector = world_.sectors[plant.sector.index()];
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto& input = world_.plant_inputs[plant.inputs.first + k];
    const double needed = static_cast<double>(state_.plants[index].normal_rate) * input.per_tonne *
                          (sector.stop_cover_days + 1);
    if (static_cast<double>(state_.pools[input.pool.index()].gross) < needed) {
      return false;
    }
  }
  return true;
}

void Run::on_plant_received(PlantId id) {
  const auto& plant = world_.plants[id.index()];
  auto& state = state_.plants[id.index()];
  if (state.stopped) {
    if (!state.restarting && can_restart(plant)) {
      state.restarting = true;
      const double days = world_.sectors[plant.sector.index()].restart_days;
      loop_.schedule({now() + nearest_whole(days * 86400)}, Phase::demand, plant.facility.value,
                     static_cast<std::uint8_t>(EventKind::plant_restart),
                     state_.restarts.arm(id.index()));
    }
    return;
  }
  if (state.watched) {
    book_use(id);
    const auto& profile = world_.profiles[world_.facilities[plant.facility.index()].profile];
    watch(id, static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day));
  }
}

void Run::on_plant_stop(PlantId id, std::uint32_t generation) {
  if (!state_.stops.is_current(id.index(), generation)) {
    return;
  }
  auto& state = state_.plants[id.index()];
  book_use(id);
  state.watched = false;
  state.stopped = true;
  state.restarting = false;
  state.stopped_at = now();
  state.first_stopped_at = state.first_stopped_at < 0 ? now() : state.first_stopped_at;
  auto& first = state_.tallies.first_stop[id.index()];
  if (reporting_ && first < 0) {
    first = now() - seconds_at(world_.start);
  }
  choose_rate(id);
  on_plant_received(id);
}

void Run::on_plant_restart(PlantId id, std::uint32_t generation) {
  if (!state_.restarts.is_current(id.index(), generation)) {
    return;
  }
  auto& state = state_.plants[id.index()];
  book_use(id);
  state.restarting = false;
  state.stopped = false;
  if (reporting_) {
    state_.tallies.last_restart[id.index()] = now() - seconds_at(world_.start);
  }
  choose_rate(id);
  const auto& profile =
      world_.profiles[world_.facilities[world_.plants[id.index()].facility.index()].profile];
  watch(id, static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day));
}

void Run::on_plant_pace(PlantId id, std::uint32_t generation) {
  if (state_.paces.is_current(id.index(), generation)) {
    book_use(id);
    state_.plants[id.index()].recoverable = 0;
    choose_rate(id);
  }
}

void Run::follow_calendar(PlantId id) {
  const auto& plant = world_.plants[id.index()];
  auto& state = state_.plants[id.index()];
  const auto& sector = world_.sectors[plant.sector.index()];
  double factor = state.level * state_.activity[plant.region.index()] *
                  world_.regions[plant.region.index()].everyday_pace;
  if (world_.switches.growth && sector.growth_from && today() > *sector.growth_from) {
    const double years = (today() - *sector.growth_from) / days_per_year;
    factor *= std::pow(1 + sector.growth_per_year, years);
  }
  if (sector.price_elasticity != 0 && world_.switches.price_response) {
    factor *= demand_response(sector.price_elasticity, log_price_of_inputs(plant));
  }
  if (!(plant.use_per_day * factor * (world_.end - world_.origin + 1) < most_grams_drawn)) {
    throw RunFailure(fmt::format("the use of '{}' grows beyond what can be counted",
                                 world_.facilities[plant.facility.index()].id));
  }
  const auto rate = nearest_whole(plant.use_per_day * factor);
  if (rate != state.normal_rate) {
    book_use(id);
    state.normal_rate = rate;
    choose_rate(id);
    const auto& profile = world_.profiles[world_.facilities[plant.facility.index()].profile];
    watch(id, static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day));
  }
}

void Run::schedule_calendar(std::uint32_t region) {
  std::optional<Date> next;
  for (const auto& holiday : world_.regions[region].holidays) {
    for (const auto date : {holiday.from, holiday.until + 1}) {
      if (date > today() && (!next || date < *next)) {
        next = date;
      }
    }
  }
  if (next) {
    loop_.schedule({seconds_at(*next)}, Phase::policy, entity_of_clock(),
                   static_cast<std::uint8_t>(EventKind::calendar), 1 + region);
  }
}

void Run::on_calendar(std::uint32_t slot) {
  if (slot == 0) {
    const bool noisy = world_.switches.noise;
    for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
      const auto& plant = world_.plants[p];
      const double cv = world_.sectors[plant.sector.index()].demand_cv;
      if (noisy && cv > 0) {
        auto& state = state_.plants[p];
        const auto key = world_.facilities[plant.facility.index()].key;
        state.level = engine::Lognormal::from_mean(
            1, cv)(engine::uniform(stream(Purpose::demand_level, key), state.draws++));
      }
      follow_calendar(PlantId{p});
    }
    loop_.schedule({seconds_at(first_of_next_month(today()))}, Phase::policy, entity_of_clock(),
                   static_cast<std::uint8_t>(EventKind::calendar), 0);
    return;
  }
  const auto region = slot - 1;
  double activity = 1;
  if (world_.switches.holidays) {
    for (const auto& holiday : world_.regions[region].holidays) {
      if (holiday.from <= today() && today() <= holiday.until) {
        activity *= holiday.activity;
      }
    }
  }
  if (activity != state_.activity[region]) {
    state_.activity[region] = activity;
    for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
      if (world_.plants[p].region.index() == region) {
        follow_calendar(PlantId{p});
      }
    }
    for (const auto& facility : world_.facilities) {
      if (facility.region.index() == region) {
        look_again(facility);
      }
    }
  }
  schedule_calendar(region);
}

}  // namespace monazite
