#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "models/scenario/load.hpp"
#include "sim/batch/scenario_results.hpp"
#include "sim/report/erosion_table.hpp"
#include "sim/report/leverage_table.hpp"
#include "sim/report/manifest.hpp"

namespace monazite {

/// A scenario with its results, and where they come from.
struct ReportedScenario {
  std::string file;     ///< as given
  std::string command;  ///< runs it again; see ScenarioReport
  const LoadedScenario* loaded = nullptr;
  const ScenarioResults* results = nullptr;
  std::vector<LeverageRow> leverage = {};  ///< of a scenario that asks for it
  std::vector<ErosionRow> erosion = {};    ///< the same
};

/// A scenario's name as a folder name: letters, digits, `.`, `_` and `-` stay, others become `_`.
std::string folder_name(const std::string& scenario);

/// A folder name for each scenario: names that differ only in replaced characters are numbered.
std::vector<std::string> folder_names(std::span<const std::string> scenarios);

/// Writes what a scenario is, as `scenario.resolved.yaml` with its tables in `inputs/`.
void write_resolved(const std::filesystem::path& folder, const LoadedScenario& loaded);

/// Fills a result folder: every table (leverage.csv and erosion.csv where a scenario has any), the
/// manifest, and what was run. One scenario is kept as `scenario.resolved.yaml` and `inputs/`,
/// several as `resolved/NAME/` with the same inside. Scenarios are sorted by name, which must be
/// unique. Throws OutputError.
void write_results(const std::filesystem::path& folder, std::span<const ReportedScenario> scenarios,
                   const CommandRecord& record);

}  // namespace monazite
