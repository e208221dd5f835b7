#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

/// The scenario files below a folder, as paths relative to it, sorted.
std::vector<std::string> scenarios_below(const std::filesystem::path& folder);

/// The same YAML with the keys of every map in reverse order, and so the items of every list of
/// things with an `id`. Aliases are written out; comments are lost.
std::string reversed_yaml(const std::string& text);

/// A copy of the folder `scenarios/`, without the sources of its tables, that a test may change.
class ScenarioCopy {
 public:
  ScenarioCopy();

  /// What stands for the root of the repository.
  [[nodiscard]] const std::filesystem::path& path() const { return scratch_.path(); }

  /// Puts the rows of every CSV file into another order, which depends on the seed alone. Throws
  /// unless that changes every file of more than two rows.
  void shuffle_rows(std::uint64_t seed) const;

  /// Reverses every scenario file. Throws unless that changes each.
  void reverse_files() const;

 private:
  test::ScratchFolder scratch_;
};

}  // namespace monazite::test
