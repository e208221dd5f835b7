#include <algorithm>

#include "sim/run/run.hpp"

namespace monazite {

void Run::reset_lineages() {
  auto& lineages = state_.lineages;
  lineages.resize(world_.lineages.size());
  for (std::uint32_t i = 0; i < lineages.size(); ++i) {
    const auto& lineage = world_.lineages[i];
    lineages[i].shares = lineage.opening;
    lineages[i].is_due = false;
    lineages[i].is_reached.assign(world_.pools.size(), 0);
    for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
      if (lineage.is_watched[p] != 0) {
        const auto& pool = world_.pools[p];
        double worth = 0;
        for (std::size_t k = 0; k < pool.content.size(); ++k) {
          worth += lineage.worth[world_.element_sets[pool.elements].elements[k]] * pool.content[k] *
                   lineage.opening[pool.offset + k];
        }
        lineages[i].is_reached[p] =
            lineage.is_listed[p] != 0 || is_enough(lineage, worth, worth_of(i, PoolId{p}, 1)) ? 1
                                                                                              : 0;
      }
    }
  }
}

double Run::worth_of(std::uint32_t lineage, PoolId pool, double grams) const {
  constexpr double kilograms_per_gram = 1e-3;
  const auto& material = world_.materials[world_.pools[pool.index()].material.index()];
  return grams *
         (world_.lineages[lineage].by_value ? material.price_usd_per_kg * kilograms_per_gram : 1.0);
}

double Run::listed_worth_of(std::uint32_t lineage, PoolId pool) const {
  const auto& set = set_of(pool);
  const auto held = elements_of(pool);
  return listed_worth(
      world_.lineages[lineage], {set.elements.data(), held.size()}, held,
      std::span(state_.lineages[lineage].shares).subspan(state_.pools[pool.index()].offset));
}

bool Run::is_reached(std::uint32_t lineage, std::uint32_t parcel_id) const {
  const auto& parcel = state_.parcels[parcel_id];
  const auto from = state_.lanes[parcel.owner].from;
  const auto goods = state_.parcels.elements(parcel_id);
  const auto& rule = world_.lineages[lineage];
  const double worth = listed_worth(rule, {set_of(from).elements.data(), goods.size()}, goods,
                                    state_.lineages[lineage].parcels[parcel_id]);
  return rule.is_listed[from.index()] != 0 ||
         is_enough(rule, worth, worth_of(lineage, from, static_cast<double>(parcel.gross)));
}

std::span<double> Run::shares_of_parcel(LineageState& lineage, std::uint32_t parcel) const {
  if (parcel >= lineage.parcels.size()) {
    lineage.parcels.resize(std::max<std::size_t>(state_.parcels.size(), parcel + std::size_t{1}));
  }
  return lineage.parcels[parcel];
}

void Run::trace_shipment(PoolId pool, std::uint32_t parcel) {
  const auto& stock = state_.pools[pool.index()];
  const auto count = world_.element_sets[stock.elements].count;
  for (auto& lineage : state_.lineages) {
    const auto shares = std::span(lineage.shares).subspan(stock.offset, count);
    std::copy(shares.begin(), shares.end(), shares_of_parcel(lineage, parcel).begin());
  }
}

void Run::trace_lot(std::uint32_t parcel) {
  for (auto& lineage : state_.lineages) {
    const auto shares = shares_of_parcel(lineage, parcel);
    std::fill(shares.begin(), shares.end(), 0.0);
  }
}

void Run::trace_input(std::uint32_t parcel, std::size_t place, PoolId pool,
                      std::size_t place_in_pool, double added) {
  const auto held = static_cast<double>(state_.parcels.elements(parcel)[place]);
  for (auto& lineage : state_.lineages) {
    auto& share = shares_of_parcel(lineage, parcel)[place];
    share = mixed_share(share, held,
                        lineage.shares[state_.pools[pool.index()].offset + place_in_pool], added);
  }
}

