#include "sim/run/lineages.hpp"

#include <algorithm>

#include "sim/run/applicants.hpp"
#include "sim/run/goods.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/stockpiles.hpp"

namespace monazite {

namespace {

/// What the listed content in a stock counts for.
double listed_worth_of(const Simulation& sim, std::uint32_t lineage, PoolId pool) {
  const auto& set = sim.set_of(pool);
  const auto held = sim.elements_of(pool);
  return listed_worth(
      sim.world.lineages[lineage], {set.elements.data(), held.size()}, held,
      std::span(sim.state.lineages[lineage].shares).subspan(sim.state.pools[pool.index()].offset));
}

std::span<double> shares_of_parcel(const Simulation& sim, LineageState& lineage,
                                   std::uint32_t parcel) {
  if (parcel >= lineage.parcels.size()) {
    lineage.parcels.resize(
        std::max<std::size_t>(sim.state.parcels.size(), parcel + std::size_t{1}));
  }
  return lineage.parcels[parcel];
}

/// Whether it reaches what a stock holds; of an empty one what held before.
bool is_reached_now(const Simulation& sim, std::uint32_t lineage, PoolId pool) {
  const auto& rule = sim.world.lineages[lineage];
  const auto gross = sim.state.pools[pool.index()].gross;
  if (rule.is_listed[pool.index()] != 0 || gross <= 0) {
    return sim.state.lineages[lineage].is_reached[pool.index()] != 0;
  }
  return is_enough(rule, listed_worth_of(sim, lineage, pool),
                   worth_of(sim, lineage, pool, static_cast<double>(gross)));
}

/// Whether an instrument is in force on a lane, whatever is sent on it.
bool covers_now(const Simulation& sim, std::uint32_t instrument, std::uint32_t lane) {
  const auto standing = standing_level(sim.state.instruments[instrument]);
  if (standing < 0) {
    return false;
  }
  const auto level = static_cast<std::size_t>(standing);
  if (const auto* ban = std::get_if<Ban>(&sim.world.instruments[instrument].kind)) {
    const auto& lanes = ban->levels[level].lanes;
    return std::binary_search(lanes.begin(), lanes.end(), lane);
  }
  const auto& regime = std::get<LicenceRegime>(sim.world.instruments[instrument].kind);
  const auto place = std::lower_bound(regime.lanes.begin(), regime.lanes.end(), lane);
  const auto& now = regime.levels[level];
  return place != regime.lanes.end() && *place == lane && now.in_force &&
         now.is_general[static_cast<std::size_t>(place - regime.lanes.begin())] == 0;
}

/// Lets an instrument in force bear on a lane, or lets it go. Whether it covers the lane.
bool reach(Simulation& sim, std::uint32_t instrument, std::uint32_t lane, bool is_reached) {
  if (!covers_now(sim, instrument, lane)) {
    return false;
  }
  if (std::holds_alternative<Ban>(sim.world.instruments[instrument].kind)) {
    constexpr auto rule = InTransitRule::grandfather;
    is_reached ? block_lane(sim, lane, rule) : release_lane(sim, lane, rule);
    return true;
  }
  const auto& regime = std::get<LicenceRegime>(sim.world.instruments[instrument].kind);
  const auto standing = standing_level(sim.state.instruments[instrument]);
  const auto& now = regime.levels[static_cast<std::size_t>(standing)];
  set_licensed(sim, lane, is_reached);
  check_end_use(sim, lane, is_reached ? now.end_use_check : 0);
  if (is_reached) {
    sim.state.newly_licensed.push_back(lane);
  }
  return true;
}

void note_reach(Simulation& sim, std::uint32_t instrument, std::string_view action) {
  const auto standing = static_cast<std::size_t>(standing_level(sim.state.instruments[instrument]));
  std::uint32_t count = 0;
  if (const auto* ban = std::get_if<Ban>(&sim.world.instruments[instrument].kind)) {
    for (const auto lane : ban->levels[standing].lanes) {
      count += bears_on(sim, ban->lineage, lane) ? 1 : 0;
    }
    return note(sim, instrument, action, "lanes_blocked", count, true);
  }
  for (const auto lane : std::get<LicenceRegime>(sim.world.instruments[instrument].kind).lanes) {
    count += sim.state.lanes[lane].licensed ? 1 : 0;
  }
  note(sim, instrument, action, "lanes_licensed", count, true);
}

}  // namespace

void reset_lineages(Simulation& sim) {
  auto& lineages = sim.state.lineages;
  lineages.resize(sim.world.lineages.size());
  for (std::uint32_t i = 0; i < lineages.size(); ++i) {
    const auto& lineage = sim.world.lineages[i];
    lineages[i].shares = lineage.opening;
    lineages[i].is_due = false;
    lineages[i].is_reached.assign(sim.world.pools.size(), 0);
    for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
      if (lineage.is_watched[p] != 0) {
        const auto& pool = sim.world.pools[p];
        double worth = 0;
        for (std::size_t k = 0; k < pool.content.size(); ++k) {
          worth += lineage.worth[sim.world.element_sets[pool.elements].elements[k]] *
                   pool.content[k] * lineage.opening[pool.offset + k];
        }
        lineages[i].is_reached[p] =
            lineage.is_listed[p] != 0 || is_enough(lineage, worth, worth_of(sim, i, PoolId{p}, 1))
                ? 1
                : 0;
      }
    }
  }
}

