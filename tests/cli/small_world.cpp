#include "tests/cli/small_world.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace monazite::test {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line + "\n");
  }
  return lines;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += part;
  }
  return text;
}

/// Where each cell of a line ends; a comma in quotes ends none.
std::vector<std::size_t> cell_ends(const std::string& line) {
  std::vector<std::size_t> ends;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    quoted = quoted != (line[i] == '"');
    if (!quoted && (line[i] == ',' || line[i] == '\n')) {
      ends.push_back(i);
    }
  }
  return ends;
}

std::string without_column(const std::string& table, const std::string& name) {
  std::vector<std::string> lines = lines_of(table);
  const std::string header = "," + lines.front().substr(0, lines.front().size() - 1) + ",";
  const auto at = header.find("," + name + ",");
  if (at == std::string::npos) {
    return table;
  }
  const auto column = std::count(header.begin(), header.begin() + std::ptrdiff_t(at), ',');
  for (std::string& line : lines) {
    const auto ends = cell_ends(line);
    const auto index = static_cast<std::size_t>(column);
    line.erase(ends.at(index - 1), ends.at(index) - ends.at(index - 1));
  }
  return joined(lines);
}

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

Tables tables_in(const fs::path& folder) {
  Tables tables;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") {
      tables[entry.path().filename().string()] = read_whole(entry.path());
    }
  }
  return tables;
}

Tables without_digest(Tables tables) {
  for (auto& [name, content] : tables) {
    content = without_column(content, "digest");
  }
  return tables;
}

SmallWorld::SmallWorld() {
  fs::copy(MONAZITE_SOURCE_DIR "/tests/cli/world", scratch_.path(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

Tables SmallWorld::run(const std::string& scenario, const std::string& out,
                       const std::vector<std::string>& options) const {
  std::vector<std::string> arguments = {"run", scenario, "--out", out, "--quiet"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramRun run = run_program_in(path(), arguments);
  if (run.exit_code != 0) {
    throw std::runtime_error(run.error);
  }
  return tables_in(path() / out);
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
