#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace monazite::test {

/// The CSV files of a result folder by name, with their bytes.
using Tables = std::map<std::string, std::string>;

/// The CSV files that lie in a folder.
Tables tables_in(const std::filesystem::path& folder);

/// All files below a folder but manifest.json, which tells the time and the number of threads.
std::map<std::string, std::string> files_below(const std::filesystem::path& folder);

/// Tables without the column `digest`, which names the bytes of the input.
Tables without_digest(Tables tables);

/// Runs scenarios in `folder` with a new result folder `out` and gives its tables. Throws, with
/// what the program said, unless it succeeds.
Tables run_scenarios(const std::filesystem::path& folder, const std::vector<std::string>& scenarios,
                     const std::string& out, const std::vector<std::string>& options = {});

/// The lines of a text, each with its end.
std::vector<std::string> lines_of(const std::string& text);

std::string joined(const std::vector<std::string>& parts);

/// The cells of a line as they are written; a comma in quotes ends none.
std::vector<std::string> cells_of(const std::string& line);

/// The first line in which two texts differ, with its number and both readings; empty when none.
std::string first_difference(const std::string& text, const std::string& other);

/// Checks that both have every result table, each with the same bytes.
void check_same_tables(const Tables& tables, const Tables& others);

/// Checks that every row of balance.csv closes to the gram, and gives the number of rows.
std::size_t check_balance(const std::string& balance);

}  // namespace monazite::test