double worth_of(const Simulation& sim, std::uint32_t lineage, PoolId pool, double grams) {
  constexpr double kilograms_per_gram = 1e-3;
  const auto& material = sim.world.materials[sim.world.pools[pool.index()].material.index()];
  return grams * (sim.world.lineages[lineage].by_value
                      ? material.price_usd_per_kg * kilograms_per_gram
                      : 1.0);
}

bool is_reached(const Simulation& sim, std::uint32_t lineage, std::uint32_t parcel_id) {
  const auto& parcel = sim.state.parcels[parcel_id];
  const auto from = sim.state.lanes[parcel.owner].from;
  const auto goods = sim.state.parcels.elements(parcel_id);
  const auto& rule = sim.world.lineages[lineage];
  const double worth = listed_worth(rule, {sim.set_of(from).elements.data(), goods.size()}, goods,
                                    sim.state.lineages[lineage].parcels[parcel_id]);
  return rule.is_listed[from.index()] != 0 ||
         is_enough(rule, worth, worth_of(sim, lineage, from, static_cast<double>(parcel.gross)));
}

void trace_shipment(Simulation& sim, PoolId pool, std::uint32_t parcel) {
  const auto& stock = sim.state.pools[pool.index()];
  const auto count = sim.world.element_sets[stock.elements].count;
  for (auto& lineage : sim.state.lineages) {
    const auto shares = std::span(lineage.shares).subspan(stock.offset, count);
    std::copy(shares.begin(), shares.end(), shares_of_parcel(sim, lineage, parcel).begin());
  }
}

void trace_lot(Simulation& sim, std::uint32_t parcel) {
  for (auto& lineage : sim.state.lineages) {
    const auto shares = shares_of_parcel(sim, lineage, parcel);
    std::fill(shares.begin(), shares.end(), 0.0);
  }
}

void trace_input(Simulation& sim, std::uint32_t parcel, std::size_t place, PoolId pool,
                 std::size_t place_in_pool, double added) {
  const auto held = static_cast<double>(sim.state.parcels.elements(parcel)[place]);
  for (auto& lineage : sim.state.lineages) {
    auto& share = shares_of_parcel(sim, lineage, parcel)[place];
    share = mixed_share(
        share, held, lineage.shares[sim.state.pools[pool.index()].offset + place_in_pool], added);
  }
}

void trace_output(Simulation& sim, std::uint32_t parcel, std::size_t place, PoolId pool,
                  std::size_t place_in_pool, double added) {
  const auto held = static_cast<double>(sim.elements_of(pool)[place_in_pool]);
  const auto element = sim.set_of(pool).elements[place_in_pool];
  for (std::size_t i = 0; i < sim.state.lineages.size(); ++i) {
    auto& lineage = sim.state.lineages[i];
    const auto& rule = sim.world.lineages[i];
    const bool is_source = rule.is_source[pool.index()] != 0 && rule.worth[element] > 0;
    auto& share = lineage.shares[sim.state.pools[pool.index()].offset + place_in_pool];
    share = mixed_share(share, held, is_source ? 1 : shares_of_parcel(sim, lineage, parcel)[place],
                        added);
  }
}

