#include "sim/run/production.hpp"

#include <algorithm>
#include <cmath>

#include "models/behaviour/basket.hpp"
#include "models/behaviour/ordering.hpp"
#include "models/policy/outage.hpp"
#include "sim/run/coproducts.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/outages.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

bool has_inputs(const Simulation& sim, const Line& line) {
  for (std::uint32_t k = 0; k < line.inputs.count; ++k) {
    const auto& input = sim.world.line_inputs[line.inputs.first + k];
    if (sim.state.pools[input.pool.index()].gross < input.per_lot.grams) {
      return false;
    }
  }
  return true;
}

double available(const Simulation& sim, const Line& line, double days) {
  double share = 1;
  for (const auto outage : line.outages) {
    share *= available_share(sim.world.outage_sites[outage].outage, spans_of(sim, outage), days);
  }
  return share;
}

std::int64_t line_seconds(const Simulation& sim, const Line& line, double pace) {
  double left = static_cast<double>(line.lot_seconds);
  if (line.outages.empty()) {
    return std::max<std::int64_t>(1, nearest_whole(left / pace));
  }
  // Capacity may go and come back while the lot is on the line: add up its work, day by day and
  // from one jump of capacity to the next.
  const double region_pace =
      sim.state.activity[sim.world.facilities[line.facility.index()].region.index()];
  const double start = static_cast<double>(sim.now()) / engine::seconds_per_day;
  constexpr double longest_days = 3660;
  for (double day = start; day < start + longest_days;) {
    double next = day + 1;
    for (const auto outage : line.outages) {
      next = std::min(next, next_jump(spans_of(sim, outage), day));
    }
    const double work = region_pace * available(sim, line, day + 0.5 * (next - day)) *
                        (next - day) * engine::seconds_per_day;
    if (work >= left) {
      const double seconds = (day - start + left / work * (next - day)) * engine::seconds_per_day;
      return std::max<std::int64_t>(1, nearest_whole(seconds));
    }
    left -= work;
    day = next;
  }
  return static_cast<std::int64_t>(longest_days) * engine::seconds_per_day;
}

double pace_of(const Simulation& sim, const Line& line) {
  const double days = static_cast<double>(sim.now()) / engine::seconds_per_day;
  for (const auto outage : line.outages) {
    if (stands_still(sim.world.outage_sites[outage].outage, spans_of(sim, outage), days)) {
      return 0;
    }
  }
  // How far an outage slows the lot depends on all the days that it takes: line_seconds.
  const double pace =
      sim.state.activity[sim.world.facilities[line.facility.index()].region.index()];
  for (const auto quota : line.quotas) {
    const auto& q = sim.state.quotas[quota];
    if (q.used + line.lot.grams > q.limit) {
      return 0;
    }
  }
  return pace;
}

void draw_inputs(Simulation& sim, const Line& line, std::uint32_t parcel_id) {
  const auto lot = sim.state.parcels.elements(parcel_id);
  const auto& set = sim.world.element_sets[line.elements];
  trace_lot(sim, parcel_id);
  for (std::size_t k = 0; k < line.extracted.size(); ++k) {
    const auto mass = line.extracted[k];
    lot[k] += mass.grams;
    auto& book = line.recycled ? sim.state.ledger.recycled : sim.state.ledger.mined;
    book[set.elements[k]] += mass;
  }
  if (!line.extracted.empty()) {
    const auto index = static_cast<std::size_t>(&line - sim.world.lines.data());
    (line.recycled ? sim.state.tallies.recycled : sim.state.tallies.mined)[index] += line.lot.grams;
  }
  for (std::uint32_t k = 0; k < line.inputs.count; ++k) {
    const auto& input = sim.world.line_inputs[line.inputs.first + k];
    sim.take_out(input.pool, input.per_lot.grams, [&](std::size_t place, Mass part) {
      if (!sim.state.lineages.empty()) {
        trace_input(sim, parcel_id, input.position[place], input.pool, place,
                    static_cast<double>(part.grams));
      }
      lot[input.position[place]] += part.grams;
    });
  }
  for (std::size_t k = 0; k < lot.size(); ++k) {
    sim.state.in_process[set.elements[k]] += Mass{lot[k]};
  }
}

void start_lot(Simulation& sim, LineId id, double pace) {
  const auto& line = sim.world.lines[id.index()];
  auto& state = sim.state.lines[id.index()];
  const auto parcel_id = sim.state.parcels.take(sim.world.element_sets[line.elements].count);
  draw_inputs(sim, line, parcel_id);
  for (const auto quota : line.quotas) {
    if (sim.state.quotas[quota].limit != no_limit.grams) {
      sim.state.quotas[quota].used += line.lot.grams;
    }
  }
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = sim.world.line_outputs[line.outputs.first + k];
    sim.state.pools[output.pool.index()].in_process += output.nominal_per_lot.grams;
  }
  auto& parcel = sim.state.parcels[parcel_id];
  parcel.status = ParcelStatus::in_process;
  parcel.owner = id.value;
  parcel.gross = line.lot.grams;
  parcel.due = sim.now() + sim.draw_duration(line.lead_time, state.lead_times, Purpose::lead_time,
                                             [&] { return line.key; });
  await_lot(sim, parcel_id);
  state.started_at = sim.now();
  state.free_at = sim.now() + line_seconds(sim, line, pace);
}

