#include <optional>

#include "models/scenario/figure_planner.hpp"

namespace monazite {

std::uint32_t FigurePlanner::unit_of_plant(const Plant& plant) const {
  std::uint32_t unit = tonnes_;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto pool = world_.plant_inputs[plant.inputs.first + k].pool;
    const auto of_input = units_[world_.pools[pool.index()].material.index()];
    if (k > 0 && of_input != unit) {
      return tonnes_;
    }
    unit = of_input;
  }
  return unit;
}

bool FigurePlanner::mixes_units(const NamedSet& group) const {
  std::optional<std::uint32_t> unit;
  for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
    if (group.holds[world_.plants[p].sector.index()]) {
      if (unit && *unit != plant_units_[p]) {
        return true;
      }
      unit = plant_units_[p];
    }
  }
  return false;
}

void FigurePlanner::plan_goods(std::uint32_t g) {
  const auto& goods = world_.goods_lanes[g];
  const auto& plant = world_.plants[goods.plant.index()];
  const auto region = regions_[plant.region.index()];
  FigureKey key{.region = region,
                .material = materials_[goods.good.index()],
                .unit = units_[goods.good.index()]};
  for (const auto sector : {sectors_[plant.sector.index()], names_.rank("")}) {
    key.sector = sector;
    both(Metric::counter_goods_delivered, FigureKind::goods_delivered, key, g);
    both(Metric::counter_goods_diverted, FigureKind::goods_diverted, key, g);
  }
  key.unit = strategic_;
  both(Metric::strategic_cost, FigureKind::strategic_cost, key, g);
  both(Metric::strategic_cost, FigureKind::strategic_cost, {.region = region, .unit = strategic_},
       g);
}

}  // namespace monazite
