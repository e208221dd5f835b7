#include "sim/run/opening.hpp"

#include <algorithm>
#include <cmath>

#include "models/behaviour/order_batches.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/front_loading.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/outages.hpp"
#include "sim/run/panic.hpp"
#include "sim/run/plants.hpp"
#include "sim/run/price_floors.hpp"
#include "sim/run/production.hpp"
#include "sim/run/promises.hpp"
#include "sim/run/qualifying.hpp"
#include "sim/run/quotas.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/smuggling.hpp"
#include "sim/run/stockpiles.hpp"
#include "sim/run/talks.hpp"

namespace monazite {

namespace {

constexpr double seconds_per_day = engine::seconds_per_day;

template <class T>
void assign(std::vector<T>& values, std::size_t count, T value = T{}) {
  values.assign(count, value);
}

void reset_state(Simulation& sim) {
  auto& s = sim.state;
  assign(s.pools, sim.world.pools.size());
  assign(s.elements, sim.world.element_slots, std::int64_t{0});
  assign(s.lanes, sim.world.lanes.size());
  assign(s.accounts, sim.world.lanes.size());
  assign(s.lane_banned_on, sim.world.lanes.size(), std::int32_t{0});
  assign(s.waiting, sim.world.lanes_out.size(), std::uint32_t{0});
  const bool is_kept =
      std::any_of(sim.world.profiles.begin(), sim.world.profiles.end(),
                  [](const Profile& profile) { return profile.allocation == Allocation::reserve; });
  assign(s.kept_at_home, is_kept ? sim.world.pools.size() : 0);
  assign(s.lines, sim.world.lines.size());
  assign(s.plants, sim.world.plants.size());
  assign(s.plant_input_used, sim.world.plant_inputs.size(), std::int64_t{0});
  assign(s.instruments, sim.world.instruments.size());
  reset_quotas(sim);
  assign(s.activity, sim.world.regions.size(), 1.0);
  assign(s.trades, sim.world.trades.size());
  reset_licences(sim);
  reset_markets(sim);
  reset_buyers(sim);
  reset_expectations(sim);
  reset_price_floors(sim);
  reset_qualification(sim);
  reset_stockpiles(sim);
  reset_smuggling(sim);
  reset_contracts(sim);
  reset_talks(sim);
  reset_promises(sim);
  reset_lineages(sim);
  assign(s.goods, sim.world.goods_lanes.size());
  s.frictions.clear();
  const bool is_slowed = std::any_of(sim.world.instruments.begin(), sim.world.instruments.end(),
                                     [](const Instrument& instrument) {
                                       return std::holds_alternative<Friction>(instrument.kind);
                                     });
  assign(s.customs_draws, is_slowed ? sim.world.lanes.size() : 0);
  s.in_process = {};
  s.in_transit = {};
  s.opening = {};
  s.ledger = {};
  auto& t = s.tallies;
  assign(t.mined, sim.world.lines.size(), std::int64_t{0});
  assign(t.recycled, sim.world.lines.size(), std::int64_t{0});
  assign(t.made, sim.world.line_outputs.size(), std::int64_t{0});
  assign(t.surplus, sim.world.pools.size(), std::int64_t{0});
  assign(t.wanted, sim.world.plants.size(), 0.0);
  assign(t.lost, sim.world.plants.size(), 0.0);
  assign(t.delayed, sim.world.plants.size(), 0.0);
  assign(t.substituted, sim.world.plants.size(), 0.0);
  assign(t.stop_seconds, sim.world.plants.size(), std::int64_t{0});
  assign(t.first_stop, sim.world.plants.size(), std::int64_t{-1});
  assign(t.last_restart, sim.world.plants.size(), std::int64_t{-1});
  assign(s.last_cumulative, 2 * sim.world.series_figures.size(), 0.0);
  s.parcels.reset(4096 + sim.world.lanes.size());
  s.shipment_terms.clear();
  s.settlements.reset(sim.entity_of(PoolId{0}), sim.world.pools.size());
  s.stops.reset(sim.world.plants.size());
  s.restarts.reset(sim.world.plants.size());
  s.paces.reset(sim.world.plants.size());
  const auto most = sim.world.lanes.size();
  s.allocation.reserve(most);
  s.orders.reserve(most);
  s.allotted.reserve(most);
  s.ranks.reserve(most);
  s.past_sales.reserve(most);
  s.bids.reserve(most);
  s.open_lanes.reserve(most);
  s.cost_rises.resize(most);
  s.base_shares.resize(most);
  s.shares.resize(most);
  s.called_shares.resize(most);
}

void fill_stocks(Simulation& sim) {
  for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
    const auto& pool = sim.world.pools[p];
    auto& stock = sim.state.pools[p];
    const auto& inputs = sim.world.facilities[pool.facility.index()].inputs;
    const bool is_input = p >= inputs.first && p < inputs.first + inputs.count;
    stock.facility = pool.facility.value;
    stock.offset = pool.offset;
    stock.elements = static_cast<std::uint16_t>(pool.elements);
    stock.oxide_equivalent = pool.oxide_equivalent;
    stock.is_sink = pool.is_sink;
    stock.forecast.per_day = pool.use_per_day;
    stock.pushed_per_day = is_input ? pool.push_per_day : 0;
    stock.lead_days = static_cast<float>(pool.lead_days);
    if (pool.is_sink) {
      continue;
    }
    // The first review looks back on a whole period, most of it before the opening.
    const auto& facility = sim.world.facilities[pool.facility.index()];
    const double unseen_days =
        sim.world.profiles[facility.profile].review_days -
        static_cast<double>(facility.review_offset_seconds) / seconds_per_day;
    stock.period_flow = std::llround(stock.forecast.per_day * unseen_days);
    stock.period_pushed = std::llround(stock.pushed_per_day * unseen_days);
  }
  for (std::uint32_t l = 0; l < sim.world.lanes.size(); ++l) {
    const auto& lane = sim.world.lanes[l];
    auto& state = sim.state.lanes[l];
    state.from = lane.from;
    state.to = lane.to;
    state.buyer = sim.world.pools[lane.to.index()].facility;
    state.trade = lane.trade;
    state.duration = lane.transit;
    state.push = lane.push != 0;
    state.reserve = sim.world.lane_details[l].is_reserve;
    sim.state.accounts[l].share = lane.share;
  }
}

void fill_lots(Simulation& sim) {
  for (std::uint32_t l = 0; l < sim.world.lines.size(); ++l) {
    const auto& line = sim.world.lines[l];
    if (line.base_lots_per_day <= 0) {
      continue;
    }
    const double interval = seconds_per_day / line.base_lots_per_day;
    const double lead = mean_of(sim.world.durations[line.lead_time]);
    // The last lot started somewhere in the interval before the opening, by the line's key.
    const double age = interval * static_cast<double>(line.key % 1024) / 1024.0;
    const auto& set = sim.world.element_sets[line.elements];
    for (double started = age; started < lead; started += interval) {
      const auto id = sim.state.parcels.take(set.count);
      const auto lot = sim.state.parcels.elements(id);
      for (std::size_t k = 0; k < line.extracted.size(); ++k) {
        lot[k] += line.extracted[k].grams;
      }
      trace_lot(sim, id);
      for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
        const auto& input = sim.world.line_inputs[line.inputs.first + i];
        const auto& content = sim.world.pools[input.pool.index()].content;
        for (std::size_t k = 0; k < content.size(); ++k) {
          const auto grams = std::llround(static_cast<double>(input.per_lot.grams) * content[k]);
          trace_input(sim, id, input.position[k], input.pool, k, static_cast<double>(grams));
          lot[input.position[k]] += grams;
        }
      }
      for (std::size_t k = 0; k < lot.size(); ++k) {
        sim.state.in_process[set.elements[k]] += Mass{lot[k]};
        sim.state.opening[set.elements[k]] += Mass{lot[k]};
      }
      for (std::uint32_t o = 0; o < line.outputs.count; ++o) {
        const auto& output = sim.world.line_outputs[line.outputs.first + o];
        sim.state.pools[output.pool.index()].in_process += output.nominal_per_lot.grams;
      }
      auto& parcel = sim.state.parcels[id];
      parcel.status = ParcelStatus::in_process;
      parcel.owner = l;
      parcel.gross = line.lot.grams;
      parcel.due = sim.now() + std::max<std::int64_t>(1, std::llround(lead - started));
      await_lot(sim, id);
    }
    sim.state.lines[l].started_at = sim.now() - std::llround(age);
    sim.state.lines[l].free_at =
        std::max(sim.now(), sim.state.lines[l].started_at + line.lot_seconds);
  }
}

