#include <algorithm>
#include <cmath>

#include "models/behaviour/basket.hpp"
#include "models/behaviour/ordering.hpp"
#include "models/policy/outage.hpp"
#include "sim/run/run.hpp"

namespace monazite {

void Run::kick_lines(const Facility& facility) {
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    // A line that is to wake looks again when it does; only an idle one has waited for this.
    if (state_.lines[facility.lines.first + k].wakes_at < 0) {
      try_start(LineId{facility.lines.first + k});
    }
  }
}

void Run::look_again(const Facility& facility) {
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    try_start(LineId{facility.lines.first + k});
  }
}

double Run::wanted_pace(const Line& line) const {
  if (line.runs_by_basket) {
    return basket_run_rate(basket_value(line), line.variable_cost, line.value_spread);
  }
  if (line.pushes_only) {
    return 1;
  }
  const auto& profile = world_.profiles[world_.facilities[line.facility.index()].profile];
  const double lot_days = static_cast<double>(line.lot_seconds) / engine::seconds_per_day;
  double pace = 0;
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = world_.line_outputs[line.outputs.first + k];
    const auto& pool = world_.pools[output.pool.index()];
    if (pool.role > OutputRole::co_driver || output.nominal_per_lot.grams <= 0) {
      continue;
    }
    const auto& stock = state_.pools[output.pool.index()];
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

bool Run::has_inputs(const Line& line) const {
  for (std::uint32_t k = 0; k < line.inputs.count; ++k) {
    const auto& input = world_.line_inputs[line.inputs.first + k];
    if (state_.pools[input.pool.index()].gross < input.per_lot.grams) {
      return false;
    }
  }
  return true;
}

double Run::available(const Line& line, double days) const {
  double share = 1;
  for (const auto outage : line.outages) {
    share *= available_share(world_.outages[outage].outage, days);
  }
  return share;
}

std::int64_t Run::line_seconds(const Line& line, double pace) const {
  double left = static_cast<double>(line.lot_seconds);
  if (line.outages.empty()) {
    return std::max<std::int64_t>(1, nearest_whole(left / pace));
  }
  // Capacity may come back while the lot is on the line: add up its work day by day.
  const double region_pace =
      state_.activity[world_.facilities[line.facility.index()].region.index()];
  const double start = static_cast<double>(now()) / engine::seconds_per_day;
  constexpr int longest_days = 3660;
  for (int day = 0; day < longest_days; ++day) {
    const double work = region_pace * available(line, start + day + 0.5) * engine::seconds_per_day;
    if (work >= left) {
      const double seconds = (day + left / work) * engine::seconds_per_day;
      return std::max<std::int64_t>(1, nearest_whole(seconds));
    }
    left -= work;
  }
  return longest_days * engine::seconds_per_day;
}

double Run::pace_of(const Line& line) const {
  const double days = static_cast<double>(now()) / engine::seconds_per_day;
  for (const auto outage : line.outages) {
    if (stands_still(world_.outages[outage].outage, days)) {
      return 0;
    }
  }
  // How far an outage slows the lot depends on all the days that it takes: line_seconds.
  const double pace = state_.activity[world_.facilities[line.facility.index()].region.index()];
  for (const auto quota : line.quotas) {
    const auto& q = state_.quotas[quota];
    if (q.used + line.lot.grams > q.limit) {
      return 0;
    }
  }
  return pace;
}

void Run::try_start(LineId id) {
  const auto& line = world_.lines[id.index()];
  const auto& state = state_.lines[id.index()];
  if (state.free_at > now()) {
    wake_line(id, state.free_at);
    return;
  }
  const double wanted = wanted_pace(line);
  if (!(wanted > 0) || !has_inputs(line) || (line.blocks && is_blocked(line))) {
    return;
  }
  // At less than capacity the lots stand further apart. What is wanted may change, so that a line
  // looks again after a week; a lot that is almost due is not worth another look.
  constexpr double horizon_seconds = 8.0 * engine::seconds_per_day;
  constexpr double almost = 0.1;
  const double apart = static_cast<double>(line.lot_seconds) / wanted;
  const double wait = static_cast<double>(state.started_at - now()) + apart;
  if (wait >= 1 && wait > almost * apart) {
    wake_line(id, now() + nearest_whole(std::min(wait, horizon_seconds)));
    return;
  }
  const double pace = pace_of(line);
  if (pace > 0) {
    start_lot(id, pace);
    const auto next = now() + nearest_whole(std::min(apart, horizon_seconds));
    wake_line(id, std::max<std::int64_t>(state.free_at, next));
  }
}

void Run::wake_line(LineId id, std::int64_t seconds) {
  auto& state = state_.lines[id.index()];
  if (state.wakes_at >= 0 && state.wakes_at <= seconds) {
    return;
  }
  state.wakes_at = seconds;
  loop_.schedule({seconds}, Phase::production, world_.lines[id.index()].facility.value,
                 static_cast<std::uint8_t>(EventKind::line_ready), id.value);
}

void Run::on_line_ready(LineId id) {
  auto& state = state_.lines[id.index()];
  if (state.wakes_at == now()) {
    state.wakes_at = -1;
    try_start(id);
  }
}

void Run::start_lot(LineId id, double pace) {
  const auto& line = world_.lines[id.index()];
  auto& state = state_.lines[id.index()];
  const auto parcel_id = state_.parcels.take(world_.element_sets[line.elements].count);
  draw_inputs(line, parcel_id);
  for (const auto quota : line.quotas) {
    if (state_.quotas[quota].limit != no_limit.grams) {
      state_.quotas[quota].used += line.lot.grams;
    }
  }
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = world_.line_outputs[line.outputs.first + k];
    state_.pools[output.pool.index()].in_process += output.nominal_per_lot.grams;
  }
  auto& parcel = state_.parcels[parcel_id];
  parcel.status = ParcelStatus::in_process;
  parcel.owner = id.value;
  parcel.gross = line.lot.grams;
  parcel.due = now() + draw_duration(line.lead_time, state.lead_times, Purpose::lead_time,
                                     [&] { return line.key; });
  loop_.schedule({parcel.due}, Phase::production, line.facility.value,
                 static_cast<std::uint8_t>(EventKind::lot_done), parcel_id);
  state.started_at = now();
  state.free_at = now() + line_seconds(line, pace);
}

