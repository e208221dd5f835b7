#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <variant>

#include "models/scenario/world_builder.hpp"

namespace monazite {

std::uint32_t WorldBuilder::party(const Party& wanted) {
  const auto found = std::find(world_.parties.begin(), world_.parties.end(), wanted);
  if (found != world_.parties.end()) {
    return static_cast<std::uint32_t>(found - world_.parties.begin());
  }
  world_.parties.push_back(wanted);
  return static_cast<std::uint32_t>(world_.parties.size() - 1);
}

void WorldBuilder::add_money() {
  const auto add = [&](const Party& payer, const Party& payee, TransferKind kind,
                       std::uint32_t item) {
    // What a party pays to itself is nobody's gain.
    if (payer != payee) {
      world_.transfers.push_back({party(payer), party(payee), kind, item});
    }
  };
  const auto industry = [](RegionId region) { return Party{PartyKind::industry, region}; };
  const auto state = [](RegionId region) { return Party{PartyKind::state, region}; };
  price_trades();
  const auto sellers = sellers_of_permissions();
  const auto taxed = taxed_trades();
  for (std::uint32_t t = 0; t < world_.trades.size(); ++t) {
    const auto& trade = world_.trades[t];
    const auto importer = industry(trade.destination);
    if (trade.origin == trade.destination) {
      continue;
    }
    add(importer, industry(trade.origin), TransferKind::goods, t);
    if (trade.freight > 0) {
      add(importer, {PartyKind::carriers, {}}, TransferKind::freight, t);
    }
    if (taxed.count(t) > 0) {
      add(importer, state(trade.destination), TransferKind::duty, t);
    }
    if (!world_.prices.cells.empty()) {
      add(importer, industry(trade.origin), TransferKind::rent_to_exporter, t);
      if (const auto seller = sellers.find(t); seller != sellers.end()) {
        add(importer, state(seller->second), TransferKind::rent_to_state, t);
      }
    }
  }
  for (std::uint32_t a = 0; a < world_.support_accounts.size(); ++a) {
    const auto& account = world_.support_accounts[a];
    add(state(account.issuer), industry(account.region), TransferKind::support, a);
  }
  for (std::uint32_t r = 0; r < world_.reserves.size(); ++r) {
    const auto owner = world_.stockpiles[world_.reserves[r].stockpile].owner;
    add(state(owner), industry(owner), TransferKind::stockpile_buys, r);
    add(industry(owner), state(owner), TransferKind::stockpile_sells, r);
  }
  for (std::uint32_t c = 0; c < world_.contracted_lanes.size(); ++c) {
    const auto& trade = world_.trades[world_.lanes[world_.contracted_lanes[c].lane].trade];
    const auto seller = industry(trade.origin);
    const auto buyer = industry(trade.destination);
    add(buyer, seller, TransferKind::contract_premium, c);
    add(seller, buyer, TransferKind::penalty, c);
    add(buyer, seller, TransferKind::take_or_pay, c);
  }
  for (std::uint32_t c = 0; c < world_.contraband.size(); ++c) {
    const auto& trade = world_.trades[world_.contraband[c].trade];
    add(industry(trade.destination), {PartyKind::smugglers, {}}, TransferKind::markup, c);
    add(industry(trade.origin), state(trade.origin), TransferKind::fine_of_exporter, c);
    add(industry(trade.destination), state(trade.destination), TransferKind::fine_of_importer, c);
  }
}

void WorldBuilder::price_trades() {
  const auto& board = world_.prices;
  for (std::size_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    auto& trade = world_.trades[lane.trade];
    trade.freight = std::max(trade.freight, world_.lane_details[l].freight);
    if (!board.cells.empty() && board.cell_of_pool[lane.from.index()] != PriceBoard::no_cell) {
      trade.cell = board.cell_of_pool[lane.from.index()];
    }
  }
  // What a stockpile sends abroad costs what it costs in the market of its owner.
  for (const auto& reserve : world_.reserves) {
    for (const auto lane : reserve.lanes) {
      auto& trade = world_.trades[world_.lanes[lane].trade];
      trade.cell = trade.cell == PriceBoard::no_cell ? reserve.cell : trade.cell;
    }
  }
}

std::set<std::uint32_t> WorldBuilder::taxed_trades() const {
  std::set<std::uint32_t> taxed;
  for (const auto& instrument : world_.instruments) {
    const auto* tariff = std::get_if<Tariff>(&instrument.kind);
    if (tariff != nullptr && instrument.comes) {
      for (const auto lane : tariff->lanes) {
        taxed.insert(world_.lanes[lane].trade);
      }
    }
  }
  return taxed;
}

std::map<std::uint32_t, RegionId> WorldBuilder::sellers_of_permissions() const {
  std::map<std::uint32_t, RegionId> sellers;
  for (const auto& instrument : world_.instruments) {
    const auto* licence = std::get_if<LicenceRegime>(&instrument.kind);
    const auto* quota = std::get_if<ExportQuota>(&instrument.kind);
    const bool is_sold = (licence != nullptr && licence->rent_to == RentHolder::state) ||
                         (quota != nullptr && quota->rent_to == RentHolder::state);
    const auto* issuer = find(regions_, instrument.issuer);
    if (is_sold && issuer != nullptr) {
      for (const auto lane : lanes_of(instrument.kind)) {
        sellers.try_emplace(world_.lanes[lane].trade, *issuer);
      }
    }
  }
  return sellers;
}

void WorldBuilder::refuse_group_as_seller(const InstrumentSpec& spec, RentHolder holder) {
  if (holder == RentHolder::state && find(regions_, spec.issuer) == nullptr) {
    errors_.add(
        spec.place,
        fmt::format("the rent of '{}' goes to its issuer, a group, which has no purse", spec.id),
        "a region as issuer");
  }
}

}  // namespace monazite
