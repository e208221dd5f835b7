#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "models/scenario/decode.hpp"
#include "models/scenario/load.hpp"

namespace monazite {

/// Whether a table without a row is a problem.
enum class Rows : std::uint8_t { any, at_least_one };

/// Reads a table of records, one a row, that no scenario names. `check` adds the problems of what
/// was read. Throws InputError with all problems.
template <class Record, class Check>
std::vector<Record> read_rows(const std::string& path, const Section& section, const Check& check,
                              Rows wanted = Rows::at_least_one) {
  Diagnostics problems;
  SourceFiles files(path, {}, problems);
  files.add_name(path);
  const std::string name = std::filesystem::path(path).filename().string();
  std::vector<Record> records;
  if (const Table* table = files.open_table({name, {}})) {
    ReadContext context{files, problems, !files.has_failed(), 0, {}};
    Decoder decoder(context);
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      decoder.decode(section, &records.emplace_back(), row_node(*table, row));
    }
    check(records, problems);
    if (records.empty() && wanted == Rows::at_least_one) {
      problems.add({table->file, 1, 1}, "the table has no row", "at least one");
    }
  }
  if (!problems.empty()) {
    throw InputError(problems.sorted(files.names()), files.not_found_count() == problems.count()
                                                         ? InputError::Kind::not_found
                                                         : InputError::Kind::bad_input);
  }
  return records;
}

}  // namespace monazite
