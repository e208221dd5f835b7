#include <catch2/catch.hpp>

#include "tests/sim/batch/sweep_files.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

TEST_CASE("a factor needs values of one kind") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors: {a: []}\n") ==
        Texts{"sweep.yaml:3:14: error: the factor 'a' has no values; expected at least one"});
  CHECK(files.said_of("factors: {a: }\n") ==
        Texts{"sweep.yaml:3:14: error: the factor 'a' has no values; expected a list, a "
              "distribution such as 'uniform(10 d, 30 d)', or a map with from and to, values, "
              "distribution or levels"});
  CHECK(files.said_of("factors: {a: {}}\n") ==
        Texts{"sweep.yaml:3:14: error: the factor 'a' has no values; expected one of values, "
              "distribution, levels, or from and to"});
  CHECK(files.said_of("factors: {a: {values: [1], from: 1, to: 2}}\n") ==
        Texts{"sweep.yaml:3:14: error: the factor 'a' has values of two kinds; expected one of "
              "values, distribution, levels, or from and to"});
  CHECK(files.said_of("factors: {a: {values: 1}}\n") ==
        Texts{"sweep.yaml:3:14: error: the values of the factor 'a'; expected values as a list, "
              "distribution as a text, levels as a map"});
  CHECK(files.said_of("factors: {a: {levels: {}}}\n") ==
        Texts{"sweep.yaml:3:23: error: the factor 'a' has no levels; expected at least one"});
  CHECK(files.said_of("factors: {a: {levels: {b: 5}}}\n") ==
        Texts{"sweep.yaml:3:27: error: the level 'b'; expected a map from key paths to values"});
  CHECK(files.said_of("factors: {a: {keys: [], values: [1]}}\n") ==
        Texts{"sweep.yaml:3:21: error: the keys of the factor 'a'; expected a list of key paths"});
  CHECK(files.said_of("factors: {a: {keys: b.c, values: [1]}}\n") ==
        Texts{"sweep.yaml:3:21: error: the keys of the factor 'a'; expected a list of key paths"});
}

TEST_CASE("a key that a factor's form does not use is refused") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors: {a: {values: [1, 2], steps: 2}}\n") ==
        Texts{"sweep.yaml:3:31: error: 'steps' says nothing of the factor 'a'; expected keys, "
              "values alone"});
  CHECK(files.said_of("factors: {a: {values: [1, 2], round_to: 2}}\n") ==
        Texts{"sweep.yaml:3:31: error: 'round_to' says nothing of the factor 'a'; expected keys, "
              "values alone"});
  CHECK(
      files.said_of("factors: {a: {keys: [b], levels: {c: {d: 1}}}}\n") ==
      Texts{
          "sweep.yaml:3:15: error: 'keys' says nothing of the factor 'a'; expected levels alone"});
  CHECK(files.said_of("factors: {a: {distribution: \"uniform(1, 2)\", steps: 3, scale: log}}\n") ==
        Texts{"sweep.yaml:3:56: error: 'scale' says nothing of the factor 'a'; expected keys, "
              "distribution, steps, round_to alone"});
}