void Run::trace_output(std::uint32_t parcel, std::size_t place, PoolId pool,
                       std::size_t place_in_pool, double added) {
  const auto held = static_cast<double>(elements_of(pool)[place_in_pool]);
  const auto element = set_of(pool).elements[place_in_pool];
  for (std::size_t i = 0; i < state_.lineages.size(); ++i) {
    auto& lineage = state_.lineages[i];
    const auto& rule = world_.lineages[i];
    const bool is_source = rule.is_source[pool.index()] != 0 && rule.worth[element] > 0;
    auto& share = lineage.shares[state_.pools[pool.index()].offset + place_in_pool];
    share =
        mixed_share(share, held, is_source ? 1 : shares_of_parcel(lineage, parcel)[place], added);
  }
}

void Run::trace_arrival(std::uint32_t parcel, const ElementSet& from, PoolId pool) {
  const auto goods = state_.parcels.elements(parcel);
  const auto held = elements_of(pool);
  const auto& set = set_of(pool);
  for (auto& lineage : state_.lineages) {
    const auto of_parcel = shares_of_parcel(lineage, parcel);
    const auto shares = std::span(lineage.shares).subspan(state_.pools[pool.index()].offset);
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

void Run::look_at_lineage_of(PoolId pool) {
  for (std::uint32_t i = 0; i < state_.lineages.size(); ++i) {
    auto& lineage = state_.lineages[i];
    if (world_.lineages[i].is_watched[pool.index()] != 0 && !lineage.is_due &&
        is_reached_now(i, pool) != (lineage.is_reached[pool.index()] != 0)) {
      // Goods are told to be reached, or free, from the next day on.
      lineage.is_due = true;
      loop_.schedule({seconds_at(today() + 1)}, Phase::policy,
                     entity_of_instrument(world_.lineages[i].instrument),
                     static_cast<std::uint8_t>(EventKind::lineage), i);
    }
  }
}

bool Run::is_reached_now(std::uint32_t lineage, PoolId pool) const {
  const auto& rule = world_.lineages[lineage];
  const auto gross = state_.pools[pool.index()].gross;
  if (rule.is_listed[pool.index()] != 0 || gross <= 0) {
    return state_.lineages[lineage].is_reached[pool.index()] != 0;
  }
  return is_enough(rule, listed_worth_of(lineage, pool),
                   worth_of(lineage, pool, static_cast<double>(gross)));
}

void Run::on_lineage(std::uint32_t index) {
  loop_.require_phase(Phase::policy);
  auto& lineage = state_.lineages[index];
  const auto& rule = world_.lineages[index];
  lineage.is_due = false;
  state_.newly_licensed.clear();
  bool reaches_more = false;
  bool reaches_less = false;
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    const bool is_reached = rule.is_watched[p] != 0 && is_reached_now(index, PoolId{p});
    if (is_reached == (lineage.is_reached[p] != 0)) {
      continue;
    }
    lineage.is_reached[p] = is_reached ? 1 : 0;
    bool has_changed = false;
    for (const auto slice : {world_.pools[p].customers, world_.pools[p].pushes}) {
      for (std::uint32_t k = 0; k < slice.count; ++k) {
        has_changed = reach(rule.instrument, world_.lanes_out[slice.first + k].value, is_reached) ||
                      has_changed;
      }
    }
    reaches_more = reaches_more || (has_changed && is_reached);
    reaches_less = reaches_less || (has_changed && !is_reached);
  }
  if (!state_.newly_licensed.empty()) {
    std::sort(state_.newly_licensed.begin(), state_.newly_licensed.end());
    call_back_from_customs(state_.newly_licensed);
    apply_at_once(state_.newly_licensed);
  }
  if (reaches_more || reaches_less) {
    note_reach(rule.instrument, reaches_more ? "reach" : "let_go");
    open_routes();
  }
}

bool Run::covers_now(std::uint32_t instrument, std::uint32_t lane) const {
  const auto standing = standing_level(state_.instruments[instrument]);
  if (standing < 0) {
    return false;
  }
  const auto level = static_cast<std::size_t>(standing);
  if (const auto* ban = std::get_if<Ban>(&world_.instruments[instrument].kind)) {
    const auto& lanes = ban->levels[level].lanes;
    return std::binary_search(lanes.begin(), lanes.end(), lane);
  }
  const auto& regime = std::get<LicenceRegime>(world_.instruments[instrument].kind);
  const auto place = std::lower_bound(regime.lanes.begin(), regime.lanes.end(), lane);
  const auto& now = regime.levels[level];
  return place != regime.lanes.end() && *place == lane && now.in_force &&
         now.is_general[static_cast<std::size_t>(place - regime.lanes.begin())] == 0;
}

bool Run::is_held_by_lineage(std::uint32_t parcel) const {
  for (std::uint32_t l = 0; l < world_.lineages.size(); ++l) {
    const auto instrument = world_.lineages[l].instrument;
    const auto rule = std::visit(
        [](const auto& kind) {
          if constexpr (requires { kind.in_transit; }) {
            return kind.in_transit;
          } else {
            return InTransitRule::grandfather;
          }
        },
        world_.instruments[instrument].kind);
    if (rule == InTransitRule::hold && covers_now(instrument, state_.parcels[parcel].owner) &&
        is_reached(l, parcel)) {
      return true;
    }
  }
  return false;
}

bool Run::reach(std::uint32_t instrument, std::uint32_t lane, bool is_reached) {
  if (!covers_now(instrument, lane)) {
    return false;
  }
  if (std::holds_alternative<Ban>(world_.instruments[instrument].kind)) {
    constexpr auto rule = InTransitRule::grandfather;
    is_reached ? block_lane(lane, rule) : release_lane(lane, rule);
    return true;
  }
  const auto& regime = std::get<LicenceRegime>(world_.instruments[instrument].kind);
  const auto standing = standing_level(state_.instruments[instrument]);
  const auto& now = regime.levels[static_cast<std::size_t>(standing)];
  set_licensed(lane, is_reached);
  check_end_use(lane, is_reached ? now.end_use_check : 0);
  if (is_reached) {
    state_.newly_licensed.push_back(lane);
  }
  return true;
}

double Run::share_by_lineage(const Figure& figure) const {
  double part = 0;
  double all = 0;
  for (const auto item : figure.items) {
    if (figure.kind == FigureKind::listed_content) {
      const auto& [lineage, pool] = world_.lineage_stocks[item];
      part += listed_worth_of(lineage, PoolId{pool});
      all += worth_of(lineage, PoolId{pool}, static_cast<double>(state_.pools[pool].gross));
    } else {
      const auto& lane = world_.lineage_lanes[item];
      part += bears_on(lane.lineage, lane.lane) ? lane.grams_per_day : 0;
      all += lane.grams_per_day;
    }
  }
  // Oxides may be worth more than what is made of them.
  return all > 0 ? std::min(1.0, part / all) : undefined;
}

void Run::note_reach(std::uint32_t instrument, std::string_view action) {
  const auto standing = static_cast<std::size_t>(standing_level(state_.instruments[instrument]));
  std::uint32_t count = 0;
  if (const auto* ban = std::get_if<Ban>(&world_.instruments[instrument].kind)) {
    for (const auto lane : ban->levels[standing].lanes) {
      count += bears_on(ban->lineage, lane) ? 1 : 0;
    }
    return note(instrument, action, "lanes_blocked", count, true);
  }
  for (const auto lane : std::get<LicenceRegime>(world_.instruments[instrument].kind).lanes) {
    count += state_.lanes[lane].licensed ? 1 : 0;
  }
  note(instrument, action, "lanes_licensed", count, true);
}

}  // namespace monazite
