#include <cmath>
#include <fmt/format.h>

#include "models/behaviour/basket.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// What makes a basket of this value run its line at the base rate, a share of capacity.
std::string advice_for(double value, double base_rate, double spread) {
  if (base_rate <= 0 || base_rate >= 1) {
    return "a rate below the capacity";
  }
  const double cost = basket_cost(value, base_rate, spread);
  return cost < 0 ? "a smaller value_spread"
                  : fmt::format("a variable_cost of {:.2f} USD/kg", cost);
}

}  // namespace

void WorldBuilder::limit_surpluses() {
  for (std::size_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
      const auto& output = world_.line_outputs[line.outputs.first + k];
      auto& pool = world_.pools[output.pool.index()];
      pool.surplus_limit +=
          std::llround(line_specs_[l]->surplus_cover_days * line.base_lots_per_day *
                       static_cast<double>(output.nominal_per_lot.grams));
    }
  }
}

void WorldBuilder::check_baskets() {
  for (std::size_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    if (!line.runs_by_basket) {
      continue;
    }
    double value = 0;
    for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
      const auto& output = world_.line_outputs[line.outputs.first + k];
      const auto& pool = world_.pools[output.pool.index()];
      if (pool.customers.count + pool.pushes.count == 0) {
        continue;  // what nobody takes is worth nothing
      }
      const auto& material = world_.materials[pool.material.index()];
      value += static_cast<double>(output.nominal_per_lot.grams) /
               static_cast<double>(line.lot.grams) * material.price_usd_per_kg;
    }
    const auto& spec = *line_specs_[l];
    const double wanted = spec.rate_tonnes_per_year / spec.capacity_tonnes_per_year;
    const double found = basket_run_rate(value, line.variable_cost, line.value_spread);
    constexpr double tolerated = 0.01;
    if (std::abs(found - wanted) <= tolerated) {
      continue;
    }
    warnings_.add(
        spec.place,
        fmt::format("the basket of line '{}/{}' is worth {:.2f} USD/kg and runs it at {:.0f} % of "
                    "capacity, not at {:.0f} % as in the base year",
                    spec.facility, spec.process, value, 100 * found, 100 * wanted),
        advice_for(value, wanted, line.value_spread));
  }
}

}  // namespace monazite
