#include "sim/batch/member_spread.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

struct Group {
  double sum = 0;
  double count = 0;

  [[nodiscard]] double mean() const { return sum / count; }
};

}  // namespace

MemberSpread member_spread(std::span<const double> values, std::span<const std::uint32_t> members,
                           std::uint32_t count) {
  std::vector<Group> groups(count);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      groups[members[i]].sum += values[i];
      groups[members[i]].count += 1;
    }
  }
  double squares_within = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      squares_within += std::pow(values[i] - groups[members[i]].mean(), 2);
    }
  }
  std::erase_if(groups, [](const Group& group) { return group.count == 0; });

  MemberSpread spread;
  spread.mean = spread.deviation_of_parameters = spread.deviation_of_luck = undefined;
  spread.luck_low = spread.luck_high = spread.low = spread.high = undefined;
  double total = 0;
  double sum = 0;
  double sum_of_squared_counts = 0;
  std::vector<double> means;
  for (const Group& group : groups) {
    total += group.count;
    sum += group.sum;
    sum_of_squared_counts += group.count * group.count;
    means.push_back(group.mean());
  }
  const auto groups_used = static_cast<double>(groups.size());
  spread.members = static_cast<std::uint32_t>(groups.size());
  spread.replications = static_cast<std::uint32_t>(total);
  if (groups.empty()) {
    return spread;
  }
  spread.mean = sum / total;
  if (groups.size() > 1) {
    std::vector<std::uint32_t> numbers(means.size());
    std::iota(numbers.begin(), numbers.end(), 0U);
    const Summary of_means = summarise(means, numbers);
    spread.low = of_means.ci95_low;
    spread.high = of_means.ci95_high;
  }
  const double freedom = total - groups_used;
  if (freedom < 1) {
    return spread;
  }
  const double variance_within = squares_within / freedom;
  spread.deviation_of_luck = std::sqrt(variance_within);
  const double half_width =
      student_t_95(static_cast<std::uint32_t>(freedom) + 1) * std::sqrt(variance_within / total);
  spread.luck_low = spread.mean - half_width;
  spread.luck_high = spread.mean + half_width;
  if (groups.size() > 1) {
    double squares_between = 0;
    for (const Group& group : groups) {
      squares_between += group.count * std::pow(group.mean() - spread.mean, 2);
    }
    const double size = (total - sum_of_squared_counts / total) / (groups_used - 1);
    const double variance_between = squares_between / (groups_used - 1);
    spread.deviation_of_parameters =
        std::sqrt(std::max(0.0, (variance_between - variance_within) / size));
  }
  return spread;
}

}  // namespace monazite
