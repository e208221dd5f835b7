#include <cmath>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Beyond it sums of cents leave 64 bits.
constexpr double most_usd = 1e13;

double rent_of(const TradeTally& trade, RentHolder holder) {
  return trade.rent_usd[static_cast<std::size_t>(holder)];
}

}  // namespace

void Run::book_goods() {
  constexpr double kg_per_gram = 1e-3;
  for (std::size_t t = 0; t < world_.trades.size(); ++t) {
    const auto& trade = world_.trades[t];
    auto& tally = state_.trades[t];
    if (tally.received == tally.paid_for) {
      continue;
    }
    const double base = world_.materials[trade.material.index()].price_usd_per_kg *
                        static_cast<double>(tally.received - tally.paid_for) * kg_per_gram;
    tally.goods_usd += base * multiple_paid(trade);
    // Freight is paid by the kilogram, whatever the goods cost.
    tally.freight_usd += base * static_cast<double>(trade.freight);
    tally.paid_for = tally.received;
  }
}

double Run::multiple_paid(const Trade& trade) const {
  return state_.markets.price.empty() || trade.cell == PriceBoard::no_cell
             ? 1
             : state_.markets.price[trade.cell];
}

void Run::pay_as_agreed(std::uint32_t parcel_id) {
  const auto lane_id = state_.parcels[parcel_id].owner;
  const auto& terms = state_.shipment_terms[parcel_id];
  auto& trade = state_.trades[state_.lanes[lane_id].trade];
  trade.rent_usd[static_cast<std::size_t>(terms.rent_to)] += terms.rent_usd;
  if (terms.contracted > 0) {
    // All goods are paid for at the spot price of the day on which they come.
    const double premium =
        contract_price_of(lane_id) - multiple_paid(world_.trades[state_.lanes[lane_id].trade]);
    state_.contracted[world_.contract_of_lane[lane_id]].premium_usd +=
        usd_of_base(lane_id, terms.contracted) * premium;
  }
}

double Run::usd_of_base(std::uint32_t lane, std::int64_t grams) const {
  const auto& material = world_.materials[world_.trades[world_.lanes[lane].trade].material.index()];
  constexpr double kg_per_gram = 1e-3;
  return material.price_usd_per_kg * static_cast<double>(grams) * kg_per_gram;
}

double Run::amount_of(const Transfer& transfer) const {
  switch (transfer.kind) {
    case TransferKind::goods:
      return state_.trades[transfer.item].goods_usd;
    case TransferKind::freight:
      return state_.trades[transfer.item].freight_usd;
    case TransferKind::duty:
      return state_.trades[transfer.item].tariff_usd;
    case TransferKind::rent_to_exporter:
      return rent_of(state_.trades[transfer.item], RentHolder::exporter);
    case TransferKind::rent_to_state:
      return rent_of(state_.trades[transfer.item], RentHolder::state);
    case TransferKind::support:
      return state_.support_usd[transfer.item];
    case TransferKind::stockpile_buys:
      return state_.reserves[transfer.item].bought_usd;
    case TransferKind::stockpile_sells:
      return state_.reserves[transfer.item].sold_usd;
    case TransferKind::markup:
      return state_.contraband[transfer.item].markup_usd;
    case TransferKind::fine_of_exporter:
      return state_.contraband[transfer.item].fine_of_exporter_usd;
    case TransferKind::fine_of_importer:
      return state_.contraband[transfer.item].fine_of_importer_usd;
    case TransferKind::contract_premium:
      return state_.contracted[transfer.item].premium_usd;
    case TransferKind::penalty:
      return state_.contract_accounts[transfer.item].penalty_usd;
    case TransferKind::take_or_pay:
      return state_.contract_accounts[transfer.item].take_or_pay_usd;
  }
  return 0;
}

double Run::net_payments(const Figure& figure) const {
  std::int64_t cents = 0;
  for (const auto item : figure.items) {
    const double usd = amount_of(world_.transfers[item / 2]);
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
