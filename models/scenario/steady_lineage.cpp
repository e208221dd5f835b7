#include "models/scenario/steady_lineage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/scenario/steady_flows.hpp"

namespace monazite {

namespace {

/// Grams of each element by its place in a set, and what of them is listed content.
struct Traced {
  std::array<double, element_count> grams{};
  std::array<double, element_count> listed{};

  void add(std::size_t place, double more, double share) {
    grams[place] += more;
    listed[place] += more * share;
  }
};

class SteadyLineage {
 public:
  SteadyLineage(const World& world, const std::vector<double>& lane_grams_per_day,
                const Lineage& lineage)
      : world_(world),
        lane_grams_per_day_(lane_grams_per_day),
        lineage_(lineage),
        shares_(world.element_slots, 0.0) {}

  std::vector<double> settle() {
    // Scrap goes round: what is left of a difference shrinks with every round.
    constexpr int most_sweeps = 1000;
    constexpr double close_enough = 1e-12;
    for (int sweep = 0; sweep < most_sweeps && step() > close_enough; ++sweep) {
    }
    return shares_;
  }

 private:
  double step() {
    double moved = 0;
    for (const auto& facility : world_.facilities) {
      for (std::uint32_t k = 0; k < facility.inputs.count; ++k) {
        const auto& pool = world_.pools[facility.inputs.first + k];
        moved = std::max(moved, assign(pool, bought(pool)));
      }
      for (std::uint32_t k = 0; k < facility.outputs.count; ++k) {
        const auto number = facility.outputs.first + k;
        moved = std::max(moved, assign(world_.pools[number], made(facility, PoolId{number})));
      }
    }
    return moved;
  }

  double assign(const Pool& pool, const Traced& traced) {
    double moved = 0;
    for (std::size_t k = 0; k < world_.element_sets[pool.elements].count; ++k) {
      const double share = traced.grams[k] > 0 ? traced.listed[k] / traced.grams[k] : 0;
      auto& held = shares_[pool.offset + k];
      moved = std::max(moved, std::abs(share - held));
      held = share;
    }
    return moved;
  }

  [[nodiscard]] Traced bought(const Pool& pool) const {
    const auto& set = world_.element_sets[pool.elements];
    Traced traced;
    for_each_supply(world_, lane_grams_per_day_, pool, [&](const Pool& from, double flow) {
      const auto& from_set = world_.element_sets[from.elements];
      std::size_t place = 0;
      for (std::size_t e = 0; e < from_set.count; ++e) {
        while (set.elements[place] != from_set.elements[e]) {
          ++place;
        }
        traced.add(place, flow * from.content[e], shares_[from.offset + e]);
      }
    });
    return traced;
  }

  [[nodiscard]] Traced lot(const Line& line) const {
    Traced traced;
    for (std::size_t k = 0; k < line.extracted.size(); ++k) {
      traced.add(k, static_cast<double>(line.extracted[k].grams), 0);
    }
    for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
      const auto& input = world_.line_inputs[line.inputs.first + i];
      const auto& pool = world_.pools[input.pool.index()];
      for (std::size_t k = 0; k < pool.content.size(); ++k) {
        traced.add(input.position[k], static_cast<double>(input.per_lot.grams) * pool.content[k],
                   shares_[pool.offset + k]);
      }
    }
    return traced;
  }

  [[nodiscard]] Traced made(const Facility& facility, PoolId pool) const {
    Traced traced;
    const auto add = [&](std::uint32_t line, double lots_per_day, const LineOutput& output) {
      const auto of_lot = lot(world_.lines[facility.lines.first + line]);
      for (std::uint32_t r = 0; r < output.routes.count; ++r) {
        const auto& route = world_.element_routes[output.routes.first + r];
        const double of_what = of_lot.grams[route.lot_position];
        const bool is_listed = lineage_.is_source[pool.index()] != 0 &&
                               lineage_.worth[element_at(pool, route.pool_position)] > 0;
        traced.add(route.pool_position, lots_per_day * route.share * of_what,
                   is_listed     ? 1
                   : of_what > 0 ? of_lot.listed[route.lot_position] / of_what
                                 : 0);
      }
    };
    for_each_output_to(world_, facility, pool, add);
    return traced;
  }

  [[nodiscard]] std::uint8_t element_at(PoolId pool, std::size_t place) const {
    return world_.element_sets[world_.pools[pool.index()].elements].elements[place];
  }

  const World& world_;
  const std::vector<double>& lane_grams_per_day_;
  const Lineage& lineage_;
  std::vector<double> shares_;
};

}  // namespace

std::vector<double> steady_lineage(const World& world,
                                   const std::vector<double>& lane_grams_per_day,
                                   const Lineage& lineage) {
  return SteadyLineage(world, lane_grams_per_day, lineage).settle();
}

}  // namespace monazite
