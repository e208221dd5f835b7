#include "sim/report/scenario_template.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "sim/report/comment_writer.hpp"
#include "sim/report/scenario_schema.hpp"
#include "tests/sim/report/schema_check.hpp"
#include "tests/sim/report/yaml_json.hpp"

using namespace monazite;
using namespace monazite::test;

namespace {

std::size_t longest_comment(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const auto first = line.find_first_not_of(' ');
    if (first != std::string::npos && line[first] == '#') {
      longest = std::max(longest, line.size());
    }
    at = end + 1;
  }
  return longest;
}

}  // namespace

TEST_CASE("templates have names of their own, the one of a whole world first") {
  std::set<std::string_view> names;
  for (const ScenarioTemplate& source : scenario_templates()) {
    CHECK(names.insert(source.name).second);
    CHECK_FALSE(source.summary.empty());
  }
  CHECK(names.size() >= 4);
  CHECK(scenario_templates().front().name == "minimal");
  CHECK_FALSE(scenario_templates().front().is_over_world);
}

TEST_CASE("every template follows the schema, and its comments change nothing") {
  const SchemaCheck schema(Json::parse(scenario_schema()));
  for (const ScenarioTemplate& source : scenario_templates()) {
    CAPTURE(source.name);
    const std::string text = commented_scenario(source, {"schema.json", "WORLD"});
    CHECK(text.rfind("# yaml-language-server: $schema=schema.json\n# ", 0) == 0);
    CHECK(longest_comment(text) <= 100);
    const auto written = json_of_yaml(text);
    REQUIRE(written);
    CHECK(schema.problems(*written).empty());
    CHECK(*written == *json_of_yaml(source.yaml));
  }
}

TEST_CASE("a comment stands above the first line of a key and says what its declaration says") {
  const std::string text = with_comments(
      "monazite: 1\n"
      "base: other.yaml\n"
      "behaviour:\n"
      "  - {id: a, review: 7 d}\n"
      "  - {id: b, review: 14 d}\n"
      "  - {id: c, ordering: smoothed}\n",
      {{"base", "../the world.yaml"}});
  CHECK(text ==
        "\n"
        "# The version of the file format: 1.\n"
        "monazite: 1\n"
        "\n"
        "# A scenario file that this one is laid over, or a list of them, each laid over those "
        "before it.\n"
        "base: \"../the world.yaml\"\n"
        "\n"
        "# Habits of ordering and of serving.\n"
        "behaviour:\n"
        "  # The id of the profile.\n"
        "  - id: a\n"
        "    # Days between two reviews of orders. Unit: d. Range: 1 to 366 d. Default: 7 d.\n"
        "    review: 7 d\n"
        "  - {id: b, review: 14 d}\n"
        "  - id: c\n"
        "    # Orders up to a level; or by a part of the gap; or up to the level once "
        "`reorder_point` is\n"
        "    # reached; or whole fixed quantities once it is reached. Lines make by the first rule "
        "under all\n"
        "    # but the second. Default: smoothed. One of base_stock, smoothed, sS or rQ.\n"
        "    ordering: smoothed\n");
}

TEST_CASE("keys of a kind are told by that kind") {
  const std::string text = with_comments(
      "instruments: [{id: a, type: licence, changes: [{on: 2025-01-01, validity: 60 d}]}]", {});
  CHECK(text.find("# The validity of licences from then on. Unit: d.") != std::string::npos);
}

TEST_CASE("no template may have a key that does not exist") {
  CHECK_THROWS_AS(with_comments("monazite: 1\nlane: []\n", {}), std::logic_error);
  CHECK_THROWS_AS(with_comments("instruments: [{id: a, type: ban, rate: 5 %}]", {}),
                  std::logic_error);
  CHECK_THROWS_AS(with_comments("[1]", {}), std::logic_error);
  CHECK_THROWS_AS(with_comments("a: [", {}), std::logic_error);
}
