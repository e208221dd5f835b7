#include <catch2/catch.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

// What the prices of 2025 did, without anything fitted to them.
namespace {

Tables results(const std::string& scenario, const std::vector<std::string>& options) {
  const ScratchFolder scratch;
  return run_scenarios(MONAZITE_SOURCE_DIR "/scenarios", {scenario}, scratch.path() / "out",
                       options);
}

Tables spring_of_2025(const std::vector<std::string>& switched_off = {}) {
  std::vector<std::string> options = {
      "--replications",          "12",    "--set",
      "calendar.end=2025-07-31", "--set", "outputs.series=[price_traded, price_quoted]"};
  for (const auto& name : switched_off) {
    options.emplace_back("--set");
    options.push_back("switches." + name + "=false");
  }
  return results("history/licences_2025.yaml", options);
}

/// The price in the last week of May over its mean of March.
double multiple(const Tables& tables, const std::string& metric, const std::string& market,
                const std::string& material) {
  double march = 0;
  int weeks = 0;
  double may = 0;
  for (const auto& line : lines_of(tables.at("series.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(5) != metric || cells.at(6) != market || cells.at(9) != material) {
      continue;
    }
    if (cells.at(3).rfind("2025-03", 0) == 0) {
      march += std::stod(cells.at(12));
      ++weeks;
    } else if (cells.at(3).rfind("2025-05", 0) == 0) {
      may = std::stod(cells.at(12));
    }
  }
  REQUIRE(weeks > 3);
  return may / (march / weeks);
}

double mean_of(const Tables& tables, const std::string& metric, const std::string& region,
               const std::string& material) {
  for (const auto& line : lines_of(tables.at("summary.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(3) == metric && cells.at(4) == region && cells.at(5).empty() &&
        cells.at(6).empty() && cells.at(7) == material && cells.at(8).empty()) {
      return std::stod(cells.at(10));
    }
  }
  FAIL("no " + metric + " of " + material);
  return 0;
}

}  // namespace

TEST_CASE("in spring 2025 dysprosium trebles in Europe, stays in China, and light oxides stay") {
  const auto tables = spring_of_2025();
  const double dysprosium = multiple(tables, "price_quoted", "EU", "oxide_Dy");
  CHECK(dysprosium > 2);
  CHECK(dysprosium < 4);
  CHECK(multiple(tables, "price_traded", "CN", "oxide_Dy") < 1.3);
  // Lanthanum and cerium need no licence, and the US exempt them from the duties of April.
  for (const std::string light : {"oxide_La", "oxide_Ce"}) {
    CHECK(multiple(tables, "price_quoted", "EU", light) == Approx(1).margin(0.1));
    CHECK(multiple(tables, "price_traded", "CN", light) == Approx(1).margin(0.1));
  }
  CHECK(mean_of(tables, "rent_usd", "CN", "") > 1e8);
}

TEST_CASE("a mechanism that is switched off takes its effect with it and nothing else") {
  const auto all = spring_of_2025();
  const auto calm = spring_of_2025({"hoarding", "phantom_orders"});
  // Without fear nobody asks more than is paid.
  CHECK(multiple(calm, "price_quoted", "EU", "oxide_Dy") ==
        multiple(calm, "price_traded", "EU", "oxide_Dy"));
  CHECK(multiple(all, "price_quoted", "EU", "oxide_Dy") >
        multiple(all, "price_traded", "EU", "oxide_Dy"));
  const auto apart = spring_of_2025({"arbitrage"});
  CHECK(multiple(apart, "price_traded", "EU", "oxide_Dy") >
        multiple(all, "price_traded", "EU", "oxide_Dy"));
  // Prices that are off are not told.
  const auto none = spring_of_2025({"prices", "hoarding", "phantom_orders"});
  CHECK(none.at("series.csv").find("price_traded") == std::string::npos);
}

TEST_CASE("prices and fear leave the base year as it is") {
  const std::vector<std::string> options = {"--replications", "6", "--set",
                                            "calendar.end=2024-12-31"};
  const auto plain = results("world_2024/world_2024.yaml", options);
  const auto priced = results("world_2024/markets.yaml", options);
  for (const auto& [metric, region, material] :
       {std::tuple("mined", "", ""), std::tuple("produced", "", "oxide_Dy"),
        std::tuple("produced", "", "oxide_NdPr"), std::tuple("exports", "CN", "magnet")}) {
    CHECK(mean_of(priced, metric, region, material) ==
          Approx(mean_of(plain, metric, region, material)).epsilon(0.02));
  }
  for (const std::string market : {"CN", "EU", "JP_KR", "US"}) {
    CHECK(mean_of(priced, "price_traded", market, "oxide_Dy") == Approx(260).epsilon(0.1));
    CHECK(mean_of(priced, "price_traded", market, "magnet_ndfeb_heavy") ==
          Approx(51.3).epsilon(0.1));
  }
}
