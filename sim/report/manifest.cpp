#include "sim/report/manifest.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>
#include <thread>

#include "sim/batch/sha256.hpp"
#include "sim/report/program_version.hpp"

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

Json program_entry() {
  const ProgramVersion program = program_version();
  return {{"name", "monazite"},
          {"version", program.version},
          {"commit", program.commit},
          {"compiler", program.compiler},
          {"build_type", program.build_type}};
}

Json host_entry() {
  utsname host{};
  if (::uname(&host) != 0) {
    host = {};
  }
  return {{"name", host.nodename},
          {"system", fmt::format("{} {}", host.sysname, host.release)},
          {"machine", host.machine},
          {"processors", std::thread::hardware_concurrency()}};
}

Json input_entries(const std::vector<InputFile>& inputs) {
  Json entries = Json::array();
  for (const InputFile& input : inputs) {
    entries.push_back(
        {{"path", input.path}, {"bytes", input.content.size()}, {"sha256", sha256(input.content)}});
  }
  return entries;
}

Json scenario_entry(const ManifestScenario& entry) {
  const ScenarioResults& results = *entry.results;
  return {{"name", results.scenario.name},
          {"title", entry.loaded->scenario.title},
          {"file", entry.file},
          {"digest", results.scenario.digest},
          {"seed", results.scenario.seed},
          {"first_replication", results.scenario.first_replication},
          {"replications", results.scenario.replications},
          {"completed", results.completed.size()},
          {"failed", results.failures.size()},
          {"events", results.events},
          {"inputs", input_entries(entry.loaded->inputs)}};
}

Json command_entries(const CommandRecord& record) {
  const auto started = std::chrono::floor<std::chrono::seconds>(record.started);
  return {{"manifest", 1},
          {"program", program_entry()},
          {"command", record.arguments},
          {"host", host_entry()},
          {"threads", record.threads},
          {"started", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(started))},
          {"duration_seconds", record.duration_seconds},
          {"exit_state", name_of(record.state)}};
}

/// Paths need not be UTF-8, and a manifest should not fail over one.
std::string text_of(const Json& manifest) {
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string_view name_of(ExitState state) {
  switch (state) {
    case ExitState::done:
      return "done";
    case ExitState::some_runs_failed:
      return "some_runs_failed";
    case ExitState::interrupted:
      return "interrupted";
    case ExitState::running:
      return "running";
  }
  return "";
}

std::string manifest_json(const CommandRecord& record,
                          std::span<const ManifestScenario> scenarios) {
  Json manifest = command_entries(record);
  Json entries = Json::array();
  for (const ManifestScenario& scenario : scenarios) {
    entries.push_back(scenario_entry(scenario));
  }
  manifest["scenarios"] = std::move(entries);
  return text_of(manifest);
}

std::string sweep_manifest_json(const CommandRecord& record, const ManifestSweep& sweep) {
  Json manifest = command_entries(record);
  Json entry = {{"name", sweep.name},
                {"title", sweep.title},
                {"file", sweep.file},
                {"arms", sweep.arms},
                {"seed", sweep.seed},
                {"shard", fmt::format("{}/{}", sweep.shard.index + 1, sweep.shard.count)},
                {"runs", sweep.count.runs},
                {"failed", sweep.count.failed},
                {"events", sweep.count.events}};
  Json identity = Json::object();
  for (const auto& [name, value] : sweep.identity) {
    identity[name] = value;
  }
  entry["identity"] = std::move(identity);
  manifest["sweep"] = std::move(entry);
  return text_of(manifest);
}

}  // namespace monazite
