#include "sim/report/headline.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/sim/batch/synthetic_batch.hpp"

using namespace monazite;

namespace {

ScenarioResults results_with(const std::string& name, const ObservationPlan& plan,
                             const std::vector<double>& exports) {
  ScenarioResults results(synthetic::scenario(name, plan, 1));
  for (std::uint32_t r = 0; r < exports.size(); ++r) {
    Observations seen = synthetic::observe(1, r);
    seen.run_values = {exports[r], 0, 390112.4};
    results.merge(r, std::move(seen));
  }
  return results;
}

}  // namespace

TEST_CASE("numbers are set for reading") {
  CHECK(readable(0) == "0");
  CHECK(readable(0.98765) == "0.9877");
  CHECK(readable(57.5) == "57.5");
  CHECK(readable(1234.5) == "1,234");
  CHECK(readable(-58152) == "-58,152");
  CHECK(readable(999999.7) == "1,000,000");
  CHECK(readable(123456789) == "123,456,789");
}

TEST_CASE("the headline table sets scenarios side by side") {
  const ObservationPlan plan = synthetic::plan();
  std::vector<ScenarioResults> scenarios;
  scenarios.push_back(results_with("calm", plan, {58152}));
  scenarios.push_back(results_with("ban", plan, {40000, 42000}));
  CHECK(headline_table(scenarios, {}) ==
        "mean [95 % interval]            calm                           ban\n"
        "mined (t)                    390,112  390,112 [390,112 .. 390,112]\n"
        "magnet exports of China (t)   58,152     41,000 [28,294 .. 53,706]\n"
        "replications                       1                             2\n");
}

TEST_CASE("scenarios that do not fit follow below, and bold is asked for") {
  const ObservationPlan plan = synthetic::plan();
  std::vector<ScenarioResults> scenarios;
  scenarios.push_back(results_with("calm", plan, {58152}));
  scenarios.push_back(results_with("ban", plan, {40000, 42000}));
  const std::string text = headline_table(scenarios, {.width = 40, .bold = true});
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  REQUIRE(lines.size() == 9);
  CHECK(lines[0] == "\x1b[1mmean [95 % interval]            calm\x1b[0m");
  CHECK(lines[4].empty());
  CHECK(lines[5].find("ban") != std::string::npos);
}
