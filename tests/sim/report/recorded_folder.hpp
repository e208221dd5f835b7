#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/sim/report/scratch_folder.hpp"

namespace monazite::test {

/// A row of runs.csv with the figure `mined` or another of the world, in tonnes.
struct RunRow {
  std::string scenario;
  std::string variant;
  int replication = 0;
  int seed = 7;
  std::string value;
  std::string metric = "mined";
};

inline constexpr auto runs_header =
    "scenario,variant,branch,replication,seed,digest,weight,metric,region,partner,sector,material,"
    "facility,unit,value\n";

inline std::string line_of(const RunRow& row) {
  return row.scenario + "," + row.variant + ",," + std::to_string(row.replication) + "," +
         std::to_string(row.seed) + ",0123,1," + row.metric + ",,,,,,t," + row.value + "\n";
}

/// Result folders with a runs.csv and nothing else, gone after the test.
class RecordedFolders {
 public:
  /// Makes a folder and gives its path.
  std::string add(const std::string& name, const std::vector<RunRow>& rows) const {
    std::string text = runs_header;
    for (const RunRow& row : rows) {
      text += line_of(row);
    }
    return add_text(name, text);
  }

  /// The same with the text of runs.csv.
  std::string add_text(const std::string& name, const std::string& runs) const {
    const auto folder = scratch_.path() / name;
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "runs.csv", std::ios::binary) << runs;
    return folder;
  }

 private:
  ScratchFolder scratch_;
};

}  // namespace monazite::test
