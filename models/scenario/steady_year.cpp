#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

double gross_of(GrossRule rule, const ElementSet& set, std::span<const double> elements) {
  double gross = 0;
  for (std::size_t k = 0; k < elements.size(); ++k) {
    gross += elements[k] *
             (rule == GrossRule::oxide_equivalent ? oxide_per_element[set.elements[k]] : 1.0);
  }
  return gross;
}

}  // namespace

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
    const double base = demand_specs_[p]->rate_tonnes_per_year / 365.25 * 1e6;
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
    const auto width = world_.element_sets[pool.elements].count;
    world_.element_slots += width;
    pool.content.assign(width, 0.0);
  }
}

void WorldBuilder::settle_contents() {
  // The composition of a steady year is a fixed point: Nd and Pr go round with the scrap.
  constexpr int most_sweeps = 400;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    if (sweep_contents() < 1e-13) {
      break;
    }
  }
  set_nominal_lots();
}

double WorldBuilder::sweep_contents() {
  const auto layer = layers(world_.graph);
  std::vector<std::uint32_t> order(world_.facilities.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return layer[a] < layer[b]; });
  double moved = 0;
  const auto assign = [&](Pool& pool, std::span<const double> mass, double gross) {
    for (std::size_t k = 0; k < pool.content.size(); ++k) {
      const double content = gross > 0 ? mass[k] / gross : 0;
      moved = std::max(moved, std::abs(content - pool.content[k]));
      pool.content[k] = content;
    }
  };
  for (const auto f : order) {
    const auto& facility = world_.facilities[f];
    for (std::uint32_t i = 0; i < facility.inputs.count; ++i) {
      auto& pool = world_.pools[facility.inputs.first + i];
      const auto& set = world_.element_sets[pool.elements];
      std::array<double, element_count> mass{};
      double gross = 0;
      for (std::uint32_t k = 0; k < pool.suppliers.count; ++k) {
        const auto lane_id = pool.suppliers.first + k;
        const auto& from = world_.pools[world_.lanes[lane_id].from.index()];
        const auto& from_set = world_.element_sets[from.elements];
        // A lane without a flow of its own still says what would come.
        const double flow = std::max(lane_grams_per_day_[lane_id], 1e-6);
        gross += flow * (pool.oxide_equivalent
                             ? gross_of(GrossRule::oxide_equivalent, from_set, from.content)
                             : 1.0);
        for (std::size_t e = 0, to = 0; e < from.content.size(); ++e) {
          while (set.elements[to] != from_set.elements[e]) {
            ++to;
          }
          mass[to] += flow * from.content[e];
        }
      }
      assign(pool, {mass.data(), pool.content.size()}, gross);
    }
    for (std::uint32_t o = 0; o < facility.outputs.count; ++o) {
      const PoolId pool_id{facility.outputs.first + o};
      auto& pool = world_.pools[pool_id.index()];
      const auto& set = world_.element_sets[pool.elements];
      std::array<double, element_count> mass{};
      double gross = 0;
      for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
        const auto& line = world_.lines[facility.lines.first + k];
        const double lots = std::max(line.base_lots_per_day, 1e-9);
        const auto lot = lot_content(line);
        for (std::uint32_t r = 0; r < line.outputs.count; ++r) {
          const auto& output = world_.line_outputs[line.outputs.first + r];
          if (output.pool != pool_id) {
            continue;
          }
          std::array<double, element_count> part{};
          for (std::uint32_t s = 0; s < output.routes.count; ++s) {
            const auto& route = world_.element_routes[output.routes.first + s];
            part[route.pool_position] += lots * lot[route.lot_position] * route.share;
          }
          for (std::size_t e = 0; e < pool.content.size(); ++e) {
            mass[e] += part[e];
          }
          gross += output.rule == GrossRule::recipe
                       ? lots * static_cast<double>(output.nominal_per_lot.grams)
                       : gross_of(output.rule, set, {part.data(), pool.content.size()});
        }
      }
      assign(pool, {mass.data(), pool.content.size()}, gross);
    }
  }
  return moved;
}

std::array<double, element_count> WorldBuilder::lot_content(const Line& line) const {
  std::array<double, element_count> lot{};
  for (std::size_t k = 0; k < line.extracted.size(); ++k) {
    lot[k] += static_cast<double>(line.extracted[k].grams);
  }
  for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
    const auto& input = world_.line_inputs[line.inputs.first + i];
    const auto& content = world_.pools[input.pool.index()].content;
    for (std::size_t k = 0; k < content.size(); ++k) {
      lot[input.position[k]] += static_cast<double>(input.per_lot.grams) * content[k];
    }
  }
  return lot;
}

void WorldBuilder::set_nominal_lots() {
  for (const auto& line : world_.lines) {
    const auto lot = lot_content(line);
    for (std::uint32_t r = 0; r < line.outputs.count; ++r) {
      auto& output = world_.line_outputs[line.outputs.first + r];
      if (output.rule == GrossRule::recipe) {
        continue;
      }
      const auto& set = world_.element_sets[world_.pools[output.pool.index()].elements];
      std::array<double, element_count> part{};
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
    for (std::uint32_t k = 0; k < pool.suppliers.count; ++k) {
      const auto id = pool.suppliers.first + k;
      (world_.lanes[id].push ? pushed : pulled) += weight(id);
      pull_lanes += world_.lanes[id].push ? 0 : 1;
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
      const double share = pulled > 0 ? weight(id) / pulled : 1.0 / pull_lanes;
      lane.share = static_cast<float>(share);
      lead += share * mean_of(world_.durations[lane.transit]) / 86400.0;
    }
    if (pool.suppliers.count > 0) {
      pool.push_per_day = pushed;
      pool.lead_days = lead;
      pool.on_order_lanes = pull_lanes;
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
