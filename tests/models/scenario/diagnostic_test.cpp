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
    problems.add({0, line, 1}, "wrong");
  }
  const auto sorted = problems.sorted({"f"});
  REQUIRE(sorted.size() == 4);
  CHECK(sorted[3].message == "997 more problems");
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
