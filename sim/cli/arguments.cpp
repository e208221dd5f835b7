#include "sim/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <map>
#include <sstream>

#include "models/scenario/diagnostic.hpp"
#include "sim/cli/argument_checks.hpp"
#include "sim/cli/compare_arguments.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/help_text.hpp"
#include "sim/report/program_version.hpp"
#include "sim/report/scenario_template.hpp"

namespace monazite {

namespace {

const std::map<std::string, CheckFormat> check_formats = {{"text", CheckFormat::text},
                                                          {"json", CheckFormat::json}};

const std::map<std::string, NetworkFormat> network_formats = {
    {"dot", NetworkFormat::dot}, {"graphml", NetworkFormat::graphml}, {"csv", NetworkFormat::csv}};

const std::map<std::string, SchemaFormat> schema_formats = {{"json", SchemaFormat::json},
                                                            {"markdown", SchemaFormat::markdown}};

std::string version_text() {
  const ProgramVersion program = program_version();
  return fmt::format("monazite {}\ncommit   {}\ncompiler {}\nbuild    {}", program.version,
                     program.commit, program.compiler, program.build_type);
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

CLI::App* add_sweep(CLI::App& program, SweepArguments& arguments) {
  auto* app = program.add_subcommand(
      "sweep", "Run many variants of scenarios, each many times, and write a result folder");
  app->footer(sweep_footer);
  app->add_option("SWEEP", arguments.file, "Sweep file")->required();
  app->add_option("--out", arguments.out, "Result folder (default: a new one in results/)")
      ->check(refuse_empty)
      ->type_name("DIR");
  auto* force = app->add_flag("--force", arguments.force, "Overwrite a result folder");
  auto* resume =
      app->add_flag("--resume", arguments.resume,
                    "Go on with a sweep that was interrupted; begin it where there is none")
          ->excludes(force);
  app->add_flag(
         "--extend", arguments.extend,
         "Ask a sweep that is there for more replications, variants or metrics; runs that it "
         "has made are kept")
      ->excludes(force);
  app->add_flag("--repair", arguments.repair,
                "With --resume: run what is damaged in the store again, keep the rest")
      ->needs(resume);
  app->add_option_function<std::string>(
         "--shard", [&arguments](const std::string& text) { arguments.shard = *read_shard(text); },
         "Run part I of N; `monazite merge` joins them")
      ->check(refuse_unless_shard)
      ->type_name("I/N");
  app->add_option_function<std::string>(
         "--format", [&arguments](const std::string& text) { arguments.json = text == "json"; },
         "How progress is told: text or json, a line a second on standard error")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  add_threads_option(*app, arguments.threads);
  add_scenario_options(*app, arguments.scenario);
  add_talk_options(*app, arguments.talk);
  add_progress_options(*app, arguments.talk);
  return app;
}

CLI::App* add_merge(CLI::App& program, MergeArguments& arguments) {
  auto* app = program.add_subcommand("merge", "Join the shards of one sweep");
  app->footer(merge_footer);
  app->add_option("RESULT", arguments.shards, "Result folders of all its shards")->required();
  app->add_option("--out", arguments.out, "Result folder")
      ->required()
      ->check(refuse_empty)
      ->type_name("DIR");
  app->add_flag("--force", arguments.force, "Overwrite a result folder");
  add_talk_options(*app, arguments.talk);
  return app;
}

CLI::App* add_replay(CLI::App& program, ReplayArguments& arguments) {
  auto* app = program.add_subcommand("replay", "Run one run of a sweep again, bit for bit");
  app->footer(replay_footer);
  app->add_option("RESULT", arguments.result, "Result folder of a sweep")->required();
  app->add_option("--variant", arguments.variant, "Variant, such as v07, or its number")
      ->required()
      ->check(refuse_empty)
      ->type_name("V");
  app->add_option("--replication", arguments.replication, "Replication")
      ->required()
      ->check(refuse_unless_whole<std::uint32_t>)
      ->type_name("R");
  app->add_option("--scenario", arguments.scenario, "Scenario (default: the only one)")
      ->type_name("NAME");
  app->add_flag("--trace", arguments.trace, "Print every event, and write them as trace.csv");
  app->add_option("--out", arguments.out, "Result folder (default: a new one in results/)")
      ->check(refuse_empty)
      ->type_name("DIR");
  app->add_flag("--force", arguments.force, "Overwrite a result folder");
  add_talk_options(*app, arguments.talk);
  return app;
}

CLI::App* add_check(CLI::App& program, CheckArguments& arguments) {
  auto* app = program.add_subcommand("check", "Validate scenarios, and find keys that do nothing");
  app->footer(check_footer);
  app->add_option("FILE", arguments.files, "Scenario files")->required();
  app->add_option("--format", arguments.format, "How problems are told: text or json")
      ->transform(one_of(check_formats))
      ->type_name("FORMAT");
  app->add_flag("--dead-keys", arguments.dead_keys,
                "Vary each key of the scenario files and run them, to find keys without effect");
  add_threads_option(*app, arguments.threads);
  add_scenario_options(*app, arguments.scenario);
  add_talk_options(*app, arguments.talk);
  add_progress_options(*app, arguments.talk);
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

CLI::App* add_schema(CLI::App& program, SchemaArguments& arguments) {
  auto* app = program.add_subcommand(
      "schema", "Print the JSON Schema (draft-07) of a file, for editors, or the page of its keys");
  app->footer(schema_footer);
  app->add_option("--kind", arguments.kind, "What the schema is of: scenario (default) or sweep")
      ->check(refuse_unless_kind)
      ->type_name("KIND");
  app->add_option("--format", arguments.format, "json (default) or markdown, the page of keys")
      ->transform(one_of(schema_formats))
      ->type_name("FORMAT");
  return app;
}

CLI::App* add_new(CLI::App& program, NewArguments& arguments) {
  auto* app = program.add_subcommand("new", "Print a commented scenario file to start from");
  app->footer(new_footer);
  std::string templates = "What to start from:";
  for (const ScenarioTemplate& candidate : scenario_templates()) {
    templates += fmt::format("\n  {:<8} {}", candidate.name, candidate.summary);
  }
  app->add_option("--template", arguments.scenario_template, templates)
      ->check(refuse_unless_template)
      ->type_name("TEMPLATE");
  app->add_option("--out", arguments.out, "File to write (default: standard output)")
      ->check(refuse_empty)
      ->type_name("FILE");
  app->add_flag("--force", arguments.force, "Overwrite the file");
  app->add_option("--world", arguments.world,
                  "World to lay it over (default: scenarios/world_2024/world_2024.yaml)")
      ->check(refuse_empty)
      ->type_name("FILE");
  app->add_option("--schema", arguments.schema,
                  "Schema that the first line names, a path or an address (default: "
                  "docs/schema/scenario.schema.json where that exists)")
      ->check(refuse_empty)
      ->type_name("SCHEMA");
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
  SweepArguments sweep;
  MergeArguments merge;
  ReplayArguments replay;
  CheckArguments check;
  NetworkArguments network;
  ValidateArguments validate;
  CompareArguments compare;
  SchemaArguments schema;
  NewArguments new_file;
  const CLI::App* run_app = add_run(program, run);
  const CLI::App* sweep_app = add_sweep(program, sweep);
  const CLI::App* merge_app = add_merge(program, merge);
  const CLI::App* replay_app = add_replay(program, replay);
  const CLI::App* check_app = add_check(program, check);
  const CLI::App* network_app = add_network(program, network);
  const CLI::App* validate_app = add_validate(program, validate);
  const CLI::App* compare_app = add_compare(program, compare);
  const CLI::App* schema_app = add_schema(program, schema);
  const CLI::App* new_app = add_new(program, new_file);

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
  } else if (sweep_app->parsed()) {
    sweep.command_line.assign(argv, argv + argc);
    parsed.command = std::move(sweep);
  } else if (merge_app->parsed()) {
    merge.command_line.assign(argv, argv + argc);
    parsed.command = std::move(merge);
  } else if (replay_app->parsed()) {
    replay.command_line.assign(argv, argv + argc);
    parsed.command = std::move(replay);
  } else if (check_app->parsed()) {
    parsed.command = std::move(check);
  } else if (network_app->parsed()) {
    parsed.command = std::move(network);
  } else if (validate_app->parsed()) {
    parsed.command = std::move(validate);
  } else if (compare_app->parsed()) {
    parsed.command = std::move(compare);
  } else if (schema_app->parsed()) {
    parsed.command = std::move(schema);
  } else if (new_app->parsed()) {
    parsed.command = std::move(new_file);
  }
  return parsed;
}

}  // namespace monazite