std::int64_t deliver_output(Simulation& sim, const LineOutput& output, std::span<std::int64_t> left,
                            std::uint32_t parcel_id) {
  const auto lot = sim.state.parcels.elements(parcel_id);
  const auto& set = sim.set_of(output.pool);
  const auto held = sim.elements_of(output.pool);
  double oxide = 0;
  std::int64_t sum = 0;
  for (std::uint32_t r = 0; r < output.routes.count; ++r) {
    const auto& route = sim.world.element_routes[output.routes.first + r];
    const auto wanted = nearest_whole(static_cast<double>(lot[route.lot_position]) * route.share);
    const auto part = std::min(wanted, left[route.lot_position]);
    left[route.lot_position] -= part;
    if (!sim.state.lineages.empty()) {
      trace_output(sim, parcel_id, route.lot_position, output.pool, route.pool_position,
                   static_cast<double>(part));
    }
    held[route.pool_position] += part;
    sum += part;
    oxide += static_cast<double>(part) * oxide_per_element[set.elements[route.pool_position]];
  }
  sim.state.pools[output.pool.index()].held += sum;
  switch (output.rule) {
    case GrossRule::oxide_equivalent:
      return nearest_whole(oxide);
    case GrossRule::element_sum:
      return sum;
    case GrossRule::recipe:
      return output.nominal_per_lot.grams;
  }
  return 0;
}

void push_surplus(Simulation& sim, PoolId pool_id) {
  const auto& pool = sim.world.pools[pool_id.index()];
  if (pool.pushes.count == 0) {
    return;
  }
  const auto& stock = sim.state.pools[pool_id.index()];
  double kept = static_cast<double>(stock.owed - stock.stuck);
  if (pool.role != OutputRole::byproduct) {
    kept += stock.forecast.per_day * pool.surplus_days;
  }
  const double surplus = static_cast<double>(stock.gross) - kept;
  if (surplus < std::max(pool.push_per_day * push_days, 1.0)) {
    return;
  }
  const auto lane = take_turn(sim, pool, static_cast<std::int64_t>(surplus));
  if (lane != no_lane) {
    ship(sim, lane, static_cast<std::int64_t>(surplus));
  }
}

}  // namespace

void kick_lines(Simulation& sim, const Facility& facility) {
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    // A line that is to wake looks again when it does; only an idle one has waited for this.
    if (sim.state.lines[facility.lines.first + k].wakes_at < 0) {
      try_start(sim, LineId{facility.lines.first + k});
    }
  }
}

void look_again(Simulation& sim, const Facility& facility) {
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    try_start(sim, LineId{facility.lines.first + k});
  }
}

double wanted_pace(const Simulation& sim, const Line& line) {
  if (line.runs_by_basket) {
    return basket_run_rate(basket_value(sim, line), line.variable_cost, line.value_spread);
  }
  if (line.pushes_only) {
    return 1;
  }
  const auto& profile = sim.world.profiles[sim.world.facilities[line.facility.index()].profile];
  const double lot_days = static_cast<double>(line.lot_seconds) / engine::seconds_per_day;
  double pace = 0;
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = sim.world.line_outputs[line.outputs.first + k];
    const auto& pool = sim.world.pools[output.pool.index()];
    if (pool.role > OutputRole::co_driver || output.nominal_per_lot.grams <= 0) {
      continue;
    }
    const auto& stock = sim.state.pools[output.pool.index()];
    ProductionPosition position;
    position.expected_per_day = stock.forecast.per_day;
    position.available =
        static_cast<double>(stock.gross + stock.in_process - (stock.owed - stock.stuck));
    position.lead_days = pool.lead_days;
    position.cover_days = pool.cover_days;
    const double per_day = pool.role == OutputRole::driver ? production_rate(profile, position)
                                                           : scarcity_rate(profile, position);
    pace = std::max(pace, per_day * lot_days / static_cast<double>(output.nominal_per_lot.grams));
  }
  return std::min(pace, 1.0);
}

void try_start(Simulation& sim, LineId id) {
  const auto& line = sim.world.lines[id.index()];
  const auto& state = sim.state.lines[id.index()];
  if (state.free_at > sim.now()) {
    wake_line(sim, id, state.free_at);
    return;
  }
  const double wanted = wanted_pace(sim, line);
  if (!(wanted > 0) || !has_inputs(sim, line) || (line.blocks && is_blocked(sim, line))) {
    return;
  }
  // At less than capacity the lots stand further apart. What is wanted may change, so that a line
  // looks again after a week; a lot that is almost due is not worth another look.
  constexpr double horizon_seconds = 8.0 * engine::seconds_per_day;
  constexpr double almost = 0.1;
  const double apart = static_cast<double>(line.lot_seconds) / wanted;
  const double wait = static_cast<double>(state.started_at - sim.now()) + apart;
  if (wait >= 1 && wait > almost * apart) {
    wake_line(sim, id, sim.now() + nearest_whole(std::min(wait, horizon_seconds)));
    return;
  }
  const double pace = pace_of(sim, line);
  if (pace > 0) {
    start_lot(sim, id, pace);
    const auto next = sim.now() + nearest_whole(std::min(apart, horizon_seconds));
    wake_line(sim, id, std::max<std::int64_t>(state.free_at, next));
  }
}

