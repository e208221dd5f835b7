#include <algorithm>
#include <cmath>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

constexpr double seconds_per_day = engine::seconds_per_day;

template <class T>
void assign(std::vector<T>& values, std::size_t count, T value = T{}) {
  values.assign(count, value);
}

}  // namespace

void Run::reset_state() {
  auto& s = state_;
  assign(s.pools, world_.pools.size());
  assign(s.elements, world_.element_slots, std::int64_t{0});
  assign(s.lanes, world_.lanes.size());
  assign(s.accounts, world_.lanes.size());
  assign(s.lane_banned_on, world_.lanes.size(), std::int32_t{0});
  assign(s.waiting, world_.lanes_out.size(), std::uint32_t{0});
  const bool is_kept =
      std::any_of(world_.profiles.begin(), world_.profiles.end(),
                  [](const Profile& profile) { return profile.allocation == Allocation::reserve; });
  assign(s.kept_at_home, is_kept ? world_.pools.size() : 0);
  assign(s.lines, world_.lines.size());
  assign(s.plants, world_.plants.size());
  assign(s.plant_input_used, world_.plant_inputs.size(), std::int64_t{0});
  assign(s.instruments, world_.instruments.size());
  reset_quotas();
  assign(s.activity, world_.regions.size(), 1.0);
  assign(s.trades, world_.trades.size());
  reset_licences();
  reset_markets();
  reset_buyers();
  reset_expectations();
  reset_price_floors();
  reset_qualification();
  reset_stockpiles();
  reset_smuggling();
  reset_contracts();
  reset_talks();
  reset_promises();
  reset_lineages();
  assign(s.goods, world_.goods_lanes.size());
  s.frictions.clear();
  const bool is_slowed = std::any_of(world_.instruments.begin(), world_.instruments.end(),
                                     [](const Instrument& instrument) {
                                       return std::holds_alternative<Friction>(instrument.kind);
                                     });
  assign(s.customs_draws, is_slowed ? world_.lanes.size() : 0);
  s.in_process = {};
  s.in_transit = {};
  s.opening = {};
  s.ledger = {};
  auto& t = s.tallies;
  assign(t.mined, world_.lines.size(), std::int64_t{0});
  assign(t.recycled, world_.lines.size(), std::int64_t{0});
  assign(t.made, world_.line_outputs.size(), std::int64_t{0});
  assign(t.surplus, world_.pools.size(), std::int64_t{0});
  assign(t.wanted, world_.plants.size(), 0.0);
  assign(t.lost, world_.plants.size(), 0.0);
  assign(t.delayed, world_.plants.size(), 0.0);
  assign(t.substituted, world_.plants.size(), 0.0);
  assign(t.stop_seconds, world_.plants.size(), std::int64_t{0});
  assign(t.first_stop, world_.plants.size(), std::int64_t{-1});
  assign(t.last_restart, world_.plants.size(), std::int64_t{-1});
  assign(s.last_cumulative, 2 * world_.series_figures.size(), 0.0);
  s.parcels.reset(4096 + world_.lanes.size());
  s.shipment_terms.clear();
  s.settlements.reset(entity_of(PoolId{0}), world_.pools.size());
  s.stops.reset(world_.plants.size());
  s.restarts.reset(world_.plants.size());
  s.paces.reset(world_.plants.size());
  const auto most = world_.lanes.size();
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

void Run::open() {
  // A world may lie where another lay before, so its address does not tell whose they are.
  if (memory_.sampled != world_.durations) {
    memory_.durations.clear();
    for (const auto& duration : world_.durations) {
      memory_.durations.emplace_back(duration);
    }
    memory_.sampled = world_.durations;
  }
  reset_state();
  observations_ = {};
  observations_.series_values.assign(world_.plan.intervals.size() * world_.series_figures.size(),
                                     0.0);
  observations_.tracked_values.assign(world_.plan.track_days.size() * world_.tracked_figures.size(),
                                      0.0);
  // No more than a number an instrument and day can be noted; a few are usual.
  observations_.policy.reserve(64 + 16 * world_.instruments.size());
  observations_.licences.reserve(world_.plan.months.size() * world_.plan.licence_cells.size());
  observations_.licence_waits.reserve(state_.most_waits);
  observations_.applications.reserve(state_.most_applications);
  loop_.reset(engine::Instant{seconds_at(world_.origin)}, entity_of_talks() + 1);
  loop_.hint(60.0 * 160.0 / std::max(1.0, static_cast<double>(world_.lanes.size()) / 100.0),
             20 * seconds_per_day);
  fill_stocks();
  fill_lots();
  fill_outputs();
  fill_transit();
  if (has_terms_) {
    state_.shipment_terms.resize(state_.parcels.size());
  }
  prime_plants();
  schedule_first_events();
  fill_stockpiles();
  begin_contracts();
  for (std::uint32_t r = 0; r < world_.smuggling.size(); ++r) {
    look_for_gain_at(r, std::max(now(), seconds_at(world_.start)));
  }
  if (world_.plan.flows) {
    observations_.flows.reserve(world_.plan.months.size() * world_.lanes.size());
  }
}

void Run::fill_stocks() {
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    const auto& pool = world_.pools[p];
    auto& stock = state_.pools[p];
    const auto& inputs = world_.facilities[pool.facility.index()].inputs;
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
    const auto& facility = world_.facilities[pool.facility.index()];
    const double unseen_days =
        world_.profiles[facility.profile].review_days -
        static_cast<double>(facility.review_offset_seconds) / seconds_per_day;
    stock.period_flow = std::llround(stock.forecast.per_day * unseen_days);
    stock.period_pushed = std::llround(stock.pushed_per_day * unseen_days);
  }
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    auto& state = state_.lanes[l];
    state.from = lane.from;
    state.to = lane.to;
    state.buyer = world_.pools[lane.to.index()].facility;
    state.trade = lane.trade;
    state.duration = lane.transit;
    state.push = lane.push != 0;
    state.reserve = world_.lane_details[l].is_reserve;
    state_.accounts[l].share = lane.share;
  }
}

