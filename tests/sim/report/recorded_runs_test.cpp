#include "sim/report/recorded_runs.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/scenario/load.hpp"
#include "tests/sim/report/recorded_folder.hpp"

using namespace monazite;
using test::line_of;
using test::RecordedFolders;
using test::runs_header;

namespace {

RecordedResults read_folder(const std::string& folder) {
  return read_recorded_runs(std::vector<std::string>{folder});
}

/// What is wrong with runs.csv: `LINE:COLUMN: message`.
std::string problem_of(const std::string& text) {
  const RecordedFolders folders;
  const std::string folder = folders.add_text("a", text);
  try {
    read_folder(folder);
  } catch (const InputError& error) {
    CHECK(error.kind == InputError::Kind::bad_input);
    const Diagnostic& problem = error.diagnostics.at(0);
    return std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) + ": " +
           problem.message;
  }
  return {};
}

}  // namespace

TEST_CASE("runs are read by scenario, variant, figure and replication, whatever their order") {
  const RecordedFolders folders;
  const auto results = read_folder(folders.add("a", {{"b", "v1", 1, 7, "4"},
                                                     {"b", "", 1, 7, "3.5", "orders"},
                                                     {"b", "", 1, 7, ""},
                                                     {"a", "", 0, 8, "-1e3"},
                                                     {"b", "", 0, 7, "2", "orders"}}));
  REQUIRE(results.figures.size() == 2);
  CHECK(results.figures[0].metric == "mined");
  CHECK(results.figures[1].metric == "orders");
  REQUIRE(results.runs.size() == 3);
  CHECK(results.runs[0].name() == "a");
  CHECK(results.runs[0].seed == 8);
  CHECK(results.runs[0].values.at(0).value == -1000);
  CHECK(results.runs[1].name() == "b");
  REQUIRE(results.runs[1].values.size() == 3);
  CHECK(std::isnan(results.runs[1].values[0].value));
  CHECK(results.runs[1].values[1].replication == 0);
  CHECK(results.runs[1].values[2].value == 3.5);
  CHECK(results.runs[2].name() == "b/v1");
}

TEST_CASE("columns may come in any order, and others beside them") {
  const RecordedFolders folders;
  const auto results = read_folder(folders.add_text(
      "a",
      "value,note,unit,facility,material,sector,partner,region,metric,seed,replication,branch,"
      "variant,scenario,weight\n3,new,t,,,,,CN,mined,7,0,,,\"a, b\",1\n"));
  REQUIRE(results.runs.size() == 1);
  CHECK(results.runs[0].name() == "a, b");
  CHECK(results.figures.at(0).region == "CN");
  CHECK(results.runs[0].values.at(0).value == 3);
}

TEST_CASE("a wrong row is told with its place") {
  const std::string header = runs_header;
  const std::string good = line_of({"a", "", 0, 7, "1"});
  CHECK(problem_of(header + good).empty());
  CHECK(problem_of("scenario,variant\n") == "1:1: column 'branch' is missing");
  CHECK(problem_of("") == "0:0: runs.csv is empty");
  CHECK(problem_of(header) == "0:0: runs.csv holds no run");
  CHECK(problem_of(header + good + line_of({"a", "", 1, 7, "much"})) ==
        "3:29: value 'much' is no number");
  CHECK(problem_of(header + good + line_of({"a", "", 1, 7, "nan"})) ==
        "3:29: value 'nan' is no number");
  CHECK(problem_of(header + good + line_of({"a", "", -1, 7, "1"})) ==
        "3:5: replication '-1' is no number");
  CHECK(problem_of(header + good + line_of({"a", "", 1, 8, "1"})) ==
        "3:7: 'a' has runs of two seeds");
  CHECK(problem_of(header + good + good) == "0:0: replication 0 of 'a' has two rows of 'mined'");
  CHECK(problem_of(header + "a,,x=y,0,7,0123,1,mined,,,,,,t,1\n").empty());
  CHECK(problem_of(header + "a,,,0\n") == "2:1: the row has 4 cells");
}

TEST_CASE("a folder that is missing, and one of other things, are told apart") {
  const test::ScratchFolder scratch;
  const auto kind_of = [](const std::string& folder) {
    try {
      read_folder(folder);
    } catch (const InputError& error) {
      return error.kind;
    }
    throw std::runtime_error("no problem with " + folder);
  };
  CHECK(kind_of(scratch.path() / "none") == InputError::Kind::not_found);
  CHECK(kind_of(scratch.path()) == InputError::Kind::bad_input);
}
