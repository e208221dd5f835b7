#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <utility>
#include <variant>

#include "models/scenario/world.hpp"
#include "sim/analysis/validation_page.hpp"
#include "sim/batch/parameter_digest.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/prepare.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/validation_arms.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/output_file.hpp"

namespace monazite {

namespace {

constexpr std::size_t drifts_shown = 10;

/// A slope varies more from run to run than a mean: so many times the replications of the others.
constexpr std::uint32_t drift_replications = 20;

/// At most so many are run for each end of each free parameter.
constexpr std::uint32_t sensitivity_replications = 4;

/// What the caller lays over the scenario, as the command line said it.
std::vector<std::string> settings_of(const ScenarioOptions& options) {
  std::vector<std::string> settings;
  for (const auto& setting : options.settings) {
    settings.push_back("--set " + setting);
  }
  if (options.replications) {
    settings.push_back(fmt::format("--replications {}", *options.replications));
  }
  if (options.seed) {
    settings.push_back(fmt::format("--seed {}", *options.seed));
  }
  return settings;
}

BatchScenario batch_scenario(const PreparedScenario& prepared) {
  const auto& scenario = prepared.loaded.scenario;
  return {.name = scenario.name,
          .world = prepared.world.get(),
          .plan = &prepared.world->plan,
          .seed = scenario.runs.seed,
          .replications = static_cast<std::uint32_t>(scenario.runs.replications),
          .digest = parameter_digest(prepared.loaded)};
}

/// The arms, ready to run; or the exit code, when something is wrong and was told.
std::variant<std::vector<PreparedScenario>, int> prepare_arms(const ValidateArguments& arguments,
                                                              const std::vector<Arm>& arms) {
  std::vector<PreparedScenario> scenarios;
  for (const auto& arm : arms) {
    ScenarioOptions options = arguments.scenario;
    if (!arm.is_of_world) {
      options.settings.clear();
    }
    options.settings.insert(options.settings.begin(), arm.settings.begin(), arm.settings.end());
    Preparation preparation = prepare(std::span(&arm.file, 1), options, false);
    tell_problems(preparation, arguments.talk);
    if (preparation.scenarios.empty()) {
      return preparation.exit_code();
    }
    scenarios.push_back(std::move(preparation.scenarios.front()));
  }
  return scenarios;
}

void tell_failures(const BatchResults& results) {
  for (const auto& scenario : results.scenarios) {
    for (const auto& failure : scenario.failures) {
      tell(fmt::format("monazite: error: {}, replication {}: {}\n", scenario.scenario.name,
                       failure.replication, failure.reason));
    }
  }
}

int whole_years(const World& world) { return year_of(world.end) + 1 - year_of(world.start); }

/// The tables beside the scenario.
struct Tables {
  std::vector<BaseYearTarget> targets;
  std::vector<HabitRange> habits;         ///< none without a table
  std::vector<BackTestTarget> back_test;  ///< none without a history
};

ValidationPage page_of(const ValidateArguments& arguments,
                       const std::vector<BaseYearTarget>& targets, const BatchResults& results,
                       const std::vector<Trends>& trends) {
  const auto& r = results.scenarios;
  ValidationPage page;
  page.scenario = arguments.file;
  page.settings = settings_of(arguments.scenario);
  page.replications = r[arm_base].scenario.replications;
  page.base_year = compare_base_year(*r[arm_base].scenario.world, r[arm_base], targets);
  page.drift = measure_drift(r[arm_drift], trends[0]);
  page.drift_replications = r[arm_drift].scenario.replications;
  page.drift_years = whole_years(*r[arm_drift].scenario.world);
  page.largest_flow_drifts = largest_drifts(r[arm_drift], trends[0], false, drifts_shown);
  page.largest_stock_drifts = largest_drifts(r[arm_drift], trends[0], true, drifts_shown);
  page.steady = measure_drift(r[arm_steady], trends[1]);
  page.steady_years = whole_years(*r[arm_steady].scenario.world);
  const auto label = [](const char* what, int year) { return fmt::format("{}, {}", what, year); };
  const int second_year = base_year + 1;
  page.demand =
      compare_stages({{label("−20 %", base_year), &r[arm_calm_first], &r[arm_less_first]},
                      {label("−20 %", second_year), &r[arm_calm_second], &r[arm_less_second]},
                      {label("+10 %", base_year), &r[arm_calm_first], &r[arm_more_first]},
                      {label("+10 %", second_year), &r[arm_calm_second], &r[arm_more_second]}});
  page.recovery =
      compare_stages({{label("shut", base_year), &r[arm_calm_first], &r[arm_outage]},
                      {label("open", second_year), &r[arm_calm_second], &r[arm_outage_second]},
                      {label("open", base_year + 3), &r[arm_calm_fourth], &r[arm_outage_fourth]},
                      {label("open", last_year), &r[arm_calm_last], &r[arm_outage_last]}});
  return page;
}

/// Says how many targets of the back-test and of published shapes are missed, which is no error.
void tell_back_tests(const ValidateArguments& arguments, const ValidationPage& page) {
  const auto rows = page.shapes.size() + (page.back_test ? page.back_test->rows.size() : 0);
  if (rows > 0 && !arguments.talk.quiet) {
    write_output(fmt::format(
        "\nOf {} targets of the back-test and of published shapes {} are missed and {} open.\n",
        rows, page.back_tests_that_are(Verdict::missed).size(),
        page.back_tests_that_are(Verdict::open).size()));
  }
}

/// Writes the page, says what it comes to, and gives the exit code.
int conclude(const ValidateArguments& arguments, const ValidationPage& page) {
  const std::string text = to_markdown(page);
  if (!arguments.talk.quiet) {
    write_output(text);
  }
  write_file_whole(arguments.out, text, true);
  const auto missed = page.targets_that_are(Verdict::missed);
  const auto open = page.targets_that_are(Verdict::open);
  if (!open.empty()) {
    tell(
        fmt::format("monazite: error: too few replications ({}, of drift {}) to be sure of these "
                    "targets: {}\n",
                    page.replications, page.drift_replications, fmt::join(open, ", ")));
  }
  tell_back_tests(arguments, page);
  if (!missed.empty()) {
    fmt::print(stderr, "monazite: error: these targets do not hold: {}; see {}\n",
               fmt::join(missed, ", "), arguments.out);
    return exit_target_missed;
  }
  if (!open.empty()) {
    return exit_target_missed;
  }
  if (!arguments.talk.quiet) {
    write_output(fmt::format("\nEvery target of the base year holds. Page: {}\n", arguments.out));
  }
  return exit_done;
}

/// What of each run is kept by itself for the back-test and the small worlds.
std::vector<SeriesRecord> records_of(const std::vector<BatchScenario>& batch,
                                     const ValidationArms& arms, const Tables& tables) {
  std::vector<SeriesRecord> records;
  const auto follow = [&](std::size_t arm, const std::vector<MetricKey>& figures) {
    records.emplace_back(*batch[arm].plan, batch[arm].replications, figures);
  };
  if (arms.history) {
    follow(*arms.history + history_months, followed_figures(tables.back_test));
    follow(*arms.history + history_weeks, followed_figures(tables.back_test));
  }
  for (std::size_t k = 0; arms.shapes && k < shape_end; ++k) {
    follow(*arms.shapes + k, shape_figures());
  }
  return records;
}

/// Adds the back-test and the small worlds; `records` are those of `records_of`.
void add_back_tests(ValidationPage& page, const ValidationArms& arms, const Tables& tables,
                    const BatchResults& results, const std::vector<SeriesRecord>& records) {
  const auto* record = records.data();
  if (arms.history) {
    const auto* first = &results.scenarios[*arms.history];
    const BackTestRuns runs{&record[history_months], &record[history_weeks], &first[history_stops],
                            &first[history_calm]};
    page.back_test = BackTest{arms.history_file, first->scenario.replications,
                              compare_back_test(runs, tables.back_test)};
    record += history_stops;
  }
  if (arms.shapes) {
    page.shape_replications = record->replications();
    page.shapes =
        measure_shapes({&record[shape_storage], &record[shape_bubble], &record[shape_bubble_calm],
                        &record[shape_pro_rata], &record[shape_uniform]});
  }
}

int validate(const ValidateArguments& arguments, const ValidationArms& arms,
             const std::vector<PreparedScenario>& prepared, const Tables& tables) {
  std::vector<BatchScenario> batch;
  batch.reserve(prepared.size());
  for (const auto& scenario : prepared) {
    batch.push_back(batch_scenario(scenario));
  }
  batch[arm_drift].replications *= drift_replications;
  std::vector<Trends> trends;
  for (const auto arm : {arm_drift, arm_steady}) {
    trends.emplace_back(*batch[arm].plan, batch[arm].replications);
  }
  std::vector<SeriesRecord> records = records_of(batch, arms, tables);
  BatchOptions options;
  options.threads = arguments.threads;
  options.interrupt = &watch_interrupts();
  const BatchResults results =
      run_with_progress(batch, with_records(with_trends(replications_of_worlds(), trends), records),
                        options, progress_mode(arguments.talk));
  if (results.interrupted) {
    return exit_interrupted;
  }
  tell_failures(results);
  if (results.failures() > 0) {
    return exit_runs_failed;
  }
  auto page = page_of(arguments, tables.targets, results, trends);
  add_back_tests(page, arms, tables, results, records);
  const auto& base = prepared[arm_base].loaded.scenario;
  page.sensitivity_replications = std::min(sensitivity_replications, page.replications);
  page.sensitivities =
      measure_sensitivities(base, tables.habits, page.sensitivity_replications, options);
  return watch_interrupts() ? exit_interrupted : conclude(arguments, page);
}

/// Reads the tables; or the exit code, when something is wrong and was told.
std::variant<Tables, int> tables_of(const ValidateArguments& arguments,
                                    const ValidationArms& arms) {
  const auto folder = std::filesystem::path(arguments.file).parent_path();
  try {
    Tables tables;
    tables.targets = read_targets(folder / "targets.csv");
    if (const auto path = folder / "habits.csv"; std::filesystem::exists(path)) {
      tables.habits = read_habits(path);
    }
    if (arms.history) {
      tables.back_test = read_back_test_targets(arms.history_targets);
    }
    return tables;
  } catch (const InputError& error) {
    for (const auto& problem : error.diagnostics) {
      tell(fmt::format("{}\n", to_text(problem)));
    }
    return error.kind == InputError::Kind::not_found ? exit_no_input : exit_bad_input;
  }
}

/// Throws OutputError, before anything runs, when the page would take the place of another file.
void refuse_to_replace(const ValidateArguments& arguments) {
  std::error_code error;
  const std::filesystem::path out = std::filesystem::absolute(arguments.out, error);
  if (std::filesystem::is_directory(out, error) ||
      !std::filesystem::is_directory(out.parent_path(), error)) {
    throw OutputError(OutputError::Kind::cannot_create,
                      fmt::format("cannot create {}: it is a folder, or in none", arguments.out));
  }
  if (arguments.force || !std::filesystem::exists(out, error)) {
    return;
  }
  std::string begin(validation_title.size(), ' ');
  std::ifstream(arguments.out).read(begin.data(), static_cast<std::streamsize>(begin.size()));
  if (begin != validation_title) {
    throw OutputError(
        OutputError::Kind::cannot_create,
        fmt::format("{} exists and is no validation page; choose another --out, or --force to "
                    "overwrite it",
                    arguments.out));
  }
}

}  // namespace

int execute(const ValidateArguments& arguments) {
  const auto arms = validation_arms(arguments.file);
  const auto prepared = prepare_arms(arguments, arms.arms);
  const int* wrong = std::get_if<int>(&prepared);
  if (wrong != nullptr && *wrong == exit_no_input) {
    return *wrong;
  }
  const auto tables = tables_of(arguments, arms);
  if (const int* code = std::get_if<int>(&tables); code != nullptr || wrong != nullptr) {
    return wrong != nullptr ? *wrong : *code;
  }
  refuse_to_replace(arguments);
  return validate(arguments, arms, std::get<0>(prepared), std::get<0>(tables));
}

}  // namespace monazite
