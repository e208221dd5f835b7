#include "sim/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <sstream>
#include <system_error>

#include "models/scenario/diagnostic.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/report/program_version.hpp"

namespace monazite {

namespace {

constexpr auto program_footer = R"(
Examples:
  monazite run scenarios/world_2024/world_2024.yaml
  monazite check scenarios/stockholm/*.yaml
  monazite run --help

Exit codes: 0 done, 1 some runs failed or a target of validate does not hold, 64 wrong usage,
65 bad input, 66 input not found, 70 internal error, 73 output cannot be created, 74 I/O error,
130 interrupted.)";

constexpr auto run_footer = R"(
Examples:
  monazite run scenarios/stockholm/truce_extended.yaml
  monazite run scenarios/stockholm/truce_extended.yaml scenarios/stockholm/snap_back.yaml \
      --replications 50 --out results/talks
  monazite run scenarios/world_2024/world_2024.yaml --set switches.demand_scale=0.8

The result folder holds summary, runs, series, flows, policy, balance and failures as CSV, a
manifest, and what was run: scenario.resolved.yaml with its inputs, which runs again as it is. Of
several scenarios each has its own, in resolved/NAME/.)";

constexpr auto check_footer = R"(
Examples:
  monazite check scenarios/stockholm/snap_back.yaml
  monazite check scenarios/*/*.yaml --format json)";

constexpr auto validate_footer = R"(
Examples:
  monazite validate
  monazite validate --replications 50 --out validation.md

Ends with 1 when a target does not hold, or when the replications are too few to be sure that it
does; the page is written all the same. What is laid over the scenario (--set, --replications,
--seed) is named on the page. Drift is judged on twenty times the replications.)";

constexpr auto network_footer = R"(
Examples:
  monazite network scenarios/world_2024/world_2024.yaml --format csv --out lanes.csv
  monazite network scenarios/world_2024/world_2024.yaml --overview 1000 | dot -Tsvg > chain.svg)";

const std::map<std::string, CheckFormat> check_formats = {{"text", CheckFormat::text},
                                                          {"json", CheckFormat::json}};

const std::map<std::string, NetworkFormat> network_formats = {
    {"dot", NetworkFormat::dot}, {"graphml", NetworkFormat::graphml}, {"csv", NetworkFormat::csv}};

std::string version_text() {
  const ProgramVersion program = program_version();
  return fmt::format("monazite {}\ncommit   {}\ncompiler {}\nbuild    {}", program.version,
                     program.commit, program.compiler, program.build_type);
}

/// The reason to refuse a text as a whole number of this type, or nothing. The parser would read
/// `010` as octal and cut what is too large.
template <typename Integer>
std::string refuse_unless_whole(const std::string& text) {
  Integer value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  const bool decimal = text.size() == 1 || text.front() != '0';
  if (result.ec == std::errc::result_out_of_range) {
    return fmt::format("{} is too large", text);
  }
  return result.ec == std::errc() && result.ptr == end && decimal
             ? std::string()
             : fmt::format("'{}' is no whole number", text);
}

std::string refuse_zero(const std::string& text) {
  return text == "0" ? "0 is not enough; expected 1 or more" : std::string();
}

std::string refuse_unless_setting(const std::string& text) {
  const std::size_t equals = text.find('=');
  return equals != std::string::npos && equals > 0
             ? std::string()
             : fmt::format("'{}' is no setting; expected KEY.PATH=VALUE", text);
}

std::string refuse_unless_size(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc() && result.ptr == end && value >= 0 && std::isfinite(value)
             ? std::string()
             : fmt::format("'{}' is no number of tonnes", text);
}

/// Reads a name as one of an enumeration's.
template <class Enum>
CLI::Validator one_of(const std::map<std::string, Enum>& names) {
  return CLI::Validator(
      [&names](std::string& text) {
        const auto found = names.find(text);
        if (found != names.end()) {
          text = std::to_string(static_cast<int>(found->second));
          return std::string();
        }
        std::vector<std::string_view> known;
        known.reserve(names.size());
        for (const auto& [name, value] : names) {
          known.push_back(name);
        }
        return fmt::format("there is no '{}'; expected {}", text, fmt::join(known, ", "));
      },
      "");
}

std::string refuse_empty(const std::string& text) {
  return text.empty() ? "the name is empty" : std::string();
}

void add_scenario_options(CLI::App& app, ScenarioOptions& options) {
  app.add_option("--replications", options.replications, "Runs of each scenario")
      ->check(refuse_unless_whole<std::uint32_t>)
      ->check(refuse_zero)
      ->type_name("N");
  app.add_option("--seed", options.seed, "Master seed")
      ->check(refuse_unless_whole<std::uint64_t>)
      ->type_name("N");
  // One value each time, so that a file may follow.
  app.add_option("--set", options.settings, "Set a key of the scenario; may be repeated")
      ->allow_extra_args(false)
      ->check(refuse_unless_setting)
      ->type_name("KEY.PATH=VALUE");
  app.add_option("--allow-path", options.allowed_paths,
                 "A folder outside the scenario's tree that its files may name; may be repeated")
      ->allow_extra_args(false)
      ->type_name("DIR");
}

void add_threads_option(CLI::App& app, std::uint32_t& threads) {
  app.add_option("--threads", threads, "Threads (default: 0, all)")
      ->check(refuse_unless_whole<std::uint32_t>)
      ->check(CLI::Range(0, 4096))
      ->type_name("N");
}

void add_progress_options(CLI::App& app, TalkOptions& options) {
  auto* progress = app.add_flag("--progress", options.progress,
                                "Show progress even where standard error is no terminal");
  app.add_flag("--no-progress", options.no_progress, "Show no progress")->excludes(progress);
}