std::int64_t opening_output(const Simulation& sim, const LineOutput& output) {
  const auto& pool = sim.world.pools[output.pool.index()];
  const double to_push = pool.push_per_day * push_days * push_phase(pool);
  if (pool.role == OutputRole::byproduct) {
    return std::llround(to_push);
  }
  if (pool.pushes.count > 0) {
    return std::llround(pool.use_per_day * pool.surplus_days + to_push);
  }
  if (pool.role == OutputRole::coproduct) {
    return std::llround(pool.use_per_day * pool.cover_days);
  }
  // The line starts a lot when position and level meet, which is half a lot below their mean, and
  // the orders of the day are still to come, half a day's above it.
  const double level = pool.use_per_day * (pool.lead_days + pool.cover_days + 0.5) +
                       0.5 * static_cast<double>(output.nominal_per_lot.grams);
  const auto in_process = static_cast<double>(sim.state.pools[output.pool.index()].in_process);
  return std::max<std::int64_t>(0, std::llround(level - in_process));
}

void fill_outputs(Simulation& sim) {
  for (std::uint32_t l = 0; l < sim.world.lines.size(); ++l) {
    const auto& line = sim.world.lines[l];
    for (std::uint32_t o = 0; o < line.outputs.count; ++o) {
      const auto& output = sim.world.line_outputs[line.outputs.first + o];
      if (sim.state.pools[output.pool.index()].gross == 0) {
        put_in_stock(sim, output.pool, opening_output(sim, output));
      }
    }
  }
}

