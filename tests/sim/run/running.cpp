#include "tests/sim/run/running.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>

#include "models/scenario/compile.hpp"

namespace monazite::small_worlds {

namespace {

MetricKey key_of(Metric metric, const Of& of) {
  return {
      std::string(name_of(metric)), of.region, of.partner, of.sector, of.material, of.facility, {}};
}

std::size_t find_figure(const std::vector<MetricKey>& keys, Metric metric, const Of& of) {
  const auto wanted = key_of(metric, of);
  for (std::size_t k = 0; k < keys.size(); ++k) {
    auto key = keys[k];
    key.unit.clear();
    if (key == wanted) {
      return k;
    }
  }
  throw std::out_of_range("no such figure of " + wanted.metric);
}

std::uint32_t find_pool(const World& world, Slice Facility::*side, const std::string& facility,
                        const std::string& material) {
  for (const auto& candidate : world.facilities) {
    if (candidate.id != facility) {
      continue;
    }
    const auto slice = candidate.*side;
    for (std::uint32_t p = slice.first; p < slice.first + slice.count; ++p) {
      if (world.materials[world.pools[p].material.index()].id == material) {
        return p;
      }
    }
  }
  throw std::out_of_range("no stock of " + material + " at " + facility);
}

}  // namespace

std::shared_ptr<const World> compiled(const Scenario& scenario) {
  auto result = compile(scenario);
  if (!result.world) {
    std::string text;
    for (const auto& error : result.errors) {
      text += to_text(error) + "\n";
    }
    throw std::runtime_error(text);
  }
  return result.world;
}

double Outcome::figure(Metric metric, const Of& of) const {
  return observations.run_values[find_figure(world->plan.run_figures, metric, of)];
}

std::vector<double> Outcome::series(Metric metric, const Of& of) const {
  const auto figures = world->plan.series_figures.size();
  std::vector<double> values;
  for (auto k = find_figure(world->plan.series_figures, metric, of);
       k < observations.series_values.size(); k += figures) {
    values.push_back(observations.series_values[k]);
  }
  return values;
}

double Outcome::flow(const std::string& from, const std::string& to, const std::string& material,
                     std::uint32_t month) const {
  double tonnes = 0;
  for (const auto& cell : observations.flows) {
    const auto& lane = world->plan.lanes[cell.lane];
    if (cell.month == month && lane.origin_facility == from && lane.destination_facility == to &&
        lane.material == material) {
      tonnes += cell.tonnes;
    }
  }
  return tonnes;
}

Outcome run(const Scenario& scenario, std::uint64_t seed, std::uint32_t replication) {
  Workspace workspace;
  auto world = compiled(scenario);
  auto observations = run_replication(*world, seed, replication, workspace);
  return {std::move(world), std::move(observations)};
}

Stepper::Stepper(const Scenario& scenario, std::uint64_t seed)
    : world_(compiled(scenario)), run_(*world_, seed, 0, workspace_.memory()) {
  run_.open();
}

Outcome Stepper::finish() {
  run_.advance_to(world_->end + 1);
  return {world_, run_.finish()};
}

PoolState& Stepper::input(const std::string& facility, const std::string& material) {
  return state().pools[input_number(*world_, facility, material)];
}

PoolState& Stepper::output(const std::string& facility, const std::string& material) {
  return state().pools[output_number(*world_, facility, material)];
}

LaneState& Stepper::lane(const std::string& from, const std::string& to,
                         const std::string& material) {
  return state().lanes[lane_number(*world_, from, to, material)];
}

std::int64_t Stepper::under_way(const std::string& from, const std::string& to,
                                const std::string& material) {
  const auto lane = lane_number(*world_, from, to, material);
  std::int64_t grams = 0;
  for (std::uint32_t id = 0; id < state().parcels.size(); ++id) {
    const auto& parcel = state().parcels[id];
    if (parcel.status > ParcelStatus::in_process && parcel.owner == lane) {
      grams += parcel.gross;
    }
  }
  return grams;
}

std::uint32_t lane_number(const World& world, const std::string& from, const std::string& to,
                          const std::string& material) {
  for (std::uint32_t l = 0; l < world.lanes.size(); ++l) {
    const auto& supplier = world.pools[world.lanes[l].from.index()];
    const auto& buyer = world.pools[world.lanes[l].to.index()];
    if (world.facilities[supplier.facility.index()].id == from &&
        world.facilities[buyer.facility.index()].id == to &&
        world.materials[supplier.material.index()].id == material) {
      return l;
    }
  }
  throw std::out_of_range("no lane from " + from + " to " + to + " with " + material);
}

std::uint32_t input_number(const World& world, const std::string& facility,
                           const std::string& material) {
  return find_pool(world, &Facility::inputs, facility, material);
}

std::uint32_t output_number(const World& world, const std::string& facility,
                            const std::string& material) {
  return find_pool(world, &Facility::outputs, facility, material);
}

std::string snapshot(const World& world, State& state, Date date) {
  const auto now = static_cast<std::int64_t>(date.days_since_epoch) * 86400;
  std::string text;
  auto out = std::back_inserter(text);
  for (std::size_t p = 0; p < state.pools.size(); ++p) {
    const auto& stock = state.pools[p];
    const auto& pool = world.pools[p];
    fmt::format_to(out, "{} {}: {} g, {} on order, {} owed, {} in process, expects {}\n",
                   world.facilities[pool.facility.index()].id,
                   world.materials[pool.material.index()].id, stock.gross, stock.on_order,
                   stock.owed, stock.in_process, stock.forecast.per_day);
    for (std::uint8_t k = 0; k < world.element_sets[pool.elements].count; ++k) {
      fmt::format_to(out, " {}", state.elements[pool.offset + k]);
    }
    text += '\n';
  }
  std::vector<std::string> parcels;
  for (std::uint32_t id = 0; id < state.parcels.size(); ++id) {
    const auto& parcel = state.parcels[id];
    if (parcel.status != ParcelStatus::free) {
      parcels.push_back(fmt::format("{} {} due in {}: {} g, {}\n", parcel.owner,
                                    static_cast<int>(parcel.status), parcel.due - now, parcel.gross,
                                    fmt::join(state.parcels.elements(id), " ")));
    }
  }
  std::sort(parcels.begin(), parcels.end());
  for (const auto& parcel : parcels) {
    text += parcel;
  }
  for (const auto& plant : state.plants) {
    fmt::format_to(out, "plant {} {} {}\n", plant.normal_rate, plant.rate, plant.stopped);
  }
  return text;
}

std::string bits(const Observations& observations) {
  std::string text;
  auto out = std::back_inserter(text);
  const auto add = [&](double value) {
    fmt::format_to(out, "{:016x}\n", std::bit_cast<std::uint64_t>(value));
  };
  for (const auto value : observations.run_values) {
    add(value);
  }
  for (const auto value : observations.series_values) {
    add(value);
  }
  for (const auto& cell : observations.flows) {
    fmt::format_to(out, "{} {} ", cell.month, cell.lane);
    add(cell.tonnes);
  }
  for (const auto& row : observations.policy) {
    fmt::format_to(out, "{} {} {} {} ", to_iso(row.date), row.instrument, row.action,
                   row.parameter);
    add(row.value);
  }
  for (const auto& row : observations.balance) {
    fmt::format_to(out, "{} {} {} {} {} {} {}\n", row.opening, row.mined, row.recycled_old,
                   row.consumed, row.lost, row.seized, row.closing);
  }
  fmt::format_to(out, "{}\n", observations.events);
  return text;
}

bool same_plan(const ObservationPlan& a, const ObservationPlan& b) {
  const auto labels = [](const ObservationPlan& plan) {
    std::string text;
    for (const auto& lane : plan.lanes) {
      text += lane.origin_facility + ' ' + lane.origin_region + ' ' + lane.destination_facility +
              ' ' + lane.destination_region + ' ' + lane.material + '\n';
    }
    for (const auto& instrument : plan.instruments) {
      text += instrument.id + ' ' + instrument.type + ' ' + instrument.issuer + '\n';
    }
    return text;
  };
  return a.run_figures == b.run_figures && a.series_figures == b.series_figures &&
         a.intervals == b.intervals && a.months == b.months && labels(a) == labels(b);
}

}  // namespace monazite::small_worlds
