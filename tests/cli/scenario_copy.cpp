#include "tests/cli/scenario_copy.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

#include "sim/engine/random_stream.hpp"
#include "tests/cli/result_tables.hpp"

namespace monazite::test {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '\n') {
      result += "\\n";
    } else {
      result +=
          letter == '"' || letter == '\\' ? std::string("\\") + letter : std::string(1, letter);
    }
  }
  return result + "\"";
}

/// A scalar as a block map or list may hold it: what was quoted or folded stays text.
std::string scalar(const YAML::Node& node) {
  return node.Tag() == "!" ? quoted(node.Scalar()) : node.Scalar();
}

bool is_list_of_things(const YAML::Node& node) {
  return node.IsSequence() && std::all_of(node.begin(), node.end(), [](const YAML::Node& item) {
           return item.IsMap() && item["id"];
         });
}

/// What an item of a map or list is written after, and the item. Nodes are never assigned: that
/// would make one an alias of the other.
using Items = std::vector<std::pair<std::string, YAML::Node>>;

Items items_of(const YAML::Node& node) {
  Items items;
  for (const auto& item : node) {
    if (node.IsMap()) {
      items.emplace_back(scalar(item.first) + ":", item.second);
    } else {
      items.emplace_back("-", item);
    }
  }
  return node.IsMap() || is_list_of_things(node) ? Items(items.rbegin(), items.rend()) : items;
}

void append(std::string& text, const YAML::Node& node, std::size_t indent) {
  text += node.Tag() == "!replace" ? " !replace" : "";
  if (node.IsScalar() || node.IsNull()) {
    text += " " + (node.IsNull() ? "null" : scalar(node));
  } else if (node.size() == 0) {
    text += node.IsMap() ? " {}" : " []";
  }
  for (const auto& [lead, item] : items_of(node)) {
    text += "\n" + std::string(indent, ' ') + lead;
    append(text, item, indent + 2);
  }
}

/// A table with its rows in another order (Fisher and Yates); the header stays where it is.
std::string with_rows_shuffled(const std::string& table, engine::RandomStream& stream) {
  std::vector<std::string> lines = lines_of(table);
  for (const std::string& line : lines) {
    if (std::count(line.begin(), line.end(), '"') % 2 != 0) {
      throw std::runtime_error("a cell of several lines would be torn: " + line);
    }
  }
  for (std::size_t left = lines.size() - 1; left > 1; --left) {
    const auto chosen = static_cast<std::size_t>(stream.uniform() * static_cast<double>(left));
    std::swap(lines[left], lines[1 + chosen]);
  }
  return joined(lines);
}

std::vector<fs::path> files_of(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == extension) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void replace(const fs::path& file, const std::string& before, const std::string& after) {
  if (before == after && lines_of(before).size() > 3) {
    throw std::runtime_error("nothing changed in " + file.string());
  }
  std::ofstream(file, std::ios::binary) << after;
}

}  // namespace

std::vector<std::string> scenarios_below(const fs::path& folder) {
  std::vector<std::string> scenarios;
  for (const fs::path& file : files_of(folder, ".yaml")) {
    if (("\n" + read_whole(file)).find("\nmonazite:") != std::string::npos) {
      scenarios.push_back(file.lexically_relative(folder).string());
    }
  }
  return scenarios;
}

std::string reversed_yaml(const std::string& text) {
  std::string reversed;
  append(reversed, YAML::Load(text), 0);
  return reversed + "\n";
}

ScenarioCopy::ScenarioCopy() {
  const fs::path from = MONAZITE_SOURCE_DIR "/scenarios";
  fs::copy(from, path() / "scenarios", fs::copy_options::recursive);
  fs::remove_all(path() / "scenarios/world_2024/sources");
}

void ScenarioCopy::shuffle_rows(std::uint64_t seed) const {
  engine::RandomStream stream({seed, 0, 0, 1});
  for (const fs::path& file : files_of(path(), ".csv")) {
    const std::string table = read_whole(file);
    replace(file, table, with_rows_shuffled(table, stream));
  }
}

void ScenarioCopy::reverse_files() const {
  for (const fs::path& file : files_of(path(), ".yaml")) {
    const std::string text = read_whole(file);
    replace(file, text, reversed_yaml(text));
  }
}

}  // namespace monazite::test
