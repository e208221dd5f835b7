#include <catch2/catch.hpp>

#include "models/metrics/metric.hpp"
#include "tests/sim/batch/sweep_files.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

/// The names of metrics as they are told: `mined, recycled, … or net_payments_usd`.
std::string listed_metrics() {
  std::string text;
  for (std::size_t k = 0; k < metric_names.size(); ++k) {
    text += k == 0 ? "" : k + 1 == metric_names.size() ? " or " : ", ";
    text += metric_names[k];
  }
  return text;
}

const std::string metrics = listed_metrics();

}  // namespace

TEST_CASE("a file that is no sweep is told so") {
  const test::SweepFiles files;
  CHECK(files.said_of_whole_text("") == Texts{"sweep.yaml:1:1: error: the file is no map; expected "
                                              "the keys of a sweep, 'monazite_sweep: 1' first"});
  CHECK(files.said_of_whole_text("- a\n- b\n") ==
        Texts{"sweep.yaml:1:1: error: the file is no map; expected the keys of a sweep, "
              "'monazite_sweep: 1' first"});
  CHECK(files.said_of_whole_text("a: [1\n") ==
        Texts{"sweep.yaml:2:1: error: no valid YAML: end of sequence flow not found"});
  CHECK(files.said_of_whole_text("monazite: 1\nscenario: a.yaml\n") ==
        Texts{"sweep.yaml:1:1: error: this is a scenario, not a sweep; expected monazite_sweep: 1, "
              "or `monazite run`"});
  CHECK(files.said_of_whole_text("monazite_sweep: 2\nscenario: a.yaml\n") ==
        Texts{"sweep.yaml:1:17: error: '2' is out of range for 'monazite_sweep'; expected 1 to 1"});
  CHECK(
      files.said_of_whole_text("scenario: a.yaml\n") ==
      Texts{
          "sweep.yaml:1:1: error: missing key 'monazite_sweep' in sweep; expected a whole number"});
}

TEST_CASE("a sweep without scenarios is refused") {
  const test::SweepFiles files;
  CHECK(files.said_of_whole_text("monazite_sweep: 1\n") ==
        Texts{"sweep.yaml:1:1: error: missing key 'scenario'; expected the path of a scenario "
              "file, or a list"});
  CHECK(
      files.said_of_whole_text("monazite_sweep: 1\nscenario: []\n") ==
      Texts{
          "sweep.yaml:2:11: error: the value of 'scenario'; expected a path, or a list of paths"});
  CHECK(
      files.said_of_whole_text("monazite_sweep: 1\nscenario: {a: b}\n") ==
      Texts{
          "sweep.yaml:2:11: error: the value of 'scenario'; expected a path, or a list of paths"});
  CHECK(files.said_of_whole_text("monazite_sweep: 1\nscenario: [a.yaml, [b]]\n") ==
        Texts{"sweep.yaml:2:20: error: this is no path; expected the path of a scenario file"});
}

TEST_CASE("keys of a sweep that do not exist are told with the nearest that does") {
  const test::SweepFiles files;
  CHECK(files.said_of("replication: 4\n") ==
        Texts{"sweep.yaml:3:1: error: unknown key 'replication'; did you mean 'replications'?"});
  CHECK(files.said_of("design: {methods: grid}\n") ==
        Texts{"sweep.yaml:3:10: error: unknown key 'methods'; did you mean 'method'?"});
  CHECK(files.said_of("stop: {metrics: exports, half_width: 1}\nreplications: 2\n") ==
        Texts{"sweep.yaml:3:7: error: missing key 'metric' in stop; expected " + metrics,
              "sweep.yaml:3:8: error: unknown key 'metrics'; did you mean 'metric'?"});
  CHECK(
      files.said_of("factors: {a: {form: 1, to: 2}}\n") ==
      Texts{
          "sweep.yaml:3:14: error: the range of the factor 'a' is open; expected both from and to",
          "sweep.yaml:3:15: error: unknown key 'form' of the factor 'a'; expected keys, values, "
          "distribution, levels, from, to, steps, scale, round_to; did you mean 'from'?"});
  CHECK(files.said_of("seed: 1\nseed: 2\n") ==
        Texts{"sweep.yaml:4:1: error: duplicate key 'seed' (first in line 3)"});
}

