#include <catch2/catch.hpp>

#include "sim/batch/parameter_digest.hpp"
#include "sim/batch/sha256.hpp"

using namespace monazite;

namespace {

LoadedScenario scenario_with(const std::string& yaml) {
  LoadedScenario loaded;
  loaded.resolved_yaml = yaml;
  loaded.resolved_tables = {{"inputs/lanes.csv", "from,to\na,b\n"}};
  return loaded;
}

const std::string plain =
    "monazite: 1\ncalendar:\n  start: 2025-01-01\nregions:\n- id: CN\nswitches:\n  noise: true\n";

}  // namespace

TEST_CASE("SHA-256 has its published values") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a digest does not depend on names, texts, seed or replications") {
  const std::string digest = parameter_digest(scenario_with(plain));
  CHECK(digest.size() == 16);
  const std::string decorated =
      "monazite: 1\nname: other\ntitle: A title\ndescription: |\n  Two\n\n  lines: here\n"
      "calendar:\n  start: 2025-01-01\nruns:\n  seed: 7\n  replications: 3\nregions:\n- id: CN\n"
      "switches:\n  noise: true\n";
  CHECK(parameter_digest(scenario_with(decorated)) == digest);
}

TEST_CASE("a digest depends on every parameter and table") {
  const std::string digest = parameter_digest(scenario_with(plain));
  std::string changed = plain;
  changed.replace(changed.find("true"), 4, "false");
  CHECK(parameter_digest(scenario_with(changed)) != digest);

  LoadedScenario other_table = scenario_with(plain);
  other_table.resolved_tables[0].content += "b,c\n";
  CHECK(parameter_digest(other_table) != digest);

  LoadedScenario inner_name = scenario_with(plain + "  name: inner\n");
  CHECK(parameter_digest(inner_name) != digest);
}