void Run::draw_inputs(const Line& line, std::uint32_t parcel_id) {
  const auto lot = state_.parcels.elements(parcel_id);
  const auto& set = world_.element_sets[line.elements];
  trace_lot(parcel_id);
  for (std::size_t k = 0; k < line.extracted.size(); ++k) {
    const auto mass = line.extracted[k];
    lot[k] += mass.grams;
    auto& book = line.recycled ? state_.ledger.recycled : state_.ledger.mined;
    book[set.elements[k]] += mass;
  }
  if (!line.extracted.empty()) {
    const auto index = static_cast<std::size_t>(&line - world_.lines.data());
    (line.recycled ? state_.tallies.recycled : state_.tallies.mined)[index] += line.lot.grams;
  }
  for (std::uint32_t k = 0; k < line.inputs.count; ++k) {
    const auto& input = world_.line_inputs[line.inputs.first + k];
    take_out(input.pool, input.per_lot.grams, [&](std::size_t place, Mass part) {
      if (!state_.lineages.empty()) {
        trace_input(parcel_id, input.position[place], input.pool, place,
                    static_cast<double>(part.grams));
      }
      lot[input.position[place]] += part.grams;
    });
  }
  for (std::size_t k = 0; k < lot.size(); ++k) {
    state_.in_process[set.elements[k]] += Mass{lot[k]};
  }
}

