#include "tests/cli/sweep_world.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <stdexcept>

namespace monazite::test {

SweepWorld::SweepWorld() {
  write("small_sweep.yaml", small_sweep);
  write("hard_sweep.yaml", hard_sweep);
  write("ensemble.csv", ensemble_table);
}

void SweepWorld::write(const std::string& name, const std::string& content) const {
  std::ofstream(path() / name, std::ios::binary) << content;
}

void SweepWorld::replace(const std::string& name, const std::string& text,
                         const std::string& other) const {
  std::string content = read_whole(path() / name);
  const auto at = content.find(text);
  if (at == std::string::npos) {
    throw std::runtime_error(name + " has no '" + text + "'");
  }
  write(name, content.replace(at, text.size(), other));
}

std::vector<std::string> SweepWorld::sweep_arguments(const std::string& file,
                                                     const std::string& out,
                                                     const std::vector<std::string>& options) {
  std::vector<std::string> arguments = {"sweep", file, "--out", out, "--quiet"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return arguments;
}

Tables SweepWorld::swept(const std::string& file, const std::string& out,
                         const std::vector<std::string>& options, int exit_code) const {
  const ProgramRun done = sweep(file, out, options);
  if (done.exit_code != exit_code) {
    throw std::runtime_error("exit code " + std::to_string(done.exit_code) + ": " + done.error);
  }
  return tables(out);
}

void check_equal_tables(const Tables& tables, const Tables& others) {
  REQUIRE(tables.size() >= 4);
  REQUIRE(tables.size() == others.size());
  for (const auto& [name, content] : tables) {
    CAPTURE(name);
    REQUIRE(others.count(name) == 1);
    CHECK(first_difference(content, others.at(name)) == "");
  }
}

std::vector<std::map<std::string, std::string>> records_of(const std::string& table) {
  const std::vector<std::string> lines = lines_of(table);
  const auto columns = cells_of(lines.at(0));
  std::vector<std::map<std::string, std::string>> records;
  for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
    const auto cells = cells_of(*line);
    REQUIRE(cells.size() == columns.size());
    auto& record = records.emplace_back();
    for (std::size_t column = 0; column < columns.size(); ++column) {
      std::string cell = cells[column];
      if (cell.size() >= 2 && cell.front() == '"') {
        std::string plain;
        for (std::size_t k = 1; k + 1 < cell.size(); ++k) {
          plain += cell[k];
          k += cell[k] == '"' ? 1 : 0;
        }
        cell = plain;
      }
      record[columns[column]] = cell;
    }
  }
  return records;
}

}  // namespace monazite::test
