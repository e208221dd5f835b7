#include "sim/batch/design.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <rapidcheck.h>
#include <set>
#include <stdexcept>

#include "models/quantity/number.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "tests/sim/batch/sweep_files.hpp"

using namespace monazite;
using test::listed_factor;
using test::numeric_factor;
using Texts = std::vector<std::string>;

namespace {

SweepSpec spec_of(DesignMethod method, std::uint64_t size, std::vector<FactorSpec> factors) {
  SweepSpec spec;
  spec.design.method = method;
  spec.design.size = size;
  spec.factors = std::move(factors);
  return spec;
}

FactorSpec unit_interval(const std::string& name) {
  return numeric_factor(name, {FactorRange{0, 1, false}, "", false, 0, 0});
}

Texts labels_of(const Design& design, std::uint32_t variant) {
  Texts labels;
  for (const FactorLevel& level : design.variant(variant)) {
    labels.push_back(level.label);
  }
  return labels;
}

double number_of(const std::string& label) { return read_number(label).value; }

FactorNumbers numbers_of(std::variant<FactorRange, Distribution> domain, std::string unit = {}) {
  FactorNumbers numbers;
  numbers.domain = std::move(domain);
  numbers.unit = std::move(unit);
  return numbers;
}

double value_at(const Distribution& distribution, double point) {
  return number_of(level_at(numeric_factor("a", numbers_of(distribution)), point).label);
}

Texts steps_of(FactorNumbers numbers, std::uint64_t steps) {
  numbers.steps = steps;
  const FactorSpec factor = numeric_factor("a", std::move(numbers));
  Texts labels;
  for (std::uint64_t step = 0; step < steps; ++step) {
    labels.push_back(level_of_step(factor, step).label);
  }
  return labels;
}

}  // namespace

TEST_CASE("a grid takes every combination, the last factor fastest") {
  const SweepSpec spec = spec_of(
      DesignMethod::grid, 0, {listed_factor("a", {"1", "2"}), listed_factor("b", {"x", "y", "z"})});
  const Design design(spec);
  REQUIRE(design.size() == 6);
  CHECK(labels_of(design, 0) == Texts{"1", "x"});
  CHECK(labels_of(design, 1) == Texts{"1", "y"});
  CHECK(labels_of(design, 3) == Texts{"2", "x"});
  CHECK(labels_of(design, 5) == Texts{"2", "z"});
  CHECK(design.variant(4)[1].settings == Texts{"b=y"});
  CHECK(design.name(4) == "v4");
}

TEST_CASE("property: a grid has each combination once") {
  CHECK(rc::check("every combination once", [] {
    std::vector<FactorSpec> factors;
    std::size_t product = 1;
    const int count = *rc::gen::inRange(0, 4);
    for (int f = 0; f < count; ++f) {
      Texts values;
      const int levels = *rc::gen::inRange(1, 5);
      for (int level = 0; level < levels; ++level) {
        values.push_back(std::to_string(level));
      }
      product *= values.size();
      factors.push_back(listed_factor("f" + std::to_string(f), values));
    }
    const SweepSpec spec = spec_of(DesignMethod::grid, 0, factors);
    const Design design(spec);
    RC_ASSERT(design.size() == product);
    std::set<Texts> seen;
    for (std::uint32_t v = 0; v < design.size(); ++v) {
      seen.insert(labels_of(design, v));
    }
    RC_ASSERT(seen.size() == product);
  }));
}

TEST_CASE("a sweep without factors has one variant; names have as many digits") {
  const SweepSpec none = spec_of(DesignMethod::grid, 0, {});
  CHECK(Design(none).size() == 1);
  CHECK(Design(none).variant(0).empty());
  CHECK(Design(none).name(0) == "v0");
  const SweepSpec ten = spec_of(DesignMethod::sobol, 10, {unit_interval("a")});
  CHECK(Design(ten).name(9) == "v9");
  const SweepSpec eleven = spec_of(DesignMethod::sobol, 11, {unit_interval("a")});
  CHECK(Design(eleven).name(9) == "v09");
}

TEST_CASE("a design of too many variants is refused, however many there are") {
  std::vector<FactorSpec> factors;
  for (int f = 0; f < 12; ++f) {
    factors.push_back(numeric_factor("f" + std::to_string(f),
                                     {FactorRange{0, 1, false}, "", false, 0, 1'000'000}));
  }
  const SweepSpec huge = spec_of(DesignMethod::grid, 0, factors);
  CHECK_THROWS_AS(Design(huge), std::length_error);
  const SweepSpec sample = spec_of(DesignMethod::sobol, 10'000'001, {unit_interval("a")});
  CHECK_THROWS_WITH(Design(sample), "the design has more than 10000000 variants");
}

