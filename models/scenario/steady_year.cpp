#include <cmath>

#include "models/quantity/unit.hpp"
#include "models/scenario/steady_contents.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_rates() {
  for (std::size_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    for (std::uint32_t k = 0; k < line.inputs.count; ++k) {
      const auto& input = world_.line_inputs[line.inputs.first + k];
      world_.pools[input.pool.index()].use_per_day +=
          static_cast<double>(input.per_lot.grams) * line.base_lots_per_day;
    }
  }
  for (std::size_t p = 0; p < world_.plants.size(); ++p) {
    const auto& plant = world_.plants[p];
    const double base = demand_specs_[p]->rate_tonnes_per_year / days_per_year * 1e6;
    for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
      const auto& input = world_.plant_inputs[plant.inputs.first + k];
      world_.pools[input.pool.index()].use_per_day += base * input.per_tonne;
    }
  }
  for (std::size_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    auto& supplier = world_.pools[lane.from.index()];
    (lane.push ? supplier.push_per_day : supplier.use_per_day) += lane_grams_per_day_[l];
  }
  for (auto& pool : world_.pools) {
    pool.offset = world_.element_slots;
    world_.element_slots += world_.element_sets[pool.elements].count;
  }
}

void WorldBuilder::settle_contents() {
  SteadyContents contents(world_, lane_grams_per_day_);
  contents.settle();
  for (auto& pool : world_.pools) {
    const auto content = contents.of(pool);
    pool.content.assign(content.begin(), content.end());
  }
  set_nominal_lots(contents);
}

void WorldBuilder::set_nominal_lots(const SteadyContents& contents) {
  for (const auto& line : world_.lines) {
    const auto lot = contents.lot(line);
    for (std::uint32_t r = 0; r < line.outputs.count; ++r) {
      auto& output = world_.line_outputs[line.outputs.first + r];
      if (output.rule == GrossRule::recipe) {
        continue;
      }
      const auto& set = world_.element_sets[world_.pools[output.pool.index()].elements];
      Content part{};
      for (std::uint32_t s = 0; s < output.routes.count; ++s) {
        const auto& route = world_.element_routes[output.routes.first + s];
        part[route.pool_position] += lot[route.lot_position] * route.share;
      }
      output.nominal_per_lot =
          Mass{std::llround(gross_of(output.rule, set, {part.data(), set.count}))};
    }
  }
}

void WorldBuilder::add_shares() {
  for (auto& pool : world_.pools) {
    double pulled = 0;
    double pushed = 0;
    const auto weight = [&](std::uint32_t lane_id) {
      const auto& from = world_.pools[world_.lanes[lane_id].from.index()];
      const auto& set = world_.element_sets[from.elements];
      return lane_grams_per_day_[lane_id] *
             (pool.oxide_equivalent ? gross_of(GrossRule::oxide_equivalent, set, from.content)
                                    : 1.0);
    };
    std::uint32_t pull_lanes = 0;
    std::uint32_t candidates = 0;
    for (std::uint32_t k = 0; k < pool.suppliers.count; ++k) {
      const auto id = pool.suppliers.first + k;
      if (world_.lane_details[id].is_reserve) {
        continue;
      }
      (world_.lanes[id].push ? pushed : pulled) += weight(id);
      pull_lanes += world_.lanes[id].push ? 0 : 1;
      candidates += world_.lane_details[id].is_candidate ? 1 : 0;
    }
    double lead = 0;
    for (std::uint32_t k = 0; k < pool.suppliers.count; ++k) {
      const auto id = pool.suppliers.first + k;
      auto& lane = world_.lanes[id];
      if (lane.push) {
        world_.lane_details[id].opening_share =
            pushed > 0 ? static_cast<float>(weight(id) / pushed) : 0;
        continue;
      }
      if (world_.lane_details[id].is_candidate || world_.lane_details[id].is_reserve) {
        continue;
      }
      const double share = pulled > 0 ? weight(id) / pulled : 1.0 / (pull_lanes - candidates);
      lane.share = static_cast<float>(share);
      lead += share * mean_of(world_.durations[lane.transit]) / 86400.0;
    }
    if (pool.suppliers.count > 0) {
      pool.push_per_day = pushed;
      pool.lead_days = lead;
      pool.on_order_lanes = pull_lanes;
      pool.candidates = candidates;
    }
  }
  for (const auto& pool : world_.pools) {
    for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
      const auto id = world_.lanes_out[pool.pushes.first + k];
      world_.lanes[id.index()].share =
          pool.push_per_day > 0
              ? static_cast<float>(lane_grams_per_day_[id.index()] / pool.push_per_day)
              : 1.0F / static_cast<float>(pool.pushes.count);
    }
  }
}

}  // namespace monazite
