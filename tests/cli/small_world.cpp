#include "tests/cli/small_world.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace monazite::test {

namespace fs = std::filesystem;

namespace {

std::string with_rows_reversed(const std::string& table) {
  std::vector<std::string> lines = lines_of(table);
  std::reverse(lines.begin() + 1, lines.end());
  return joined(lines);
}

/// A section with the items of its list, or its tables, the other way round.
std::string with_items_reversed(const std::string& section) {
  const std::vector<std::string> lines = lines_of(section);
  std::vector<std::string> items;
  for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
    if (line->rfind("  - ", 0) == 0) {
      items.push_back(*line);
    } else if (items.empty()) {
      return section;
    } else {
      items.back() += *line;
    }
  }
  std::reverse(items.begin(), items.end());
  return lines.front() + joined(items);
}

std::string with_tables_swapped(std::string section) {
  const auto open = section.find("{table: [");
  const auto comma = section.find(", ", open);
  const auto close = section.find("]}", open);
  if (open == std::string::npos || comma == std::string::npos || close == std::string::npos) {
    return section;
  }
  const auto first = open + std::string("{table: [").size();
  const std::string swapped =
      section.substr(comma + 2, close - comma - 2) + ", " + section.substr(first, comma - first);
  return section.replace(first, close - first, swapped);
}

std::string with_sections_reversed(const std::string& text) {
  std::vector<std::string> sections(1);
  for (const std::string& line : lines_of(text)) {
    if (line == "\n") {
      sections.emplace_back();
    } else {
      sections.back() += line;
    }
  }
  std::string reversed;
  for (auto section = sections.rbegin(); section != sections.rend(); ++section) {
    reversed += with_tables_swapped(with_items_reversed(*section)) + "\n";
  }
  return reversed;
}

void rewrite(const fs::path& file, std::string (*change)(const std::string&)) {
  const std::string before = read_whole(file);
  const std::string after = change(before);
  if (after == before) {
    throw std::runtime_error("nothing changed in " + file.string());
  }
  std::ofstream(file, std::ios::binary) << after;
}

}  // namespace

SmallWorld::SmallWorld() {
  fs::copy(MONAZITE_SOURCE_DIR "/tests/cli/world", scratch_.path(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

Tables SmallWorld::run(const std::string& scenario, const std::string& out,
                       const std::vector<std::string>& options) const {
  return run_scenarios(path(), {scenario}, out, options);
}

void SmallWorld::reverse() const {
  for (const auto& entry : fs::directory_iterator(path())) {
    if (entry.path().extension() == ".csv") {
      rewrite(entry.path(), with_rows_reversed);
    }
  }
  rewrite(path() / "small.yaml", with_sections_reversed);
}

}  // namespace monazite::test