void spread_turns(Simulation& sim) {
  // Multiples of the golden ratio fill the unit interval evenly: at any time about the same share
  // of a supplier's customers is about to call it.
  constexpr double golden = 0.6180339887498949;
  assign(sim.state.opening_phases, sim.world.lanes.size(), 0.0F);
  for (const auto& pool : sim.world.pools) {
    double phase = static_cast<double>(pool.key % 1024) / 1024;
    for (const auto slice : {pool.customers, pool.pushes}) {
      for (std::uint32_t k = 0; k < slice.count; ++k) {
        const auto lane = sim.world.lanes_out[slice.first + k];
        if (sim.world.lane_details[lane.index()].is_candidate) {
          continue;
        }
        sim.state.opening_phases[lane.index()] = static_cast<float>(phase);
        phase += golden;
        phase -= std::floor(phase);
      }
    }
  }
}

void send_before_opening(Simulation& sim, std::uint32_t lane_id, std::int64_t grams,
                         std::int64_t seconds) {
  const auto& lane = sim.state.lanes[lane_id];
  const auto& from = sim.world.pools[lane.from.index()];
  const auto& set = sim.world.element_sets[from.elements];
  const auto id = sim.state.parcels.take(set.count);
  const auto goods = sim.state.parcels.elements(id);
  for (std::size_t k = 0; k < goods.size(); ++k) {
    goods[k] = std::llround(static_cast<double>(grams) * from.content[k]);
    sim.state.in_transit[set.elements[k]] += Mass{goods[k]};
    sim.state.opening[set.elements[k]] += Mass{goods[k]};
  }
  auto& parcel = sim.state.parcels[id];
  parcel.owner = lane_id;
  parcel.gross = grams;
  // The lead time of what was ordered before the opening is not learned from.
  parcel.since = 0;
  parcel.departed = 0;
  parcel.contraband = 0;
  trace_shipment(sim, lane.from, id);
  parcel.status = ParcelStatus::in_transit;
  sim.state.trades[lane.trade].in_transit += grams;
  if (!lane.push) {
    sim.state.pools[lane.to.index()].on_order += grams;
  }
  put_under_way(sim, id, seconds);
}

