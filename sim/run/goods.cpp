#include "sim/run/goods.hpp"

#include "models/policy/diversion.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

constexpr double units_per_millionth = 1e-6;

}  // namespace

void forget_goods(Simulation& sim) {
  for (auto& goods : sim.state.goods) {
    goods.delivered = 0;
    goods.diverted = 0;
  }
}

void check_end_use(Simulation& sim, std::uint32_t lane, double end_use_check) {
  if (!sim.world.goods_of_lane.empty() && sim.world.goods_of_lane[lane] != World::no_goods) {
    sim.state.goods[sim.world.goods_of_lane[lane]].end_use_check = end_use_check;
  }
}

void count_goods(Simulation& sim, const Parcel& parcel) {
  const auto index = sim.world.goods_of_lane[parcel.owner];
  if (index == World::no_goods) {
    return;
  }
  const auto& goods = sim.world.goods_lanes[index];
  auto& tally = sim.state.goods[index];
  tally.delivered += parcel.gross;
  if (!sim.world.sectors[sim.world.plants[goods.plant.index()].sector.index()].is_military.value_or(
          false)) {
    // What goes round a control no officer sees.
    tally.diverted += diverted_units(static_cast<double>(parcel.gross) * units_per_millionth,
                                     sim.world.materials[goods.good.index()].diversion,
                                     parcel.contraband != 0 ? 0 : tally.end_use_check);
  }
}

double strategic_cost(const Simulation& sim, const Figure& figure) {
  double usd = 0;
  for (const auto item : figure.items) {
    const auto& goods = sim.world.goods_lanes[item];
    const auto& tally = sim.state.goods[item];
    const bool is_military = sim.world.sectors[sim.world.plants[goods.plant.index()].sector.index()]
                                 .is_military.value_or(false);
    usd += strategic_cost_usd(
        is_military ? static_cast<double>(tally.delivered) * units_per_millionth : 0,
        tally.diverted, sim.world.materials[goods.good.index()].strategic_weight_usd_per_unit);
  }
  return usd;
}

}  // namespace monazite
