#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "tests/models/scenario/scenario_folder.hpp"

using namespace monazite;

namespace {

using Texts = std::vector<std::string>;

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    text += part;
  }
  return text;
}

/// What is said of a scenario with this text after its head. Each would take minutes or gigabytes
/// without the bound that refuses it.
Texts messages_of(const std::string& text) {
  const ScenarioFolder folder;
  folder.write("a.yaml", scenario_head + text);
  return folder.messages("a.yaml");
}

Texts messages_of_table(const std::string& table) {
  const ScenarioFolder folder;
  folder.write("a.yaml", scenario_head + "lanes: {table: t.csv}\n");
  folder.write("t.csv", table);
  return folder.messages("a.yaml");
}

}  // namespace

TEST_CASE("a table that is wider than any is refused by its header") {
  std::string header = "a0";
  for (int i = 1; i < 1'000'000; ++i) {
    header += ",a" + std::to_string(i);
  }
  CHECK(messages_of_table(header + "\n") ==
        Texts{"t.csv:1:1: error: the table has 1000000 columns; expected at most 1000"});
  CHECK(messages_of_table("from,to" + repeated(",", 5'000'000)).front() ==
        "t.csv:1:1: error: the table has 5000002 columns; expected at most 1000");
}

TEST_CASE("the cells of a row are counted, and not all kept") {
  CHECK(messages_of_table("from,to\nA" + repeated(",", 5'000'000) + "\n").front() ==
        "t.csv:2:1: error: the row has 5000001 cells; expected 2, as in the header");
}

TEST_CASE("a table that is wrong in every row is not read to its end") {
  const Texts messages = messages_of_table("from,to\n" + repeated("x\n", 3'000'000));
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].find("(and 9999 more like it, in lines 3, 4, ") != std::string::npos);
  CHECK(messages[1] == "error: 90000 more problems");
}

TEST_CASE("a column whose name nobody could mean is not told again for each row") {
  CHECK(messages_of_table("from,transit [" + std::string(1'000'000, 'x') + "]\n" +
                          repeated("A,1\n", 20'000)) ==
        Texts{"t.csv:1:6: error: the name of a column is too long; expected at most 200 bytes"});
}

TEST_CASE("brackets without end are refused before the parser reads ahead over them") {
  for (const char* bracket : {"[", "{a: ", "[{a: "}) {
    CAPTURE(bracket);
    const Texts messages = messages_of("lanes: " + repeated(bracket, 1'000'000));
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].find("the nesting is too deep; expected at most 64") != std::string::npos);
  }
}

TEST_CASE("a map of more keys than any section has is refused") {
  std::string keys;
  for (int i = 0; i < 200'000; ++i) {
    keys += "k" + std::to_string(i) + ": 1\n";
  }
  const Texts messages = messages_of(keys);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].find("the map has too many keys; expected at most 1000") != std::string::npos);
}

TEST_CASE("aliases of a long text count by its length") {
  const Texts messages = messages_of("title: &t " + std::string(1'000'000, 'x') + "\nlanes: [" +
                                     repeated("{from: *t, to: *t}, ", 50'000) + "]\n");
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].find("the scenario holds too many values") != std::string::npos);
}

TEST_CASE("long ids that are nearly the same are not compared") {
  const std::string id(300'000, 'A');
  const Texts messages = messages_of(
      "regions: [{id: " + id + "}]\nfacilities: [{id: F, region: " + id + "B, stage: mine}]\n");
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].find("error: an id of 300000 bytes; expected at most 200") !=
        std::string::npos);
  CHECK(messages[1].find("error: no region 'AAAA") != std::string::npos);
  CHECK(messages[1].size() < 3000);
}

TEST_CASE("samples count as the cells that they copy") {
  const ScenarioFolder folder;
  folder.write("waits.csv", "wait [d]\n" + repeated("3\n", 5'000'001));
  folder.write("a.yaml", scenario_head +
                             "lanes:\n  - {from: A, to: B, material: m, flow: 1 t/yr, transit: "
                             "\"empirical(waits.csv:wait)\"}\n");
  const Texts messages = folder.messages("a.yaml");
  const std::string refusal =
      "a.yaml:4:58: error: the samples and tables of the scenario hold too many values; expected "
      "at most 10,000,000 in all";
  CHECK(std::count(messages.begin(), messages.end(), refusal) == 1);
}