void replay_orders(Simulation& sim, PoolId id) {
  // What is under way is what the reviews of a steady past have ordered, oldest first: each calls
  // suppliers as the run will, and leaves the accounts that the run starts from.
  const auto& pool = sim.world.pools[id.index()];
  const auto& facility = sim.world.facilities[pool.facility.index()];
  const auto& profile = sim.world.profiles[facility.profile];
  const auto first = pool.suppliers.first;
  const auto grams =
      std::llround(std::max(0.0, pool.use_per_day - pool.push_per_day) * profile.review_days);
  if (grams <= 0) {
    return;
  }
  const auto suppliers = pool.on_order_lanes - pool.candidates;
  double longest = 0;
  for (std::uint32_t k = 0; k < suppliers; ++k) {
    longest = std::max(longest, mean_of(sim.world.durations[sim.world.lanes[first + k].transit]));
  }
  constexpr std::int64_t run_in = 8;
  const double period = profile.review_days * seconds_per_day;
  const auto reviews = static_cast<std::int64_t>(std::ceil(longest / period)) + run_in;
  const auto accounts = std::span(sim.state.accounts).subspan(first, suppliers);
  const auto split = split_of(sim, pool, profile, grams);
  spread_credits(accounts, split, std::span(sim.state.opening_phases).subspan(first, suppliers));
  for (auto k = reviews; k > 0; --k) {
    const double age =
        static_cast<double>(k) * period - static_cast<double>(facility.review_offset_seconds);
    call_suppliers(
        accounts, split, 1.0F, [](std::size_t) { return false; },
        [&](std::size_t j, std::int64_t part) {
          const auto lane = first + static_cast<std::uint32_t>(j);
          const double left = mean_of(sim.world.durations[sim.world.lanes[lane].transit]) - age;
          if (left > 0) {
            send_before_opening(sim, lane, part, std::llround(left));
          }
        });
  }
}

void replay_pushes(Simulation& sim, PoolId id) {
  // What is under way was pushed whenever `push_days` of surplus had come together; the present
  // stock has `opening_output` of it.
  const auto& pool = sim.world.pools[id.index()];
  const auto surplus = std::llround(pool.push_per_day * push_days);
  if (surplus <= 0) {
    return;
  }
  double longest = 0;
  auto& accounts = sim.state.opening_accounts;
  accounts.clear();
  sim.state.push_phases.clear();
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    const auto lane = sim.world.lanes_out[pool.pushes.first + k];
    longest =
        std::max(longest, mean_of(sim.world.durations[sim.world.lanes[lane.index()].transit]));
    accounts.push_back(sim.state.accounts[lane.index()]);
    sim.state.push_phases.push_back(sim.state.opening_phases[lane.index()]);
  }
  spread_credits(accounts, {.grams = surplus}, sim.state.push_phases);
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    sim.state.accounts[sim.world.lanes_out[pool.pushes.first + k].index()] = accounts[k];
  }
  constexpr double period = push_days * seconds_per_day;
  const double last = push_phase(pool) * period;
  for (auto k = static_cast<std::int64_t>(std::ceil(longest / period)); k >= 0; --k) {
    const double age = last + static_cast<double>(k) * period;
    const auto lane = take_turn(sim, pool, surplus);
    const double left = mean_of(sim.world.durations[sim.world.lanes[lane].transit]) - age;
    if (left > 0) {
      send_before_opening(sim, lane, surplus, std::llround(left));
    }
  }
}

/// Grams by which a buyer in batches has let its position fall since its last order.
double waiting_for_batch(const Pool& pool, const StockPosition& position, const Profile& profile) {
  if (!pool.in_batches) {
    return 0;
  }
  // Buyers do not order all on one day.
  const double phase = static_cast<double>(pool.key % 1024) / 1024;
  return below_steady_position(profile, position, pool.batch, phase);
}

void settle_stock(Simulation& sim, PoolId id) {
  // The stock with which the first review will order just the use of its period, so that nothing
  // has to be caught up with.
  const auto& pool = sim.world.pools[id.index()];
  const auto& facility = sim.world.facilities[pool.facility.index()];
  const auto& profile = sim.world.profiles[facility.profile];
  auto& stock = sim.state.pools[id.index()];
  const double days = static_cast<double>(facility.review_offset_seconds) / seconds_per_day;
  const auto& early = sim.state.early_arrivals[id.index()];
  auto position = position_of(sim, pool, stock, profile);
  position.on_order -= static_cast<double>(early.ordered);
  const double on_hand = on_hand_at_rest(profile, position) + pool.use_per_day * days -
                         static_cast<double>(early.ordered + early.pushed) -
                         waiting_for_batch(pool, position, profile);
  put_in_stock(sim, id, std::max<std::int64_t>(0, std::llround(on_hand)));
}

