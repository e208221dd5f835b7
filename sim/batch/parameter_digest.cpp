#include "sim/batch/parameter_digest.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "sim/batch/sha256.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 4> keys_left_out = {"name", "title", "description", "runs"};

bool starts_top_key(std::string_view line) {
  return !line.empty() && line.front() != ' ' && line.front() != '-' && line.front() != '#';
}

bool is_left_out(std::string_view line) {
  const std::string_view key = line.substr(0, line.find(':'));
  return std::find(keys_left_out.begin(), keys_left_out.end(), key) != keys_left_out.end();
}

/// The file without the top keys that do not count, and the lines that belong to them.
std::string effective_lines(std::string_view yaml) {
  std::string kept;
  bool keep = true;
  while (!yaml.empty()) {
    const std::size_t end = std::min(yaml.find('\n'), yaml.size() - 1) + 1;
    const std::string_view line = yaml.substr(0, end);
    yaml.remove_prefix(end);
    if (starts_top_key(line) && line != "\n") {
      keep = !is_left_out(line);
    }
    if (keep) {
      kept.append(line);
    }
  }
  return kept;
}

}  // namespace

std::string parameter_digest(const LoadedScenario& loaded) {
  std::string text = effective_lines(loaded.resolved_yaml);
  for (const InputFile& table : loaded.resolved_tables) {
    text += fmt::format("\n{} {}\n", table.path, table.content.size());
    text += table.content;
  }
  return sha256(text).substr(0, 16);
}

}  // namespace monazite