std::int64_t Run::deliver_output(const LineOutput& output, std::span<std::int64_t> left,
                                 std::uint32_t parcel_id) {
  const auto lot = state_.parcels.elements(parcel_id);
  const auto& set = set_of(output.pool);
  const auto held = elements_of(output.pool);
  double oxide = 0;
  std::int64_t sum = 0;
  for (std::uint32_t r = 0; r < output.routes.count; ++r) {
    const auto& route = world_.element_routes[output.routes.first + r];
    const auto wanted = nearest_whole(static_cast<double>(lot[route.lot_position]) * route.share);
    const auto part = std::min(wanted, left[route.lot_position]);
    left[route.lot_position] -= part;
    if (!state_.lineages.empty()) {
      trace_output(parcel_id, route.lot_position, output.pool, route.pool_position,
                   static_cast<double>(part));
    }
    held[route.pool_position] += part;
    sum += part;
    oxide += static_cast<double>(part) * oxide_per_element[set.elements[route.pool_position]];
  }
  state_.pools[output.pool.index()].held += sum;
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

void Run::on_lot_done(std::uint32_t parcel_id) {
  loop_.require_phase(Phase::production);
  const auto& line = world_.lines[state_.parcels[parcel_id].owner];
  const auto lot = state_.parcels.elements(parcel_id);
  const auto& set = world_.element_sets[line.elements];
  std::array<std::int64_t, element_count> left_storage{};
  std::copy(lot.begin(), lot.end(), left_storage.begin());
  const std::span<std::int64_t> left(left_storage.data(), lot.size());
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto index = line.outputs.first + k;
    const auto& output = world_.line_outputs[index];
    auto& stock = state_.pools[output.pool.index()];
    const auto made = deliver_output(output, left, parcel_id);
    stock.gross += made;
    stock.in_process -= output.nominal_per_lot.grams;
    state_.tallies.made[index] += made;
    look_at_lineage_of(output.pool);
  }
  for (std::size_t k = 0; k < left.size(); ++k) {
    state_.ledger.lost[set.elements[k]] += Mass{left[k]};
    state_.in_process[set.elements[k]] -= Mass{lot[k]};
  }
  state_.parcels.release(parcel_id);
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto pool = world_.line_outputs[line.outputs.first + k].pool;
    if (state_.pools[pool.index()].owed > 0) {
      request_settlement(pool);
    }
    push_surplus(pool);
    if (world_.pools[pool.index()].surplus == SurplusRule::dispose) {
      dispose_of_surplus(pool);
    }
  }
}

void Run::push_surplus(PoolId pool_id) {
  const auto& pool = world_.pools[pool_id.index()];
  if (pool.pushes.count == 0) {
    return;
  }
  const auto& stock = state_.pools[pool_id.index()];
  double kept = static_cast<double>(stock.owed - stock.stuck);
  if (pool.role != OutputRole::byproduct) {
    kept += stock.forecast.per_day * pool.surplus_days;
  }
  const double surplus = static_cast<double>(stock.gross) - kept;
  if (surplus < std::max(pool.push_per_day * push_days, 1.0)) {
    return;
  }
  const auto lane = take_turn(pool, static_cast<std::int64_t>(surplus));
  if (lane != no_lane) {
    ship(lane, static_cast<std::int64_t>(surplus));
  }
}

std::uint32_t Run::take_turn(const Pool& pool, std::int64_t grams) {
  const auto best = best_push_lane(pool);
  if (best != no_lane) {
    for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
      auto& account = state_.accounts[world_.lanes_out[pool.pushes.first + k].index()];
      account.credit += account.share * static_cast<float>(grams);
    }
    state_.accounts[best].credit -= static_cast<float>(grams);
  }
  return best;
}

std::uint32_t Run::best_push_lane(const Pool& pool) const {
  std::uint32_t best = no_lane;
  const auto claim = [&](std::uint32_t lane) {
    return state_.accounts[lane].credit + state_.accounts[lane].share;
  };
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    const auto lane = world_.lanes_out[pool.pushes.first + k].value;
    if (state_.lanes[lane].blocked == 0 && (best == no_lane || claim(lane) > claim(best))) {
      best = lane;
    }
  }
  return best;
}

}  // namespace monazite
