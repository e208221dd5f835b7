#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "models/behaviour/supplier_choice.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::warn_of_idle_bids() {
  std::set<std::string_view> told;
  for (const auto& spec : scenario_.lanes) {
    const auto* seller = find(facilities_, spec.from);
    if (!spec.bid_usd_per_kg || seller == nullptr) {
      continue;
    }
    const auto& profile = world_.profiles[world_.facilities[seller->index()].profile];
    if (profile.allocation != Allocation::highest_bid && told.insert(spec.from).second) {
      warnings_.add(
          spec.place,
          fmt::format("a bid to '{}', which does not sell to the highest bidder", spec.from),
          "'allocation: highest_bid' in its behaviour");
    }
  }
}

const BehaviourSpec* WorldBuilder::behaviour_of(const Facility& facility) const {
  const auto& id = world_.profiles[facility.profile].id;
  const auto found =
      std::find_if(scenario_.behaviour.begin(), scenario_.behaviour.end(),
                   [&](const BehaviourSpec& behaviour) { return behaviour.id == id; });
  return found == scenario_.behaviour.end() ? nullptr : &*found;
}

struct WorldBuilder::QualificationTime {
  Distribution seconds;
  std::string_view sector{};
  std::string_view behaviour{};
};

WorldBuilder::QualificationTime WorldBuilder::qualification_time(const Facility& buyer) const {
  if (buyer.is_plant) {
    const auto& sector = world_.sectors[world_.plants[buyer.plant.index()].sector.index()];
    if (sector.qualification_time) {
      return {.seconds = *sector.qualification_time, .sector = sector.id};
    }
  }
  const auto* behaviour = behaviour_of(buyer);
  if (behaviour != nullptr && behaviour->qualification_time) {
    return {.seconds = *behaviour->qualification_time, .behaviour = behaviour->id};
  }
  return {.seconds = default_qualification_time};
}

double WorldBuilder::extra_cost(const Pool& pool, std::uint32_t candidate) const {
  const auto& profile = world_.profiles[world_.facilities[pool.facility.index()].profile];
  double mean_freight = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes - pool.candidates; ++k) {
    const auto lane = pool.suppliers.first + k;
    mean_freight += static_cast<double>(world_.lanes[lane].share) *
                    static_cast<double>(world_.lane_details[lane].freight);
  }
  const double days = mean_of(world_.durations[world_.lanes[candidate].transit]) / 86400;
  return static_cast<double>(world_.lane_details[candidate].freight) - mean_freight +
         profile.holding_cost_per_day * (days - pool.lead_days);
}

void WorldBuilder::add_candidates() {
  for (auto& pool : world_.pools) {
    if (pool.candidates == 0) {
      continue;
    }
    const auto& buyer = world_.facilities[pool.facility.index()];
    const auto end = pool.suppliers.first + pool.on_order_lanes;
    const auto suppliers = pool.on_order_lanes - pool.candidates;
    if (suppliers == 0) {
      errors_.add(lane_specs_[end - 1]->place,
                  fmt::format("'{}' orders '{}' from no supplier that is qualified", buyer.id,
                              world_.materials[pool.material.index()].id),
                  "a lane of another supplier, with its flow");
      continue;
    }
    pool.qualification = duration_of(qualification_time(buyer).seconds);
    const double mu = world_.profiles[buyer.profile].cost_sensitivity;
    for (auto lane = end - pool.candidates; lane < end; ++lane) {
      world_.lane_details[lane].newcomer_share =
          static_cast<float>(newcomer_share(suppliers, extra_cost(pool, lane), mu));
    }
  }
  warn_of_idle_qualification();
}

void WorldBuilder::warn_of_idle_qualification() {
  std::set<std::string_view> used_sectors;
  std::set<std::string_view> used_times;
  std::set<std::string_view> used_behaviours;
  for (const auto& pool : world_.pools) {
    if (pool.candidates > 0) {
      const auto& buyer = world_.facilities[pool.facility.index()];
      const auto time = qualification_time(buyer);
      used_sectors.insert(time.sector);
      used_times.insert(time.behaviour);
      used_behaviours.insert(world_.profiles[buyer.profile].id);
    }
  }
  const auto warn = [&](Place place, std::string_view kind, const std::string& id,
                        std::string_view key) {
    warnings_.add(place,
                  fmt::format("'{}' of {} '{}' has no effect: no buyer that goes by it has a "
                              "supplier to qualify",
                              key, kind, id),
                  "a lane with 'qualified: false'");
  };
  for (const auto& sector : scenario_.sectors) {
    if (sector.qualification_time && used_sectors.count(sector.id) == 0) {
      warn(sector.place, "sector", sector.id, "qualification_time");
    }
  }
  for (const auto& behaviour : scenario_.behaviour) {
    if (behaviour.qualification_time && used_times.count(behaviour.id) == 0) {
      warn(behaviour.place, "behaviour", behaviour.id, "qualification_time");
    }
    if (behaviour.qualify_at != BehaviourSpec{}.qualify_at &&
        used_behaviours.count(behaviour.id) == 0) {
      warn(behaviour.place, "behaviour", behaviour.id, "qualify_at");
    }
  }
}

}  // namespace monazite
