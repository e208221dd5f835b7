#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace monazite {

/// One arm of the validation: a scenario file and what is set over it.
struct Arm {
  std::string file;
  std::vector<std::string> settings;
  bool is_of_world = true;  ///< what the caller sets is laid over it; else it is a world of its own
};

inline constexpr int base_year = 2024;

/// Stocks of the whole chain have to be filled again before the year after an outage is like any.
inline constexpr int last_year = base_year + 5;

/// The arms of the base year and its worlds, by their places in the batch. Figures of a run are of
/// its whole calendar, so a year that is looked at is an arm of its own, which gets there in its
/// warm-up.
enum ArmPlace : std::size_t {
  arm_base,
  arm_drift,
  arm_steady,
  arm_calm_first,  ///< nothing happens, and nothing grows
  arm_calm_second,
  arm_calm_fourth,
  arm_calm_last,
  arm_less_first,  ///< a fifth less demand
  arm_less_second,
  arm_more_first,  ///< a tenth more
  arm_more_second,
  arm_outage,
  arm_outage_second,
  arm_outage_fourth,
  arm_outage_last
};

/// The arms of the back-test, from `ValidationArms::history` on.
enum HistoryPlace : std::size_t { history_months, history_weeks, history_stops, history_calm };

/// The small worlds, from `ValidationArms::shapes` on.
enum ShapePlace : std::size_t {
  shape_storage,
  shape_bubble,
  shape_bubble_calm,
  shape_pro_rata,
  shape_uniform,
  shape_end
};

/// All arms of a batch and where the optional ones begin.
struct ValidationArms {
  std::vector<Arm> arms;
  std::string history_targets;         ///< the table of the back-test; empty when there is none
  std::string history_file;            ///< the scenario that is judged by it
  std::optional<std::size_t> history;  ///< place of its first arm
  std::optional<std::size_t> shapes;   ///< none where `shapes` is not beside the scenario's folder
};

/// The arms of the validation of a scenario. Those of the back-test and of the small worlds are in
/// the folders `history` and `shapes` beside its own; a tree without them is validated without.
ValidationArms validation_arms(const std::string& base);

}  // namespace monazite
