#include "sim/analysis/base_year.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/scenario/world.hpp"
#include "tests/sim/analysis/figures.hpp"

namespace monazite {
namespace {

using chosen::Figures;
using chosen::tonnes_of;

/// China and the United States with a separation plant each, and a recycler in China.
World two_regions() {
  World world;
  for (const char* id : {"CN", "US"}) {
    world.regions.emplace_back().id = id;
  }
  const auto add = [&world](const char* id, Stage stage, std::uint32_t region) {
    auto& facility = world.facilities.emplace_back();
    facility.id = id;
    facility.stage = stage;
    facility.region = RegionId(region);
  };
  add("baotou", Stage::separation, 0);
  add("swarf", Stage::recycling, 0);
  add("pass", Stage::separation, 1);
  return world;
}

BaseYearTarget target(TargetQuantity quantity, const char* region, const char* material,
                      double tonnes, double yield = 1) {
  BaseYearTarget made;
  made.quantity = quantity;
  made.region = region;
  made.material = material;
  made.tonnes = tonnes;
  made.yield = yield;
  return made;
}

BaseYearRow judged(const BaseYearTarget& wanted, const Figures& figures) {
  const auto plan = chosen::plan_of_run(figures);
  return compare_base_year(two_regions(), chosen::results_of_run(plan, figures), {wanted}).front();
}

TEST_CASE("a target whose limit lies within the interval of the model is left open") {
  const auto wanted = target(TargetQuantity::mined, "CN", "", 1000);
  const auto with = [&](double tonnes, double scatter) {
    return judged(wanted,
                  {{tonnes_of("mined", "CN"), {tonnes - scatter, tonnes, tonnes + scatter}}})
        .verdict();
  };
  // Three values and their standard deviation: the interval is 2.48 of it to either side.
  CHECK(with(1025, 1.9) == Verdict::holds);
  CHECK(with(1025, 2.1) == Verdict::open);
  CHECK(with(1031, 2.1) == Verdict::missed);
  CHECK(judged(wanted, {{tonnes_of("mined", "CN"), {1001}}}).verdict() == Verdict::open);
}

TEST_CASE("what is mined is judged within three per cent") {
  const auto wanted = target(TargetQuantity::mined, "CN", "", 270000);
  const auto with = [&](double tonnes) {
    return judged(wanted, {{tonnes_of("mined", "CN"), {tonnes - 5, tonnes + 5}},
                           {tonnes_of("mined", "US"), {1, 1}}});
  };
  CHECK(with(270000).model_tonnes == Approx(270000));
  CHECK(with(270000 * 1.029).verdict() == Verdict::holds);
  CHECK(with(270000 * 0.971).verdict() == Verdict::holds);
  CHECK(with(270000 * 1.031).verdict() == Verdict::missed);
  CHECK(with(270000 * 0.969).verdict() == Verdict::missed);
}

TEST_CASE("what is separated counts separation plants alone, and REST is all but China") {
  const Figures figures = {{produced("CN", "oxide", "baotou"), {300, 300}},
                           {produced("CN", "oxide", "swarf"), {40, 40}},
                           {produced("US", "oxide", "pass"), {20, 20}}};
  const auto china = judged(target(TargetQuantity::separated, "CN", "oxide", 300), figures);
  CHECK(china.model_tonnes == 300);
  CHECK(china.verdict() == Verdict::holds);
  CHECK(judged(target(TargetQuantity::separated, "CN", "oxide", 340), figures).verdict() ==
        Verdict::missed);
  CHECK(judged(target(TargetQuantity::separated, "REST", "oxide", 20.9), figures).verdict() ==
        Verdict::holds);
  CHECK(judged(target(TargetQuantity::separated, "REST", "oxide", 21.1), figures).verdict() ==
        Verdict::missed);
}

TEST_CASE("blanks are finished magnets over the yield of the target") {
  const Figures figures = {{produced("CN", "magnet_bonded"), {12, 12}},
                           {produced("CN", "magnet_ndfeb_heavy"), {30, 30}},
                           {produced("CN", "magnet_ndfeb_light"), {30, 30}},
                           {produced("CN", "magnet_smco"), {500, 500}}};
  const auto row = judged(target(TargetQuantity::blanks, "CN", "NdFeB", 100, 0.72), figures);
  CHECK(row.model_tonnes == Approx(100));
  CHECK(row.verdict() == Verdict::holds);
  CHECK(judged(target(TargetQuantity::blanks, "CN", "NdFeB", 100, 0.6), figures).verdict() ==
        Verdict::missed);
}

TEST_CASE("exports are judged within five per cent") {
  const auto wanted = target(TargetQuantity::exports, "CN", "magnet", 100);
  CHECK(judged(wanted, {{tonnes_of("exports", "CN", "magnet"), {104.9, 104.9}}}).verdict() ==
        Verdict::holds);
  CHECK(judged(wanted, {{tonnes_of("exports", "CN", "magnet"), {105.1, 105.1}}}).verdict() ==
        Verdict::missed);
}

TEST_CASE("a figure that the model does not have misses its target") {
  const Figures figures = {{tonnes_of("mined", "CN"), {1}}};
  for (const auto quantity : {TargetQuantity::mined, TargetQuantity::separated,
                              TargetQuantity::blanks, TargetQuantity::exports}) {
    const auto row = judged(target(quantity, "US", "magnet", 0.001), figures);
    CHECK(std::isnan(row.model_tonnes));
    CHECK(row.verdict() == Verdict::missed);
  }
  CHECK(judged(target(TargetQuantity::mined, "ATLANTIS", "", 1), figures).verdict() ==
        Verdict::missed);
}

}  // namespace
}  // namespace monazite