TEST_CASE("values of a sweep's keys are checked") {
  const test::SweepFiles files;
  CHECK(files.said_of("replications: 0\n") == Texts{"sweep.yaml:3:15: error: '0' is out of range "
                                                    "for 'replications'; expected 1 to 10000000"});
  CHECK(files.said_of("replications: 2.5\n") ==
        Texts{"sweep.yaml:3:15: error: '2.5' is no whole number; expected a whole number"});
  CHECK(files.said_of("seed: -1\n") ==
        Texts{"sweep.yaml:3:7: error: '-1' is no whole number; expected a whole number"});
  CHECK(files.said_of("keep: [fil_rate]\n") ==
        Texts{"sweep.yaml:3:8: error: unknown keep 'fil_rate'; expected " + metrics +
              "; did you mean 'fill_rate'?"});
  CHECK(files.said_of("detail: all\n") == Texts{"sweep.yaml:3:9: error: unknown detail 'all'; "
                                                "expected totals, single, crossed or facilities"});
  CHECK(files.said_of("on_failure: ignore\n") ==
        Texts{"sweep.yaml:3:13: error: unknown on_failure 'ignore'; expected continue or stop"});
  CHECK(files.said_of("antithetic: maybe\n") ==
        Texts{"sweep.yaml:3:13: error: 'maybe' is no truth value; expected true or false"});
  CHECK(files.said_of("design: grid\n") ==
        Texts{"sweep.yaml:3:9: error: 'design' is a single value; expected a map"});
  CHECK(
      files.said_of("design: {method: sobel, size: 4}\n") ==
      Texts{
          "sweep.yaml:3:9: error: 'size' is of a sample; expected method: latin_hypercube or sobol",
          "sweep.yaml:3:18: error: unknown method 'sobel'; expected grid, latin_hypercube, sobol "
          "or table; did you mean 'sobol'?"});
  CHECK(
      files.said_of("set: [a, b]\n") ==
      Texts{"sweep.yaml:3:6: error: the value of 'set'; expected a map from key paths to values"});
  CHECK(files.said_of("factors: [a, b]\n") ==
        Texts{"sweep.yaml:3:10: error: the value of 'factors'; expected a map from key paths to "
              "what varies"});
}

TEST_CASE("a design needs what belongs to it and takes nothing else") {
  const test::SweepFiles files;
  CHECK(files.said_of("design: {method: sobol}\nfactors: {a: {from: 1, to: 2}}\n") ==
        Texts{"sweep.yaml:3:9: error: a sample needs 'size'; expected how many variants there are "
              "to be"});
  CHECK(files.said_of("design: {method: latin_hypercube, size: 0}\nfactors: {a: [1]}\n") ==
        Texts{"sweep.yaml:3:9: error: a sample needs 'size'; expected how many variants there are "
              "to be",
              "sweep.yaml:3:41: error: '0' is out of range for 'size'; expected 1 to 10000000"});
  CHECK(files.said_of("design: {method: latin_hypercube, size: 5}\n") ==
        Texts{"sweep.yaml:3:9: error: a sample of no factors; expected at least one factor"});
  CHECK(files.said_of("design: {size: 5}\nfactors: {a: [1, 2]}\n") ==
        Texts{"sweep.yaml:3:9: error: 'size' is of a sample; expected method: latin_hypercube or "
              "sobol"});
  CHECK(files.said_of("design: {method: table}\n") ==
        Texts{"sweep.yaml:3:9: error: a design by table needs 'table'; expected a CSV file"});
  CHECK(files.said_of("design: {table: rows.csv}\n") ==
        Texts{"sweep.yaml:3:9: error: 'table' is of a design by table; expected method: table",
              "sweep.yaml:3:9: error: no file 'rows.csv'"});
  files.write("empty.csv", "a,b\n");
  CHECK(files.said_of("design: {method: table, table: empty.csv}\n") ==
        Texts{"sweep.yaml:3:9: error: the table 'empty.csv' has no rows; expected at least one"});
  CHECK(files.said_of("design: {method: table, table: none.csv}\n") ==
        Texts{"sweep.yaml:3:9: error: no file 'none.csv'"});
  files.write("rows.csv", "a\n1\n");
  CHECK(files.said_of("design: {method: table, table: rows.csv}\nfactors: {b: [1]}\n") ==
        Texts{"sweep.yaml:4:10: error: a design by table has its factors in its columns; expected "
              "no 'factors'"});
  CHECK(files.said_of("ensemble: none.csv\n") ==
        Texts{"sweep.yaml:3:11: error: no file 'none.csv'"});
  CHECK(files.said_of("ensemble: empty.csv\n") ==
        Texts{"sweep.yaml:3:11: error: the table 'empty.csv' has no rows; expected at least one"});
}

