#include "sim/batch/read_sweep.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/sim/batch/sweep_files.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

const std::vector<FactorLevel>& levels_of(const FactorSpec& factor) {
  return std::get<std::vector<FactorLevel>>(factor.values);
}

const FactorNumbers& numbers_of(const FactorSpec& factor) {
  return std::get<FactorNumbers>(factor.values);
}

const FactorRange& range_of(const FactorSpec& factor) {
  return std::get<FactorRange>(numbers_of(factor).domain);
}

Texts labels_of(const FactorSpec& factor) {
  Texts labels;
  for (const FactorLevel& level : levels_of(factor)) {
    labels.push_back(level.label);
  }
  return labels;
}

}  // namespace

TEST_CASE("a sweep of two lines runs its scenario once") {
  const test::SweepFiles files;
  const SweepSpec spec = files.read("").spec;
  CHECK(spec.name == "sweep");
  CHECK(spec.scenarios == Texts{files.path("world.yaml")});
  CHECK(spec.design.method == DesignMethod::grid);
  CHECK(spec.factors.empty());
  CHECK(spec.replications == 1);
  CHECK(spec.common_random_numbers);
  CHECK_FALSE(spec.antithetic);
  CHECK_FALSE(spec.stop);
  CHECK(spec.on_failure == OnFailure::go_on);
  CHECK(spec.keep.empty());
  CHECK(spec.detail == Detail::single);
}

TEST_CASE("every key of a sweep is read") {
  const test::SweepFiles files;
  const SweepSpec spec =
      files
          .read_whole_text(
              "monazite_sweep: 1\n"
              "name: covers\n"
              "title: What cover does\n"
              "description: Nothing else varies.\n"
              "scenario: [world.yaml, below/other.yaml]\n"
              "set: {switches.noise: false, regions: [{id: JP}], title: \"a, b\"}\n"
              "replications: 20\n"
              "seed: 18446744073709551615\n"
              "common_random_numbers: false\n"
              "antithetic: true\n"
              "on_failure: stop\n"
              "keep: [fill_rate, hhi]\n"
              "detail: facilities\n"
              "design: {method: latin_hypercube, size: 12}\n"
              "factors: {a.b: {from: 1 d, to: 2 d}}\n"
              "stop: {metric: exports, region: CN, partner: US, sector: AUTO,\n"
              "  material: magnet, facility: PLANT, half_width: 5 %,\n"
              "  level: 0.9, max_replications: 500}\n")
          .spec;
  CHECK(spec.name == "covers");
  CHECK(spec.title == "What cover does");
  CHECK(spec.description == "Nothing else varies.");
  CHECK(spec.scenarios == Texts{files.path("world.yaml"), files.path("below/other.yaml")});
  CHECK(spec.settings == Texts{"switches.noise=false", "regions=[{id: JP}]", "title=a, b"});
  CHECK(spec.replications == 20);
  CHECK(spec.seed == 18446744073709551615ULL);
  CHECK_FALSE(spec.common_random_numbers);
  CHECK(spec.antithetic);
  CHECK(spec.on_failure == OnFailure::stop);
  CHECK(spec.keep == Texts{"fill_rate", "hhi"});
  CHECK(spec.detail == Detail::facilities);
  CHECK(spec.design.method == DesignMethod::latin_hypercube);
  CHECK(spec.design.size == 12);
  REQUIRE(spec.stop);
  CHECK(spec.stop->metric == "exports");
  CHECK(spec.stop->region == "CN");
  CHECK(spec.stop->partner == "US");
  CHECK(spec.stop->sector == "AUTO");
  CHECK(spec.stop->material == "magnet");
  CHECK(spec.stop->facility == "PLANT");
  CHECK(spec.stop->is_relative);
  CHECK(spec.stop->half_width == Approx(0.05));
  CHECK(spec.stop->level == 0.9);
  CHECK(spec.stop->max_replications == 500);
}

