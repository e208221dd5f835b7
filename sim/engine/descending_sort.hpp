#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "sim/engine/sort_key.hpp"

namespace monazite::engine {

namespace descending {

inline constexpr std::size_t run_length = 16;

// Places up to run_length keys by rank, counted by arithmetic: a branch per comparison would be
// mispredicted every other time.
template <Key K>
void sort_run(const K* source, std::size_t count, K* target) {
  std::uint32_t rank[run_length] = {};
  for (std::size_t i = 1; i < count; ++i) {
    const SortBits bits = source[i].bits();
    std::uint32_t greater = 0;
    for (std::size_t j = 0; j < i; ++j) {
      const bool is_greater = source[j].bits() > bits;
      greater += is_greater;
      rank[j] += !is_greater;
    }
    rank[i] = greater;
  }
  for (std::size_t i = 0; i < count; ++i) target[rank[i]] = source[i];
}

template <Key K>
void sort_run_in_place(K* keys, std::size_t count) {
  K copy[run_length];
  std::copy(keys, keys + count, copy);
  sort_run(copy, count, keys);
}

template <Key K>
void merge(const K* left, const K* middle, const K* end, K* target) {
  const K* right = middle;
  while (left != middle && right != end) {
    const bool take_right = before(*left, *right);
    *target++ = *(take_right ? right : left);
    left += !take_right;
    right += take_right;
  }
  target = std::copy(left, middle, target);
  std::copy(right, end, target);
}

template <Key K>
void merge_pairs_of_runs(const K* source, std::size_t count, std::size_t length, K* target) {
  for (std::size_t first = 0; first < count; first += 2 * length) {
    const std::size_t middle = std::min(first + length, count);
    const std::size_t end = std::min(middle + length, count);
    merge(source + first, source + middle, source + end, target + first);
  }
}

}  // namespace descending

/// Puts `count` keys into `target` in descending order: short runs by rank, then a merge sort whose
/// choices are arithmetic. The ranges must not overlap; `source` is used as scratch space. Equal
/// keys are interchangeable.
template <Key K>
void sort_descending(K* source, std::size_t count, K* target) {
  using descending::run_length;
  bool in_target = true;
  for (std::size_t length = run_length; length < count; length *= 2) in_target = !in_target;
  for (std::size_t first = 0; first < count; first += run_length) {
    const std::size_t length = std::min(run_length, count - first);
    if (in_target) {
      descending::sort_run(source + first, length, target + first);
    } else {
      descending::sort_run_in_place(source + first, length);
    }
  }
  K* from = in_target ? target : source;
  K* to = in_target ? source : target;
  for (std::size_t length = run_length; length < count; length *= 2) {
    descending::merge_pairs_of_runs(from, count, length, to);
    std::swap(from, to);
  }
}

}  // namespace monazite::engine