void Run::fill_lots() {
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    if (line.base_lots_per_day <= 0) {
      continue;
    }
    const double interval = seconds_per_day / line.base_lots_per_day;
    const double lead = mean_of(world_.durations[line.lead_time]);
    // The last lot started somewhere in the interval before the opening, by the line's key.
    const double age = interval * static_cast<double>(line.key % 1024) / 1024.0;
    const auto& set = world_.element_sets[line.elements];
    for (double started = age; started < lead; started += interval) {
      const auto id = state_.parcels.take(set.count);
      const auto lot = state_.parcels.elements(id);
      for (std::size_t k = 0; k < line.extracted.size(); ++k) {
        lot[k] += line.extracted[k].grams;
      }
      trace_lot(id);
      for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
        const auto& input = world_.line_inputs[line.inputs.first + i];
        const auto& content = world_.pools[input.pool.index()].content;
        for (std::size_t k = 0; k < content.size(); ++k) {
          const auto grams = std::llround(static_cast<double>(input.per_lot.grams) * content[k]);
          trace_input(id, input.position[k], input.pool, k, static_cast<double>(grams));
          lot[input.position[k]] += grams;
        }
      }
      for (std::size_t k = 0; k < lot.size(); ++k) {
        state_.in_process[set.elements[k]] += Mass{lot[k]};
        state_.opening[set.elements[k]] += Mass{lot[k]};
      }
      for (std::uint32_t o = 0; o < line.outputs.count; ++o) {
        const auto& output = world_.line_outputs[line.outputs.first + o];
        state_.pools[output.pool.index()].in_process += output.nominal_per_lot.grams;
      }
      auto& parcel = state_.parcels[id];
      parcel.status = ParcelStatus::in_process;
      parcel.owner = l;
      parcel.gross = line.lot.grams;
      parcel.due = now() + std::max<std::int64_t>(1, std::llround(lead - started));
      loop_.schedule({parcel.due}, Phase::production, line.facility.value,
                     static_cast<std::uint8_t>(EventKind::lot_done), id);
    }
    state_.lines[l].started_at = now() - std::llround(age);
    state_.lines[l].free_at = std::max(now(), state_.lines[l].started_at + line.lot_seconds);
  }
}