TEST_CASE("a half width may be in the unit of its figure") {
  const test::SweepFiles files;
  const SweepSpec spec =
      files.read("replications: 2\nstop: {metric: exports, half_width: 12.5}\n").spec;
  REQUIRE(spec.stop);
  CHECK_FALSE(spec.stop->is_relative);
  CHECK(spec.stop->half_width == 12.5);
  CHECK(spec.stop->level == 0.95);
}

TEST_CASE("a factor lists values, one key or several, or names levels") {
  const test::SweepFiles files;
  const auto factors = files
                           .read(
                               "factors:\n"
                               "  demand.A.cover: [30 d, 60 d]\n"
                               "  cover: {keys: [demand.C.cover, demand.B.cover], values: [5 d]}\n"
                               "  regions: [[{id: CN}], {id: JP, name: \"x: y\"}]\n"
                               "  policy:\n"
                               "    levels:\n"
                               "      free: {}\n"
                               "      tight: {a.b: 5 %, c.d: [1, 2]}\n")
                           .spec.factors;
  REQUIRE(factors.size() == 4);
  CHECK(labels_of(factors[0]) == Texts{"30 d", "60 d"});
  CHECK(levels_of(factors[0])[1].settings == Texts{"demand.A.cover=60 d"});
  CHECK(levels_of(factors[0])[1].place.line == 4);
  CHECK(levels_of(factors[0])[1].place.column == 26);
  CHECK(levels_of(factors[1])[0].settings == Texts{"demand.C.cover=5 d", "demand.B.cover=5 d"});
  CHECK(labels_of(factors[2]) == Texts{"[{id: CN}]", "{id: JP, name: \"x: y\"}"});
  CHECK(labels_of(factors[3]) == Texts{"free", "tight"});
  CHECK(levels_of(factors[3])[0].settings.empty());
  CHECK(levels_of(factors[3])[1].settings == Texts{"a.b=5 %", "c.d=[1, 2]"});
}

TEST_CASE("a factor is a range of numbers with a unit, or of dates") {
  const test::SweepFiles files;
  const auto factors =
      files
          .read(
              "factors:\n"
              "  a: {from: 10 t/yr, to: 1000 t/yr, steps: 3, scale: log, round_to: 5}\n"
              "  b: {from: -1, to: 1.5, steps: 2, scale: linear}\n"
              "  c: {from: 2025-01-01, to: 2025-12-31, steps: 5}\n"
              "  d: {from: 2025-01-01, to: 2025-12-31, steps: 5, round_to: 7}\n")
          .spec.factors;
  REQUIRE(factors.size() == 4);
  CHECK(range_of(factors[0]).low == 10);
  CHECK(range_of(factors[0]).high == 1000);
  CHECK(range_of(factors[0]).is_logarithmic);
  CHECK(numbers_of(factors[0]).unit == "t/yr");
  CHECK(numbers_of(factors[0]).round_to == 5);
  CHECK(numbers_of(factors[0]).steps == 3);
  CHECK_FALSE(range_of(factors[1]).is_logarithmic);
  CHECK(numbers_of(factors[1]).unit.empty());
  CHECK(numbers_of(factors[2]).is_date);
  CHECK(numbers_of(factors[2]).round_to == 1);
  CHECK(range_of(factors[2]).low == 20089);
  CHECK(range_of(factors[2]).high == 20453);
  CHECK(numbers_of(factors[3]).round_to == 7);
}

TEST_CASE("a factor is a distribution in the unit that its arguments have") {
  const test::SweepFiles files;
  const auto factors = files
                           .read(
                               "design: {method: sobol, size: 4}\n"
                               "factors:\n"
                               "  a: lognormal(mean 35 d, cv 0.3)\n"
                               "  b: \"triangular(10 %, 20 %, 40 %)\"\n"
                               "  c: {distribution: \"uniform(1, 3)\", round_to: 0.5}\n"
                               "  d: \"choice(5 d: 3, 10 d: 1)\"\n"
                               "  e: gamma(mean 2 t/yr, cv 1)\n")
                           .spec.factors;
  REQUIRE(factors.size() == 5);
  CHECK(numbers_of(factors[0]).unit == "d");
  CHECK(std::get<Distribution>(numbers_of(factors[0]).domain) == Distribution(Lognormal{35, 0.3}));
  CHECK(numbers_of(factors[1]).unit == "%");
  CHECK(std::get<Distribution>(numbers_of(factors[1]).domain) ==
        Distribution(Triangular{10, 20, 40}));
  CHECK(numbers_of(factors[2]).unit.empty());
  CHECK(numbers_of(factors[2]).round_to == 0.5);
  CHECK(std::get<Distribution>(numbers_of(factors[3]).domain) ==
        Distribution(Choice{{5, 10}, {3, 1}}));
  CHECK(numbers_of(factors[4]).unit == "t/yr");
}

