#include "sim/run/balance.hpp"

#include <fmt/format.h>

#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

using Masses = std::array<Mass, element_count>;

void add(Masses& sum, const ElementSet& set, std::span<const std::int64_t> elements) {
  for (std::size_t k = 0; k < elements.size(); ++k) {
    sum[set.elements[k]] += Mass{elements[k]};
  }
}

std::string difference(const Masses& held, const Masses& expected) {
  for (std::size_t e = 0; e < element_count; ++e) {
    if (held[e] != expected[e]) {
      return fmt::format("{} holds {} g and should hold {} g", element_symbols[e], held[e].grams,
                         expected[e].grams);
    }
  }
  return {};
}

Masses held_in_stocks(const Simulation& sim) {
  Masses held{};
  for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
    add(held, sim.set_of(PoolId{p}), sim.elements_of(PoolId{p}));
  }
  return held;
}

std::string unbalanced_element(const Simulation& sim) {
  const auto held = held_in_all(sim);
  const auto& l = sim.state.ledger;
  Masses expected{};
  for (std::size_t e = 0; e < element_count; ++e) {
    expected[e] =
        sim.state.opening[e] + l.mined[e] + l.recycled[e] - l.consumed[e] - l.lost[e] - l.seized[e];
  }
  return difference(held, expected);
}

void verify_stocks(const Simulation& sim) {
  for (std::uint32_t p = 0; p < sim.world.pools.size(); ++p) {
    const auto& stock = sim.state.pools[p];
    std::int64_t held = 0;
    bool negative = stock.gross < 0;
    for (const auto grams : sim.elements_of(PoolId{p})) {
      held += grams;
      negative = negative || grams < 0;
    }
    if (held == stock.held && !negative) {
      continue;
    }
    throw RunFailure(
        fmt::format("mass balance does not close at {} on {}: its stock of {} {}",
                    sim.world.facilities[stock.facility].id, to_iso(sim.today()),
                    sim.world.materials[sim.world.pools[p].material.index()].id,
                    negative ? std::string("is negative")
                             : fmt::format("holds {} g and should hold {} g; in the world, {}",
                                           held, stock.held, unbalanced_element(sim))));
  }
}

void verify_parcels(const Simulation& sim) {
  Masses in_process{};
  Masses in_transit{};
  for (std::uint32_t id = 0; id < sim.state.parcels.size(); ++id) {
    const auto& parcel = sim.state.parcels[id];
    if (parcel.status == ParcelStatus::in_process) {
      add(in_process, sim.world.element_sets[sim.world.lines[parcel.owner].elements],
          sim.state.parcels.elements(id));
    } else if (parcel.status != ParcelStatus::free) {
      add(in_transit, sim.set_of(sim.world.lanes[parcel.owner].from),
          sim.state.parcels.elements(id));
    }
  }
  for (const auto& [place, held, expected] :
       {std::tuple("in process", &in_process, &sim.state.in_process),
        std::tuple("in transit", &in_transit, &sim.state.in_transit)}) {
    if (*held != *expected) {
      throw RunFailure(fmt::format("mass balance does not close {} on {}: {}", place,
                                   to_iso(sim.today()), difference(*held, *expected)));
    }
  }
}

}  // namespace

Masses held_in_all(const Simulation& sim) {
  Masses held = held_in_stocks(sim);
  for (std::size_t e = 0; e < element_count; ++e) {
    held[e] += sim.state.in_process[e] + sim.state.in_transit[e];
  }
  return held;
}

void verify_balance(const Simulation& sim) {
  verify_stocks(sim);
  verify_parcels(sim);
  if (const auto text = unbalanced_element(sim); !text.empty()) {
    throw RunFailure(
        fmt::format("mass balance does not close on {}: {}", to_iso(sim.today()), text));
  }
}

void close_balance(Simulation& sim) {
  verify_balance(sim);
  const auto closing = held_in_all(sim);
  for (std::size_t e = 0; e < element_count; ++e) {
    auto& row = sim.observations.balance[e];
    row.mined = sim.state.ledger.mined[e].grams;
    row.recycled_old = sim.state.ledger.recycled[e].grams;
    row.consumed = sim.state.ledger.consumed[e].grams;
    row.lost = sim.state.ledger.lost[e].grams;
    row.seized = sim.state.ledger.seized[e].grams;
    row.closing = closing[e].grams;
  }
}

}  // namespace monazite