void trace_arrival(Simulation& sim, std::uint32_t parcel, const ElementSet& from, PoolId pool) {
  const auto goods = sim.state.parcels.elements(parcel);
  const auto held = sim.elements_of(pool);
  const auto& set = sim.set_of(pool);
  for (auto& lineage : sim.state.lineages) {
    const auto of_parcel = shares_of_parcel(sim, lineage, parcel);
    const auto shares = std::span(lineage.shares).subspan(sim.state.pools[pool.index()].offset);
    std::size_t place = 0;
    for (std::size_t k = 0; k < goods.size(); ++k) {
      while (set.elements[place] != from.elements[k]) {
        ++place;
      }
      shares[place] = mixed_share(shares[place], static_cast<double>(held[place]), of_parcel[k],
                                  static_cast<double>(goods[k]));
    }
  }
}

void look_at_lineage_of(Simulation& sim, PoolId pool) {
  for (std::uint32_t i = 0; i < sim.state.lineages.size(); ++i) {
    auto& lineage = sim.state.lineages[i];
    if (sim.world.lineages[i].is_watched[pool.index()] != 0 && !lineage.is_due &&
        is_reached_now(sim, i, pool) != (lineage.is_reached[pool.index()] != 0)) {
      // Goods are told to be reached, or free, from the next day on.
      lineage.is_due = true;
      sim.loop.schedule({sim.seconds_at(sim.today() + 1)}, Phase::policy,
                        sim.entity_of_instrument(sim.world.lineages[i].instrument),
                        static_cast<std::uint8_t>(EventKind::lineage), i);
    }
  }
}

void on_lineage(Simulation& sim, std::uint32_t index) {
  sim.loop.require_phase(Phase::policy);
  auto& lineage = sim.state.lineages[index];
  const auto& rule = sim.world.lineages[index];
  lineage.is_due = false;
  sim.state.newly_licensed.clear();
  bool reaches_more = false;
  bool reaches_less = false;
  for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
    const bool is_reached = rule.is_watched[p] != 0 && is_reached_now(sim, index, PoolId{p});
    if (is_reached == (lineage.is_reached[p] != 0)) {
      continue;
    }
    lineage.is_reached[p] = is_reached ? 1 : 0;
    bool has_changed = false;
    for (const auto slice : {sim.world.pools[p].customers, sim.world.pools[p].pushes}) {
      for (std::uint32_t k = 0; k < slice.count; ++k) {
        has_changed =
            reach(sim, rule.instrument, sim.world.lanes_out[slice.first + k].value, is_reached) ||
            has_changed;
      }
    }
    reaches_more = reaches_more || (has_changed && is_reached);
    reaches_less = reaches_less || (has_changed && !is_reached);
  }
  if (!sim.state.newly_licensed.empty()) {
    std::sort(sim.state.newly_licensed.begin(), sim.state.newly_licensed.end());
    call_back_from_customs(sim, sim.state.newly_licensed);
    apply_at_once(sim, sim.state.newly_licensed);
  }
  if (reaches_more || reaches_less) {
    note_reach(sim, rule.instrument, reaches_more ? "reach" : "let_go");
    open_routes(sim);
  }
}

bool is_held_by_lineage(const Simulation& sim, std::uint32_t parcel) {
  for (std::uint32_t l = 0; l < sim.world.lineages.size(); ++l) {
    const auto instrument = sim.world.lineages[l].instrument;
    const auto rule = std::visit(
        [](const auto& kind) {
          if constexpr (requires { kind.in_transit; }) {
            return kind.in_transit;
          } else {
            return InTransitRule::grandfather;
          }
        },
        sim.world.instruments[instrument].kind);
    if (rule == InTransitRule::hold &&
        covers_now(sim, instrument, sim.state.parcels[parcel].owner) &&
        is_reached(sim, l, parcel)) {
      return true;
    }
  }
  return false;
}

double share_by_lineage(const Simulation& sim, const Figure& figure) {
  double part = 0;
  double all = 0;
  for (const auto item : figure.items) {
    if (figure.kind == FigureKind::listed_content) {
      const auto& [lineage, pool] = sim.world.lineage_stocks[item];
      part += listed_worth_of(sim, lineage, PoolId{pool});
      all += worth_of(sim, lineage, PoolId{pool}, static_cast<double>(sim.state.pools[pool].gross));
    } else {
      const auto& lane = sim.world.lineage_lanes[item];
      part += bears_on(sim, lane.lineage, lane.lane) ? lane.grams_per_day : 0;
      all += lane.grams_per_day;
    }
  }
  // Oxides may be worth more than what is made of them.
  return all > 0 ? std::min(1.0, part / all) : undefined;
}

}  // namespace monazite
