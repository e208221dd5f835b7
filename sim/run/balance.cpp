#include <fmt/format.h>

#include "sim/run/run.hpp"

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

}  // namespace

Masses Run::held_in_stocks() const {
  Masses held{};
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    add(held, set_of(PoolId{p}), elements_of(PoolId{p}));
  }
  return held;
}

Masses Run::held_in_all() const {
  Masses held = held_in_stocks();
  for (std::size_t e = 0; e < element_count; ++e) {
    held[e] += state_.in_process[e] + state_.in_transit[e];
  }
  return held;
}

std::string Run::unbalanced_element() const {
  const auto held = held_in_all();
  const auto& l = state_.ledger;
  Masses expected{};
  for (std::size_t e = 0; e < element_count; ++e) {
    expected[e] =
        state_.opening[e] + l.mined[e] + l.recycled[e] - l.consumed[e] - l.lost[e] - l.seized[e];
  }
  return difference(held, expected);
}

void Run::verify_stocks() const {
  for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
    const auto& stock = state_.pools[p];
    std::int64_t held = 0;
    bool negative = stock.gross < 0;
    for (const auto grams : elements_of(PoolId{p})) {
      held += grams;
      negative = negative || grams < 0;
    }
    if (held == stock.held && !negative) {
      continue;
    }
    throw RunFailure(
        fmt::format("mass balance does not close at {} on {}: its stock of {} {}",
                    world_.facilities[stock.facility].id, to_iso(today()),
                    world_.materials[world_.pools[p].material.index()].id,
                    negative ? std::string("is negative")
                             : fmt::format("holds {} g and should hold {} g; in the world, {}",
                                           held, stock.held, unbalanced_element())));
  }
}

void Run::verify_parcels() const {
  Masses in_process{};
  Masses in_transit{};
  for (std::uint32_t id = 0; id < state_.parcels.size(); ++id) {
    const auto& parcel = state_.parcels[id];
    if (parcel.status == ParcelStatus::in_process) {
      add(in_process, world_.element_sets[world_.lines[parcel.owner].elements],
          state_.parcels.elements(id));
    } else if (parcel.status != ParcelStatus::free) {
      add(in_transit, set_of(world_.lanes[parcel.owner].from), state_.parcels.elements(id));
    }
  }
  for (const auto& [place, held, expected] :
       {std::tuple("in process", &in_process, &state_.in_process),
        std::tuple("in transit", &in_transit, &state_.in_transit)}) {
    if (*held != *expected) {
      throw RunFailure(fmt::format("mass balance does not close {} on {}: {}", place,
                                   to_iso(today()), difference(*held, *expected)));
    }
  }
}

void Run::verify_balance() const {
  verify_stocks();
  verify_parcels();
  if (const auto text = unbalanced_element(); !text.empty()) {
    throw RunFailure(fmt::format("mass balance does not close on {}: {}", to_iso(today()), text));
  }
}

void Run::close_balance() {
  verify_balance();
  const auto closing = held_in_all();
  for (std::size_t e = 0; e < element_count; ++e) {
    auto& row = observations_.balance[e];
    row.mined = state_.ledger.mined[e].grams;
    row.recycled_old = state_.ledger.recycled[e].grams;
    row.consumed = state_.ledger.consumed[e].grams;
    row.lost = state_.ledger.lost[e].grams;
    row.seized = state_.ledger.seized[e].grams;
    row.closing = closing[e].grams;
  }
}

}  // namespace monazite