void fill_transit(Simulation& sim) {
  spread_turns(sim);
  for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
    const auto& pool = sim.world.pools[p];
    if (pool.on_order_lanes > 0) {
      replay_orders(sim, PoolId{p});
    }
    if (pool.pushes.count > 0) {
      replay_pushes(sim, PoolId{p});
    }
  }
  auto& early = sim.state.early_arrivals;
  assign(early, sim.world.pools.size());
  for (std::uint32_t id = 0; id < sim.state.parcels.size(); ++id) {
    const auto& parcel = sim.state.parcels[id];
    if (parcel.status == ParcelStatus::in_transit) {
      const auto& lane = sim.world.lanes[parcel.owner];
      const auto& buyer = sim.world.facilities[sim.world.pools[lane.to.index()].facility.index()];
      if (parcel.due - sim.now() <= buyer.review_offset_seconds) {
        (lane.push ? early[lane.to.index()].pushed : early[lane.to.index()].ordered) +=
            parcel.gross;
      }
    }
  }
  for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
    if (sim.world.pools[p].suppliers.count > 0 && !sim.world.pools[p].is_sink) {
      settle_stock(sim, PoolId{p});
    }
  }
}

void prime_plants(Simulation& sim) {
  for (std::uint32_t p = 0; p < sim.world.plants.size(); ++p) {
    auto& plant = sim.state.plants[p];
    plant.normal_rate = std::llround(sim.world.plants[p].use_per_day);
    plant.rate = plant.normal_rate;
    plant.anchor = sim.now();
    plant.booked_at = sim.now();
  }
  begin_demand_courses(sim);
}

void schedule_first_events(Simulation& sim) {
  const auto clock = sim.entity_of_clock();
  for (std::uint32_t f = 0; f < sim.world.facilities.size(); ++f) {
    const auto& facility = sim.world.facilities[f];
    if (facility.inputs.count + facility.outputs.count == 0 || facility.stage == Stage::outlet ||
        facility.stage == Stage::stockpile) {
      continue;
    }
    sim.loop.schedule({sim.now() + facility.review_offset_seconds}, Phase::orders, f,
                      static_cast<std::uint8_t>(EventKind::review), f);
  }
  for (std::uint32_t l = 0; l < sim.world.lines.size(); ++l) {
    wake_line(sim, LineId{l}, std::max(sim.now(), sim.state.lines[l].free_at));
  }
  sim.loop.schedule({sim.now()}, Phase::policy, clock,
                    static_cast<std::uint8_t>(EventKind::calendar), 0);
  for (std::uint32_t r = 0; r < sim.world.regions.size(); ++r) {
    if (sim.world.switches.holidays && !sim.world.regions[r].holidays.empty()) {
      sim.loop.schedule({sim.now()}, Phase::policy, clock,
                        static_cast<std::uint8_t>(EventKind::calendar), 1 + r);
    }
  }
  for (std::uint32_t i = 0; i < sim.world.instruments.size(); ++i) {
    const auto& instrument = sim.world.instruments[i];
    wake_at(sim, i, first_wake(instrument));
    hear_of_before_opening(sim, i);
    std::optional<Date> last_told;
    for (const auto& step : instrument.pipeline) {
      if (step.on >= sim.world.origin && step.on <= sim.world.end && step.on != last_told) {
        sim.loop.schedule({sim.seconds_at(step.on)}, Phase::policy, sim.entity_of_instrument(i),
                          static_cast<std::uint8_t>(EventKind::instrument_news), i);
        last_told = step.on;
      }
    }
  }
  schedule_outages(sim);
  schedule_talks(sim);
  schedule_promises(sim);
  if (!sim.world.prices.cells.empty()) {
    sim.loop.schedule(
        {sim.now() + std::int64_t{sim.world.prices.step_days} * engine::seconds_per_day},
        Phase::prices, clock, static_cast<std::uint8_t>(EventKind::prices));
  }
  // The report opens and closes with the last second of a day, when all else has happened.
  sim.loop.schedule({std::max(sim.now(), sim.seconds_at(sim.world.start) - 1)}, Phase::metrics,
                    clock, static_cast<std::uint8_t>(EventKind::report_begin));
  const auto& intervals = sim.world.plan.intervals;
  for (std::uint32_t k = 0; k < intervals.size(); ++k) {
    const Date end = k + 1 < intervals.size() ? intervals[k + 1] : sim.world.end + 1;
    sim.loop.schedule({sim.seconds_at(end) - 1}, Phase::metrics, clock,
                      static_cast<std::uint8_t>(EventKind::interval_end), k);
  }
  Date month = sim.world.start;
  for (std::uint32_t m = 0; m < sim.world.plan.months.size(); ++m) {
    month = std::min(first_of_next_month(month), sim.world.end + 1);
    sim.loop.schedule({sim.seconds_at(month) - 1}, Phase::metrics, clock,
                      static_cast<std::uint8_t>(EventKind::month_end), m);
  }
  const auto& days = sim.world.plan.track_days;
  for (std::uint32_t d = 0; d < days.size(); ++d) {
    sim.loop.schedule({std::max(sim.now(), sim.seconds_at(days[d]) - 1)}, Phase::metrics, clock,
                      static_cast<std::uint8_t>(EventKind::track), d);
  }
}

}  // namespace

