#pragma once

#include <functional>
#include <vector>

namespace monazite::bench {

/// What one child process gave and took.
struct ChildResult {
  std::vector<double> figures;  ///< as its work returned them
  double peak_mebibytes = 0.0;  ///< the most memory it ever had resident (VmHWM)
};

/// Does each piece of work in a forked child, all at the same time, and waits for them. So each
/// begins with the small memory of this process, which must have no threads. A piece returns at
/// most 512 figures. Throws std::runtime_error when one throws or dies.
std::vector<ChildResult> run_in_children(
    const std::vector<std::function<std::vector<double>()>>& pieces);

}  // namespace monazite::bench
