#include "sim/cli/prepare.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/run_limits.hpp"

namespace monazite {

namespace {

LoadOptions load_options(const ScenarioOptions& options) {
  LoadOptions load;
  load.settings = options.settings;
  load.allowed_paths = options.allowed_paths;
  if (options.seed) {
    load.settings.push_back(fmt::format("runs.seed={}", *options.seed));
  }
  if (options.replications) {
    load.settings.push_back(fmt::format("runs.replications={}", *options.replications));
  }
  return load;
}

void append_new(std::vector<Diagnostic>& kept, const std::vector<Diagnostic>& found) {
  for (const Diagnostic& diagnostic : found) {
    const bool known = std::any_of(
        kept.begin(), kept.end(),
        [text = to_text(diagnostic)](const Diagnostic& k) { return to_text(k) == text; });
    if (!known) {
      kept.push_back(diagnostic);
    }
  }
}

/// What a world would take too much of.
std::optional<Diagnostic> excess_of(const PreparedScenario& scenario, unsigned threads) {
  const auto problem = [&](std::string what, std::string expected) {
    return Diagnostic{{0, 1, 1}, scenario.file, std::move(what), std::move(expected), {}};
  };
  const World& world = *scenario.world;
  if (std::string excess = excess_of_events(world); !excess.empty()) {
    return problem(std::move(excess),
                   "longer lots or reviews, a shorter calendar, or a higher runs.max_events");
  }
  if (std::string excess = excess_of_memory(world, threads, runs_of(scenario)); !excess.empty()) {
    return problem(std::move(excess),
                   "longer lots or reviews, fewer series or threads, or a higher "
                   "runs.max_memory_mb");
  }
  return std::nullopt;
}

void prepare_one(Preparation& preparation, const std::string& file, const LoadOptions& options,
                 unsigned threads) {
  try {
    LoadedScenario loaded = load_scenario(file, options);
    Compiled compiled = compile(loaded.scenario);
    append_new(preparation.warnings, loaded.warnings);
    append_new(preparation.warnings, compiled.warnings);
    append_new(preparation.notes, loaded.notes);
    if (compiled.world) {
      PreparedScenario scenario{file, std::move(loaded), std::move(compiled.world)};
      if (const auto excess = excess_of(scenario, threads)) {
        append_new(preparation.errors, {*excess});
        preparation.all_missing = false;
        return;
      }
      preparation.scenarios.push_back(std::move(scenario));
    } else {
      append_new(preparation.errors, compiled.errors);
      preparation.all_missing = false;
    }
  } catch (const InputError& error) {
    append_new(preparation.errors, error.diagnostics);
    preparation.all_missing &= error.kind == InputError::Kind::not_found;
  }
}

void refuse_equal_names(Preparation& preparation) {
  const std::vector<PreparedScenario>& all = preparation.scenarios;
  for (auto scenario = all.begin(); scenario != all.end(); ++scenario) {
    const std::string& name = scenario->loaded.scenario.name;
    const auto first = std::find_if(all.begin(), scenario, [&name](const PreparedScenario& other) {
      return other.loaded.scenario.name == name;
    });
    if (first != scenario) {
      Diagnostic diagnostic;
      diagnostic.place = scenario->loaded.name_place;
      diagnostic.file = scenario->loaded.scenario.files.at(diagnostic.place.file);
      diagnostic.message = fmt::format("the scenario name '{}' is taken by {}", name, first->file);
      diagnostic.expected = "a `name` of its own in scenarios that run together";
      append_new(preparation.errors, {diagnostic});
      preparation.all_missing = false;
    }
  }
}

}  // namespace

double runs_of(const PreparedScenario& scenario) {
  const ObservationPlan& plan = scenario.world->plan;
  const double ways =
      plan.branches_are_enumerated ? static_cast<double>(plan.branches.size()) : 1.0;
  return ways * scenario.loaded.scenario.runs.replications;
}

int Preparation::exit_code() const {
  if (errors.empty()) {
    return exit_done;
  }
  return all_missing ? exit_no_input : exit_bad_input;
}

Preparation prepare(std::span<const std::string> files, const ScenarioOptions& options,
                    bool unique_names, FileTexts* read_before, unsigned threads) {
  Preparation preparation;
  LoadOptions load = load_options(options);
  load.read_before = read_before;
  for (const std::string& file : files) {
    prepare_one(preparation, file, load, threads);
  }
  if (unique_names) {
    refuse_equal_names(preparation);
  }
  return preparation;
}

namespace {

/// A line as to_text writes it, of another weight than an error.
std::string text_of_weight(const Diagnostic& diagnostic, std::string_view weight) {
  constexpr std::string_view error = ": error: ";
  std::string text = to_text(diagnostic);
  // A path may hold the word too; the message may as well, so the place is counted off.
  const std::size_t at = text.find(error, diagnostic.file.size());
  return at == std::string::npos ? text
                                 : text.replace(at, error.size(), fmt::format(": {}: ", weight));
}

}  // namespace

std::string warning_text(const Diagnostic& diagnostic) {
  return text_of_weight(diagnostic, "warning");
}

std::string note_text(const Diagnostic& diagnostic) { return text_of_weight(diagnostic, "note"); }

void tell_problems(const Preparation& preparation, const TalkOptions& talk) {
  if (!talk.quiet) {
    for (const Diagnostic& diagnostic : preparation.warnings) {
      tell(fmt::format("{}\n", warning_text(diagnostic)));
    }
  }
  for (const Diagnostic& diagnostic : preparation.errors) {
    tell(fmt::format("{}\n", to_text(diagnostic)));
  }
}

}  // namespace monazite
