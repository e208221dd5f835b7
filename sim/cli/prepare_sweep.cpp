#include "sim/cli/prepare_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>

#include "models/quantity/number.hpp"
#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/batch/check_factors.hpp"
#include "sim/batch/kept_figures.hpp"
#include "sim/batch/read_sweep.hpp"
#include "sim/batch/sha256.hpp"
#include "sim/cli/repeat_command.hpp"
#include "sim/report/program_version.hpp"
#include "sim/run/run_limits.hpp"

namespace monazite {

namespace {

/// A factor with more values is tried with some of them.
constexpr std::uint64_t values_tried = 100;

void replace_entry(LoadedSweep& sweep, const std::string& key, const std::string& value) {
  const auto found = std::find_if(sweep.entries.begin(), sweep.entries.end(),
                                  [&](const auto& entry) { return entry.first == key; });
  if (found == sweep.entries.end()) {
    sweep.entries.emplace_back(key, value);
  } else {
    found->second = value;
  }
}

void apply_options(LoadedSweep& sweep, const ScenarioOptions& options) {
  if (options.seed) {
    sweep.spec.seed = *options.seed;
    replace_entry(sweep, "seed", std::to_string(*options.seed));
  }
  if (options.replications) {
    sweep.spec.replications = *options.replications;
    replace_entry(sweep, "replications", std::to_string(*options.replications));
  }
}

/// The values of a factor that are tried before the sweep: the first of those that the design
/// takes, and of numbers the least and the greatest.
std::vector<FactorLevel> levels_tried(const Design& design, std::size_t factor) {
  std::map<std::string, FactorLevel> tried;
  std::optional<FactorLevel> least;
  std::optional<FactorLevel> greatest;
  const auto number_of = [](const FactorLevel& level) { return read_number(level.label).value; };
  for (std::uint32_t v = 0; v < design.size(); ++v) {
    FactorLevel level = design.level(v, factor);
    if (!least || number_of(level) < number_of(*least)) {
      least = level;
    }
    if (!greatest || number_of(level) > number_of(*greatest)) {
      greatest = level;
    }
    if (tried.size() < values_tried) {
      std::string label = level.label;
      tried.emplace(std::move(label), std::move(level));
    }
  }
  tried.emplace(least->label, *least);
  tried.emplace(greatest->label, *greatest);
  std::vector<FactorLevel> levels;
  levels.reserve(tried.size());
  for (auto& [label, level] : tried) {
    levels.push_back(std::move(level));
  }
  return levels;
}

/// Tries values of factors in every scenario, and tells what is wrong with them.
class FactorTrial {
 public:
  FactorTrial(PreparedSweep& prepared, const SweepPlan& plan)
      : prepared_(prepared), plan_(plan), patcher_(prepared.sources) {}

  void run() {
    const SweepSpec& spec = plan_.spec();
    for (std::size_t f = 0; f < spec.factors.size(); ++f) {
      for (const FactorLevel& level : levels_tried(plan_.design(), f)) {
        try_level(level);
      }
    }
    for (std::size_t m = 0; m < std::min<std::size_t>(spec.members.size(), values_tried); ++m) {
      for (const FactorLevel& level : spec.members[m]) {
        try_level(level);
      }
    }
  }

 private:
  void try_level(const FactorLevel& level) {
    for (std::uint32_t scenario = 0; scenario < prepared_.sources.files.size(); ++scenario) {
      try {
        const LoadedScenario loaded = patcher_.load(scenario, level.settings);
        ask(level, loaded.warnings);
        tell(level, compile(loaded.scenario).errors);
      } catch (const InputError& error) {
        tell(level, error.diagnostics);
      }
    }
  }

  static bool is_of_setting(const FactorLevel& level, const Diagnostic& problem) {
    return std::any_of(
        level.settings.begin(), level.settings.end(),
        [&](const std::string& setting) { return problem.file == "--set " + setting; });
  }

  /// Asks about what a value may mean, once at a place.
  void ask(const FactorLevel& level, const std::vector<Diagnostic>& warnings) {
    for (Diagnostic warning : warnings) {
      warning.place = level.place;
      std::vector<Diagnostic>& kept = prepared_.bases.warnings;
      const bool is_known = std::any_of(kept.begin(), kept.end(), [&](const Diagnostic& known) {
        return known.file == prepared_.sweep->file && known.place.line == level.place.line &&
               known.place.column == level.place.column;
      });
      if (is_of_setting(level, warning) && !is_known) {
        warning.file = prepared_.sweep->file;
        kept.push_back(std::move(warning));
      }
    }
  }

