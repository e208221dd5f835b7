#include "sim/run/duration_sampler.hpp"

#include <catch2/catch.hpp>

using monazite::DurationSampler;
using monazite::Lognormal;

namespace {

constexpr std::int64_t day = 86400;

}  // namespace

TEST_CASE("the tail of the widest wait that may be written ends after the longest calendar") {
  const DurationSampler wait(Lognormal{36525.0 * day, 10});
  // Its quantile would be 1e16 s, which no instant can hold.
  const std::int64_t longest = wait(1 - 0x1p-53);
  CHECK(longest > 301 * 366 * day);
  CHECK(longest < (std::int64_t{1} << 40));
}
