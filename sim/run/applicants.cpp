#include <algorithm>
#include <cmath>

#include "sim/run/run.hpp"

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

}  // namespace

double Run::expected_wait(std::uint32_t lane_id) const {
  const auto& lane = state_.lanes[lane_id];
  const auto licensed = world_.licence_of_lane[lane_id];
  if (state_.licensed_lanes[licensed].left > lane.owed) {
    return 0;
  }
  const auto& regime = state_.regimes[world_.licensed_lanes[licensed].instrument];
  return regime.expected_wait_days / std::max(regime.granted_share, least_granted_share);
}

void Run::apply_for_licences(PoolId id, const Profile& profile) {
  const auto& pool = world_.pools[id.index()];
  const double weight = weight_of_review(profile.review_days);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane_id = pool.suppliers.first + k;
    if (state_.lanes[lane_id].licensed) {
      learn_fill(state_.licensed_lanes[world_.licence_of_lane[lane_id]],
                 need_per_day(lane_id) * profile.review_days, weight);
      apply_for_licence(lane_id, profile);
    }
  }
}

double Run::need_per_day(std::uint32_t lane_id) const {
  const auto& buyer = state_.pools[state_.lanes[lane_id].to.index()];
  return buyer.forecast.per_day * static_cast<double>(state_.accounts[lane_id].share);
}

void Run::apply_for_licence(std::uint32_t lane_id, const Profile& profile) {
  const auto licensed = world_.licence_of_lane[lane_id];
  const auto& state = state_.licensed_lanes[licensed];
  if (now() < state.refused_until) {
    return;
  }
  const auto& habits = regime_of(world_.licensed_lanes[licensed]).habits;
  const auto& learnt = state_.regimes[world_.licensed_lanes[licensed].instrument];
  const double rate = need_per_day(lane_id);
  const double horizon_days = learnt.expected_wait_days + profile.review_days;
  const double wanted = static_cast<double>(state_.lanes[lane_id].owed) + rate * horizon_days;
  const double lacking = wanted - static_cast<double>(lasting(state, horizon_days) + state.pending);
  if (lacking >= 1) {
    const ApplicantExperience experience{learnt.granted_share, state.fill};
    file(licensed, nearest_whole(asked_quantity(lacking + rate * habits.consignment_days,
                                                experience, habits.most_inflation)));
  }
}

void Run::apply_at_once(std::span<const std::uint32_t> lanes) {
  // No exporter is always the first at the desk.
  auto& order = state_.filing_order;
  order.clear();
  for (const auto lane : lanes) {
    order.emplace_back(licence_draw(world_.licence_of_lane[lane]), lane);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [draw, lane] : order) {
    const auto& buyer = world_.facilities[state_.lanes[lane].buyer.index()];
    apply_for_licence(lane, world_.profiles[buyer.profile]);
  }
}

std::int64_t Run::lasting(const LicensedLaneState& lane, double days) const {
  const auto until = now() + nearest_whole(days * engine::seconds_per_day);
  std::int64_t grams = lane.left;
  for (auto id = lane.first; id != LicensedLaneState::none && state_.licences[id].expires <= until;
       id = state_.licences[id].next) {
    grams -= state_.licences[id].left;
  }
  return grams;
}

void Run::file(std::uint32_t licensed, std::int64_t grams) {
  std::uint32_t id = 0;
  if (state_.free_applications.empty()) {
    id = static_cast<std::uint32_t>(state_.applications.size());
    state_.applications.emplace_back();
  } else {
    id = state_.free_applications.back();
    state_.free_applications.pop_back();
  }
  const auto& lane = world_.licensed_lanes[licensed];
  state_.applications[id] = {now(), -1, grams, licensed, ApplicationStage::at_province};
  state_.licensed_lanes[licensed].pending += grams;
  auto& tally = state_.licence_tallies[regime_of(lane).cells[lane.place]];
  tally.applied += 1;
  tally.pending += 1;
  send_to_province(id);
}

}  // namespace monazite
