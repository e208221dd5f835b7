#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/market/money.hpp"
#include "models/policy/ban.hpp"
#include "models/policy/lineage.hpp"
#include "models/policy/schedule.hpp"

namespace monazite {

/// A desk that takes applications in the order in which they came.
struct ReviewDesk {
  std::uint32_t officers = 1;  ///< applications in work at once
  std::uint32_t service = 0;   ///< index into the world's durations: working time of one
  bool takes_time = true;      ///< else each is done with at once
};

/// The two hurdles of an application: what its goods are for, and where they go. Both have to be
/// passed, each by itself.
struct ApprovalChance {
  float of_use = 1;          ///< 0-1
  float of_destination = 1;  ///< 0-1

  /// The chance to pass both: it rises with each, and is 0 where either is.
  [[nodiscard]] constexpr double both() const {
    return static_cast<double>(of_use) * static_cast<double>(of_destination);
  }
  bool operator==(const ApprovalChance&) const = default;
};

/// How a regime stands from a date on.
struct LicenceLevel {
  Date on;
  std::string action;     ///< impose, ease, tighten, change, suspend, resume, lapse
  bool in_force = false;  ///< else goods leave without a licence
  ReviewDesk province;    ///< of each provincial desk
  ReviewDesk ministry;
  double incomplete = 0;               ///< chance that the province sends an application back
  double request_for_information = 0;  ///< chance that the ministry asks back, its clock anew
  std::uint32_t answer = 0;            ///< index into durations: time that an applicant takes
  double granted_share = 1;            ///< of the quantity asked
  double end_use_check = 0;            ///< share of the diversion of goods that it stops
  int validity_days = 180;
  std::vector<ApprovalChance> approval;  ///< by lane of the regime, before the record counts
  std::vector<std::uint8_t> is_general;  ///< by lane of the regime: needs no licence of its own
};

/// What applicants do under a regime.
struct ApplicantHabits {
  double consignment_days = 60;    ///< days of use asked for at once
  double statutory_workdays = 45;  ///< wait that is expected before there is any experience
  double most_inflation = 1;       ///< at most so many times the need is asked for
  int reapply_days = 30;           ///< after a refusal
};

/// A licence regime: shipments on its lanes leave only under a licence, which is applied for.
struct LicenceRegime {
  RentHolder rent_to = RentHolder::exporter;
  std::vector<LicenceLevel> levels;
  std::vector<std::uint32_t> lanes;        ///< lane numbers, ascending
  std::vector<std::uint32_t> cells;        ///< by lane of the regime: where it is counted
  std::vector<std::uint16_t> province_of;  ///< by lane of the regime: its provincial desk
  std::uint16_t provinces = 1;
  double record_weight = 0;  ///< of the exporter's record in the log odds of approval
  InTransitRule in_transit = InTransitRule::grandfather;
  std::uint32_t working_region = no_region;  ///< whose holidays the officers have
  std::uint32_t lineage = Lineage::none;     ///< into the world's; what it does not reach is free
  ApplicantHabits habits;

  static constexpr std::uint32_t no_region = ~std::uint32_t{0};
};

/// The step of a regime on a date: a pure function.
inline Standing step(const LicenceRegime& regime, InstrumentState state, Date today) {
  return standing_on(regime.levels, state, today);
}

/// How a regime stands when a share (0-1) of a change is carried out: `now` is what stands,
/// `planned_before` and `planned` what was meant before and after the change. Figures that it does
/// not touch stay as they are; numbers of officers are whole; working times change at once.
LicenceLevel carried_out(const LicenceLevel& now, const LicenceLevel& planned_before,
                         const LicenceLevel& planned, double share);

/// Decisions on an exporter's earlier applications.
struct ExporterRecord {
  std::uint32_t approved = 0;
  std::uint32_t refused = 0;
};

/// The chance of approval: log odds of `base`, plus `weight` times the record, which goes from -1
/// (all refused) to 1 (all approved) and is shrunk by two decisions of either kind. A base of 0 or
/// 1 stays (model: 6.2).
double approval_chance(double base, double weight, ExporterRecord record);

/// What an applicant has learnt: the share of what was asked that is granted, and the share of what
/// it needs that comes.
struct ApplicantExperience {
  double granted_share = 1;
  double fill = 1;
};

/// What an applicant asks for: what it needs, over the share that it has learnt to be granted
/// (order inflation; Cachon and Lariviere, 1999), and more the less of it comes (phantom orders;
/// Lee, Padmanabhan and Whang, 1997), at most `most_inflation` times the need.
double asked_quantity(double needed, ApplicantExperience experience, double most_inflation);

}  // namespace monazite
