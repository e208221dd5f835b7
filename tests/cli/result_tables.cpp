#include "tests/cli/result_tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>
#include <stdexcept>

#include "tests/cli/program_run.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> result_tables = {"applications.csv", "balance.csv",  "failures.csv",
                                                "flows.csv",        "licences.csv", "policy.csv",
                                                "runs.csv",         "series.csv",   "summary.csv"};

constexpr const char* balance_header =
    "scenario,variant,branch,replication,element,opening_g,mined_g,recycled_old_g,consumed_g,"
    "lost_g,seized_g,closing_g,residual_g\n";

std::string without_column(const std::string& table, const std::string& name) {
  std::vector<std::string> lines = lines_of(table);
  const auto header = cells_of(lines.front());
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) {
    return table;
  }
  const auto column = found - header.begin();
  for (std::string& line : lines) {
    auto cells = cells_of(line);
    cells.erase(cells.begin() + column);
    line = cells.front();
    for (auto cell = cells.begin() + 1; cell != cells.end(); ++cell) {
      line += "," + *cell;
    }
    line += '\n';
  }
  return joined(lines);
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

std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != "manifest.json") {
      files[entry.path().lexically_relative(folder).string()] = read_whole(entry.path());
    }
  }
  return files;
}

Tables without_digest(Tables tables) {
  for (auto& [name, content] : tables) {
    content = without_column(content, "digest");
  }
  return tables;
}

Tables run_scenarios(const fs::path& folder, const std::vector<std::string>& scenarios,
                     const std::string& out, const std::vector<std::string>& options) {
  std::vector<std::string> arguments = {"run"};
  arguments.insert(arguments.end(), scenarios.begin(), scenarios.end());
  arguments.insert(arguments.end(), {"--out", out, "--quiet"});
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramRun run = run_program_in(folder, arguments);
  if (run.exit_code != 0) {
    throw std::runtime_error(run.error);
  }
  return tables_in(folder / out);
}

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

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char letter : line) {
    quoted = quoted != (letter == '"');
    if (letter == ',' && !quoted) {
      cells.emplace_back();
    } else if (letter != '\n' || quoted) {
      cells.back() += letter;
    }
  }
  return cells;
}

std::string first_difference(const std::string& text, const std::string& other) {
  if (text == other) {
    return {};
  }
  std::istringstream ours(text);
  std::istringstream theirs(other);
  for (std::size_t number = 1;; ++number) {
    std::string line;
    std::string other_line;
    const bool has_line = static_cast<bool>(std::getline(ours, line));
    const bool has_other = static_cast<bool>(std::getline(theirs, other_line));
    if (line != other_line || has_line != has_other || !has_line) {
      return "line " + std::to_string(number) + "\n  " + (has_line ? line : "(end)") + "\n  " +
             (has_other ? other_line : "(end)");
    }
  }
}

void check_same_tables(const Tables& tables, const Tables& others) {
  REQUIRE(tables.size() == result_tables.size());
  REQUIRE(others.size() == result_tables.size());
  for (const std::string& name : result_tables) {
    CAPTURE(name);
    REQUIRE(tables.count(name) == 1);
    REQUIRE(others.count(name) == 1);
    CHECK(first_difference(tables.at(name), others.at(name)) == "");
  }
}

std::size_t check_balance(const std::string& balance) {
  const std::vector<std::string> lines = lines_of(balance);
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.front() == balance_header);
  for (auto row = lines.begin() + 1; row != lines.end(); ++row) {
    CAPTURE(*row);
    const auto cells = cells_of(*row);
    REQUIRE(cells.size() == 13);
    CHECK(cells.back() == "0");
    const auto grams = [&](std::size_t column) { return std::stoll(cells.at(column)); };
    CHECK(grams(5) + grams(6) + grams(7) == grams(8) + grams(9) + grams(10) + grams(11));
  }
  return lines.size() - 1;
}

}  // namespace monazite::test
