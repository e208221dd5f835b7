#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/program_run.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

/// The CSV files of a result folder by name, with their bytes.
using Tables = std::map<std::string, std::string>;

/// The CSV files that lie in a folder.
Tables tables_in(const std::filesystem::path& folder);

/// The same without the column `digest`, which names the bytes of the input.
Tables without_digest(Tables tables);

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
