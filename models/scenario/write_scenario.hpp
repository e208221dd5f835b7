#pragma once

#include <string>
#include <vector>

#include "models/scenario/load.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// A scenario written out in full: one file without base, and the tables that it names.
struct WrittenScenario {
  std::string yaml;
  std::vector<InputFile> tables;  ///< as `inputs/<section>.csv`
};

/// Writes a scenario so that loading it again gives an equal one, places aside: every default is
/// filled in, numbers are in the unit of their key and read back to the same bits.
WrittenScenario write_scenario(const Scenario& scenario);

}  // namespace monazite
