#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "sim/batch/statistics.hpp"
#include "sim/batch/tail_risk.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"
#include "tests/sim/batch/interval_candidates.hpp"

// How often intervals hold the true mean: the numbers of docs/theory/statistics.md.

namespace monazite {
namespace {

using engine::RandomStream;
using engine::StreamKey;
using test::Interval;

/// Experiments of each kind; the page has those of 100,000.
std::uint32_t experiment_count() {
  const char* wanted = std::getenv("MONAZITE_COVERAGE_EXPERIMENTS");
  return wanted == nullptr ? 1000 : static_cast<std::uint32_t>(std::stoul(wanted));
}

/// A metric of mean 1 and standard deviation 1.
struct SimulatedMetric {
  const char* name;
  bool is_lognormal;

  [[nodiscard]] double draw(RandomStream& stream) const {
    static const auto lognormal = engine::Lognormal::from_mean(1, 1);
    return is_lognormal ? lognormal(stream.uniform()) : engine::normal(stream.uniform(), 1, 1);
  }
};

constexpr double true_mean = 1;
constexpr SimulatedMetric normal_metric{"normal", false};
constexpr SimulatedMetric lognormal_metric{"lognormal", true};

/// What a draw is for.
enum Purpose : std::uint8_t { for_values, for_resamples, for_stop_rule };

StreamKey stream_of(const SimulatedMetric& metric, std::uint32_t experiment, std::uint32_t count,
                    Purpose purpose) {
  return {2026, (std::uint64_t{count} << 1) | (metric.is_lognormal ? 1 : 0), experiment, purpose};
}

std::vector<double> sample_of(const SimulatedMetric& metric, std::uint32_t experiment,
                              std::uint32_t count) {
  RandomStream stream(stream_of(metric, experiment, count, for_values));
  std::vector<double> sample(count);
  for (double& value : sample) {
    value = metric.draw(stream);
  }
  return sample;
}

/// How often an interval held the mean, and how wide it was.
class Coverage {
 public:
  explicit Coverage(double true_value = true_mean) : true_value_(true_value) {}

  void add(const Interval& interval) {
    ++experiments_;
    held_ += interval.holds(true_value_) ? 1 : 0;
    width_ += interval.width();
  }
  [[nodiscard]] double share() const { return held_ / experiments_; }
  [[nodiscard]] double mean_width() const { return width_ / experiments_; }

