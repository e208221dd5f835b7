#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/network/graph.hpp"
#include "sim/batch/sweep_plan.hpp"

namespace monazite {

/// What every command that reads scenarios may be told of them.
struct ScenarioOptions {
  std::vector<std::string> settings;  ///< `key.path=value`
  std::vector<std::string> allowed_paths;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> replications;
};

/// How much is said, beside results, on standard error.
struct TalkOptions {
  bool quiet = false;        ///< errors alone
  bool verbose = false;      ///< what is done, step by step
  bool progress = false;     ///< of the runs, even where standard error is no terminal
  bool no_progress = false;  ///< not even on a terminal
};

struct RunArguments {
  std::vector<std::string> files;
  ScenarioOptions scenario;
  TalkOptions talk;
  std::string out;  ///< empty: a free name in `results/`
  bool force = false;
  unsigned threads = 0;
  std::uint32_t first_replication = 0;
  std::vector<std::string> command_line;
};

struct SweepArguments {
  std::string file;
  ScenarioOptions scenario;
  TalkOptions talk;
  std::string out;  ///< empty: a free name in `results/`
  bool force = false;
  bool resume = false;
  bool extend = false;
  bool repair = false;  ///< run what is damaged in the store again
  bool json = false;    ///< progress as lines of JSON
  Shard shard;
  unsigned threads = 0;
  std::vector<std::string> command_line;
};

struct MergeArguments {
  std::vector<std::string> shards;  ///< result folders
  TalkOptions talk;
  std::string out;
  bool force = false;
  std::vector<std::string> command_line;
};

struct ReplayArguments {
  std::string result;
  std::string scenario;  ///< empty: the only one
  std::string variant;
  std::uint32_t replication = 0;
  bool trace = false;
  TalkOptions talk;
  std::string out;  ///< empty: a free name in `results/`
  bool force = false;
  std::vector<std::string> command_line;
};

enum class CheckFormat : std::uint8_t { text, json };

struct CheckArguments {
  std::vector<std::string> files;
  ScenarioOptions scenario;
  TalkOptions talk;
  CheckFormat format = CheckFormat::text;
  bool dead_keys = false;  ///< runs them to find keys that move nothing
  unsigned threads = 0;
};

struct NetworkArguments {
  std::string file;
  ScenarioOptions scenario;
  TalkOptions talk;
  NetworkFormat format = NetworkFormat::dot;
  std::optional<double> overview_tonnes;  ///< picture by stage and region, lanes from this size
  std::string out;                        ///< empty: standard output
  bool force = false;
};

struct ValidateArguments {
  std::string file = "scenarios/world_2024/world_2024.yaml";
  ScenarioOptions scenario;
  TalkOptions talk;
  unsigned threads = 0;
  std::string out = "docs/validation.md";
  bool force = false;  ///< a file at `out` gives way even if it is no such page
};

struct CompareArguments {
  std::vector<std::string> folders;  ///< result folders, that of the baseline first
  std::string baseline;              ///< as pair_runs has it; empty: by the folders
  std::string out;                   ///< file or folder; empty: a free name in `results/`
  bool unpaired = false;             ///< as independent samples
  bool force = false;
  bool quiet = false;
};

enum class SchemaFormat : std::uint8_t { json, markdown };

struct SchemaArguments {
  std::string kind = "scenario";  ///< or sweep
  SchemaFormat format = SchemaFormat::json;
};

struct NewArguments {
  std::string scenario_template = "minimal";  ///< a name of scenario_templates
  std::string out;                            ///< empty: standard output
  bool force = false;
  std::optional<std::string> world;   ///< nothing: that of 2024
  std::optional<std::string> schema;  ///< nothing: the project's, where it is there
};

using Command = std::variant<RunArguments, SweepArguments, MergeArguments, ReplayArguments,
                             CompareArguments, CheckArguments, NetworkArguments, ValidateArguments,
                             SchemaArguments, NewArguments>;

/// A command line, read: a command to execute, or the end of the program with something to say.
struct ParsedArguments {
  std::optional<Command> command;
  int exit_code = 0;
  std::string output;  ///< for standard output: help, version
  std::string error;   ///< for standard error
};

/// Reads the command line.
ParsedArguments parse_arguments(int argc, const char* const* argv);

}  // namespace monazite
