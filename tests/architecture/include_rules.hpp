#pragma once

#include <compare>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace monazite::architecture {

/// One line, or one file, that breaks the order of the rooms.
struct Violation {
  /// Relative to the root of the tree, with forward slashes.
  std::string file;
  /// Counted from 1; 0 where the whole file or folder is meant.
  std::size_t line = 0;
  std::string reason;

  auto operator<=>(const Violation&) const = default;
};

/// Reads the include lines of every source file under `root`/models and `root`/sim and returns, in
/// the order of file and line, those that break these rules:
/// - a room of models/ includes itself and the rooms before it: quantity, material, network,
///   behaviour, market, policy, response, metrics, scenario; never sim/;
/// - sim/engine includes itself; run adds models/ and the engine; batch adds run; report and
///   analysis each add batch; cli adds report and analysis;
/// - an include in quotes is relative to `root`, names a file that exists, and lies in a room;
///   or it begins with "generated/", where the build writes headers;
/// - a source file lies in a room, and no other folder stands beside the rooms;
/// - models/ includes no header of threads, and of files only models/scenario does; nobody
///   includes <random>, whose distributions differ from one standard library to another.
/// A `root` without models/ or sim/ breaks them too.
std::vector<Violation> find_violations(const std::filesystem::path& root);

}  // namespace monazite::architecture
