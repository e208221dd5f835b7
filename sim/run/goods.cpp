#include "models/policy/diversion.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

constexpr double units_per_millionth = 1e-6;

}  // namespace

void Run::forget_goods() {
  for (auto& goods : state_.goods) {
    goods.delivered = 0;
    goods.diverted = 0;
  }
}

void Run::check_end_use(std::uint32_t lane, double end_use_check) {
  if (!world_.goods_of_lane.empty() && world_.goods_of_lane[lane] != World::no_goods) {
    state_.goods[world_.goods_of_lane[lane]].end_use_check = end_use_check;
  }
}

void Run::count_goods(const Parcel& parcel) {
  const auto index = world_.goods_of_lane[parcel.owner];
  if (index == World::no_goods) {
    return;
  }
  const auto& goods = world_.goods_lanes[index];
  auto& tally = state_.goods[index];
  tally.delivered += parcel.gross;
  if (!world_.sectors[world_.plants[goods.plant.index()].sector.index()].is_military.value_or(
          false)) {
    // What goes round a control no officer sees.
    tally.diverted += diverted_units(static_cast<double>(parcel.gross) * units_per_millionth,
                                     world_.materials[goods.good.index()].diversion,
                                     parcel.contraband != 0 ? 0 : tally.end_use_check);
  }
}

double Run::strategic_cost(const Figure& figure) const {
  double usd = 0;
  for (const auto item : figure.items) {
    const auto& goods = world_.goods_lanes[item];
    const auto& tally = state_.goods[item];
    const bool is_military =
        world_.sectors[world_.plants[goods.plant.index()].sector.index()].is_military.value_or(
            false);
    usd += strategic_cost_usd(
        is_military ? static_cast<double>(tally.delivered) * units_per_millionth : 0,
        tally.diverted, world_.materials[goods.good.index()].strategic_weight_usd_per_unit);
  }
  return usd;
}

}  // namespace monazite
