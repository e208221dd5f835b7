#include "sim/cli/repeat_command.hpp"

#include <fmt/format.h>

#include "sim/cli/shell_text.hpp"

namespace monazite {

std::string repeat_command(const std::string& file, const ScenarioOptions& options) {
  std::string command = "monazite run " + shell_text(file);
  for (const std::string& setting : options.settings) {
    command += " --set " + shell_text(setting);
  }
  for (const std::string& path : options.allowed_paths) {
    command += " --allow-path " + shell_text(path);
  }
  if (options.seed) {
    command += fmt::format(" --seed {}", *options.seed);
  }
  return command;
}

}  // namespace monazite
