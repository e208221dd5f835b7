#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "models/policy/action.hpp"
#include "models/quantity/date.hpp"
#include "models/quantity/mass.hpp"

namespace monazite {

/// A flow of goods that one side has promised, and what the other does when it falls short
/// (model: 6.9).
struct Promise {
  std::string id;
  std::string by;                    ///< who promises
  std::vector<std::uint32_t> lanes;  ///< whose departures count, ascending
  Mass promised;                     ///< over the window
  double tolerance = 0;              ///< share of it that may be missing
  int window_days = 30;
  Date first_check;
  Date last_check;
  int every_days = 30;
  std::uint32_t within = PolicyCommand::none;  ///< checked only while this truce is on
  double forgiveness = 0;    ///< chance to let a breach pass (generous tit-for-tat; Nowak and
                             ///< Sigmund, 1992)
  std::uint32_t grades = 1;  ///< of the answer: by how much the flow falls short
  double proportion = 0;     ///< answer for a shortfall of one; 0: always whole
  std::vector<CommandRange> answer;  ///< by grade, the last whole
  CommandRange relief;               ///< when the promise is kept again
  std::uint64_t key = 0;
};

/// What a check of a promise finds.
enum class PromiseVerdict : std::uint8_t { kept, breached };

/// Kept when at least the promise, less what may be missing, was delivered.
constexpr PromiseVerdict verdict_on(const Promise& promise, Mass delivered) {
  const double least = static_cast<double>(promise.promised.grams) * (1 - promise.tolerance);
  return static_cast<double>(delivered.grams) >= least ? PromiseVerdict::kept
                                                       : PromiseVerdict::breached;
}

/// The grade of the answer to a breach: its share, `proportion` times the share of the promise that
/// is missing, at most 1, rounded up to whole `grades`; 0 is the mildest.
inline std::uint32_t grade_of_answer(const Promise& promise, Mass delivered) {
  if (!(promise.proportion > 0) || promise.grades <= 1) {
    return promise.grades - 1;
  }
  const double missing =
      std::clamp(1 - static_cast<double>(delivered.grams) /
                         static_cast<double>(std::max<std::int64_t>(1, promise.promised.grams)),
                 0.0, 1.0);
  const double share = std::min(1.0, promise.proportion * missing);
  const double step = std::ceil(share * promise.grades) - 1;
  return static_cast<std::uint32_t>(std::clamp(step, 0.0, promise.grades - 1.0));
}

}  // namespace monazite
