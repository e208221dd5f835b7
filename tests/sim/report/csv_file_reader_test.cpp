#include "sim/report/csv_file_reader.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "models/scenario/load.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Reads a text as a file; a problem is one row more, which holds it.
Rows read_as_file(const std::string& text) {
  const test::ScratchFolder scratch;
  const std::string path = scratch.path() / "a.csv";
  std::ofstream(path, std::ios::binary) << text;
  Rows rows;
  try {
    CsvFileReader reader(path);
    while (reader.next_row()) {
      rows.emplace_back(reader.cells().begin(), reader.cells().end());
    }
  } catch (const InputError& error) {
    CHECK(error.kind == InputError::Kind::bad_input);
    rows.push_back({to_text(error.diagnostics.at(0)).substr(path.size())});
  }
  return rows;
}

TEST_CASE("a file is read row by row, with either end of line and with none at its end") {
  const Rows expected = {{"a", "b"}, {"1", ""}, {"", " 2 "}};
  CHECK(read_as_file("a,b\n1,\n, 2 \n") == expected);
  CHECK(read_as_file("a,b\r\n1,\r\n\r\n, 2 ") == expected);
  CHECK(read_as_file("\n\na,b\n\n1,\n, 2 \n\n") == expected);
  CHECK(read_as_file("").empty());
}

TEST_CASE("quoted cells hold commas, quotes and ends of line") {
  CHECK(read_as_file("a,\"b,c\"\n\"say \"\"yes\"\"\",\"two\nlines\"\n\"\",\"\"\"\"\n") ==
        Rows{{"a", "b,c"}, {"say \"yes\"", "two\nlines"}, {"", "\""}});
}

TEST_CASE("what is no CSV is told with line and column") {
  CHECK(read_as_file("a,b\n1,2,3\n") ==
        Rows{{"a", "b"}, {":2:1: error: the row has 3 cells; expected 2, as in the header"}});
  CHECK(read_as_file("a,b\n1,x\"y\"\n").back().front().substr(0, 28) ==
        ":2:4: error: a quote inside ");
  CHECK(read_as_file("a,b\n\"1\n\n\"z,2\n").back().front().substr(0, 32) ==
        ":4:2: error: text after a closin");
  CHECK(read_as_file("a,b\n1,\"2\n3,4\n").back().front() ==
        ":2:3: error: a quoted cell does not end; expected a closing quote");
}

TEST_CASE("rows that do not fit into the buffer are read whole") {
  std::string text = "n,text\n";
  Rows expected = {{"n", "text"}};
  for (const std::size_t length : {1U, 100'000U, 3U, 700'000U, 262'144U, 2U}) {
    expected.push_back({std::to_string(length), std::string(length, 'x') + "\"\n,"});
    text += expected.back()[0] + ",\"" + std::string(length, 'x') + "\"\"\n,\"\n";
  }
  const bool same = read_as_file(text) == expected;
  CHECK(same);
}

TEST_CASE("a row without end is refused before it fills the memory") {
  const std::string text = "a\n\"" + std::string(40'000'000, 'x');
  CHECK(read_as_file(text).back().front() == ":2:1: error: the row does not end within 16 MiB");
}

TEST_CASE("what is no regular file is an input that is not there") {
  const test::ScratchFolder scratch;
  for (const std::string& path : {scratch.path().string(), (scratch.path() / "none").string()}) {
    try {
      const CsvFileReader reader(path);
      FAIL("read " << path);
    } catch (const InputError& error) {
      CHECK(error.kind == InputError::Kind::not_found);
    }
  }
}

}  // namespace
}  // namespace monazite