  void tell(const FactorLevel& level, const std::vector<Diagnostic>& problems) {
    for (Diagnostic problem : problems) {
      if (!is_of_setting(level, problem)) {
        problem.message =
            fmt::format("with '{}': {}", fmt::join(level.settings, "', '"), to_text(problem));
        problem.expected.clear();
        problem.suggestion.clear();
      }
      problem.file = prepared_.sweep->file;
      problem.place = level.place;
      const bool is_known = std::any_of(
          prepared_.bases.errors.begin(), prepared_.bases.errors.end(),
          [text = to_text(problem)](const Diagnostic& known) { return to_text(known) == text; });
      if (!is_known) {
        prepared_.bases.errors.push_back(std::move(problem));
      }
      prepared_.bases.all_missing = false;
    }
  }

  PreparedSweep& prepared_;
  const SweepPlan& plan_;
  ScenarioPatcher patcher_;
};

void add_error(PreparedSweep& prepared, Place place, std::string message, std::string expected) {
  Diagnostic problem;
  problem.file = prepared.sweep->file;
  problem.place = place;
  problem.message = std::move(message);
  problem.expected = std::move(expected);
  prepared.bases.errors.push_back(std::move(problem));
  prepared.bases.all_missing = false;
}

/// A sweep that stops by a figure needs one in each of its scenarios.
void check_stop_figure(PreparedSweep& prepared) {
  const SweepSpec& spec = prepared.sweep->spec;
  if (!spec.stop) {
    return;
  }
  for (const PreparedScenario& base : prepared.bases.scenarios) {
    const auto& figures = base.world->plan.run_figures;
    if (std::none_of(figures.begin(), figures.end(),
                     [&](const MetricKey& key) { return is_stop_figure(*spec.stop, key); })) {
      add_error(prepared, spec.stop->place,
                fmt::format("scenario '{}' has no such figure of {}", base.loaded.scenario.name,
                            spec.stop->metric),
                "a region, partner, sector, material and facility that a row of its summary.csv "
                "names together");
    }
  }
}

/// Runs take memory before the first is made, and a place in the store each.
void check_size(PreparedSweep& prepared, const SweepPlan& plan, unsigned threads) {
  const SweepSpec& spec = prepared.sweep->spec;
  const SweepSize size = size_of(prepared, plan, threads);
  constexpr double megabyte = 1e6;
  if (size.runs > static_cast<double>(spec.max_runs)) {
    add_error(prepared, spec.design.place,
              fmt::format("{} variants of {} scenarios with {:.0f} replications are {:.0f} runs, "
                          "which take some {:.2g} MB of memory and {:.2g} GB on disk",
                          plan.design().size(), spec.scenarios.size(), size.runs / plan.arms(),
                          size.runs, size.bytes_of_memory / megabyte, size.bytes_on_disk / 1e9),
              fmt::format("at most {} runs, or a higher max_runs", spec.max_runs));
  }
  double most = 0;
  for (const PreparedScenario& base : prepared.bases.scenarios) {
    most = std::max(most, most_megabytes(*base.world));
  }
  if (size.bytes_of_memory > most * megabyte) {
    add_error(prepared, spec.design.place,
              fmt::format("the sweep may take {:.0f} MB of memory, {:.0f} MB on each of {} "
                          "threads, more than {:.0f} MB",
                          std::ceil(size.bytes_of_memory / megabyte),
                          size.bytes_per_thread / megabyte, threads, most),
              "fewer runs or threads, or a higher runs.max_memory_mb of the scenario");
  }
}

void check_overrides(PreparedSweep& prepared) {
  const SweepSpec& spec = prepared.sweep->spec;
  if (spec.antithetic && spec.replications % 2 != 0) {
    add_error(prepared, {}, "antithetic replications come in pairs", "an even --replications");
  }
  if (spec.stop && (spec.replications < 2 || spec.stop->max_replications < spec.replications)) {
    add_error(prepared, spec.stop->place, "--replications does not go with the stop rule",
              fmt::format("2 to {}", spec.stop->max_replications));
  }
}

}  // namespace

PreparedSweep prepare_sweep(const std::string& file, const ScenarioOptions& options,
                            bool try_factors, unsigned threads) {
  PreparedSweep prepared;
  try {
    prepared.sweep = std::make_unique<LoadedSweep>(read_sweep(file, options.allowed_paths));
  } catch (const InputError& error) {
    prepared.bases.errors = error.diagnostics;
    prepared.bases.all_missing = error.kind == InputError::Kind::not_found;
    return prepared;
  }
  apply_options(*prepared.sweep, options);
  const SweepSpec& spec = prepared.sweep->spec;
  prepared.sources = {spec.scenarios, spec.settings, options.allowed_paths,
                      std::make_shared<FileTexts>()};
  prepared.sources.settings.insert(prepared.sources.settings.end(), options.settings.begin(),
                                   options.settings.end());
  ScenarioOptions of_bases;
  of_bases.settings = prepared.sources.settings;
  of_bases.allowed_paths = options.allowed_paths;
  prepared.bases = prepare(spec.scenarios, of_bases, true, prepared.sources.texts.get(), threads);
  check_overrides(prepared);
  for (const FactorProblem& problem : factors_set_elsewhere(spec, options.settings)) {
    add_error(prepared, problem.place, problem.message, problem.expected);
  }
  if (!prepared.bases.errors.empty()) {
    return prepared;
  }
  std::vector<std::string> names;
  for (const PreparedScenario& base : prepared.bases.scenarios) {
    names.push_back(base.loaded.scenario.name);
  }
  std::unique_ptr<SweepPlan> plan;
  try {
    plan = std::make_unique<SweepPlan>(spec, names);
  } catch (const std::length_error& error) {
    add_error(prepared, spec.design.place, error.what(), "fewer values, or a sample");
    return prepared;
  }
  check_size(prepared, *plan, threads);
  check_stop_figure(prepared);
  if (try_factors) {
    FactorTrial(prepared, *plan).run();
  }
  std::stable_sort(prepared.bases.errors.begin(), prepared.bases.errors.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return std::tie(a.file, a.place.line, a.place.column) <
                            std::tie(b.file, b.place.line, b.place.column);
                   });
  prepared.sources.texts->records = false;
  if (prepared.bases.errors.empty()) {
    prepared.plan = std::move(plan);
  }
  return prepared;
}