void Run::fill_outputs() {
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    for (std::uint32_t o = 0; o < line.outputs.count; ++o) {
      const auto& output = world_.line_outputs[line.outputs.first + o];
      if (state_.pools[output.pool.index()].gross == 0) {
        put_in_stock(output.pool, opening_output(output));
      }
    }
  }
}

std::int64_t Run::opening_output(const LineOutput& output) const {
  const auto& pool = world_.pools[output.pool.index()];
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
  const auto in_process = static_cast<double>(state_.pools[output.pool.index()].in_process);
  return std::max<std::int64_t>(0, std::llround(level - in_process));
}

void Run::spread_turns() {
  // Multiples of the golden ratio fill the unit interval evenly: at any time about the same share
  // of a supplier's customers is about to call it.
  constexpr double golden = 0.6180339887498949;
  assign(state_.opening_phases, world_.lanes.size(), 0.0F);
  for (const auto& pool : world_.pools) {
    double phase = static_cast<double>(pool.key % 1024) / 1024;
    for (const auto slice : {pool.customers, pool.pushes}) {
      for (std::uint32_t k = 0; k < slice.count; ++k) {
        const auto lane = world_.lanes_out[slice.first + k];
        if (world_.lane_details[lane.index()].is_candidate) {
          continue;
        }
        state_.opening_phases[lane.index()] = static_cast<float>(phase);
        phase += golden;
        phase -= std::floor(phase);
      }
    }
  }
}

void Run::fill_transit() {
  spread_turns();
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    const auto& pool = world_.pools[p];
    if (pool.on_order_lanes > 0) {
      replay_orders(PoolId{p});
    }
    if (pool.pushes.count > 0) {
      replay_pushes(PoolId{p});
    }
  }
  auto& early = state_.early_arrivals;
  assign(early, world_.pools.size());
  for (std::uint32_t id = 0; id < state_.parcels.size(); ++id) {
    const auto& parcel = state_.parcels[id];
    if (parcel.status == ParcelStatus::in_transit) {
      const auto& lane = world_.lanes[parcel.owner];
      const auto& buyer = world_.facilities[world_.pools[lane.to.index()].facility.index()];
      if (parcel.due - now() <= buyer.review_offset_seconds) {
        (lane.push ? early[lane.to.index()].pushed : early[lane.to.index()].ordered) +=
            parcel.gross;
      }
    }
  }
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    if (world_.pools[p].suppliers.count > 0 && !world_.pools[p].is_sink) {
      settle_stock(PoolId{p});
    }
  }
}

void Run::replay_orders(PoolId id) {
  // What is under way is what the reviews of a steady past have ordered, oldest first: each calls
  // suppliers as the run will, and leaves the accounts that the run starts from.
  const auto& pool = world_.pools[id.index()];
  const auto& facility = world_.facilities[pool.facility.index()];
  const auto& profile = world_.profiles[facility.profile];
  const auto first = pool.suppliers.first;
  const auto grams =
      std::llround(std::max(0.0, pool.use_per_day - pool.push_per_day) * profile.review_days);
  if (grams <= 0) {
    return;
  }
  const auto suppliers = pool.on_order_lanes - pool.candidates;
  double longest = 0;
  for (std::uint32_t k = 0; k < suppliers; ++k) {
    longest = std::max(longest, mean_of(world_.durations[world_.lanes[first + k].transit]));
  }
  constexpr std::int64_t run_in = 8;
  const double period = profile.review_days * seconds_per_day;
  const auto reviews = static_cast<std::int64_t>(std::ceil(longest / period)) + run_in;
  const auto accounts = std::span(state_.accounts).subspan(first, suppliers);
  const auto split = split_of(pool, profile, grams);
  spread_credits(accounts, split, std::span(state_.opening_phases).subspan(first, suppliers));
  for (auto k = reviews; k > 0; --k) {
    const double age =
        static_cast<double>(k) * period - static_cast<double>(facility.review_offset_seconds);
    call_suppliers(
        accounts, split, 1.0F, [](std::size_t) { return false; },
        [&](std::size_t j, std::int64_t part) {
          const auto lane = first + static_cast<std::uint32_t>(j);
          const double left = mean_of(world_.durations[world_.lanes[lane].transit]) - age;
          if (left > 0) {
            send_before_opening(lane, part, std::llround(left));
          }
        });
  }
}

