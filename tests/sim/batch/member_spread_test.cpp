#include "sim/batch/member_spread.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {
namespace {

TEST_CASE("the spread of two members is taken apart as by hand") {
  // Means 2 and 6; within: 1 + 1 + 1 + 1 over 2 degrees of freedom; between: 2 * 4 + 2 * 4 = 16.
  const std::vector<double> values = {1, 5, 3, 7};
  const std::vector<std::uint32_t> members = {0, 1, 0, 1};
  const MemberSpread spread = member_spread(values, members, 2);
  CHECK(spread.members == 2);
  CHECK(spread.replications == 4);
  CHECK(spread.mean == 4);
  CHECK(spread.deviation_of_luck == Approx(std::sqrt(2.0)));
  CHECK(spread.deviation_of_parameters == Approx(std::sqrt((16.0 - 2.0) / 2)));
  // t of 2 degrees of freedom is 4.3027, of 1 it is 12.706; the means deviate by sqrt(8).
  CHECK(spread.luck_high - 4 == Approx(4.302653 * std::sqrt(2.0 / 4)));
  CHECK(spread.high - 4 == Approx(12.7062 * std::sqrt(8.0) / std::sqrt(2.0)).epsilon(1e-5));
}

TEST_CASE("one run a member tells nothing of luck, one member nothing of parameters") {
  const std::vector<double> values = {1, 5, undefined};
  const MemberSpread apart = member_spread(values, std::vector<std::uint32_t>{0, 1, 2}, 3);
  CHECK(apart.members == 2);
  CHECK(std::isnan(apart.deviation_of_luck));
  CHECK(std::isnan(apart.deviation_of_parameters));
  CHECK(apart.high > 5);
  const MemberSpread alone = member_spread(values, std::vector<std::uint32_t>{0, 0, 0}, 1);
  CHECK(alone.deviation_of_luck == Approx(std::sqrt(8.0)));
  CHECK(std::isnan(alone.deviation_of_parameters));
  CHECK(std::isnan(alone.high));
  CHECK(std::isnan(member_spread({}, {}, 4).mean));
}

TEST_CASE("known parts of a spread are found again") {
  constexpr std::uint32_t count = 200;
  constexpr double of_parameters = 3;
  constexpr double of_luck = 2;
  std::vector<double> values;
  std::vector<std::uint32_t> members;
  for (std::uint32_t run = 0; run < 10 * count; ++run) {
    const std::uint32_t member = run % count;
    const engine::StreamKey parameter{1, member, 0, 1};
    const engine::StreamKey luck{1, member, run, 2};
    values.push_back(engine::normal(engine::uniform(parameter, 0), 0, of_parameters) +
                     engine::normal(engine::uniform(luck, 0), 0, of_luck));
    members.push_back(member);
  }
  const MemberSpread spread = member_spread(values, members, count);
  CHECK(spread.deviation_of_parameters == Approx(of_parameters).epsilon(0.1));
  CHECK(spread.deviation_of_luck == Approx(of_luck).epsilon(0.05));
  CHECK(spread.high - spread.low > 3 * (spread.luck_high - spread.luck_low));
}

}  // namespace
}  // namespace monazite
