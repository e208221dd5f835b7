#pragma once

#include <functional>

namespace monazite {

/// How long a disturbance may last without a loss.
struct TimeToSurvive {
  int days = 0;
  bool is_at_least = false;  ///< no trial hurt: `days` are the longest that were tried
};

/// The largest number of days, at most `most_days`, for which a disturbance may be on without a
/// loss (TTS of Simchi-Levi et al., Interfaces 45(5), 2015, doi:10.1287/inte.2015.0804). `hurts`
/// tells whether so many days (1 to `most_days`) give one; trials under common random numbers make
/// it monotone. Eight lengths at even distances are tried, the shortest first, until one hurts,
/// then the days between by halves: at most 8 + ⌈log2(most_days / 8)⌉ trials. 0 when a day hurts.
TimeToSurvive time_to_survive(const std::function<bool(int days)>& hurts, int most_days);

}  // namespace monazite
