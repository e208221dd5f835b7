#include "models/policy/licence.hpp"

#include <algorithm>
#include <cmath>

#include "models/policy/gradual.hpp"

namespace monazite {

namespace {

std::uint32_t officers_carried_out(std::uint32_t now, std::uint32_t planned_before,
                                   std::uint32_t planned, double share) {
  return static_cast<std::uint32_t>(std::lround(carried_out(now, planned_before, planned, share)));
}

}  // namespace

LicenceLevel carried_out(const LicenceLevel& now, const LicenceLevel& planned_before,
                         const LicenceLevel& planned, double share) {
  LicenceLevel level = planned;
  level.province.officers = officers_carried_out(
      now.province.officers, planned_before.province.officers, planned.province.officers, share);
  level.ministry.officers = officers_carried_out(
      now.ministry.officers, planned_before.ministry.officers, planned.ministry.officers, share);
  const auto figure = [&](auto LicenceLevel::*member) {
    return carried_out(now.*member, planned_before.*member, planned.*member, share);
  };
  level.incomplete = figure(&LicenceLevel::incomplete);
  level.request_for_information = figure(&LicenceLevel::request_for_information);
  level.granted_share = figure(&LicenceLevel::granted_share);
  level.validity_days = static_cast<int>(std::lround(figure(&LicenceLevel::validity_days)));
  for (std::size_t k = 0; k < level.approval.size(); ++k) {
    for (const auto hurdle : {&ApprovalChance::of_use, &ApprovalChance::of_destination}) {
      level.approval[k].*hurdle = static_cast<float>(
          carried_out(now.approval[k].*hurdle, planned_before.approval[k].*hurdle,
                      planned.approval[k].*hurdle, share));
    }
  }
  return level;
}

namespace {

double log_odds(double chance) { return std::log(chance / (1 - chance)); }

double chance_of(double odds) { return 1 / (1 + std::exp(-odds)); }

}  // namespace

double approval_chance(double base, double weight, ExporterRecord record) {
  const double decided = record.approved + record.refused;
  if (weight == 0 || decided == 0 || base <= 0 || base >= 1) {
    return base;
  }
  const double balance = (static_cast<double>(record.approved) - record.refused) / (decided + 4);
  return chance_of(log_odds(base) + weight * balance);
}

double asked_quantity(double needed, ApplicantExperience experience, double most_inflation) {
  const double most = std::max(1.0, most_inflation);
  const double phantom = 1 + (most - 1) * (1 - std::clamp(experience.fill, 0.0, 1.0));
  return needed * std::clamp(phantom / std::max(experience.granted_share, 1e-9), 1.0, most);
}

}  // namespace monazite