void wake_line(Simulation& sim, LineId id, std::int64_t seconds) {
  auto& state = sim.state.lines[id.index()];
  if (state.wakes_at >= 0 && state.wakes_at <= seconds) {
    return;
  }
  state.wakes_at = seconds;
  sim.loop.schedule({seconds}, Phase::production, sim.world.lines[id.index()].facility.value,
                    static_cast<std::uint8_t>(EventKind::line_ready), id.value);
}

void on_line_ready(Simulation& sim, LineId id) {
  auto& state = sim.state.lines[id.index()];
  if (state.wakes_at == sim.now()) {
    state.wakes_at = -1;
    try_start(sim, id);
  }
}

void await_lot(Simulation& sim, std::uint32_t parcel_id) {
  auto& parcel = sim.state.parcels[parcel_id];
  ++parcel.arrivals;
  sim.loop.schedule({parcel.due}, Phase::production, sim.world.lines[parcel.owner].facility.value,
                    static_cast<std::uint8_t>(EventKind::lot_done), parcel_id);
}

void lose_lot(Simulation& sim, std::uint32_t parcel_id) {
  const auto& line = sim.world.lines[sim.state.parcels[parcel_id].owner];
  const auto lot = sim.state.parcels.elements(parcel_id);
  const auto& set = sim.world.element_sets[line.elements];
  for (std::size_t k = 0; k < lot.size(); ++k) {
    sim.state.ledger.lost[set.elements[k]] += Mass{lot[k]};
    sim.state.in_process[set.elements[k]] -= Mass{lot[k]};
    lot[k] = 0;
  }
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = sim.world.line_outputs[line.outputs.first + k];
    sim.state.pools[output.pool.index()].in_process -= output.nominal_per_lot.grams;
  }
  sim.state.parcels.release(parcel_id);
}

void on_lot_done(Simulation& sim, std::uint32_t parcel_id) {
  sim.loop.require_phase(Phase::production);
  if (!sim.state.parcels.arrives(parcel_id, sim.now())) {
    if (sim.state.parcels[parcel_id].status == ParcelStatus::in_process) {
      await_lot(sim, parcel_id);  // an outage has kept it
    }
    return;
  }
  const auto& line = sim.world.lines[sim.state.parcels[parcel_id].owner];
  const auto lot = sim.state.parcels.elements(parcel_id);
  const auto& set = sim.world.element_sets[line.elements];
  std::array<std::int64_t, element_count> left_storage{};
  std::copy(lot.begin(), lot.end(), left_storage.begin());
  const std::span<std::int64_t> left(left_storage.data(), lot.size());
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto index = line.outputs.first + k;
    const auto& output = sim.world.line_outputs[index];
    auto& stock = sim.state.pools[output.pool.index()];
    const auto made = deliver_output(sim, output, left, parcel_id);
    stock.gross += made;
    stock.in_process -= output.nominal_per_lot.grams;
    sim.state.tallies.made[index] += made;
    look_at_lineage_of(sim, output.pool);
  }
  for (std::size_t k = 0; k < left.size(); ++k) {
    sim.state.ledger.lost[set.elements[k]] += Mass{left[k]};
    sim.state.in_process[set.elements[k]] -= Mass{lot[k]};
  }
  sim.state.parcels.release(parcel_id);
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto pool = sim.world.line_outputs[line.outputs.first + k].pool;
    if (sim.state.pools[pool.index()].owed > 0) {
      request_settlement(sim, pool);
    }
    push_surplus(sim, pool);
    if (sim.world.pools[pool.index()].surplus == SurplusRule::dispose) {
      dispose_of_surplus(sim, pool);
    }
  }
}

std::uint32_t take_turn(Simulation& sim, const Pool& pool, std::int64_t grams) {
  const auto best = best_push_lane(sim, pool);
  if (best != no_lane) {
    for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
      auto& account = sim.state.accounts[sim.world.lanes_out[pool.pushes.first + k].index()];
      account.credit += account.share * static_cast<float>(grams);
    }
    sim.state.accounts[best].credit -= static_cast<float>(grams);
  }
  return best;
}

std::uint32_t best_push_lane(const Simulation& sim, const Pool& pool) {
  std::uint32_t best = no_lane;
  const auto claim = [&](std::uint32_t lane) {
    return sim.state.accounts[lane].credit + sim.state.accounts[lane].share;
  };
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    const auto lane = sim.world.lanes_out[pool.pushes.first + k].value;
    if (sim.state.lanes[lane].blocked == 0 && (best == no_lane || claim(lane) > claim(best))) {
      best = lane;
    }
  }
  return best;
}

}  // namespace monazite