TEST_CASE("a stop rule needs a metric, a half width and a pilot below its limit") {
  const test::SweepFiles files;
  CHECK(files.said_of("replications: 2\nstop: {half_width: 1}\n") ==
        Texts{"sweep.yaml:4:7: error: missing key 'metric' in stop; expected " + metrics});
  CHECK(files.said_of("replications: 2\nstop: {metric: exports}\n") ==
        Texts{"sweep.yaml:4:7: error: missing key 'half_width' in stop; expected a text"});
  CHECK(files.said_of("replications: 2\nstop: {metric: export, half_width: 1}\n") ==
        Texts{"sweep.yaml:4:16: error: unknown metric 'export'; expected " + metrics +
              "; did you mean 'exports'?"});
  CHECK(files.said_of("replications: 2\nstop: {metric: exports, half_width: 0}\n") ==
        Texts{"sweep.yaml:4:37: error: '0' is no half width of an interval; expected a number "
              "above 0 in the unit of the metric, or a share of its mean such as '5 %'"});
  CHECK(files.said_of("replications: 2\nstop: {metric: exports, half_width: 5 d}\n") ==
        Texts{"sweep.yaml:4:37: error: '5 d' is no half width of an interval; expected a number "
              "above 0 in the unit of the metric, or a share of its mean such as '5 %'"});
  CHECK(files.said_of("replications: 2\nstop: {metric: exports, half_width: 1, level: 95}\n") ==
        Texts{"sweep.yaml:4:47: error: '95' is out of range for 'level'; expected 0.5 to 0.9999"});
  CHECK(files.said_of("stop: {metric: exports, half_width: 1}\n") ==
        Texts{"sweep.yaml:3:7: error: one replication tells no spread to stop by; expected "
              "replications: 2 or more, better 20"});
  CHECK(files.said_of("replications: 8\nstop: {metric: exports, half_width: 1, max_replications: "
                      "4}\n") == Texts{"sweep.yaml:4:7: error: 'max_replications' is below "
                                       "'replications'; expected at least 8"});
  CHECK(files.said_of("replications: 3\nantithetic: true\n") ==
        Texts{"sweep.yaml:3:15: error: antithetic replications come in pairs; expected an even "
              "number of replications"});
}

TEST_CASE("all problems of a sweep come at once, in the order of the file") {
  const test::SweepFiles files;
  CHECK(
      files.said_of("replications: 0\nfactors:\n  a: []\n  b: {from: 2, to: 1}\nkeep: [x]\n") ==
      Texts{
          "sweep.yaml:3:15: error: '0' is out of range for 'replications'; expected 1 to 10000000",
          "sweep.yaml:5:6: error: the factor 'a' has no values; expected at least one",
          "sweep.yaml:6:3: error: a grid needs to know how many values 'b' takes; expected steps, "
          "or a list of values",
          "sweep.yaml:6:20: error: '1' is not above '2'; expected an upper bound above the lower",
          "sweep.yaml:7:8: error: unknown keep 'x'; expected " + metrics});
}