SweepSize size_of(const PreparedSweep& prepared, const SweepPlan& plan, unsigned threads) {
  constexpr double bytes_of_row = 120;  // beside its figures
  constexpr double bytes_of_mark = 1.0 / 8;
  const SweepSpec& spec = prepared.sweep->spec;
  const double each =
      static_cast<double>(spec.stop ? spec.stop->max_replications : spec.replications);
  const double runs_of_scenario = each * plan.design().size();
  SweepSize size;
  size.runs = plan.arms() * each;
  double bytes_of_world = 0;
  for (const PreparedScenario& base : prepared.bases.scenarios) {
    const MemoryUse use = expected_memory(*base.world);
    const auto kept = static_cast<double>(kept_figures(base.world->plan, spec).indices.size());
    size.events_per_run = std::max(size.events_per_run, expected_events(*base.world));
    size.bytes_per_thread = std::max(size.bytes_per_thread, use.per_thread + use.world);
    bytes_of_world += use.world;
    size.bytes_on_disk += runs_of_scenario * (bytes_of_row + sizeof(double) * kept);
  }
  size.bytes_of_memory = std::min<double>(threads, size.runs) * size.bytes_per_thread +
                         size.runs * bytes_of_mark + bytes_of_world;
  return size;
}

SweepIdentity identity_of(const PreparedSweep& prepared) {
  const ProgramVersion program = program_version();
  SweepIdentity identity = {{"program", fmt::format("{} {}", program.version, program.commit)}};
  for (const auto& [key, value] : prepared.sweep->entries) {
    identity.emplace_back(key, value);
  }
  identity.emplace_back("scenario", nlohmann::json(prepared.sources.files).dump());
  identity.emplace_back("set", nlohmann::json(prepared.sources.settings).dump());
  identity.emplace_back("allow-path", nlohmann::json(prepared.sources.allowed_paths).dump());
  for (const InputFile& table : prepared.sweep->resolved_tables) {
    identity.emplace_back("input " + table.path, sha256(table.content));
  }
  for (const PreparedScenario& base : prepared.bases.scenarios) {
    for (const InputFile& input : base.loaded.inputs) {
      identity.emplace_back(fmt::format("input {}", input.path), sha256(input.content));
    }
  }
  std::sort(identity.begin(), identity.end());
  identity.erase(std::unique(identity.begin(), identity.end()), identity.end());
  return identity;
}

SweepSources sources_of(const SweepIdentity& identity) {
  SweepSources sources;
  for (const auto& [name, value] : identity) {
    auto* const texts = name == "scenario"     ? &sources.files
                        : name == "set"        ? &sources.settings
                        : name == "allow-path" ? &sources.allowed_paths
                                               : nullptr;
    if (texts != nullptr) {
      nlohmann::json::parse(value).get_to(*texts);
    }
  }
  return sources;
}

std::string repeat_command(const SweepPlan& plan, const SweepSources& sources, std::uint32_t arm,
                           std::uint32_t member) {
  ScenarioOptions options;
  options.settings = sources.settings;
  const auto own = plan.settings(arm, member);
  options.settings.insert(options.settings.end(), own.begin(), own.end());
  options.allowed_paths = sources.allowed_paths;
  options.seed = plan.seed(arm);
  return repeat_command(sources.files[plan.scenario_of(arm)], options);
}

}  // namespace monazite
