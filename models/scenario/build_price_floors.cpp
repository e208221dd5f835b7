#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const PriceFloorSpec& floor) {
  PriceFloor result;
  const auto names = [](const std::vector<std::string>& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  for (const auto& line : world_.lines) {
    if (!names(floor.facilities, world_.facilities[line.facility.index()].id)) {
      continue;
    }
    for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
      const auto output = line.outputs.first + k;
      const auto& pool = world_.pools[world_.line_outputs[output].pool.index()];
      if (names(floor.materials, world_.materials[pool.material.index()].id)) {
        result.outputs.push_back(output);
      }
    }
  }
  std::sort(result.outputs.begin(), result.outputs.end());
  if (result.outputs.empty()) {
    errors_.add(
        spec.place,
        fmt::format("none of the facilities of price floor '{}' makes its materials", spec.id),
        "facilities with a line that makes one of the materials");
  }
  for (const auto output : result.outputs) {
    const auto& pool = world_.pools[world_.line_outputs[output].pool.index()];
    result.accounts.push_back(
        support_account(spec, world_.facilities[pool.facility.index()].region));
  }
  if (!floor.market.empty()) {
    set_cells(spec, floor, result);
  }
  if (spec.from) {
    result.levels.push_back({*spec.from, "impose", true, floor.usd_per_kg, floor.upside_share});
    if (spec.until) {
      result.levels.push_back(
          {*spec.until + 1, "lapse", false, floor.usd_per_kg, floor.upside_share});
    }
  }
  return result;
}

std::uint32_t WorldBuilder::support_account(const InstrumentSpec& spec, RegionId region) {
  const auto instrument = static_cast<std::uint32_t>(world_.instruments.size());
  auto& accounts = world_.support_accounts;
  const auto known = std::find_if(accounts.begin(), accounts.end(), [&](const auto& account) {
    return account.instrument == instrument && account.region == region;
  });
  if (known != accounts.end()) {
    return static_cast<std::uint32_t>(known - accounts.begin());
  }
  const auto* issuer = find(regions_, spec.issuer);
  if (issuer == nullptr) {
    errors_.add(
        spec.place,
        fmt::format("the issuer of price floor '{}' is a group, which has no purse", spec.id),
        "a region");
  }
  accounts.push_back({instrument, issuer == nullptr ? region : *issuer, region});
  return static_cast<std::uint32_t>(accounts.size() - 1);
}

void WorldBuilder::set_cells(const InstrumentSpec& spec, const PriceFloorSpec& floor,
                             PriceFloor& result) {
  const auto& board = world_.prices;
  if (!scenario_.markets.empty() && !scenario_.switches.prices) {
    return;
  }
  for (const auto output : result.outputs) {
    const auto material = world_.pools[world_.line_outputs[output].pool.index()].material;
    const auto found =
        std::find_if(board.cells.begin(), board.cells.end(), [&](const MarketCell& cell) {
          return cell.material == material && board.markets[cell.market] == floor.market;
        });
    if (found == board.cells.end()) {
      errors_.add(spec.place,
                  fmt::format("price floor '{}' goes by the price of '{}' in '{}', which is no "
                              "market of it",
                              spec.id, world_.materials[material.index()].id, floor.market),
                  "the id of a market in which it is sold or used");
      return;
    }
    result.cells.push_back(static_cast<std::uint32_t>(found - board.cells.begin()));
  }
}

}  // namespace monazite