TEST_CASE("a range needs two bounds of one unit, the lower first") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors: {a: {from: 1 d, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:14: error: the range of the factor 'a' is open; expected both from and "
              "to"});
  CHECK(files.said_of("factors: {a: {from: 3 d, to: 1 d, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:30: error: '1 d' is not above '3 d'; expected an upper bound above the "
              "lower"});
  CHECK(files.said_of("factors: {a: {from: 1 d, to: 1 d, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:30: error: '1 d' is not above '1 d'; expected an upper bound above the "
              "lower"});
  CHECK(files.said_of("factors: {a: {from: 1 d, to: 2 t, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:30: error: '2 t' has another unit than 'from'; expected a number with "
              "'d'"});
  CHECK(
      files.said_of("factors: {a: {from: 1 d, to: 2, steps: 2}}\n") ==
      Texts{
          "sweep.yaml:3:30: error: '2' has another unit than 'from'; expected a number with 'd'"});
  CHECK(files.said_of("factors: {a: {from: 1, to: 2 d, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:28: error: '2 d' has another unit than 'from'; expected a number "
              "without a unit"});
  CHECK(files.said_of("factors: {a: {from: low, to: high, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:21: error: 'low' bounds no range; expected a number, with its unit, or "
              "a date"});
  CHECK(files.said_of("factors: {a: {from: [1], to: 2, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:21: error: '' bounds no range; expected a number, with its unit, or a "
              "date"});
  CHECK(files.said_of("factors: {a: {from: 2025-02-01, to: 2025-01-01, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:37: error: '2025-01-01' is not above '2025-02-01'; expected an upper "
              "bound above the lower"});
  CHECK(files.said_of("factors: {a: {from: 2025-02-01, to: 5 d, steps: 2}}\n") ==
        Texts{"sweep.yaml:3:37: error: '5 d' is no date as the other bound; expected two dates, or "
              "two numbers"});
  CHECK(
      files.said_of("factors: {a: {from: 0, to: 2, steps: 2, scale: log}}\n") ==
      Texts{"sweep.yaml:3:48: error: a logarithmic range must be above 0; expected from above 0"});
  CHECK(files.said_of("factors: {a: {from: 1, to: 2, steps: 2, scale: cubic}}\n") ==
        Texts{"sweep.yaml:3:48: error: unknown scale 'cubic'; expected linear or log"});
  CHECK(
      files.said_of("factors: {a: {from: 1, to: 2, steps: 2, round_to: 0}}\n") ==
      Texts{"sweep.yaml:3:51: error: '0' to round to; expected a number above 0, without a unit"});
  CHECK(
      files.said_of("factors: {a: {from: 1, to: 2, steps: 2, round_to: 1 d}}\n") ==
      Texts{
          "sweep.yaml:3:51: error: '1 d' to round to; expected a number above 0, without a unit"});
}

TEST_CASE("a grid needs steps, and no other design has them") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors: {a: {from: 1, to: 2}}\n") ==
        Texts{"sweep.yaml:3:11: error: a grid needs to know how many values 'a' takes; expected "
              "steps, or a list of values"});
  CHECK(files.said_of("factors: {a: \"uniform(1, 2)\"}\n") ==
        Texts{"sweep.yaml:3:11: error: a grid needs to know how many values 'a' takes; expected "
              "steps, or a list of values"});
  CHECK(files.said_of("factors: {a: {from: 1, to: 2, steps: 1}}\n") ==
        Texts{"sweep.yaml:3:38: error: '1' steps; expected a whole number from 2 to 1000000"});
  CHECK(
      files.said_of("factors: {a: {from: 1, to: 2, steps: 1000001}}\n") ==
      Texts{"sweep.yaml:3:38: error: '1000001' steps; expected a whole number from 2 to 1000000"});
  CHECK(files.said_of("factors: {a: {from: 1, to: 2, steps: [2]}}\n") ==
        Texts{"sweep.yaml:3:11: error: a grid needs to know how many values 'a' takes; expected "
              "steps, or a list of values",
              "sweep.yaml:3:38: error: '' steps; expected a whole number from 2 to 1000000"});
  CHECK(files.said_of(
            "design: {method: sobol, size: 2}\nfactors: {a: {from: 1, to: 2, steps: 3}}\n") ==
        Texts{"sweep.yaml:4:11: error: 'steps' of 'a' in a design without steps; expected no "
              "steps, or method: grid"});
}

