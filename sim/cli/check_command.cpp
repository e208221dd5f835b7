#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "models/scenario/world.hpp"
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

/// What a run of a scenario comes to: an upper bound of its events, and what it writes.
std::string estimate_of(const Preparation& preparation, const std::string& file) {
  const auto found =
      std::find_if(preparation.scenarios.begin(), preparation.scenarios.end(),
                   [&](const PreparedScenario& scenario) { return scenario.file == file; });
  if (found == preparation.scenarios.end()) {
    return {};
  }
  constexpr double bytes_of_row = 110;
  const World& world = *found->world;
  const double figures = static_cast<double>(world.plan.run_figures.size());
  const double rows = figures * static_cast<double>(found->loaded.scenario.runs.replications);
  return fmt::format(
      "  {} replications of at most some {:.2g} events; runs.csv: {:.0f} rows, some "
      "{:.2g} MB\n",
      found->loaded.scenario.runs.replications, expected_events(world), rows,
      rows * bytes_of_row / 1e6);
}

std::string good_files(const CheckArguments& arguments, const Preparation& preparation) {
  std::string text;
  const std::vector<std::string>& wrong = preparation.wrong_files;
  for (const std::string& file : arguments.files) {
    if (std::find(wrong.begin(), wrong.end(), file) == wrong.end()) {
      text += fmt::format("{}: ok\n{}", file, estimate_of(preparation, file));
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

/// Adds what is wrong with a sweep.
void add_sweep(Preparation& preparation, const std::string& file, const ScenarioOptions& options) {
  PreparedSweep sweep = prepare_sweep(file, options);
  Preparation& own = sweep.bases;
  if (!own.errors.empty()) {
    preparation.wrong_files.push_back(file);
    preparation.all_missing = preparation.all_missing && own.all_missing;
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
  Preparation preparation = prepare(scenarios, arguments.scenario, false);
  for (const std::string& file : sweeps) {
    add_sweep(preparation, file, arguments.scenario);
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
      write_output(good_files(arguments, preparation));
    }
  }
  return preparation.exit_code();
}

}  // namespace monazite
