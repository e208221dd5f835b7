#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "models/scenario/world.hpp"
#include "sim/batch/executor.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/dead_key_check.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/prepare_sweep.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/run_limits.hpp"

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

Json problem_entry(const Diagnostic& diagnostic, std::string_view severity) {
  Json entry = {{"severity", severity}, {"file", diagnostic.file}};
  if (diagnostic.place.line > 0) {
    entry["line"] = diagnostic.place.line;
    entry["column"] = diagnostic.place.column;
  }
  entry["message"] = diagnostic.message;
  if (!diagnostic.expected.empty()) {
    entry["expected"] = diagnostic.expected;
  }
  if (!diagnostic.suggestion.empty()) {
    entry["suggestion"] = diagnostic.suggestion;
  }
  if (!diagnostic.others.empty()) {
    entry["others"] = diagnostic.others;
  }
  return entry;
}

std::string problems_json(const Preparation& preparation, const TalkOptions& talk) {
  Json problems = Json::array();
  for (const Diagnostic& diagnostic : preparation.errors) {
    problems.push_back(problem_entry(diagnostic, "error"));
  }
  if (!talk.quiet) {
    for (const Diagnostic& diagnostic : preparation.warnings) {
      problems.push_back(problem_entry(diagnostic, "warning"));
    }
  }
  if (!talk.quiet) {
    for (const Diagnostic& diagnostic : preparation.notes) {
      problems.push_back(problem_entry(diagnostic, "note"));
    }
  }
  return problems.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

constexpr double megabyte = 1e6;
constexpr double gigabyte = 1e9;

std::string memory_text(double per_thread, double in_all, unsigned threads) {
  return fmt::format("  memory: at most some {:.0f} MB a thread, {:.0f} MB in all on {} threads\n",
                     std::ceil(per_thread / megabyte), std::ceil(in_all / megabyte), threads);
}

/// What a run of a scenario comes to: upper bounds of its events and memory, and what it writes.
std::string estimate_of(const PreparedScenario& scenario, unsigned threads) {
  constexpr double bytes_of_row = 110;
  const World& world = *scenario.world;
  const double runs = runs_of(scenario);
  const double rows = static_cast<double>(world.plan.run_figures.size()) * runs;
  const MemoryUse memory = expected_memory(world);
  return fmt::format(
             "  {:.0f} runs of at most some {:.2g} events; runs.csv: {:.0f} rows, some "
             "{:.2g} MB\n",
             runs, expected_events(world), rows, rows * bytes_of_row / megabyte) +
         memory_text(memory.per_thread, memory.in_all(threads, runs), threads);
}

/// The same of a sweep.
std::string estimate_of(const PreparedSweep& sweep, unsigned threads) {
  const SweepSize size = size_of(sweep, *sweep.plan, threads);
  return fmt::format("  {:.0f} runs of at most some {:.2g} events; store: some {:.2g} GB\n",
                     size.runs, size.events_per_run, size.bytes_on_disk / gigabyte) +
         memory_text(size.bytes_per_thread, size.bytes_of_memory, threads);
}

/// Of each file that is right: what its runs come to.
using Estimates = std::map<std::string, std::string>;

std::string good_files(const CheckArguments& arguments, const Estimates& estimates) {
  std::string text;
  for (const std::string& file : arguments.files) {
    if (const auto found = estimates.find(file); found != estimates.end()) {
      text += fmt::format("{}: ok\n{}", file, found->second);
    }
  }
  return text;
}

/// Whether a file has the first key of a sweep.
bool is_sweep(const std::string& file) {
  constexpr std::size_t looked_at = 64 * 1024;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    return false;  // a pipe would be waited for
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text(looked_at, '\0');
  stream.read(text.data(), looked_at);
  text.resize(static_cast<std::size_t>(stream.gcount()));
  constexpr std::string_view key = "monazite_sweep:";
  return text.starts_with(key) || text.find(fmt::format("\n{}", key)) != std::string::npos ||
         text.find(fmt::format("\r{}", key)) != std::string::npos;
}

/// Adds what is wrong with a sweep, or what it comes to.
void add_sweep(Preparation& preparation, Estimates& estimates, const std::string& file,
               const ScenarioOptions& options, unsigned threads) {
  PreparedSweep sweep = prepare_sweep(file, options, true, threads);
  Preparation& own = sweep.bases;
  if (!own.errors.empty()) {
    preparation.all_missing = preparation.all_missing && own.all_missing;
  } else {
    estimates[file] = estimate_of(sweep, threads);
  }
  std::move(own.errors.begin(), own.errors.end(), std::back_inserter(preparation.errors));
  std::move(own.warnings.begin(), own.warnings.end(), std::back_inserter(preparation.warnings));
}

}  // namespace

int execute(const CheckArguments& arguments) {
  std::vector<std::string> scenarios;
  std::vector<std::string> sweeps;
  for (const std::string& file : arguments.files) {
    (is_sweep(file) ? sweeps : scenarios).push_back(file);
  }
  const unsigned threads = wanted_threads(arguments.threads);
  Preparation preparation = prepare(scenarios, arguments.scenario, false, nullptr, threads);
  Estimates estimates;
  for (const PreparedScenario& scenario : preparation.scenarios) {
    estimates[scenario.file] = estimate_of(scenario, threads);
  }
  for (const std::string& file : sweeps) {
    add_sweep(preparation, estimates, file, arguments.scenario, threads);
  }
  const bool goes_on = arguments.dead_keys && preparation.exit_code() == exit_done;
  if (goes_on) {
    tell_problems(preparation, arguments.talk);
    return check_dead_keys(scenarios, arguments);
  }
  if (arguments.format == CheckFormat::json) {
    write_output(problems_json(preparation, arguments.talk));
  } else {
    tell_problems(preparation, arguments.talk);
    if (!arguments.talk.quiet) {
      for (const Diagnostic& note : preparation.notes) {
        tell(fmt::format("{}\n", note_text(note)));
      }
      write_output(good_files(arguments, estimates));
    }
  }
  return preparation.exit_code();
}

}  // namespace monazite