 private:
  double true_value_;
  double experiments_ = 0;
  double held_ = 0;
  double width_ = 0;
};

void print(const char* what, const SimulatedMetric& metric, std::uint32_t count,
           const Coverage& coverage) {
  std::printf("%-34s %-9s n = %4u  %6.2f %%  width %.3f\n", what, metric.name, count,
              100 * coverage.share(), coverage.mean_width());
}

/// The interval that summary.csv has.
Interval summary_interval(const std::vector<double>& sample) {
  std::vector<std::uint32_t> replications(sample.size());
  std::iota(replications.begin(), replications.end(), 0U);
  const Summary summary = summarise(sample, replications);
  return {summary.ci95_low, summary.ci95_high};
}

template <class MakeInterval>
double measure(const char* what, const SimulatedMetric& metric, std::uint32_t count,
               std::uint32_t experiments, const MakeInterval& make) {
  Coverage coverage;
  for (std::uint32_t e = 0; e < experiments; ++e) {
    coverage.add(make(sample_of(metric, e, count), e));
  }
  print(what, metric, count, coverage);
  return coverage.share();
}

double summary_coverage(const SimulatedMetric& metric, std::uint32_t count) {
  return measure("Student (summary.csv)", metric, count, experiment_count(),
                 [](const auto& sample, std::uint32_t) { return summary_interval(sample); });
}

TEST_CASE("coverage: 95 % intervals hold a normal mean in 93-97 % of experiments") {
  for (const std::uint32_t count : {30U, 200U}) {
    const double coverage = summary_coverage(normal_metric, count);
    CHECK(coverage >= 0.93);
    CHECK(coverage <= 0.97);
  }
}

TEST_CASE("coverage: of a skew metric 95 % intervals hold the mean from 200 replications on") {
  const double coverage = summary_coverage(lognormal_metric, 200);
  CHECK(coverage >= 0.93);
  CHECK(coverage <= 0.97);
}

TEST_CASE("coverage: of a skew metric with 30 replications intervals hold what the page says") {
  // Three standard errors of a share of 1,000 experiments are 2.8 %.
  CHECK(summary_coverage(lognormal_metric, 30) == Approx(0.905).margin(0.028));
}

TEST_CASE("coverage: intervals that know of skewness, beside Student's") {
  const std::uint32_t experiments = experiment_count();
  for (const SimulatedMetric& metric : {normal_metric, lognormal_metric}) {
    for (const std::uint32_t count : {30U, 200U}) {
      const double student =
          measure("Student", metric, count, experiments,
                  [](const auto& x, std::uint32_t) { return test::student_interval(x); });
      const double johnson =
          measure("Johnson (1978)", metric, count, experiments,
                  [](const auto& x, std::uint32_t) { return test::johnson_interval(x); });
      const double hall =
          measure("Hall (1992)", metric, count, experiments,
                  [](const auto& x, std::uint32_t) { return test::hall_interval(x); });
      // Resampling takes its time.
      const double bootstrap = measure(
          "bootstrap-t, 199 resamples", metric, count, std::min(experiments, 10'000U),
          [&](const auto& x, std::uint32_t e) {
            return test::bootstrap_t_interval(x, stream_of(metric, e, count, for_resamples));
          });
      CHECK(johnson >= student - 0.01);
      CHECK(hall >= student - 0.01);
      CHECK(hall > 0.92);
      CHECK(bootstrap > 0.9);
    }
  }
}

TEST_CASE("coverage: the interval of the worst twentieth holds the truth, or has no upper end") {
  // A resample takes as long as a sample, and each interval has a thousand.
  const std::uint32_t experiments = std::min(experiment_count() / 10, 2000U);
  constexpr double worst_share = 0.05;
  const double sigma = std::sqrt(std::log(2.0));
  const double from_quantile = sigma - engine::normal_quantile(1 - worst_share);
  // The mean of a lognormal above its 95 % quantile.
  const double true_tail = 0.5 * std::erfc(-from_quantile / std::sqrt(2.0)) / worst_share;
  for (const std::uint32_t count : {30U, 100U, 200U, 1000U}) {
    Coverage coverage(true_tail);
    for (std::uint32_t e = 0; e < experiments; ++e) {
      const TailRisk risk = tail_risk(sample_of(lognormal_metric, e, count), worst_share, e);
      REQUIRE(std::isnan(risk.ci95_high) == (count < 100));
      const double high = count < 100 ? std::numeric_limits<double>::max() : risk.ci95_high;
      coverage.add({risk.ci95_low, high});
    }
    print("bootstrap, worst 5 %", lognormal_metric, count, coverage);
    CHECK(coverage.share() > 0.9);
  }
}

/// Replications of a metric, drawn as they are asked for.
class Experiment {
 public:
  Experiment(const SimulatedMetric& metric, std::uint32_t experiment)
      : metric_(metric), stream_(stream_of(metric, experiment, 0, for_stop_rule)) {}

  void run_until(std::uint32_t count) {
    while (count_ < count) {
      const double value = metric_.draw(stream_);
      ++count_;
      const double step = value - mean_;
      mean_ += step / count_;
      squares_ += step * (value - mean_);
    }
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double standard_deviation() const { return std::sqrt(squares_ / (count_ - 1)); }

 private:
  const SimulatedMetric& metric_;
  RandomStream stream_;
  std::uint32_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

struct StopRules {
  Coverage stein;       ///< mean after Stein's second stage, more or less the wanted half width
  Coverage sequential;  ///< stopped as soon as Student's half width is the wanted one
  double stein_runs = 0;
  double sequential_runs = 0;
};

StopRules measure_stop_rules(const SimulatedMetric& metric, std::uint32_t pilot) {
  constexpr double half_width = 0.2;
  StopRules rules;
  const std::uint32_t experiments = experiment_count();
  std::vector<double> student = {0, 0};
  for (std::uint32_t e = 0; e < experiments; ++e) {
    Experiment stein(metric, e);
    stein.run_until(pilot);
    stein.run_until(replications_needed(stein.standard_deviation(), half_width, 0.95, pilot));
    rules.stein.add({stein.mean() - half_width, stein.mean() + half_width});
    rules.stein_runs += stein.count() / static_cast<double>(experiments);

    Experiment sequential(metric, e);
    sequential.run_until(pilot);
    const auto is_wide = [&] {
      while (student.size() <= sequential.count()) {
        student.push_back(student_t_95(static_cast<std::uint32_t>(student.size())));
      }
      return student[sequential.count()] * sequential.standard_deviation() /
                 std::sqrt(static_cast<double>(sequential.count())) >
             half_width;
    };
    while (is_wide()) {
      sequential.run_until(sequential.count() + 1);
    }
    rules.sequential.add({sequential.mean() - half_width, sequential.mean() + half_width});
    rules.sequential_runs += sequential.count() / static_cast<double>(experiments);
  }
  std::printf(
      "pilot %2u, half width 0.2  %-9s  Stein %.2f %% after %.0f runs, "
      "one at a time %.2f %% after %.0f\n",
      pilot, metric.name, 100 * rules.stein.share(), rules.stein_runs,
      100 * rules.sequential.share(), rules.sequential_runs);
  return rules;
}

TEST_CASE("coverage: Stein's rule holds its half width with 95 % for a normal metric") {
  for (const std::uint32_t pilot : {10U, 20U, 50U}) {
    const StopRules rules = measure_stop_rules(normal_metric, pilot);
    // Two standard errors below 95 %.
    CHECK(rules.stein.share() >= 0.936);
    CHECK(rules.sequential.share() <= rules.stein.share() + 0.01);
  }
}

TEST_CASE("coverage: Stein's rule falls short for a skew metric, less with a longer pilot") {
  const double short_pilot = measure_stop_rules(lognormal_metric, 10).stein.share();
  measure_stop_rules(lognormal_metric, 20);
  const double long_pilot = measure_stop_rules(lognormal_metric, 50).stein.share();
  CHECK(short_pilot < long_pilot);
  CHECK(long_pilot > 0.85);
}

}  // namespace
}  // namespace monazite
