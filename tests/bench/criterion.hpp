#pragma once

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace monazite::bench {

/// The rates of each contender of a comparison by its name, one a round.
using RatesByName = std::map<std::string, std::vector<double>>;

/// What a figure must reach.
enum class Bound { at_least, at_most, none };

/// A figure made of the rates of one round, and its bound. It is judged by its median over the
/// rounds; `of_round` may refer to contenders by name only, and is asked only for rounds in which
/// all of them ran.
struct Criterion {
  std::string name;
  std::vector<std::string> contenders;
  std::function<double(const std::vector<double>& rates)> of_round;
  Bound bound = Bound::none;
  double limit = 0.0;
};

/// A criterion with what was measured. Without rounds it was not measured.
struct Judgement {
  std::string name;
  std::vector<double> of_rounds;
  double median = std::numeric_limits<double>::quiet_NaN();
  double least = median;
  double greatest = median;
  Bound bound = Bound::none;
  double limit = 0.0;

  /// Whether the median keeps the bound; true without a bound.
  [[nodiscard]] bool is_met() const;
  /// "met", "missed", or "-" without a bound.
  [[nodiscard]] std::string verdict() const;
  /// The bound as text: ">= 0.9".
  [[nodiscard]] std::string bound_text() const;
};

/// The ratio of the rate of `ours` to that of `reference`, which must be at least `limit`.
Criterion ratio_at_least(std::string name, std::string ours, std::string reference, double limit);

/// The criterion, round by round, over the rounds that all its contenders have.
Judgement judge(const Criterion& criterion, const RatesByName& rates);

/// The median; 0 of nothing.
double median_of(std::vector<double> values);

/// A table of judgements, one a line.
std::string table_of(const std::vector<Judgement>& judgements);

}  // namespace monazite::bench