void open_world(Simulation& sim) {
  // A world may lie where another lay before, so its address does not tell whose they are.
  if (sim.memory.sampled != sim.world.durations) {
    sim.memory.durations.clear();
    for (const auto& duration : sim.world.durations) {
      sim.memory.durations.emplace_back(duration);
    }
    sim.memory.sampled = sim.world.durations;
  }
  reset_state(sim);
  sim.observations = {};
  sim.observations.series_values.assign(
      sim.world.plan.intervals.size() * sim.world.series_figures.size(), 0.0);
  sim.observations.tracked_values.assign(
      sim.world.plan.track_days.size() * sim.world.tracked_figures.size(), 0.0);
  sim.observations.licences.reserve(sim.world.plan.months.size() *
                                    sim.world.plan.licence_cells.size());
  sim.observations.licence_waits.reserve(sim.state.most_waits);
  sim.observations.applications.reserve(sim.state.most_applications);
  sim.loop.reset(engine::Instant{sim.seconds_at(sim.world.origin)}, sim.entity_of_talks() + 1);
  sim.loop.hint(60.0 * 160.0 / std::max(1.0, static_cast<double>(sim.world.lanes.size()) / 100.0),
                20 * seconds_per_day);
  draw_outages(sim);
  // No more than a number an instrument and day can be noted; a few are usual.
  sim.observations.policy.reserve(64 + 16 * sim.world.instruments.size() +
                                  2 * sim.state.outage_spans.size());
  fill_stocks(sim);
  fill_lots(sim);
  fill_outputs(sim);
  fill_transit(sim);
  if (sim.has_terms) {
    sim.state.shipment_terms.resize(sim.state.parcels.size());
  }
  prime_plants(sim);
  schedule_first_events(sim);
  fill_stockpiles(sim);
  begin_contracts(sim);
  for (std::uint32_t r = 0; r < sim.world.smuggling.size(); ++r) {
    look_for_gain_at(sim, r, std::max(sim.now(), sim.seconds_at(sim.world.start)));
  }
  if (sim.world.plan.flows) {
    sim.observations.flows.reserve(sim.world.plan.months.size() * sim.world.lanes.size());
  }
}

void put_in_stock(Simulation& sim, PoolId id, std::int64_t grams) {
  const auto& pool = sim.world.pools[id.index()];
  auto& stock = sim.state.pools[id.index()];
  const auto held = sim.elements_of(id);
  const auto& set = sim.set_of(id);
  stock.gross = grams;
  stock.held = 0;
  for (std::size_t k = 0; k < held.size(); ++k) {
    held[k] = std::llround(static_cast<double>(grams) * pool.content[k]);
    stock.held += held[k];
    sim.state.opening[set.elements[k]] += Mass{held[k]};
  }
}

}  // namespace monazite