void Run::replay_pushes(PoolId id) {
  // What is under way was pushed whenever `push_days` of surplus had come together; the present
  // stock has `opening_output` of it.
  const auto& pool = world_.pools[id.index()];
  const auto surplus = std::llround(pool.push_per_day * push_days);
  if (surplus <= 0) {
    return;
  }
  double longest = 0;
  auto& accounts = state_.opening_accounts;
  accounts.clear();
  state_.push_phases.clear();
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    const auto lane = world_.lanes_out[pool.pushes.first + k];
    longest = std::max(longest, mean_of(world_.durations[world_.lanes[lane.index()].transit]));
    accounts.push_back(state_.accounts[lane.index()]);
    state_.push_phases.push_back(state_.opening_phases[lane.index()]);
  }
  spread_credits(accounts, {.grams = surplus}, state_.push_phases);
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    state_.accounts[world_.lanes_out[pool.pushes.first + k].index()] = accounts[k];
  }
  constexpr double period = push_days * seconds_per_day;
  const double last = push_phase(pool) * period;
  for (auto k = static_cast<std::int64_t>(std::ceil(longest / period)); k >= 0; --k) {
    const double age = last + static_cast<double>(k) * period;
    const auto lane = take_turn(pool, surplus);
    const double left = mean_of(world_.durations[world_.lanes[lane].transit]) - age;
    if (left > 0) {
      send_before_opening(lane, surplus, std::llround(left));
    }
  }
}

void Run::settle_stock(PoolId id) {
  // The stock with which the first review will order just the use of its period, so that nothing
  // has to be caught up with.
  const auto& pool = world_.pools[id.index()];
  const auto& facility = world_.facilities[pool.facility.index()];
  const auto& profile = world_.profiles[facility.profile];
  auto& stock = state_.pools[id.index()];
  const double days = static_cast<double>(facility.review_offset_seconds) / seconds_per_day;
  const auto& early = state_.early_arrivals[id.index()];
  auto position = position_of(pool, stock, profile);
  position.on_order -= static_cast<double>(early.ordered);
  const double on_hand = on_hand_at_rest(profile, position) + pool.use_per_day * days -
                         static_cast<double>(early.ordered + early.pushed);
  put_in_stock(id, std::max<std::int64_t>(0, std::llround(on_hand)));
}

void Run::put_in_stock(PoolId id, std::int64_t grams) {
  const auto& pool = world_.pools[id.index()];
  auto& stock = state_.pools[id.index()];
  const auto held = elements_of(id);
  const auto& set = set_of(id);
  stock.gross = grams;
  stock.held = 0;
  for (std::size_t k = 0; k < held.size(); ++k) {
    held[k] = std::llround(static_cast<double>(grams) * pool.content[k]);
    stock.held += held[k];
    state_.opening[set.elements[k]] += Mass{held[k]};
  }
}

void Run::send_before_opening(std::uint32_t lane_id, std::int64_t grams, std::int64_t seconds) {
  const auto& lane = state_.lanes[lane_id];
  const auto& from = world_.pools[lane.from.index()];
  const auto& set = world_.element_sets[from.elements];
  const auto id = state_.parcels.take(set.count);
  const auto goods = state_.parcels.elements(id);
  for (std::size_t k = 0; k < goods.size(); ++k) {
    goods[k] = std::llround(static_cast<double>(grams) * from.content[k]);
    state_.in_transit[set.elements[k]] += Mass{goods[k]};
    state_.opening[set.elements[k]] += Mass{goods[k]};
  }
  auto& parcel = state_.parcels[id];
  parcel.owner = lane_id;
  parcel.gross = grams;
  // The lead time of what was ordered before the opening is not learned from.
  parcel.since = 0;
  parcel.departed = 0;
  parcel.contraband = 0;
  trace_shipment(lane.from, id);
  parcel.status = ParcelStatus::in_transit;
  state_.trades[lane.trade].in_transit += grams;
  if (!lane.push) {
    state_.pools[lane.to.index()].on_order += grams;
  }
  put_under_way(id, seconds);
}

