#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "tests/models/scenario/scenario_folder.hpp"

// What only a compiled world shows of talks, truces and promises.

namespace monazite {
namespace {

std::string valid_world() {
  std::ifstream stream(std::string(MONAZITE_SOURCE_DIR) + "/tests/bad_input/valid_world.yaml");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// `line:column: message; expected …` of each error.
std::vector<std::string> errors_of(const std::string& yaml) {
  const ScenarioFolder folder;
  folder.write("valid_world.yaml", valid_world());
  folder.write("talks.yaml", yaml);
  const auto compiled = compile(folder.load("talks.yaml").scenario);
  std::vector<std::string> texts;
  for (auto problem : compiled.errors) {
    problem.file.clear();
    texts.push_back(to_text(problem).substr(1));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("actions that what they name cannot take are told at their places") {
  CHECK(errors_of(R"(monazite: 1
base: valid_world.yaml
instruments:
  - {id: valve, type: ban, issuer: CN, from: 2025-03-01, covers: {}}
  - {id: duty, type: tariff, issuer: US, covers: {}, schedule: [{from: 2025-02-01, rate: 10 %}]}
  - {id: quota, type: quota, issuer: CN, from: 2025-01-01, covers: {}, limits: [{year: 2025, quota: 10 t}]}
talks:
  - id: first
    date: 2025-06-01
    branches:
      a:
        probability: 50 %
        actions:
          - {instrument: duty, ease: {hold_probability: 10 %}}
          - {instrument: valve, tighten: {covers: {}}, ramp: 14 d}
          - {instrument: quota, extend: 30 d}
          - {instrument: duty, ease: {}}
      b: {probability: 50 %}
reciprocity:
  - {id: flow, by: CN, covers: {materials: [oxide_nd]}, at_least: 10 t, window: 900 d, from: 2025-02-01, answer: {actions: [{instrument: duty, tighten: {rate: 20 %}}]}}
)") == Texts{
           "14:38: error: 'duty' is a tariff, which has no such figures; expected rate",
           "15:42: error: ban 'valve' cannot change by and by; expected no 'ramp', and "
           "'implementation' of 1",
           "16:13: error: 'extend' of quota 'quota'; expected another action: its dates are those "
           "of its years",
           "17:38: error: a change that changes nothing; expected at least one figure",
           "20:5: error: the first check of 'flow' looks 900 days back, before the run begins; "
           "expected 'from' on 2027-06-20 or later",
       });
}

TEST_CASE("talks from which no tree can be made are told with what is wrong") {
  CHECK(errors_of(R"(monazite: 1
base: valid_world.yaml
instruments:
  - {id: duty, type: tariff, issuer: US, covers: {}, schedule: [{from: 2025-02-01, rate: 10 %}]}
talks:
  - id: first
    date: 2025-06-01
    evaluate: enumerate
    branches:
      a: {probability: 50 %, next: second, sway: {regions: [US], weight: 1}}
      b: {probability: 40 %}
    hazard: {from: 2025-05-01, per_day: 1 %}
  - id: second
    date: 2025-05-01
    evaluate: sample
    branches:
      c: {}
      d: {}
)") == Texts{
           "6:5: error: the probabilities of 'first' sum to 0.9; expected 1",
           "10:10: error: round 'second' (2025-05-01) is not after 'first' (2025-06-01); expected "
           "a round after 2025-06-01",
           "10:50: error: a branch whose chance depends on the run cannot be enumerated; expected "
           "'evaluate: sample', or no 'sway'",
           "12:13: error: a hazard at any moment cannot be enumerated; expected 'evaluate: "
           "sample', or 'breakdowns' on days",
           "13:5: error: 2 branches of 'second' have no probability; expected at most one, which "
           "gets what is left",
           "13:5: error: round 'second' is not evaluated as the others are; expected one "
           "'evaluate' for all talks of a scenario",
       });
}

}  // namespace
}  // namespace monazite
