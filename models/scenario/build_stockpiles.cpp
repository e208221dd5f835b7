#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

constexpr double grams_per_tonne = 1e6;

}  // namespace

void WorldBuilder::place_stockpiles() {
  for (const auto* spec : by_id(scenario_.stockpiles)) {
    const auto* id = find(facilities_, spec->id);
    if (id == nullptr) {
      continue;  // told by the loader
    }
    auto& facility = world_.facilities[id->index()];
    facility.inputs.first = static_cast<std::uint32_t>(world_.pools.size());
    for (const auto& reserve : spec->contents) {
      if (find(materials_, reserve.material) != nullptr) {
        input_pool(*id, {.name = reserve.material, .materials = {reserve.material}}, 0);
      }
    }
    facility.inputs.count = static_cast<std::uint32_t>(world_.pools.size()) - facility.inputs.first;
  }
  // When all have their stocks: none of them serves another.
  for (const auto* spec : by_id(scenario_.stockpiles)) {
    for (const auto& reserve : spec->contents) {
      if (find(facilities_, spec->id) != nullptr && find(materials_, reserve.material) != nullptr) {
        add_lanes_of(*spec, reserve);
      }
    }
  }
}

void WorldBuilder::add_lanes_of(const StockpileSpec& spec, const ReserveSpec& reserve) {
  const auto material = materials_.at(reserve.material);
  const auto serves = spec.serves.empty() ? std::vector<std::string>{spec.owner} : spec.serves;
  bool is_made = false;
  bool is_used = false;
  for (const auto& facility : world_.facilities) {
    const auto place = pool_place(facilities_.at(facility.id), material);
    const auto* output = find(output_pools_, place);
    const auto* input = find(input_pools_, place);
    LaneSpec lane;
    lane.material = reserve.material;
    lane.place = spec.place;
    const bool may_buy = spec.buys_from.empty() || names_region(spec.buys_from, facility.region);
    if (output != nullptr && world_.pools[output->index()].role != OutputRole::byproduct &&
        may_buy) {
      is_made = true;
      lane.from = facility.id;
      lane.to = spec.id;
      if (reserve.refill_tonnes_per_day > 0) {
        lanes_of_stockpiles_.push_back(lane);
      }
    }
    if (input != nullptr && facility.stage != Stage::outlet && facility.stage != Stage::stockpile &&
        names_region(serves, facility.region)) {
      is_used = true;
      lane.from = spec.id;
      lane.to = facility.id;
      lane.transit = spec.delivery;
      lanes_of_stockpiles_.push_back(lane);
    }
  }
  if (!is_made) {
    errors_.add(spec.place,
                fmt::format("nobody that stockpile '{}' may buy from makes '{}' to order", spec.id,
                            reserve.material),
                "a material with a seller in 'buys_from'");
  }
  if (!is_used) {
    errors_.add(
        spec.place,
        fmt::format("nobody that stockpile '{}' serves uses '{}'", spec.id, reserve.material),
        "a material with a user in 'serves'");
  }
}

void WorldBuilder::settle_reserve(PoolId id) {
  auto& pool = world_.pools[id.index()];
  const auto& set = world_.element_sets[pool.elements];
  const Pool* largest = nullptr;
  for (const auto& [place, output] : output_pools_) {
    const auto& maker = world_.pools[output.index()];
    const auto rank = [](const Pool& of) { return std::pair(of.use_per_day, of.key); };
    if (maker.material == pool.material && (largest == nullptr || rank(maker) > rank(*largest))) {
      largest = &maker;
    }
  }
  const auto& from = world_.element_sets[largest->elements];
  for (std::size_t k = 0, to = 0; k < from.count; ++k) {
    while (set.elements[to] != from.elements[k]) {
      ++to;
    }
    pool.content[to] = largest->content[k];
    for (auto& lineage : world_.lineages) {
      lineage.opening[pool.offset + to] = lineage.opening[largest->offset + k];
    }
  }
}