void Run::prime_plants() {
  for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
    auto& plant = state_.plants[p];
    plant.normal_rate = std::llround(world_.plants[p].use_per_day);
    plant.rate = plant.normal_rate;
    plant.anchor = now();
    plant.booked_at = now();
  }
}

void Run::schedule_first_events() {
  const auto clock = entity_of_clock();
  for (std::uint32_t f = 0; f < world_.facilities.size(); ++f) {
    const auto& facility = world_.facilities[f];
    if (facility.inputs.count + facility.outputs.count == 0 || facility.stage == Stage::outlet ||
        facility.stage == Stage::stockpile) {
      continue;
    }
    loop_.schedule({now() + facility.review_offset_seconds}, Phase::orders, f,
                   static_cast<std::uint8_t>(EventKind::review), f);
  }
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    wake_line(LineId{l}, std::max(now(), state_.lines[l].free_at));
  }
  loop_.schedule({now()}, Phase::policy, clock, static_cast<std::uint8_t>(EventKind::calendar), 0);
  for (std::uint32_t r = 0; r < world_.regions.size(); ++r) {
    if (world_.switches.holidays && !world_.regions[r].holidays.empty()) {
      loop_.schedule({now()}, Phase::policy, clock, static_cast<std::uint8_t>(EventKind::calendar),
                     1 + r);
    }
  }
  for (std::uint32_t i = 0; i < world_.instruments.size(); ++i) {
    const auto& instrument = world_.instruments[i];
    wake_at(i, first_wake(instrument));
    hear_of_before_opening(i);
    std::optional<Date> last_told;
    for (const auto& step : instrument.pipeline) {
      if (step.on >= world_.origin && step.on <= world_.end && step.on != last_told) {
        loop_.schedule({seconds_at(step.on)}, Phase::policy, entity_of_instrument(i),
                       static_cast<std::uint8_t>(EventKind::instrument_news), i);
        last_told = step.on;
      }
    }
  }
  schedule_talks();
  schedule_promises();
  if (!world_.prices.cells.empty()) {
    loop_.schedule({now() + std::int64_t{world_.prices.step_days} * engine::seconds_per_day},
                   Phase::prices, clock, static_cast<std::uint8_t>(EventKind::prices));
  }
  // The report opens and closes with the last second of a day, when all else has happened.
  loop_.schedule({std::max(now(), seconds_at(world_.start) - 1)}, Phase::metrics, clock,
                 static_cast<std::uint8_t>(EventKind::report_begin));
  const auto& intervals = world_.plan.intervals;
  for (std::uint32_t k = 0; k < intervals.size(); ++k) {
    const Date end = k + 1 < intervals.size() ? intervals[k + 1] : world_.end + 1;
    loop_.schedule({seconds_at(end) - 1}, Phase::metrics, clock,
                   static_cast<std::uint8_t>(EventKind::interval_end), k);
  }
  Date month = world_.start;
  for (std::uint32_t m = 0; m < world_.plan.months.size(); ++m) {
    month = std::min(first_of_next_month(month), world_.end + 1);
    loop_.schedule({seconds_at(month) - 1}, Phase::metrics, clock,
                   static_cast<std::uint8_t>(EventKind::month_end), m);
  }
  const auto& days = world_.plan.track_days;
  for (std::uint32_t d = 0; d < days.size(); ++d) {
    loop_.schedule({std::max(now(), seconds_at(days[d]) - 1)}, Phase::metrics, clock,
                   static_cast<std::uint8_t>(EventKind::track), d);
  }
}

}  // namespace monazite
