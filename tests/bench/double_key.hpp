#pragma once

#include <bit>
#include <cstdint>

#include "sim/engine/sort_key.hpp"

namespace monazite::bench {

/// A queue item with a real time that must not be negative: the bit pattern of the time in the high
/// word, 64 bits of the caller in the low one.
struct DoubleKey {
  std::uint64_t payload = 0;
  std::uint64_t time_bits = 0;

  static constexpr DoubleKey make(double time, std::uint64_t payload) {
    return {payload, std::bit_cast<std::uint64_t>(time)};
  }

  constexpr double time() const { return std::bit_cast<double>(time_bits); }
  constexpr engine::SortBits bits() const { return engine::sort_bits(time_bits, payload); }
};

static_assert(engine::Key<DoubleKey>);

}  // namespace monazite::bench
