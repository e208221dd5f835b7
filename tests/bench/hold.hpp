#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/bench/process_time.hpp"

namespace monazite::bench {

/// Exponential variates of mean 1 from a table of 8192, so that the cost of a logarithm does not
/// hide the cost of the queue.
class TabulatedExponential {
 public:
  explicit TabulatedExponential(std::uint64_t seed) : state_(seed), table_(table()) {}

  double operator()() { return table_[next() >> 51]; }

 private:
  static constexpr std::size_t table_size = 8192;

  // SplitMix64 (Steele, Lea and Flood, 2014).
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  static const double* table() {
    static const std::vector<double> variates = [] {
      std::vector<double> cells(table_size);
      for (std::size_t i = 0; i < table_size; ++i)
        cells[i] = -std::log1p(-(static_cast<double>(i) + 0.5) / table_size);
      return cells;
    }();
    return variates.data();
  }

  std::uint64_t state_;
  const double* table_;
};

/// What a series of holds cost, and a hash of the order in which the keys came.
struct HoldResult {
  double user_seconds = 0.0;
  std::uint64_t order_hash = 0;
};

/// The HOLD model (Vaucher and Duval, 1975): with `pending` keys in the queue, each hold removes
/// the first and inserts it again an exponential time later. `Traits` makes and reads the queue's
/// keys, and says by `is_fused` whether replace_top stands for pop and push.
template <class Queue, class Traits>
HoldResult run_holds(std::size_t pending, std::size_t holds) {
  Queue queue;
  TabulatedExponential exponential(42 + pending);
  queue.hint(1.0 / static_cast<double>(pending), 2.0);
  for (std::size_t i = 0; i < pending; ++i) queue.push(Traits::make(exponential(), i));
  std::uint64_t hash = 0;
  const auto hold = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto key = queue.top();
      const std::uint64_t payload = Traits::payload(key);
      hash = hash * 31 + payload;
      const auto later = Traits::make(key.time() + exponential(), payload);
      if constexpr (Traits::is_fused) {
        queue.replace_top(later);
      } else {
        queue.pop();
        queue.push(later);
      }
    }
  };
  hold(std::min(holds / 4, 2 * pending));
  const double start = user_cpu_seconds();
  hold(holds);
  return {user_cpu_seconds() - start, hash};
}

}  // namespace monazite::bench
