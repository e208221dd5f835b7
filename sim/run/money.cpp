#include "sim/run/money.hpp"

#include <cmath>

#include "sim/run/contracts.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Beyond it sums of cents leave 64 bits.
constexpr double most_usd = 1e13;

double rent_of(const TradeTally& trade, RentHolder holder) {
  return trade.rent_usd[static_cast<std::size_t>(holder)];
}

/// What has been paid in the reported span, USD.
double amount_of(const Simulation& sim, const Transfer& transfer) {
  switch (transfer.kind) {
    case TransferKind::goods:
      return sim.state.trades[transfer.item].goods_usd;
    case TransferKind::freight:
      return sim.state.trades[transfer.item].freight_usd;
    case TransferKind::duty:
      return sim.state.trades[transfer.item].tariff_usd;
    case TransferKind::rent_to_exporter:
      return rent_of(sim.state.trades[transfer.item], RentHolder::exporter);
    case TransferKind::rent_to_state:
      return rent_of(sim.state.trades[transfer.item], RentHolder::state);
    case TransferKind::support:
      return sim.state.support_usd[transfer.item];
    case TransferKind::stockpile_buys:
      return sim.state.reserves[transfer.item].bought_usd;
    case TransferKind::stockpile_sells:
      return sim.state.reserves[transfer.item].sold_usd;
    case TransferKind::markup:
      return sim.state.contraband[transfer.item].markup_usd;
    case TransferKind::fine_of_exporter:
      return sim.state.contraband[transfer.item].fine_of_exporter_usd;
    case TransferKind::fine_of_importer:
      return sim.state.contraband[transfer.item].fine_of_importer_usd;
    case TransferKind::contract_premium:
      return sim.state.contracted[transfer.item].premium_usd;
    case TransferKind::penalty:
      return sim.state.contract_accounts[transfer.item].penalty_usd;
    case TransferKind::take_or_pay:
      return sim.state.contract_accounts[transfer.item].take_or_pay_usd;
  }
  return 0;
}

}  // namespace

void book_goods(Simulation& sim) {
  constexpr double kg_per_gram = 1e-3;
  for (std::size_t t = 0; t < sim.world.trades.size(); ++t) {
    const auto& trade = sim.world.trades[t];
    auto& tally = sim.state.trades[t];
    if (tally.received == tally.paid_for) {
      continue;
    }
    const double base = sim.world.materials[trade.material.index()].price_usd_per_kg *
                        static_cast<double>(tally.received - tally.paid_for) * kg_per_gram;
    tally.goods_usd += base * multiple_paid(sim, trade);
    // Freight is paid by the kilogram, whatever the goods cost.
    tally.freight_usd += base * static_cast<double>(trade.freight);
    tally.paid_for = tally.received;
  }
}

double multiple_paid(const Simulation& sim, const Trade& trade) {
  return sim.state.markets.price.empty() || trade.cell == PriceBoard::no_cell
             ? 1
             : sim.state.markets.price[trade.cell];
}

void pay_as_agreed(Simulation& sim, std::uint32_t parcel_id) {
  const auto lane_id = sim.state.parcels[parcel_id].owner;
  const auto& terms = sim.state.shipment_terms[parcel_id];
  auto& trade = sim.state.trades[sim.state.lanes[lane_id].trade];
  trade.rent_usd[static_cast<std::size_t>(terms.rent_to)] += terms.rent_usd;
  if (terms.contracted > 0) {
    // All goods are paid for at the spot price of the day on which they come.
    const double premium = contract_price_of(sim, lane_id) -
                           multiple_paid(sim, sim.world.trades[sim.state.lanes[lane_id].trade]);
    sim.state.contracted[sim.world.contract_of_lane[lane_id]].premium_usd +=
        usd_of_base(sim, lane_id, terms.contracted) * premium;
  }
}

double usd_of_base(const Simulation& sim, std::uint32_t lane, std::int64_t grams) {
  const auto& material =
      sim.world.materials[sim.world.trades[sim.world.lanes[lane].trade].material.index()];
  constexpr double kg_per_gram = 1e-3;
  return material.price_usd_per_kg * static_cast<double>(grams) * kg_per_gram;
}

double net_payments(const Simulation& sim, const Figure& figure) {
  std::int64_t cents = 0;
  for (const auto item : figure.items) {
    const double usd = amount_of(sim, sim.world.transfers[item / 2]);
    if (!(std::abs(usd) < most_usd)) {
      throw RunFailure("a payment is beyond what whole cents can count");
    }
    const auto amount = whole_cents(usd);
    cents += item % 2 == 0 ? -amount : amount;
  }
  constexpr double cents_per_usd = 100;
  return static_cast<double>(cents) / cents_per_usd;
}

}  // namespace monazite
