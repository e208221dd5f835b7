#include "sim/analysis/stages.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/analysis/figures.hpp"

namespace monazite {
namespace {

using chosen::Figures;
using chosen::tonnes_of;

/// Every stage at 100 (the fill rate at 1), mining of 40 in China included.
Figures at_rest() {
  Figures figures = {{tonnes_of("mined", ""), {100, 100}},
                     {tonnes_of("mined", "CN"), {40, 40}},
                     {tonnes_of("exports", "CN", "magnet"), {100, 100}},
                     {{"fill_rate", "", "", "", "", "", "share"}, {1, 1}}};
  for (const char* material : {"oxide", "oxide_NdPr", "metal", "alloy", "magnet"}) {
    figures[produced("", material)] = {100, 100};
  }
  return figures;
}

StageTable against_rest(const Figures& arm) {
  const auto calm_plan = chosen::plan_of_run(at_rest());
  const auto calm = chosen::results_of_run(calm_plan, at_rest());
  const auto plan = chosen::plan_of_run(arm);
  const auto results = chosen::results_of_run(plan, arm);
  return compare_stages({{"shut", &calm, &calm}, {"open", &calm, &results}});
}

TEST_CASE("a stage has recovered when its last year is within five per cent of the reference") {
  for (const auto& [last, recovered] :
       {std::pair(95.5, true), {104.5, true}, {94.5, false}, {105.5, false}}) {
    Figures arm = at_rest();
    arm[produced("", "alloy")] = {last - 1, last + 1};
    const auto table = against_rest(arm);
    REQUIRE(table.rows.size() == 9);
    for (const auto& row : table.rows) {
      CHECK((row.verdict() == Verdict::holds) == (recovered || row.label != "alloy"));
    }
  }
}

TEST_CASE("the rest of the world mines what China does not") {
  Figures arm = at_rest();
  arm[tonnes_of("mined", "CN")] = {20, 20};
  const auto table = against_rest(arm);
  CHECK(table.rows[0].years.back().change() == Approx(-0.5));
  CHECK(table.rows[1].years.back().reference == Approx(60));
  CHECK(table.rows[1].years.back().change() == Approx(20.0 / 60));
  CHECK(table.years == std::vector<std::string>{"shut", "open"});
}

TEST_CASE("a stage that is not observed has not recovered") {
  Figures arm = at_rest();
  arm.erase(produced("", "metal"));
  for (const auto& row : against_rest(arm).rows) {
    CHECK((row.verdict() == Verdict::holds) == (row.label != "metal"));
  }
  CHECK(StageRow{}.verdict() == Verdict::missed);
}

}  // namespace
}  // namespace monazite