TEST_CASE("a distribution of a factor is checked") {
  const test::SweepFiles files;
  const std::string sample = "design: {method: sobol, size: 2}\n";
  CHECK(
      files.said_of(sample + "factors: {a: 5 d}\n") ==
      Texts{"sweep.yaml:4:14: error: '5 d' does not vary; expected a list, a distribution such as "
            "'uniform(10 d, 30 d)', or a map with from and to, values, distribution or levels"});
  CHECK(files.said_of(sample + "factors: {a: \"unifrom(1 d, 2 d)\"}\n") ==
        Texts{"sweep.yaml:4:14: error: unknown distribution 'unifrom'; expected lognormal, gamma, "
              "exponential, triangular, uniform, choice or empirical; did you mean "
              "'uniform'?"});
  CHECK(files.said_of(sample + "factors: {a: \"uniform(1 d, 2 t)\"}\n") ==
        Texts{"sweep.yaml:4:14: error: the unit of '2 t' does not fit 'a'; expected a duration "
              "such as '35 d' or a distribution such as 'lognormal(mean 35 d, cv 0.3)'"});
  CHECK(files.said_of(sample + "factors: {a: \"uniform(1 dd, 2 dd)\"}\n") ==
        Texts{"sweep.yaml:4:14: error: 'dd' is no unit; expected a unit such as 'd'"});
  CHECK(files.said_of(sample + "factors: {a: \"uniform(2 d, 1 d)\"}\n") ==
        Texts{"sweep.yaml:4:14: error: 'uniform(2 d, 1 d)' is not in order; expected low, high"});
  CHECK(files.said_of(sample + "factors: {a: \"empirical(a.csv:b)\"}\n") ==
        Texts{"sweep.yaml:4:14: error: a factor takes no 'empirical'; expected a list of values, "
              "or a design of rows"});
  CHECK(files.said_of(sample + "factors: {a: \"lognormal(mean 3 d, cv 0)\"}\n") ==
        Texts{"sweep.yaml:4:14: error: 'lognormal(mean 3 d, cv 0)' does not vary; expected a list, "
              "a distribution such as 'uniform(10 d, 30 d)', or a map with from and to, values, "
              "distribution or levels"});
}

TEST_CASE("a key is set by one factor only, and not by what holds in every variant") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors:\n  demand.USER.cover: [20 d, 40 d]\n  stock:\n    levels:\n"
                      "      low: {demand.USER.cover: 10 d, b: 1}\n"
                      "      high: {demand.USER.cover: 50 d, b: 2}\n") ==
        Texts{"sweep.yaml:5:3: error: 'demand.USER.cover' of the factor 'stock' is set by the "
              "factor 'demand.USER.cover' too; expected each key in one place"});
  CHECK(files.said_of("design: {method: latin_hypercube, size: 4}\nfactors:\n"
                      "  a.b: {from: 10 d, to: 60 d}\n"
                      "  both: {keys: [a.b, c], from: 5 d, to: 20 d}\n") ==
        Texts{"sweep.yaml:6:3: error: 'a.b' of the factor 'both' is set by the factor 'a.b' too; "
              "expected each key in one place"});
  CHECK(files.said_of("factors: {a.b: [1, 2]}\nset: {a.b: 3}\n") ==
        Texts{"sweep.yaml:3:11: error: 'a.b' of the factor 'a.b' is set by 'set' too; expected "
              "each key in one place"});
  CHECK(files.said_of("factors: {both: {keys: [a, b, a], values: [1, 2]}}\n") ==
        Texts{"sweep.yaml:3:11: error: the factor 'both' names 'a' twice; expected each key once"});
  files.write("rows.csv", "a.b,c\n1,2\n");
  CHECK(files.said_of("factors: {c: [1, 2]}\nensemble: rows.csv\n") ==
        Texts{"sweep.yaml:3:11: error: 'c' of the factor 'c' is set by the ensemble too; expected "
              "each key in one place"});
  CHECK(files.said_of("design: {method: table, table: rows.csv}\nset: {c: 1}\n") ==
        Texts{"rows.csv:1:5: error: 'c' of the factor 'c' is set by 'set' too; expected each key "
              "in one place"});
}

