#include "models/scenario/steady_contents.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/scenario/steady_flows.hpp"

namespace monazite {

namespace {

/// Divides masses by the gross mass that holds them; nothing in nothing.
Content content_of(const Content& mass, double gross) {
  Content content{};
  if (gross > 0) {
    std::transform(mass.begin(), mass.end(), content.begin(),
                   [gross](double grams) { return grams / gross; });
  }
  return content;
}

}  // namespace

double gross_of(GrossRule rule, const ElementSet& set, std::span<const double> elements) {
  double gross = 0;
  for (std::size_t k = 0; k < elements.size(); ++k) {
    gross += elements[k] *
             (rule == GrossRule::oxide_equivalent ? oxide_per_element[set.elements[k]] : 1.0);
  }
  return gross;
}

SteadyContents::SteadyContents(const World& world, const std::vector<double>& lane_grams_per_day)
    : world_(world), lane_grams_per_day_(lane_grams_per_day), contents_(world.element_slots, 0.0) {
  const auto& layer = world.layers;
  std::vector<std::uint32_t> order(world.facilities.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return layer[a] < layer[b]; });
  for (const auto f : order) {
    (world.facilities[f].outputs.count > 0 ? makers_ : users_).push_back(f);
  }
}

void SteadyContents::settle() {
  constexpr int most_sweeps = 400;
  constexpr double close_enough = 1e-13;
  for (int count = 0; count < most_sweeps; ++count) {
    const auto before = contents_;
    double moved = 0;
    for (const auto f : makers_) {
      moved = std::max(moved, sweep(world_.facilities[f]));
    }
    if (moved < close_enough && users_move(before) < close_enough) {
      break;
    }
  }
  for (const auto f : users_) {
    sweep(world_.facilities[f]);
  }
}

double SteadyContents::users_move(const std::vector<double>& before) const {
  double moved = 0;
  for (const auto f : users_) {
    const auto& inputs = world_.facilities[f].inputs;
    for (std::uint32_t i = 0; i < inputs.count; ++i) {
      const auto& pool = world_.pools[inputs.first + i];
      const auto was = bought(pool, before);
      const auto is = bought(pool, contents_);
      for (std::size_t k = 0; k < is.size(); ++k) {
        moved = std::max(moved, std::abs(is[k] - was[k]));
      }
    }
  }
  return moved;
}

double SteadyContents::sweep(const Facility& facility) {
  double moved = 0;
  for (std::uint32_t i = 0; i < facility.inputs.count; ++i) {
    const auto& pool = world_.pools[facility.inputs.first + i];
    moved = std::max(moved, assign(pool, bought(pool, contents_)));
  }
  std::vector<Content> lots;
  lots.reserve(facility.lines.count);
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    lots.push_back(lot(world_.lines[facility.lines.first + k]));
  }
  for (std::uint32_t o = 0; o < facility.outputs.count; ++o) {
    const PoolId pool{facility.outputs.first + o};
    moved = std::max(moved, assign(world_.pools[pool.index()], made(facility, pool, lots)));
  }
  return moved;
}

double SteadyContents::assign(const Pool& pool, const Content& content) {
  double moved = 0;
  for (std::size_t k = 0; k < world_.element_sets[pool.elements].count; ++k) {
    auto& held = contents_[pool.offset + k];
    moved = std::max(moved, std::abs(content[k] - held));
    held = content[k];
  }
  return moved;
}

Content SteadyContents::bought(const Pool& pool, const std::vector<double>& contents) const {
  const auto& set = world_.element_sets[pool.elements];
  Content mass{};
  double gross = 0;
  for_each_supply(world_, lane_grams_per_day_, pool, [&](const Pool& from, double flow) {
    const auto& from_set = world_.element_sets[from.elements];
    const std::span content(contents.data() + from.offset, from_set.count);
    gross +=
        flow *
        (pool.oxide_equivalent ? gross_of(GrossRule::oxide_equivalent, from_set, content) : 1.0);
    for (std::size_t e = 0, to = 0; e < content.size(); ++e) {
      while (set.elements[to] != from_set.elements[e]) {
        ++to;
      }
      mass[to] += flow * content[e];
    }
  });
  return content_of(mass, gross);
}

Content SteadyContents::made(const Facility& facility, PoolId pool_id,
                             const std::vector<Content>& lots) const {
  const auto& set = world_.element_sets[world_.pools[pool_id.index()].elements];
  Content mass{};
  double gross = 0;
  const auto add = [&](std::uint32_t line, double lots_per_day, const LineOutput& output) {
    Content part{};
    for (std::uint32_t s = 0; s < output.routes.count; ++s) {
      const auto& route = world_.element_routes[output.routes.first + s];
      part[route.pool_position] += lots_per_day * lots[line][route.lot_position] * route.share;
    }
    for (std::size_t e = 0; e < set.count; ++e) {
      mass[e] += part[e];
    }
    gross += output.rule == GrossRule::recipe
                 ? lots_per_day * static_cast<double>(output.nominal_per_lot.grams)
                 : gross_of(output.rule, set, {part.data(), set.count});
  };
  for_each_output_to(world_, facility, pool_id, add);
  return content_of(mass, gross);
}

std::span<const double> SteadyContents::of(const Pool& pool) const {
  return {contents_.data() + pool.offset, world_.element_sets[pool.elements].count};
}

Content SteadyContents::lot(const Line& line) const {
  Content lot{};
  for (std::size_t k = 0; k < line.extracted.size(); ++k) {
    lot[k] += static_cast<double>(line.extracted[k].grams);
  }
  for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
    const auto& input = world_.line_inputs[line.inputs.first + i];
    const auto content = of(world_.pools[input.pool.index()]);
    for (std::size_t k = 0; k < content.size(); ++k) {
      lot[input.position[k]] += static_cast<double>(input.per_lot.grams) * content[k];
    }
  }
  return lot;
}

}  // namespace monazite