TEST_CASE("a Latin hypercube has a point in each stratum of each factor, and follows the seed") {
  for (const std::uint64_t size : {1U, 2U, 7U, 100U}) {
    SweepSpec spec = spec_of(DesignMethod::latin_hypercube, size,
                             {unit_interval("a"), unit_interval("b"), unit_interval("c")});
    const Design design(spec);
    REQUIRE(design.size() == size);
    for (std::size_t f = 0; f < 3; ++f) {
      std::set<double> strata;
      for (std::uint32_t v = 0; v < size; ++v) {
        strata.insert(std::floor(number_of(labels_of(design, v)[f]) * static_cast<double>(size)));
      }
      CHECK(strata.size() == size);
      CHECK(*strata.begin() == 0);
      CHECK(*strata.rbegin() == static_cast<double>(size - 1));
    }
    SweepSpec other = spec;
    other.seed = 2;
    CHECK(labels_of(Design(other), 0) != labels_of(design, 0));
    CHECK(labels_of(Design(spec), 0) == labels_of(design, 0));
  }
}

TEST_CASE("a factor's part of a Latin hypercube does not depend on the other factors") {
  const SweepSpec both =
      spec_of(DesignMethod::latin_hypercube, 9, {unit_interval("a"), unit_interval("b")});
  const SweepSpec one = spec_of(DesignMethod::latin_hypercube, 9, {unit_interval("b")});
  const Design of_both(both);
  const Design of_one(one);
  for (std::uint32_t v = 0; v < 9; ++v) {
    CHECK(labels_of(of_both, v)[1] == labels_of(of_one, v)[0]);
  }
}

TEST_CASE("a Sobol' sequence is its known points, origin first, under a shift by the seed") {
  // In the order of Antonov and Saleev (1979), in eighths.
  const std::vector<std::pair<int, int>> known = {{0, 0}, {4, 4}, {6, 2}, {2, 6},
                                                  {3, 3}, {7, 7}, {5, 1}, {1, 5}};
  SweepSpec spec = spec_of(DesignMethod::sobol, 8, {unit_interval("a"), unit_interval("b")});
  const auto eighths = [](const std::string& label) {
    return static_cast<int>(std::floor(number_of(label) * 8));
  };
  std::set<std::pair<int, int>> shifts;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    spec.seed = seed;
    const Design design(spec);
    const Texts first = labels_of(design, 0);
    const std::pair<int, int> shift = {eighths(first[0]), eighths(first[1])};
    shifts.insert(shift);
    for (std::uint32_t v = 0; v < known.size(); ++v) {
      CAPTURE(seed, v);
      const Texts labels = labels_of(design, v);
      CHECK(eighths(labels[0]) == (known[v].first ^ shift.first));
      CHECK(eighths(labels[1]) == (known[v].second ^ shift.second));
    }
  }
  CHECK(shifts.size() > 1);
}

TEST_CASE("of the first 2^k Sobol' points one lies in each 2^k-th of each factor") {
  std::vector<FactorSpec> factors;
  for (const char* name : {"a", "b", "c", "d"}) {
    factors.push_back(unit_interval(name));
  }
  for (const int size : {2, 16, 64}) {
    const SweepSpec spec = spec_of(DesignMethod::sobol, size, factors);
    const Design design(spec);
    std::vector<std::set<double>> strata(factors.size());
    std::set<std::pair<double, double>> boxes;
    for (std::uint32_t v = 0; v < design.size(); ++v) {
      const Texts labels = labels_of(design, v);
      for (std::size_t f = 0; f < factors.size(); ++f) {
        strata[f].insert(std::floor(number_of(labels[f]) * size));
      }
      boxes.emplace(std::floor(number_of(labels[0]) * 4), std::floor(number_of(labels[1]) * 4));
    }
    CAPTURE(size);
    for (const auto& met : strata) {
      CHECK(met.size() == static_cast<std::size_t>(size));
    }
    if (size == 16) {
      CHECK(boxes.size() == 16);
    }
  }
}

TEST_CASE("numbers of a factor are the quantiles of its distribution") {
  CHECK(value_at(Uniform{2, 4}, 0.25) == Approx(2.5));
  CHECK(value_at(Triangular{0, 1, 2}, 0.5) == Approx(1));
  CHECK(value_at(Triangular{0, 1, 2}, 0.125) == Approx(0.5));
  const double sigma = std::sqrt(std::log1p(0.3 * 0.3));
  CHECK(value_at(Lognormal{35, 0.3}, 0.5) == Approx(35 * std::exp(-sigma * sigma / 2)));
  // A gamma distribution with a coefficient of variation of 1 is exponential.
  CHECK(value_at(Gamma{2, 1}, 0.75) == Approx(2 * std::log(4.0)));
  CHECK(value_at(Choice{{5, 10}, {3, 1}}, 0.74) == 5);
  CHECK(value_at(Choice{{5, 10}, {3, 1}}, 0.76) == 10);
  CHECK(value_at(Constant{5}, 0.3) == 5);
}

TEST_CASE("levels share the interval evenly") {
  const FactorSpec factor = listed_factor("a", {"x", "y", "z"});
  CHECK(level_at(factor, 0.001).label == "x");
  CHECK(level_at(factor, 0.334).label == "y");
  CHECK(level_at(factor, 0.999).label == "z");
  CHECK(level_at(factor, 1).label == "z");
}

