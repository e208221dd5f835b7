#include "models/scenario/read_csv.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace monazite;

namespace {

struct Reading {
  TextStore texts;
  ReadBudget budget;
  Diagnostics problems;
  Table table;
  std::string content;

  explicit Reading(std::string text, std::size_t cells = 1000) : content(std::move(text)) {
    budget.cells = cells;
    table = read_csv(content, 0, texts, budget, problems);
  }

  [[nodiscard]] std::vector<std::string> row(std::size_t index) const {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      cells.emplace_back(table.cell(index, column).text);
    }
    return cells;
  }

  [[nodiscard]] std::vector<std::string> messages() const {
    std::vector<std::string> list;
    for (const auto& problem : problems.sorted({"t"})) {
      list.push_back(to_text(problem));
    }
    return list;
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a table has columns with units, and cells with places") {
  const Reading reading("id , flow [t/yr],name\nA, 5 ,\"x, y\"\n\nB,,\"say \"\"no\"\"\"");
  CHECK(reading.messages().empty());
  REQUIRE(reading.table.columns.size() == 3);
  CHECK(reading.table.columns[0].name == "id");
  CHECK(reading.table.columns[1].name == "flow");
  CHECK(reading.table.columns[1].unit == "t/yr");
  CHECK(reading.table.columns[1].place.column == 6);
  REQUIRE(reading.table.row_count() == 2);
  CHECK(reading.row(0) == Texts{"A", "5", "x, y"});
  CHECK(reading.row(1) == Texts{"B", "", "say \"no\""});
  CHECK(reading.table.cell(0, 1).column == 4);
  CHECK(reading.table.cell(1, 2).line == 4);
}

TEST_CASE("line ends and line feeds in cells") {
  const Reading reading("a,b\r\n\"1\n2\",3\r\n4,5\r\n,\r\n");
  CHECK(reading.messages().empty());
  REQUIRE(reading.table.row_count() == 3);
  CHECK(reading.row(0) == Texts{"1\n2", "3"});
  CHECK(reading.table.cell(1, 0).line == 4);
  CHECK(reading.row(2) == Texts{"", ""});
  const Reading last("a,b\n1,");
  CHECK(last.messages().empty());
  CHECK(last.row(0) == Texts{"1", ""});
}

TEST_CASE("what is wrong in a table is told, and the other rows are kept") {
  const Reading reading("a,b\n1\n2,\"x\"y\n3,4\n5,6\r7\n");
  CHECK(reading.messages() ==
        Texts{"t:2:1: error: the row has 1 cells; expected 2, as in the header",
              "t:3:6: error: text after a closing quote; expected a comma or the end of the line",
              "t:5:4: error: a carriage return without a line feed, in a table whose lines end in "
              "one; expected lines that all end alike; a carriage return within a cell stands in "
              "quotes"});
  REQUIRE(reading.table.row_count() == 1);
  CHECK(reading.row(0) == Texts{"3", "4"});
  CHECK(Reading("").messages() == Texts{"t:1:1: error: the table is empty; expected a header row "
                                        "with the names of the columns"});
  CHECK(Reading("a,,b\n").messages() == Texts{"t:1:3: error: a column has no name"});
}

TEST_CASE("tables hold a limited number of cells") {
  const Reading reading("a,b\n1,2\n3,4\n5,6\n7,8\n", 4);
  CHECK(reading.table.row_count() == 2);
  CHECK(reading.messages() == Texts{"t:4:1: error: the tables of the scenario hold too many cells; "
                                    "expected at most 10,000,000 in all"});
}

TEST_CASE("the rows of a table without a line feed end in carriage returns") {
  const Reading reading("a,b\r1,2\r\r\"3\",4\r5\r");
  REQUIRE(reading.table.row_count() == 2);
  CHECK(reading.row(1) == Texts{"3", "4"});
  CHECK(reading.table.cell(1, 0).line == 4);
  CHECK(reading.messages() ==
        Texts{"t:5:1: error: the row has 1 cells; expected 2, as in the header"});
}
