#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/recorded_runs.hpp"

namespace monazite {

/// What the result folders say of the worlds that ran: their resolved scenarios, and of a sweep the
/// values of its factors. Each is read when it is first asked for.
class RecordedWorlds {
 public:
  /// `results` is what was read of the folders, and must outlive this.
  explicit RecordedWorlds(const RecordedResults& results) : results_(results) {}

  /// Throws InputError when the two sides of a pair ran over different calendars: their sums are of
  /// different spans. A folder that does not say what ran is told by `is_known`.
  void check_calendars(const RunsPair& pair);

  /// Whether both sides say what ran.
  bool is_known(const RunsPair& pair);

  /// What differs between the two worlds of a pair beside luck, a line each, the first `most`, and
  /// how many more there are: `demand.USER.cover: 30 d, baseline 60 d`. Names, sources and notes
  /// do not count, nor do numbers of replications and what is written.
  std::vector<std::string> differences(const RunsPair& pair, std::size_t most);

 private:
  /// Values by key path; of a folder that does not say: none.
  using Entries = std::map<std::string, std::string>;

  const Entries& entries_of(const RecordedRuns& runs);
  const Entries& factors_of(const RecordedRuns& runs);
  std::string entry(const RecordedRuns& runs, const std::string& path);

  const RecordedResults& results_;
  std::map<std::pair<std::size_t, std::string>, Entries> scenarios_;  ///< by folder and name
  std::map<std::size_t, std::map<std::string, Entries>> factors_;  ///< by folder; SCENARIO/VARIANT
};

}  // namespace monazite