TEST_CASE("a design of rows reads factors from a table, units from its head") {
  const test::SweepFiles files;
  files.write("rows.csv", "demand.A.cover [d],policy\n30,free\n60,\n");
  const LoadedSweep sweep = files.read("design: {method: table, table: rows.csv}\n");
  REQUIRE(sweep.spec.factors.size() == 2);
  CHECK(sweep.spec.factors[0].name == "demand.A.cover");
  REQUIRE(sweep.spec.rows.size() == 2);
  CHECK(sweep.spec.rows[0][0].label == "30 d");
  CHECK(sweep.spec.rows[0][0].settings == Texts{"demand.A.cover=30 d"});
  CHECK(sweep.spec.rows[1][1].settings.empty());
  CHECK(sweep.inputs.size() == 2);
  REQUIRE(sweep.resolved_tables.size() == 1);
  CHECK(sweep.resolved_tables[0].path == "inputs/design.csv");
}

TEST_CASE("an ensemble reads its sets of parameters from a table") {
  const test::SweepFiles files;
  files.write("sets.csv", "a.b [d],c\n1,x\n2,y\n3,z\n");
  const SweepSpec spec = files.read("ensemble: sets.csv\n").spec;
  CHECK(spec.member_keys == Texts{"a.b", "c"});
  REQUIRE(spec.members.size() == 3);
  CHECK(spec.members[2][0].settings == Texts{"a.b=3 d"});
  CHECK(spec.members[2][1].settings == Texts{"c=z"});
}

TEST_CASE("the entries of a sweep read back to the same sweep") {
  test::SweepFiles files;
  const LoadedSweep sweep = files.read(
      "title: \"a: b\"\n"
      "replications: 4\n"
      "design: {method: sobol, size: 4}\n"
      "factors:\n"
      "  a: \"uniform(1 d, 3 d)\"\n"
      "  b: {from: 2025-01-01, to: 2025-12-31}\n"
      "  c: {keys: [x.y, z], values: [50 %, \"60 %\"]}\n"
      "  d: {levels: {one: {k.l: [1, 2]}, two: {}}}\n"
      "stop: {metric: exports, half_width: 5 %}\n");
  std::string text = "monazite_sweep: 1\nscenario: world.yaml\n";
  for (const auto& [key, value] : sweep.entries) {
    if (key != "monazite_sweep") {
      text += key + ": " + value + "\n";
    }
  }
  CAPTURE(text);
  const LoadedSweep again = files.read_whole_text(text);
  using Entries = std::set<std::pair<std::string, std::string>>;
  CHECK(Entries(again.entries.begin(), again.entries.end()) ==
        Entries(sweep.entries.begin(), sweep.entries.end()));
  REQUIRE(again.spec.factors.size() == 4);
  CHECK(levels_of(again.spec.factors[2])[1].settings ==
        levels_of(sweep.spec.factors[2])[1].settings);
  CHECK(levels_of(again.spec.factors[3])[0].settings == Texts{"k.l=[1, 2]"});
  CHECK(again.spec.title == "a: b");
}

TEST_CASE("a sweep that is not there is not found") {
  try {
    read_sweep("no/such/sweep.yaml", {});
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK(error.kind == InputError::Kind::not_found);
    CHECK(std::string(error.what()) == "no/such/sweep.yaml: error: no file 'no/such/sweep.yaml'");
  }
}
