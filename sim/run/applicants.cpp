#include "sim/run/applicants.hpp"

#include <algorithm>
#include <cmath>

#include "sim/run/licence_desks.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Days over which an applicant looks back at what it was sent.
constexpr double fill_memory_days = 28;

/// Nobody expects to wait for ever: so small a share granted counts as this.
constexpr double least_granted_share = 0.05;

/// The weight of the last review period in what an applicant knows of its fill rates.
double weight_of_review(double review_days) {
  return 1 - std::exp(-review_days / fill_memory_days);
}

/// Weighs what was sent since the last review, of what was needed, into the fill rate of a lane.
void learn_fill(LicensedLaneState& lane, double needed, double weight) {
  if (needed > 0) {
    const double fill = std::min(1.0, static_cast<double>(lane.sent) / needed);
    lane.fill += weight * (fill - lane.fill);
  }
  lane.sent = 0;
}

/// Grams a day that a buyer expects to need on a lane.
double need_per_day(const Simulation& sim, std::uint32_t lane_id) {
  const auto& buyer = sim.state.pools[sim.state.lanes[lane_id].to.index()];
  return buyer.forecast.per_day * static_cast<double>(sim.state.accounts[lane_id].share);
}

/// Grams that licences of a lane allow beyond so many days.
std::int64_t lasting(const Simulation& sim, const LicensedLaneState& lane, double days) {
  const auto until = sim.now() + nearest_whole(days * engine::seconds_per_day);
  std::int64_t grams = lane.left;
  for (auto id = lane.first;
       id != LicensedLaneState::none && sim.state.licences[id].expires <= until;
       id = sim.state.licences[id].next) {
    grams -= sim.state.licences[id].left;
  }
  return grams;
}

void apply_for_licence(Simulation& sim, std::uint32_t lane_id, const Profile& profile) {
  const auto licensed = sim.world.licence_of_lane[lane_id];
  const auto& state = sim.state.licensed_lanes[licensed];
  if (sim.now() < state.refused_until) {
    return;
  }
  const auto& habits = regime_of(sim, sim.world.licensed_lanes[licensed]).habits;
  const auto& learnt = sim.state.regimes[sim.world.licensed_lanes[licensed].instrument];
  const double rate = need_per_day(sim, lane_id);
  const double horizon_days = learnt.expected_wait_days + profile.review_days;
  const double wanted = static_cast<double>(sim.state.lanes[lane_id].owed) + rate * horizon_days;
  const double lacking =
      wanted - static_cast<double>(lasting(sim, state, horizon_days) + state.pending);
  if (lacking >= 1) {
    const ApplicantExperience experience{learnt.granted_share, state.fill};
    file(sim, licensed,
         nearest_whole(asked_quantity(lacking + rate * habits.consignment_days, experience,
                                      habits.most_inflation)));
  }
}

}  // namespace

double expected_wait(const Simulation& sim, std::uint32_t lane_id) {
  const auto& lane = sim.state.lanes[lane_id];
  const auto licensed = sim.world.licence_of_lane[lane_id];
  if (sim.state.licensed_lanes[licensed].left > lane.owed) {
    return 0;
  }
  const auto& regime = sim.state.regimes[sim.world.licensed_lanes[licensed].instrument];
  return regime.expected_wait_days / std::max(regime.granted_share, least_granted_share);
}

void apply_for_licences(Simulation& sim, PoolId id, const Profile& profile) {
  const auto& pool = sim.world.pools[id.index()];
  const double weight = weight_of_review(profile.review_days);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane_id = pool.suppliers.first + k;
    if (sim.state.lanes[lane_id].licensed) {
      learn_fill(sim.state.licensed_lanes[sim.world.licence_of_lane[lane_id]],
                 need_per_day(sim, lane_id) * profile.review_days, weight);
      apply_for_licence(sim, lane_id, profile);
    }
  }
}

void apply_at_once(Simulation& sim, std::span<const std::uint32_t> lanes) {
  // No exporter is always the first at the desk.
  auto& order = sim.state.filing_order;
  order.clear();
  for (const auto lane : lanes) {
    order.emplace_back(licence_draw(sim, sim.world.licence_of_lane[lane]), lane);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [draw, lane] : order) {
    const auto& buyer = sim.world.facilities[sim.state.lanes[lane].buyer.index()];
    apply_for_licence(sim, lane, sim.world.profiles[buyer.profile]);
  }
}

void file(Simulation& sim, std::uint32_t licensed, std::int64_t grams) {
  std::uint32_t id = 0;
  if (sim.state.free_applications.empty()) {
    id = static_cast<std::uint32_t>(sim.state.applications.size());
    sim.state.applications.emplace_back();
  } else {
    id = sim.state.free_applications.back();
    sim.state.free_applications.pop_back();
  }
  const auto& lane = sim.world.licensed_lanes[licensed];
  sim.state.applications[id] = {sim.now(), -1, grams, licensed, ApplicationStage::at_province};
  sim.state.licensed_lanes[licensed].pending += grams;
  auto& tally = sim.state.licence_tallies[regime_of(sim, lane).cells[lane.place]];
  tally.applied += 1;
  tally.pending += 1;
  send_to_province(sim, id);
}

}  // namespace monazite