void add_talk_options(CLI::App& app, TalkOptions& options) {
  auto* quiet = app.add_flag("--quiet", options.quiet, "Say nothing but errors");
  app.add_flag("--verbose", options.verbose, "Say what is done")->excludes(quiet);
}

CLI::App* add_run(CLI::App& program, RunArguments& arguments) {
  auto* app = program.add_subcommand(
      "run", "Run every replication of one or several scenarios, and write a result folder");
  app->footer(run_footer);
  app->add_option("SCENARIO", arguments.files, "Scenario files")->required();
  app->add_option("--out", arguments.out, "Result folder (default: a new one in results/)")
      ->check(refuse_empty)
      ->type_name("DIR");
  app->add_flag("--force", arguments.force, "Overwrite a result folder");
  app->add_option("--first-replication", arguments.first_replication,
                  "Number of the first run (default: 0)")
      ->check(refuse_unless_whole<std::uint32_t>)
      ->type_name("N");
  add_threads_option(*app, arguments.threads);
  add_scenario_options(*app, arguments.scenario);
  add_talk_options(*app, arguments.talk);
  add_progress_options(*app, arguments.talk);
  return app;
}

CLI::App* add_check(CLI::App& program, CheckArguments& arguments) {
  auto* app = program.add_subcommand("check", "Validate scenarios without running them");
  app->footer(check_footer);
  app->add_option("FILE", arguments.files, "Scenario files")->required();
  app->add_option("--format", arguments.format, "How problems are told: text or json")
      ->transform(one_of(check_formats))
      ->type_name("FORMAT");
  add_scenario_options(*app, arguments.scenario);
  add_talk_options(*app, arguments.talk);
  return app;
}

CLI::App* add_network(CLI::App& program, NetworkArguments& arguments) {
  auto* app = program.add_subcommand("network", "Print the supply graph of a scenario");
  app->footer(network_footer);
  app->add_option("SCENARIO", arguments.file, "Scenario file")->required();
  auto* format = app->add_option("--format", arguments.format, "dot (default), graphml or csv")
                     ->transform(one_of(network_formats))
                     ->type_name("FORMAT");
  app->add_option("--overview", arguments.overview_tonnes,
                  "Draw stages by region instead, with the lanes of at least so many t/yr, as dot")
      ->check(refuse_unless_size)
      ->type_name("TONNES")
      ->excludes(format);
  app->add_option("--out", arguments.out, "File to write (default: standard output)")
      ->check(refuse_empty)
      ->type_name("FILE");
  app->add_flag("--force", arguments.force, "Overwrite the file");
  add_scenario_options(*app, arguments.scenario);
  add_talk_options(*app, arguments.talk);
  return app;
}

CLI::App* add_validate(CLI::App& program, ValidateArguments& arguments) {
  auto* app = program.add_subcommand(
      "validate", "Run the base year against its tables, and write the validation page");
  app->footer(validate_footer);
  app->add_option("SCENARIO", arguments.file,
                  "The base year (default: scenarios/world_2024/world_2024.yaml)");
  app->add_option("--out", arguments.out, "Page to write (default: docs/validation.md)")
      ->check(refuse_empty)
      ->type_name("FILE");
  app->add_flag("--force", arguments.force, "Overwrite a file that is no validation page");
  add_threads_option(*app, arguments.threads);
  add_scenario_options(*app, arguments.scenario);
  add_talk_options(*app, arguments.talk);
  add_progress_options(*app, arguments.talk);
  return app;
}

/// The nearest command, when the first argument is none.
std::string unknown_command(const CLI::App& program, int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') {
    return {};
  }
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) {
    names.push_back(command->get_name());
    if (names.back() == argv[1]) {
      return {};
    }
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string nearest = nearest_name(argv[1], views);
  return fmt::format("there is no command '{}'; expected {}{}", argv[1], fmt::join(names, ", "),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

ParsedArguments wrong_usage(const std::string& message, const std::string& help_of) {
  ParsedArguments parsed;
  parsed.exit_code = exit_usage;
  parsed.error = fmt::format("monazite: error: {}\nSee {} --help.\n", message, help_of);
  return parsed;
}

ParsedArguments end_of(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    std::ostringstream output;
    program.exit(error, output, output);
    ParsedArguments parsed;
    parsed.output = output.str();
    return parsed;
  }
  const auto chosen = program.get_subcommands();
  return wrong_usage(error.what(), chosen.empty()
                                       ? std::string("monazite")
                                       : fmt::format("monazite {}", chosen.front()->get_name()));
}

}  // namespace

ParsedArguments parse_arguments(int argc, const char* const* argv) {
  CLI::App program("Simulates the rare-earth supply chain, from the mine to the motor.",
                   "monazite");
  program.footer(program_footer);
  program.set_version_flag("--version", version_text());
  program.require_subcommand(1);

  RunArguments run;
  CheckArguments check;
  NetworkArguments network;
  ValidateArguments validate;
  const CLI::App* run_app = add_run(program, run);
  const CLI::App* check_app = add_check(program, check);
  const CLI::App* network_app = add_network(program, network);
  const CLI::App* validate_app = add_validate(program, validate);

  if (const std::string message = unknown_command(program, argc, argv); !message.empty()) {
    return wrong_usage(message, "monazite");
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return end_of(program, error);
  }
  ParsedArguments parsed;
  if (run_app->parsed()) {
    run.command_line.assign(argv, argv + argc);
    parsed.command = std::move(run);
  } else if (check_app->parsed()) {
    parsed.command = std::move(check);
  } else if (network_app->parsed()) {
    parsed.command = std::move(network);
  } else if (validate_app->parsed()) {
    parsed.command = std::move(validate);
  }
  return parsed;
}

}  // namespace monazite
