#include "models/scenario/read_distribution.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace monazite;

namespace {

Key transit_key() {
  Key key;
  key.name = "transit";
  key.kind = ValueKind::distribution;
  key.unit = "s";
  key.stored_unit = parse_unit("s").value();
  key.range = not_negative;
  return key;
}

std::vector<double> sample(std::string_view, std::string_view) { return {1, 2, 3}; }

Distribution read(std::string_view text, std::string_view column_unit = {}) {
  const Key key = transit_key();
  TableColumn column;
  column.name = key.name;
  column.unit = column_unit;
  column.parsed_unit = parse_unit(column_unit);
  return read_distribution(text, {key, &column, false}, sample);
}

std::string problem(std::string_view text) {
  try {
    read(text);
  } catch (const ValueProblem& said) {
    return said.message + " | " + said.expected + " | " + said.suggestion;
  }
  return "taken";
}

constexpr double day = 86400;

}  // namespace

TEST_CASE("a distribution is read in the unit of its key") {
  CHECK(read("35 d") == Distribution(Constant{35 * day}));
  CHECK(read("lognormal(mean 35 d, cv 0.3)") == Distribution(Lognormal{35 * day, 0.3}));
  CHECK(read("lognormal(cv 30 %, mean 35 d)") == Distribution(Lognormal{35 * day, 0.3}));
  CHECK(read("lognormal(35 d, 0.3)") == Distribution(Lognormal{35 * day, 0.3}));
  CHECK(read("triangular(20 d,35 d,50 d)") ==
        Distribution(Triangular{20 * day, 35 * day, 50 * day}));
  CHECK(read("gamma(mean 35 d, cv 0.8)") == Distribution(Gamma{35 * day, 0.8}));
  CHECK(read("uniform(low 1 h, high 2 h)") == Distribution(Uniform{3600, 7200}));
  CHECK(read("choice(20 d: 1, 35 d: 3)") == Distribution(Choice{{20 * day, 35 * day}, {1, 3}}));
  CHECK(read("empirical(a.csv:b)") == Distribution(Choice{{1, 2, 3}, {1, 1, 1}}));
}

TEST_CASE("bare numbers take the unit of the column") {
  CHECK(read("35", "d") == Distribution(Constant{35 * day}));
  CHECK(read("lognormal(mean 35, cv 0.3)", "d") == Distribution(Lognormal{35 * day, 0.3}));
  CHECK(read("uniform(1 h, 1)", "d") == Distribution(Uniform{3600, day}));
}

TEST_CASE("what is no distribution is refused") {
  CHECK(problem("lognorml(mean 35 d, cv 0.3)") ==
        "unknown distribution 'lognorml' | lognormal, gamma, exponential, triangular, uniform, "
        "choice or "
        "empirical | lognormal");
  CHECK(problem("lognormal(mean 35 d, sd 3)") ==
        "unknown argument 'sd' in 'lognormal(mean 35 d, sd 3)' | mean, cv | ");
  CHECK(problem("lognormal(mean 35 d, mean 3 d)") ==
        "'lognormal(mean 35 d, mean 3 d)' gives 'mean' twice | mean, cv | ");
  CHECK(problem("lognormal(mean 0 d, cv 1)") ==
        "'lognormal(mean 0 d, cv 1)' has no positive mean | a mean above 0 | ");
  CHECK(problem("lognormal(mean 5 d, cv -1)") == "'-1' is out of range for 'cv' | 0 to 10 | ");
  CHECK(problem("uniform(2 d, 1 d)") == "'uniform(2 d, 1 d)' is not in order | low, high | ");
  CHECK(problem("uniform(-2 d, 1 d)") == "'-2 d' is out of range for 'transit' | at least 0 s | ");
  CHECK(problem("choice(2 d)") ==
        "'choice(2 d)' has a value without a weight | choice(value: weight, …) | ");
  CHECK(problem("choice(2 d: 0)") ==
        "'choice(2 d: 0)' has no positive weight | a weight above 0 | ");
  CHECK(problem("empirical(waits.csv)") ==
        "'empirical(waits.csv)' names no column of a file | empirical(FILE.csv:COLUMN) | ");
  CHECK(problem("uniform(1 d, 2 d") ==
        "'uniform(1 d, 2 d' does not end with ')' | a closing bracket | ");
  CHECK(problem("uniform(1, 2)").rfind("'transit' has no unit: '1'", 0) == 0);
  CHECK(problem("uniform()").rfind("'uniform()' has 1 arguments", 0) == 0);
}

TEST_CASE("a distribution is written as it is read") {
  for (const char* text : {"35 s", "lognormal(mean 35 s, cv 0.3)", "triangular(20 s, 35 s, 50 s)",
                           "uniform(1 s, 2 s)", "choice(20 s: 1, 35 s: 0.25)"}) {
    CHECK(distribution_text(read(text), "s") == text);
  }
}
