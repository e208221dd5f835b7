#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

/// A copy of the small world of `tests/cli/world` that a test may change and run.
class SmallWorld {
 public:
  SmallWorld();

  [[nodiscard]] const std::filesystem::path& path() const { return scratch_.path(); }

  /// Runs the scenario with a new result folder `out` and gives its tables. Throws, with what the
  /// program said, unless it succeeds.
  [[nodiscard]] Tables run(const std::string& scenario, const std::string& out,
                           const std::vector<std::string>& options = {}) const;

  /// Writes the rows of every CSV file, the sections, the items of lists and the tables of a
  /// section in reverse order. Throws unless each changes a file.
  void reverse() const;

 private:
  ScratchFolder scratch_;
};

}  // namespace monazite::test
