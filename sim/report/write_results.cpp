#include "sim/report/write_results.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>
#include <vector>

#include "sim/report/branches_table.hpp"
#include "sim/report/choices_table.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/output_file.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace fs = std::filesystem;

namespace {

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw OutputError(OutputError::Kind::io,
                      fmt::format("cannot create {}: {}", folder.string(), error.message()));
  }
}

void write_table(const fs::path& folder, const ResultTable& table,
                 std::span<const ScenarioReport> scenarios) {
  OutputFile file(folder / table.file);
  table.write([&file](std::string_view text) { file.write(text); }, scenarios);
  file.close();
}

void write_leverage_of(const fs::path& folder, std::span<const ReportedScenario> scenarios) {
  std::vector<LeverageReport> reports;
  for (const ReportedScenario& scenario : scenarios) {
    if (!scenario.leverage.empty()) {
      reports.push_back({&scenario.results->scenario, scenario.leverage});
    }
  }
  if (reports.empty()) {
    return;
  }
  OutputFile file(folder / leverage_file);
  write_leverage([&file](std::string_view text) { file.write(text); }, reports);
  file.close();
}

void write_erosion_of(const fs::path& folder, std::span<const ReportedScenario> scenarios) {
  std::vector<ErosionReport> reports;
  for (const ReportedScenario& scenario : scenarios) {
    if (!scenario.erosion.empty()) {
      reports.push_back({&scenario.results->scenario, scenario.erosion});
    }
  }
  if (reports.empty()) {
    return;
  }
  OutputFile file(folder / erosion_file);
  write_erosion([&file](std::string_view text) { file.write(text); }, reports);
  file.close();
}

/// Scenarios under the same talks are choices of whoever reads the results.
void write_choices_among(const fs::path& folder, std::span<const ReportedScenario> scenarios) {
  std::vector<const ScenarioResults*> results;
  results.reserve(scenarios.size());
  for (const ReportedScenario& scenario : scenarios) {
    results.push_back(scenario.results);
  }
  const std::vector<ChoiceRow> rows = choices_of(results);
  if (rows.empty()) {
    return;
  }
  OutputFile file(folder / choices_file);
  write_choices([&file](std::string_view text) { file.write(text); }, rows);
  file.close();
}

}  // namespace

void write_resolved(const fs::path& folder, const LoadedScenario& loaded) {
  make_folder(folder / "inputs");
  write_file(folder / "scenario.resolved.yaml", loaded.resolved_yaml);
  for (const InputFile& table : loaded.resolved_tables) {
    make_folder((folder / table.path).parent_path());
    write_file(folder / table.path, table.content);
  }
}

std::vector<std::string> folder_names(std::span<const std::string> scenarios) {
  std::vector<std::string> folders;
  for (const std::string& scenario : scenarios) {
    const std::string name = folder_name(scenario);
    std::string candidate = name;
    for (int n = 2; std::find(folders.begin(), folders.end(), candidate) != folders.end(); ++n) {
      candidate = fmt::format("{}-{}", name, n);
    }
    folders.push_back(candidate);
  }
  return folders;
}

std::string folder_name(const std::string& scenario) {
  std::string name = scenario;
  for (char& c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
    if (!kept) {
      c = '_';
    }
  }
  if (name.empty() || name.front() == '.') {
    name.insert(name.begin(), '_');
  }
  return name;
}

void write_results(const fs::path& folder, std::span<const ReportedScenario> scenarios,
                   const CommandRecord& record) {
  std::vector<ReportedScenario> sorted(scenarios.begin(), scenarios.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.results->scenario.name < b.results->scenario.name;
  });

  std::vector<ScenarioReport> reports;
  std::vector<ManifestScenario> entries;
  for (const ReportedScenario& scenario : sorted) {
    reports.push_back({scenario.results, scenario.command});
    entries.push_back({scenario.file, scenario.loaded, scenario.results});
  }
  for (const ResultTable& table : result_tables()) {
    write_table(folder, table, reports);
  }
  if (std::any_of(reports.begin(), reports.end(),
                  [](const ScenarioReport& report) { return !report.results->branches.empty(); })) {
    write_table(folder, {branches_file, write_branches}, reports);
  }
  write_leverage_of(folder, sorted);
  write_erosion_of(folder, sorted);
  write_choices_among(folder, sorted);
  if (sorted.size() == 1) {
    write_resolved(folder, *sorted.front().loaded);
  } else {
    std::vector<std::string> names;
    names.reserve(sorted.size());
    for (const ReportedScenario& scenario : sorted) {
      names.push_back(scenario.results->scenario.name);
    }
    const std::vector<std::string> folders = folder_names(names);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      write_resolved(folder / "resolved" / folders[i], *sorted[i].loaded);
    }
  }
  write_file(folder / "manifest.json", manifest_json(record, entries));
}

}  // namespace monazite
