#include "tests/architecture/include_rules.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace monazite::architecture {
namespace {

namespace fs = std::filesystem;

using RoomSet = std::set<std::string>;

constexpr std::array models_in_order = {"models/quantity",  "models/material", "models/network",
                                        "models/behaviour", "models/market",   "models/policy",
                                        "models/response",  "models/metrics",  "models/scenario"};

constexpr std::array thread_headers = {
    "atomic", "barrier",   "condition_variable", "execution",  "future", "latch",
    "mutex",  "semaphore", "shared_mutex",       "stop_token", "thread"};

constexpr std::array file_headers = {"filesystem", "fstream"};

constexpr std::array clock_headers = {"chrono", "ctime", "time.h"};

constexpr std::array stream_headers = {"cstdio", "iostream", "print", "stdio.h", "syncstream"};

/// Each room with the rooms that it may include.
std::map<std::string, RoomSet> allowed_rooms() {
  std::map<std::string, RoomSet> allowed;
  RoomSet models;
  for (const char* room : models_in_order) {
    models.insert(room);
    allowed[room] = models;
  }
  const auto extend = [&allowed](const std::string& room, std::initializer_list<std::string> uses) {
    RoomSet& own = allowed[room];
    own.insert(room);
    for (const std::string& used : uses) {
      own.insert(allowed.at(used).begin(), allowed.at(used).end());
    }
  };
  extend("sim/engine", {});
  extend("sim/run", {"sim/engine", "models/scenario"});
  extend("sim/batch", {"sim/run"});
  extend("sim/analysis", {"sim/batch"});
  extend("sim/report", {"sim/batch"});
  extend("sim/cli", {"sim/analysis", "sim/report"});
  return allowed;
}

/// The first two folders of a path relative to the root ("models/quantity"), if it has a file name
/// after them.
std::optional<std::string> room_of(const std::string& path) {
  const auto first = path.find('/');
  const auto second = first == std::string::npos ? first : path.find('/', first + 1);
  if (second == std::string::npos) {
    return std::nullopt;
  }
  return path.substr(0, second);
}

struct Include {
  std::string target;
  bool quoted;
};

/// The target of a line such as `#include <map>` or `#  include "models/quantity/date.hpp"`.
std::optional<Include> parse_include(std::string_view line) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  const auto skip = [&line](std::string_view word) {
    const bool found = line.starts_with(word);
    line.remove_prefix(found ? word.size() : 0);
    return found;
  };
  skip_blanks();
  if (!skip("#")) {
    return std::nullopt;
  }
  skip_blanks();
  if (!skip("include")) {
    return std::nullopt;
  }
  skip_blanks();
  const bool quoted = line.starts_with('"');
  const auto end = line.find(quoted ? '"' : '>', 1);
  if ((!quoted && !line.starts_with('<')) || end == std::string_view::npos) {
    return std::nullopt;
  }
  return Include{std::string(line.substr(1, end - 1)), quoted};
}

template <std::size_t Size>
bool contains(const std::array<const char*, Size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Reader {
 public:
  explicit Reader(fs::path root) : root_(std::move(root)) {}

  std::vector<Violation> read() {
    for (const char* house : {"models", "sim"}) {
      if (fs::is_directory(root_ / house)) {
        read_house(house);
      } else {
        report(house, 0, "the folder is missing");
      }
    }
    std::sort(violations_.begin(), violations_.end());
    return std::move(violations_);
  }

 private:
  void read_house(const std::string& house) {
    for (const auto& entry : fs::directory_iterator(root_ / house)) {
      const std::string name = house + '/' + entry.path().filename().string();
      if (entry.is_directory() && !allowed_.contains(name)) {
        report(name, 0, "the architecture knows no such room");
      }
    }
    for (const auto& entry : fs::recursive_directory_iterator(root_ / house)) {
      const std::string extension = entry.path().extension().string();
      if (entry.is_regular_file() && (extension == ".hpp" || extension == ".cpp")) {
        read_file(entry.path().lexically_relative(root_).generic_string());
      }
    }
  }

  void read_file(const std::string& file) {
    const auto room = room_of(file);
    if (!room) {
      report(file, 0, "a source file lies in a room, not beside the rooms");
      return;
    }
    if (!allowed_.contains(*room)) {
      return;
    }
    std::ifstream input(root_ / file);
    std::string text;
    for (std::size_t line = 1; std::getline(input, text); ++line) {
      const auto include = parse_include(text);
      if (!include) {
        continue;
      }
      const auto& [target, quoted] = *include;
      if (quoted || target.starts_with("models/") || target.starts_with("sim/")) {
        check_project_include(file, line, *room, target);
      } else {
        check_library_include(file, line, *room, target);
      }
    }
  }

  void check_project_include(const std::string& file, std::size_t line, const std::string& room,
                             const std::string& target) {
    if (target.starts_with("generated/")) {
      return;
    }
    const auto target_room = room_of(target);
    if (!target_room || !allowed_.contains(*target_room)) {
      report(file, line, "\"" + target + "\" lies in no room of the architecture");
    } else if (!fs::is_regular_file(root_ / target)) {
      report(file, line, "\"" + target + "\" does not exist");
    } else if (!allowed_.at(room).contains(*target_room)) {
      report(file, line, room + " may not include " + *target_room);
    }
  }

  void check_library_include(const std::string& file, std::size_t line, const std::string& room,
                             const std::string& target) {
    const bool in_models = room.starts_with("models/");
    if (target == "random") {
      report(file, line, "<random> gives other numbers on other standard libraries");
    } else if (in_models && (contains(thread_headers, target) || target.starts_with("tbb/") ||
                             target.starts_with("oneapi/"))) {
      report(file, line, "models/ has no thread: <" + target + ">");
    } else if (in_models && contains(clock_headers, target)) {
      report(file, line, "models/ has no clock: <" + target + ">");
    } else if (in_models && contains(stream_headers, target)) {
      report(file, line, "models/ prints nothing: <" + target + ">");
    } else if (in_models && room != "models/scenario" && contains(file_headers, target)) {
      report(file, line, "only models/scenario opens files: <" + target + ">");
    }
  }

  void report(const std::string& file, std::size_t line, std::string reason) {
    violations_.push_back({file, line, std::move(reason)});
  }

  fs::path root_;
  std::map<std::string, RoomSet> allowed_ = allowed_rooms();
  std::vector<Violation> violations_;
};

}  // namespace

std::vector<Violation> find_violations(const std::filesystem::path& root) {
  return Reader(root).read();
}

}  // namespace monazite::architecture
