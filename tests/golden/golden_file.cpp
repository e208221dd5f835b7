#include "tests/golden/golden_file.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

namespace {

constexpr double relative_tolerance = 1e-9;

bool is_integer(const std::string& cell) {
  return !cell.empty() && cell.find_first_not_of("-0123456789") == std::string::npos;
}

std::optional<double> number_of(const std::string& cell) {
  double value = 0;
  const char* end = cell.data() + cell.size();
  const auto [stopped, error] = std::from_chars(cell.data(), end, value);
  return error == std::errc() && stopped == end ? std::optional(value) : std::nullopt;
}

bool agree(const std::string& expected, const std::string& actual) {
  if (expected == actual || (is_integer(expected) && is_integer(actual))) {
    return expected == actual;
  }
  const auto a = number_of(expected);
  const auto b = number_of(actual);
  return a && b && std::abs(*a - *b) <= relative_tolerance * std::max(std::abs(*a), std::abs(*b));
}

/// The number of the first cell that departs; the number of cells when none does.
std::size_t departing_cell(const std::vector<std::string>& expected,
                           const std::vector<std::string>& actual) {
  std::size_t cell = 0;
  while (cell < expected.size() && cell < actual.size() && agree(expected[cell], actual[cell])) {
    ++cell;
  }
  return cell;
}

std::string cell_name(const std::vector<std::string>& header, std::size_t cell) {
  return cell < header.size() ? header[cell] : "number " + std::to_string(cell + 1);
}

bool regenerating() {
  const char* set = std::getenv("MONAZITE_REGENERATE_GOLDEN");
  return set != nullptr && std::string_view(set) == "1";
}

}  // namespace

std::string first_departure(const std::string& expected, const std::string& actual) {
  const auto wanted = lines_of(expected);
  const auto found = lines_of(actual);
  const auto header = wanted.empty() ? std::vector<std::string>() : cells_of(wanted.front());
  for (std::size_t line = 0; line < std::max(wanted.size(), found.size()); ++line) {
    const std::string place = "line " + std::to_string(line + 1);
    if (line >= wanted.size()) {
      return place + " is not expected: " + found[line];
    }
    if (line >= found.size()) {
      return place + " is missing: " + wanted[line];
    }
    const auto cells = cells_of(wanted[line]);
    const auto found_cells = cells_of(found[line]);
    const std::size_t cell = departing_cell(cells, found_cells);
    if (cell < std::max(cells.size(), found_cells.size())) {
      return place + ", " + cell_name(header, cell) + "\nexpected: " + wanted[line] +
             "found:    " + found[line];
    }
  }
  return {};
}

void check_golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path file =
      std::filesystem::path(MONAZITE_SOURCE_DIR "/tests/golden") / name;
  if (regenerating()) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << actual;
  }
  INFO("golden file tests/golden/" << name << "; CONTRIBUTING.md tells how to write it anew");
  CHECK(first_departure(read_whole(file), actual) == "");
}

}  // namespace monazite::test