TEST_CASE("a grid takes a range from end to end, of a distribution the middles of equal shares") {
  CHECK(steps_of(numbers_of(FactorRange{10, 20, false}, "d"), 3) == Texts{"10 d", "15 d", "20 d"});
  CHECK(steps_of(numbers_of(Uniform{0, 1}, "%"), 2) == Texts{"0.25 %", "0.75 %"});
}

TEST_CASE("a logarithmic range is even in the logarithm and keeps its ends to the digit") {
  const Texts decades = steps_of(numbers_of(FactorRange{1, 100, true}), 3);
  CHECK(decades.front() == "1");
  CHECK(number_of(decades[1]) == Approx(10));
  CHECK(decades.back() == "100");
  CHECK(rc::check("ends of a logarithmic range", [] {
    const double low = *rc::gen::inRange(1, 1000) / 10.0;
    const double high = low + *rc::gen::inRange(1, 1000) / 10.0;
    const Texts labels = steps_of(numbers_of(FactorRange{low, high, true}), 4);
    RC_ASSERT(number_of(labels.front()) == low);
    RC_ASSERT(number_of(labels.back()) == high);
    RC_ASSERT(std::is_sorted(labels.begin(), labels.end(), [](const auto& a, const auto& b) {
      return number_of(a) < number_of(b);
    }));
  }));
}

TEST_CASE("numbers are rounded to multiples, dates to days") {
  FactorNumbers rounded = numbers_of(FactorRange{0, 10, false}, "d");
  rounded.round_to = 2.5;
  CHECK(steps_of(rounded, 4) == Texts{"0 d", "2.5 d", "7.5 d", "10 d"});
  FactorNumbers dates = numbers_of(FactorRange{20089, 20093, false});
  dates.is_date = true;
  dates.round_to = 1;
  CHECK(steps_of(dates, 3) == Texts{"2025-01-01", "2025-01-03", "2025-01-05"});
  const FactorLevel level = level_at(numeric_factor("calendar.end", dates), 0.9);
  CHECK(level.settings == Texts{"calendar.end=2025-01-05"});
}

TEST_CASE("a number that is rounded stays in its range and is written shortly") {
  FactorNumbers rounded = numbers_of(FactorRange{0.1, 0.7, false});
  rounded.round_to = 0.1;
  CHECK(steps_of(rounded, 7) == Texts{"0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"});
}

TEST_CASE("each multiple of a range that is rounded has an equal share, the ends too") {
  const auto counts_of = [](FactorNumbers numbers, double round_to) {
    numbers.round_to = round_to;
    const SweepSpec spec =
        spec_of(DesignMethod::latin_hypercube, 40, {numeric_factor("a", std::move(numbers))});
    const Design design(spec);
    std::map<std::string, int> counts;
    for (std::uint32_t v = 0; v < design.size(); ++v) {
      ++counts[labels_of(design, v)[0]];
    }
    return counts;
  };
  using Counts = std::map<std::string, int>;
  const Counts even = {{"1", 8}, {"2", 8}, {"3", 8}, {"4", 8}, {"5", 8}};
  CHECK(counts_of(numbers_of(FactorRange{1, 5, false}), 1) == even);
  CHECK(counts_of(numbers_of(Uniform{1, 5}), 1) == even);
  // Bounds between multiples: those within count alike, and none outside is taken.
  CHECK(counts_of(numbers_of(FactorRange{0.6, 5.4, false}), 1) == even);
  CHECK(counts_of(numbers_of(FactorRange{0.1, 0.4, false}), 0.1) ==
        Counts{{"0.1", 10}, {"0.2", 10}, {"0.3", 10}, {"0.4", 10}});
  FactorNumbers dates = numbers_of(FactorRange{20089, 20093, false});
  dates.is_date = true;
  CHECK(counts_of(dates, 1) == Counts{{"2025-01-01", 8},
                                      {"2025-01-02", 8},
                                      {"2025-01-03", 8},
                                      {"2025-01-04", 8},
                                      {"2025-01-05", 8}});
  // Even in the logarithm: from 0.5 to 4.5 are ln 9, of which 1 stands for ln 3, half of it.
  CHECK(counts_of(numbers_of(FactorRange{1, 4, true}), 1)["1"] == 20);
}

TEST_CASE("several keys of a factor take its value together") {
  FactorSpec factor = numeric_factor("cover", numbers_of(FactorRange{1, 2, false}, "d"));
  factor.keys = {"demand.A.cover", "demand.B.cover"};
  CHECK(level_at(factor, 0.5).settings == Texts{"demand.A.cover=1.5 d", "demand.B.cover=1.5 d"});
}

TEST_CASE("a design of rows takes them in order") {
  SweepSpec spec = spec_of(DesignMethod::table, 0, {});
  spec.rows = {{{"1", {"a=1"}, {}}}, {{"2", {"a=2"}, {}}}};
  const Design design(spec);
  CHECK(design.size() == 2);
  CHECK(labels_of(design, 1) == Texts{"2"});
}
