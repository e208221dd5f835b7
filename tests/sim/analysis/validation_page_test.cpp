#include "sim/analysis/validation_page.hpp"

#include <catch2/catch.hpp>
#include <limits>

namespace monazite {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

BaseYearRow mined(double tonnes) {
  BaseYearRow row;
  row.target.region = "CN";
  row.target.tonnes = 100;
  row.model_tonnes = tonnes;
  row.half_width = 0.5;
  return row;
}

StageTable alloy(double last) {
  return {{"shut", "open"}, {{"alloy", false, {{100, 20}, {100, last}}}}};
}

/// A page on which every target holds.
ValidationPage good_page() {
  ValidationPage page;
  page.scenario = "world.yaml";
  page.base_year = {mined(100)};
  page.drift = {{"metal", 10, 0, 0.0009, 0}};
  page.steady = {{"metal", 10, 0, 0, 0}};
  page.recovery = alloy(100);
  page.demand = alloy(50);
  page.largest_flow_drifts = {{"exports IN oxide", 10, 0.5, 0.01, 0}};
  return page;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a page on which all holds misses nothing and shows no failure") {
  CHECK(good_page().targets_that_are(Verdict::missed).empty());
  CHECK(good_page().targets_that_are(Verdict::open).empty());
  const auto text = to_markdown(good_page());
  CHECK_FALSE(contains(text, "FAIL"));
  CHECK_FALSE(contains(text, "laid over"));
}

TEST_CASE("the page shows what each free parameter changes, unknown where it makes no world") {
  auto page = good_page();
  page.sensitivity_replications = 3;
  page.sensitivities = {{{"cover, EV", 53, "× 0.50", "× 2.00", false},
                         {0.01, 0, 0, -0.002},
                         {missing, missing, missing, missing}}};
  const auto text = to_markdown(page);
  CHECK(contains(text, "the same 3 replications"));
  CHECK(contains(text, "| cover, EV | 53 | × 0.50 | × 2.00 | +1.00 % / "));
  CHECK(contains(text, "-0.20 % / "));
  CHECK_FALSE(contains(text, "nan"));
}

TEST_CASE("each target can be missed, alone") {
  auto page = good_page();
  std::string name;
  SECTION("of the base year") {
    page.base_year = {mined(104)};
    name = "mined of CN";
  }
  SECTION("of the base year, not observed") {
    page.base_year = {mined(missing)};
    name = "mined of CN";
  }
  SECTION("of drift") {
    page.drift.front().drift_per_year = 0.002;
    name = "drift of metal";
  }
  SECTION("of drift, not observed") {
    page.drift.front() = {"metal", missing, missing, missing, missing};
    name = "drift of metal";
  }
  SECTION("of drift without noise") {
    page.steady.front().drift_per_year = -0.002;
    name = "steady drift of metal";
  }
  SECTION("of recovery") {
    page.recovery = alloy(90);
    name = "recovery of alloy";
  }
  CHECK(page.targets_that_are(Verdict::missed) == std::vector{name});
  const auto text = to_markdown(page);
  const auto at = text.find("FAIL");
  REQUIRE(at != std::string::npos);
  CHECK(text.find("FAIL", at + 1) == std::string::npos);
}

TEST_CASE("what the replications cannot tell is open, neither passed nor failed") {
  auto page = good_page();
  page.base_year.push_back(mined(102.8));
  page.drift.push_back({"oxide", 10, 0.0005, 0.0006, 0});
  CHECK(page.targets_that_are(Verdict::missed).empty());
  CHECK(page.targets_that_are(Verdict::open) ==
        std::vector<std::string>{"mined of CN", "drift of oxide"});
  const auto text = to_markdown(page);
  CHECK(contains(text, "| open |"));
  CHECK_FALSE(contains(text, "FAIL"));
}

TEST_CASE("what is laid over the scenario stands on the page") {
  auto page = good_page();
  page.settings = {"--set outputs.series=[mined]", "--seed 3"};
  const auto text = to_markdown(page);
  CHECK(contains(text, "- `--set outputs.series=[mined]`\n- `--seed 3`\n"));
  CHECK(contains(text, "do not compare"));
}

TEST_CASE("a figure that is missing is called so") {
  auto page = good_page();
  page.base_year = {mined(missing)};
  CHECK(contains(to_markdown(page), "| mined | CN | 100 | missing |"));
}

BackTestRow exports_of_may(double tonnes) {
  BackTestRow row;
  row.target.name = "magnet exports, May";
  row.target.unit = "t/month";
  row.target.observed = "1,238";
  row.target.low = 627;
  row.target.high = 1849;
  row.model = tonnes;
  row.half_width = 10;
  row.calm = missing;
  return row;
}

TEST_CASE("a page without history and small worlds does not speak of them") {
  CHECK_FALSE(contains(to_markdown(good_page()), "does not fit"));
}

TEST_CASE("what a back-test misses is shown and named at the end, and is no target of the year") {
  auto page = good_page();
  page.back_test = BackTest{"licences.yaml", 20, {exports_of_may(4120)}};
  page.shapes = {{"bubble", "orders above demand", 1.5, 0.6, Side::above, 1.1}};
  CHECK(page.targets_that_are(Verdict::missed).empty());
  CHECK(page.back_tests_that_are(Verdict::missed) ==
        std::vector<std::string>{"magnet exports, May"});
  CHECK(page.back_tests_that_are(Verdict::open) == std::vector<std::string>{"bubble"});
  const auto text = to_markdown(page);
  CHECK(contains(text, "| 1,238 | 627 to 1849 | 4120 | 10 | - | FAIL |"));
  CHECK(contains(text, "| bubble | orders above demand | above 1.1 | 1.50 | 0.60 | open |"));
  CHECK(contains(text, "\n- magnet exports, May\n"));
  CHECK(contains(text, "does not change the exit code"));
  page.back_test->rows = {exports_of_may(1238)};
  page.shapes.clear();
  CHECK(contains(to_markdown(page), "nothing is missed"));
}

}  // namespace
}  // namespace monazite
