#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario/policy_spec.hpp"

namespace monazite {

/// How an instrument stands after an action. What is absent stays as it was.
struct StandingSpec {
  std::optional<double> rate;                     ///< of a tariff, share of value
  std::optional<CoversSpec> covers;               ///< of a ban; replaces
  std::optional<std::vector<CoversSpec>> exempt;  ///< of a ban; replaces
  std::optional<double> time_factor;              ///< of a friction
  std::optional<double> hold_probability;         ///< of a friction
  std::optional<double> extra_tonnes;      ///< of a quota, beside its plan; less than 0: withdrawn
  std::optional<double> floor_usd_per_kg;  ///< of a price floor
  std::optional<double> upside_share;      ///< of a price floor
  ReviewSpec review;                       ///< this and what follows of a licence
  std::vector<NamedShare> approval;
  std::vector<NamedShare> destinations;
  std::optional<double> granted_share;
  std::optional<double> end_use_check;
  std::optional<int> validity_days;
  std::optional<std::vector<CoversSpec>> general;
  Place place;
};

/// What an action without figures does.
enum class ActionVerb : std::uint8_t { impose, suspend, resume, lapse, snap_back };

/// What is to stay as it is, whatever the course of the instrument says later.
enum class Kept : std::uint8_t { as_it_is, in_force, suspended };

/// What becomes of an instrument or of a truce.
struct ActionSpec {
  std::string instrument;
  std::string truce;
  int after_days = 0;
  std::optional<ActionVerb> verb;
  std::optional<Kept> keep;
  std::optional<StandingSpec> ease;
  std::optional<StandingSpec> tighten;
  std::optional<int> extend_days;
  std::optional<double> believed;  ///< of a truce: from then on
  std::optional<int> ramp_days;
  std::optional<double> implementation;  ///< share of what is promised that is done; default: 1
  std::string under;                     ///< a truce that takes it back at its end
  Place place;
};

/// Plants whose standing still makes a branch likelier.
struct SwaySpec {
  std::vector<std::string> regions;  ///< regions or groups
  std::vector<std::string> sectors;  ///< sectors or groups; none: all
  double weight = 0;                 ///< added to the log odds when all of them stand still
  Place place;
};

/// One outcome of a round.
struct BranchSpec {
  std::string id;
  std::optional<double> probability;  ///< none: what the others leave
  std::vector<ActionSpec> actions;
  std::string next;  ///< a round that takes place only then
  std::optional<SwaySpec> sway;
  Place place;
};

/// A day on which talks may break down before their round.
struct BreakdownSpec {
  Date on;
  double probability = 0;
  std::vector<ActionSpec> actions;
  Place place;
};

/// A breakdown at any time before the round.
struct HazardSpec {
  Date from;
  double per_day = 0;
  std::vector<ActionSpec> actions;
  Place place;
};

enum class TalksMethod : std::uint8_t { enumerate, sample };

/// A round of talks.
struct TalksSpec {
  std::string id;
  std::string venue;
  Date date;
  std::optional<Date> deadline;
  std::vector<BranchSpec> branches;
  std::vector<BreakdownSpec> breakdowns;
  std::optional<HazardSpec> hazard;
  std::optional<TalksMethod> evaluate;
  Provenance provenance;
  Place place;
};

/// Instruments moved together until a deadline.
struct TruceSpec {
  enum class Then : std::uint8_t { snap_back, extend, lapse };
  std::string id;
  std::optional<Date> from;
  std::optional<Date> deadline;
  std::optional<int> lasts_days;
  std::optional<Then> then;  ///< default: snap_back
  std::optional<int> extension_days;
  std::optional<double> believed;
  std::vector<ActionSpec> actions;
  Provenance provenance;
  Place place;
};

/// What the other side does when a promised flow falls short.
struct AnswerSpec {
  int after_days = 0;
  double probability = 1;  ///< that a breach is answered
  double proportion = 0;   ///< share of the answer for a shortfall of one; 0: always whole
  bool relents = true;     ///< takes it back when the promise is kept again
  std::vector<ActionSpec> actions;
  Place place;
};

/// A flow that one side has promised, as the other measures it.
struct PromiseSpec {
  std::string id;
  std::string by;      ///< region or group
  std::string within;  ///< a truce
  CoversSpec covers;
  std::optional<double> tonnes;          ///< over the window
  std::optional<double> share_of_usual;  ///< of the flow of the base year
  double tolerance = 0;
  int window_days = 30;
  Date first_check;
  std::optional<Date> last_check;
  int every_days = 30;
  AnswerSpec answer;
  Provenance provenance;
  Place place;
};

}  // namespace monazite
