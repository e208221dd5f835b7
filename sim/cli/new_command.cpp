#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "models/scenario/source_files.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/output_file.hpp"
#include "sim/report/scenario_template.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

constexpr auto world_of_2024 = "scenarios/world_2024/world_2024.yaml";
constexpr auto schema_of_project = "docs/schema/scenario.schema.json";

/// A path of the command line as the new file has to name it. Links are not followed: whoever
/// reads the file does not do so either before `..`.
std::string as_named(const NewArguments& arguments, const std::string& path) {
  if (fs::path(path).is_absolute()) {
    return path;
  }
  // Without a file, one in the current folder is meant.
  const fs::path file = arguments.out.empty() ? "standard_output" : arguments.out;
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  return fs::absolute(path).lexically_normal().lexically_relative(folder).generic_string();
}

std::string schema_named(const NewArguments& arguments) {
  if (!arguments.schema) {
    std::error_code error;
    return fs::exists(schema_of_project, error) ? as_named(arguments, schema_of_project)
                                                : std::string();
  }
  const bool is_address = arguments.schema->find("://") != std::string::npos;
  return is_address ? *arguments.schema : as_named(arguments, *arguments.schema);
}

void warn_of_tree(const NewArguments& arguments, const std::string& world) {
  if (!arguments.out.empty() && !lie_in_one_tree(arguments.out, world)) {
    tell(fmt::format("monazite: warning: {} may name {} only with --allow-path {}\n", arguments.out,
                     world, fs::path(world).parent_path().generic_string()));
  }
}

}  // namespace

int execute(const NewArguments& arguments) {
  const auto all = scenario_templates();
  const auto& source =
      *std::find_if(all.begin(), all.end(), [&](const ScenarioTemplate& candidate) {
        return candidate.name == arguments.scenario_template;
      });
  if (!source.is_over_world && arguments.world) {
    tell(
        fmt::format("monazite: error: the template '{}' is laid over no world\n"
                    "See monazite new --help.\n",
                    source.name));
    return exit_usage;
  }
  const std::string world = arguments.world.value_or(world_of_2024);
  std::error_code error;
  if (source.is_over_world && !fs::is_regular_file(world, error)) {
    tell(
        fmt::format("monazite: error: no file '{}' to lay the scenario over; expected one at "
                    "--world\n",
                    world));
    return exit_no_input;
  }
  const std::string text =
      commented_scenario(source, {schema_named(arguments), as_named(arguments, world)});
  if (arguments.out.empty()) {
    write_output(text);
    return exit_done;
  }
  write_file_whole(arguments.out, text, arguments.force);
  if (source.is_over_world) {
    warn_of_tree(arguments, world);
  }
  return exit_done;
}

}  // namespace monazite