Reserve WorldBuilder::make_reserve(const StockpileSpec& spec, const ReserveSpec& reserve) {
  const auto facility = facilities_.at(spec.id);
  const auto material = materials_.at(reserve.material);
  Reserve made;
  made.pool = input_pools_.at(pool_place(facility, material));
  made.opening = mass_from_tonnes(reserve.tonnes).grams;
  made.least = mass_from_tonnes(reserve.least_tonnes).grams;
  made.target = mass_from_tonnes(reserve.target_tonnes.value_or(reserve.tonnes)).grams;
  made.most_release_per_day = reserve.most_release_tonnes_per_day * grams_per_tonne;
  made.refill_per_day = reserve.refill_tonnes_per_day * grams_per_tonne;
  if (world_.pools[made.pool.index()].suppliers.count == 0) {
    settle_reserve(made.pool);
  }
  const auto rank_of = [&](std::uint32_t lane) {
    const auto& buyer =
        world_.facilities[world_.pools[world_.lanes[lane].to.index()].facility.index()];
    std::uint8_t rank = 0;
    while (rank < spec.priority.size() &&
           !(buyer.is_plant &&
             names_sector({spec.priority[rank]}, world_.plants[buyer.plant.index()].sector))) {
      ++rank;
    }
    return rank;
  };
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    if (world_.lanes[l].from == made.pool) {
      made.lanes.push_back(l);
    }
  }
  std::stable_sort(made.lanes.begin(), made.lanes.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return rank_of(a) < rank_of(b); });
  for (const auto lane : made.lanes) {
    made.ranks.push_back(rank_of(lane));
  }
  const auto& board = world_.prices;
  for (std::uint32_t c = 0; c < board.cells.size(); ++c) {
    const auto& cell = board.cells[c];
    if (cell.material == material &&
        cell.market == market_of_region_[world_.facilities[facility.index()].region.index()]) {
      made.cell = c;
    }
  }
  if (made.cell == PriceBoard::no_cell && spec.release.rule.price_multiple &&
      scenario_.switches.prices) {
    warnings_.add(spec.place,
                  fmt::format("'{}' has no price in the market of '{}': stockpile '{}' takes it to "
                              "be as usual",
                              reserve.material, spec.owner, spec.id),
                  "'markets', and somebody who sells or uses it there");
  }
  return made;
}

void WorldBuilder::add_stockpiles() {
  for (const auto* spec : by_id(scenario_.stockpiles)) {
    Stockpile stockpile;
    stockpile.id = spec->id;
    stockpile.facility = facilities_.at(spec->id);
    stockpile.owner = world_.facilities[stockpile.facility.index()].region;
    stockpile.release = spec->release.rule;
    stockpile.release.on_instruments = !spec->release.instruments.empty();
    stockpile.refill = spec->refill;
    stockpile.review_days = spec->review_days;
    const auto serves = spec->serves.empty() ? std::vector<std::string>{spec->owner} : spec->serves;
    for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
      const auto& plant = world_.plants[p];
      if (spec->release.rule.fill_below && names_region(serves, plant.region) &&
          (spec->release.sectors.empty() || names_sector(spec->release.sectors, plant.sector))) {
        stockpile.plants.push_back(PlantId{p});
      }
    }
    for (std::uint32_t i = 0; i < world_.instruments.size(); ++i) {
      const auto& watched = spec->release.instruments;
      if (std::find(watched.begin(), watched.end(), world_.instruments[i].id) != watched.end()) {
        stockpile.instruments.push_back(i);
      }
    }
    stockpile.reserves.first = static_cast<std::uint32_t>(world_.reserves.size());
    auto contents = spec->contents;
    std::sort(contents.begin(), contents.end(),
              [](const auto& a, const auto& b) { return a.material < b.material; });
    for (const auto& reserve : contents) {
      world_.reserves.push_back(make_reserve(*spec, reserve));
      world_.reserves.back().stockpile = static_cast<std::uint32_t>(world_.stockpiles.size());
    }
    stockpile.reserves.count = static_cast<std::uint32_t>(contents.size());
    world_.stockpiles.push_back(std::move(stockpile));
  }
}

}  // namespace monazite