TEST_CASE("a map as a value sets the keys in it, any other value all below its key") {
  const test::SweepFiles files;
  const std::string said =
      "sweep.yaml:4:3: error: 'a.b.x' of the factor 'a.b' is set by 'set' too; expected each key "
      "in one place";
  CHECK(files.said_of("factors:\n  a.b: [{x: 1, y: 2}, {x: 2}]\nset: {a.b: {x: 3}}\n") ==
        Texts{said});
  CHECK(files.said_of("factors:\n  a.b: [{x: 1, y: 2}, {x: 2}]\nset: {a.b.x: 3}\n") == Texts{said});
  CHECK(files.said_of("factors:\n  a.b: [{x: 1, y: 2}, {x: 2}]\nset: {a.b: {z: 3}}\n") ==
        Texts{"taken"});
  CHECK(files.said_of("factors:\n  a.b: [[1], [2]]\nset: {a.b.x: 3}\n") ==
        Texts{"sweep.yaml:4:3: error: 'a.b' of the factor 'a.b' is set by 'set' too, as 'a.b.x'; "
              "expected each key in one place"});
  // Names that begin alike are not the same.
  CHECK(files.said_of("factors:\n  a.b: [1, 2]\nset: {a.bc: 3}\n") == Texts{"taken"});
}

TEST_CASE("what a sweep says for itself is no factor") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors: {runs.seed: [1, 5]}\n") ==
        Texts{"sweep.yaml:3:11: error: 'runs.seed' is no factor: the sweep says it for all "
              "variants; expected 'seed' of the sweep"});
  CHECK(files.said_of("factors: {a: {levels: {b: {runs: {replications: 3}}}}}\n") ==
        Texts{"sweep.yaml:3:11: error: 'runs.replications' is no factor: the sweep says it for all "
              "variants; expected 'replications' of the sweep"});
  CHECK(files.said_of("factors: {runs.max_events: [1000, 2000]}\n") == Texts{"taken"});
}

TEST_CASE("equal levels of a factor are refused, however they are written") {
  const test::SweepFiles files;
  const auto told = [](const std::string& place, const std::string& level) {
    return "sweep.yaml:3:" + place + ": error: '" + level +
           "' of the factor 'a' is the same as '1' before it; expected each level once";
  };
  CHECK(files.said_of("factors: {a: [1, 1, 1.0, \"1\", 100 %]}\n") ==
        Texts{told("18", "1"), told("21", "1.0"), told("26", "1"), told("31", "100 %")});
  CHECK(files.said_of("factors: {a: [1 yr, 365.25 d]}\n") ==
        Texts{"sweep.yaml:3:21: error: '365.25 d' of the factor 'a' is the same as '1 yr' before "
              "it; expected each level once"});
  CHECK(files.said_of("factors: {a: [1 d, 1 t]}\n") == Texts{"taken"});
  CHECK(files.said_of("factors: {a: {levels: {x: {b: 0.5, c: 1}, y: {c: 1.0, b: 50 %}}}}\n") ==
        Texts{"sweep.yaml:3:46: error: 'y' of the factor 'a' is the same as 'x' before it; "
              "expected each level once"});
  CHECK(files.said_of("factors: {a: {from: 1, to: 3, steps: 5, round_to: 1}}\n") ==
        Texts{"sweep.yaml:3:11: error: of the 5 steps of 'a' only 3 differ when they are rounded; "
              "expected at most 3 steps, or a finer round_to"});
}

TEST_CASE("a range that holds no multiple of what it is rounded to is refused") {
  const test::SweepFiles files;
  CHECK(files.said_of("factors: {a: {from: 1.2, to: 1.8, steps: 2, round_to: 1}}\n").front() ==
        "sweep.yaml:3:55: error: no multiple of 1 lies between the bounds of 'a'; expected a "
        "smaller round_to, or a wider range");
}
