#pragma once

#include <string>
#include <vector>

#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// Reads a sweep file and the tables that it names. Beside the keys of sweep_section it has
/// * `scenario`: a path or a list of paths, relative to the file;
/// * `set`: a map from key paths to values that hold in every variant;
/// * `factors`: a map from names to what varies. A name is a key path, unless the factor has
/// `keys`,
///   a list of them. The values are a list; a distribution (`uniform(10 d, 30 d)`); a range
///   (`{from: 5, to: 80}`, also of dates, with `steps` for a grid, `scale: log` and `round_to`); or
///   `{levels: {NAME: {KEY.PATH: VALUE, …}, …}}`. The map form takes `values` and `distribution`
///   too. What the scenario makes of a value is not checked here.
/// Throws InputError with all the problems.
LoadedSweep read_sweep(const std::string& path, const std::vector<std::string>& allowed_paths = {});

}  // namespace monazite
