#include "models/scenario/diagnostic.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace monazite;

TEST_CASE("the text of a problem") {
  CHECK(to_text({{0, 3, 7}, "a.yaml", "what", "this", "that"}) ==
        "a.yaml:3:7: error: what; expected this; did you mean 'that'?");
  CHECK(to_text({{}, "--set a=b", "what", "", ""}) == "--set a=b: error: what");
  CHECK(to_text({{}, "", "3 more problems", "", ""}) == "error: 3 more problems");
}

TEST_CASE("problems come in file order, each once") {
  Diagnostics problems;
  CHECK(problems.empty());
  problems.add({1, 1, 1}, "d");
  problems.add({0, 2, 1}, "c");
  problems.add({0, 1, 9}, "b");
  problems.add({0, 1, 2}, "a");
  problems.add({0, 1, 2}, "a");
  CHECK(problems.count() == 4);
  std::string order;
  for (const auto& problem : problems.sorted({"first", "second"})) {
    order += problem.message + "@" + problem.file + " ";
  }
  CHECK(order == "a@first b@first c@first d@second ");
}

TEST_CASE("beyond a limit problems are counted") {
  Diagnostics problems(3);
  for (std::uint32_t line = 1000; line > 0; --line) {
    problems.add({0, line, 1}, "wrong " + std::to_string(line));
  }
  const auto sorted = problems.sorted({"f"});
  REQUIRE(sorted.size() == 4);
  CHECK(sorted[3].message == "997 more problems");
}

TEST_CASE("what a file has more than three times is told once, with its number and lines") {
  Diagnostics problems(5);
  for (std::uint32_t line = 1; line <= 80; ++line) {
    problems.add({0, 2 * line, 4}, "no region 'USA'", {}, "US");
    problems.add({1, line, 1}, line <= 4 ? "few" : "other " + std::to_string(line % 40));
  }
  problems.add({0, 7, 1}, "alone");
  const auto sorted = problems.sorted({"a.yaml", "b.yaml"});
  REQUIRE(sorted.size() == 6);
  CHECK(to_text(sorted[0]) ==
        "a.yaml:2:4: error: no region 'USA'; did you mean 'US'? (and 79 more like it, in lines 4, "
        "6, 8, 10, 12, 14, 16, 18, 20, … 160)");
  CHECK(to_text(sorted[1]) == "a.yaml:7:1: error: alone");
  CHECK(to_text(sorted[2]) == "b.yaml:1:1: error: few (and 3 more like it, in lines 2, 3, 4)");
  CHECK(to_text(sorted[3]) == "b.yaml:5:1: error: other 5");
  CHECK(sorted[4].others.empty());
  // 80 + 1 + 4 + 2 are told.
  CHECK(sorted[5].message == "74 more problems");
}

TEST_CASE("the nearest name") {
  const std::vector<std::string_view> names = {"region", "stage", "facility", "CN", "mine"};
  CHECK(nearest_name("regoin", names) == "region");
  CHECK(nearest_name("Stage", names) == "stage");
  CHECK(nearest_name("facilty", names) == "facility");
  CHECK(nearest_name("mien", names) == "mine");
  CHECK(nearest_name("cN", names) == "CN");
  CHECK(nearest_name("lanes", names).empty());
  CHECK(nearest_name("region_of_origin", names).empty());
  CHECK(nearest_name("", names).empty());
}

TEST_CASE("what moves the cursor, turns the writing or cannot be seen is escaped") {
  Diagnostics problems;
  problems.add({0, 1, 1},
               "\xC2\x9B"
               "31m \xE2\x80\xAEgnp.exe \xE2\x80\xA8 \xE2\x80\x8B \xFF \xC3",
               "ä 稀土 …");
  const auto sorted = problems.sorted({"a\x1b[2J.yaml"});
  CHECK(sorted[0].message == "\\u009B31m \\u202Egnp.exe \\u2028 \\u200B \\xFF \\xC3");
  CHECK(sorted[0].expected == "ä 稀土 …");
  CHECK(to_text(sorted[0]).rfind("a\\x1B[2J.yaml:1:1: error: ", 0) == 0);
}

TEST_CASE("no message is longer than 1.8 kB, whatever is escaped in each of its texts") {
  Diagnostics problems;
  const std::string bells(5000, '\a');
  problems.add({0, 1, 1}, bells, bells, bells);
  CHECK(to_text(problems.sorted({"a.yaml"})[0]).size() <= 1810);
}

TEST_CASE("a problem is one line of moderate length, whatever the input held") {
  Diagnostics problems;
  problems.add({0, 1, 1}, "'\x1b[2J\n\x7f' is no id", "a\tb");
  problems.add({0, 2, 1}, std::string(1'000'000, 'x') + "end");
  std::string marks;
  for (int i = 0; i < 100'000; ++i) {
    marks += "…";
  }
  problems.add({0, 3, 1}, "a" + marks);
  const auto sorted = problems.sorted({"f"});
  CHECK(sorted[0].message == "'\\x1B[2J\\n\\x7F' is no id");
  CHECK(sorted[0].expected == "a\\x09b");
  CHECK(sorted[1].message.size() == 1500 + 3 + 300);
  CHECK(sorted[1].message.substr(1490, 13) == "xxxxxxxxxx…");
  CHECK(sorted[1].message.substr(1800) == "end");
  // Cut between characters: one byte and whole marks of three.
  CHECK(sorted[2].message.size() % 3 == 1);
}

TEST_CASE("no name is near one that nobody types") {
  const std::string long_name(201, 'a');
  CHECK(nearest_name(long_name, {long_name.substr(1)}).empty());
  CHECK(nearest_name(long_name.substr(1), {long_name.substr(2)}) == long_name.substr(2));
}
