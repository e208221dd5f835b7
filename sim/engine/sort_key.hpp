#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

namespace monazite::engine {

/// The integer that orders keys; a single comparison compiles to `cmp; sbb`, without a branch.
__extension__ using SortBits = unsigned __int128;

/// The number `high * 2^64 + low`.
constexpr SortBits sort_bits(std::uint64_t high, std::uint64_t low) {
  return (static_cast<SortBits>(high) << 64) | low;
}

/// A queue item of 16 bytes that is its own sort key. `bits()` is the whole key as one unsigned
/// number, `time()` the part of it that a calendar sorts into buckets: whole seconds
/// (std::int64_t) or a non-negative double. A smaller time must mean smaller bits.
template <class K>
concept Key =
    sizeof(K) == 16 &&
    std::is_trivially_copyable_v<K>&& std::is_default_constructible_v<K>&& requires(const K& key) {
  { key.bits() } -> std::same_as<SortBits>;
  requires std::same_as<decltype(key.time()), std::int64_t> ||
      std::same_as<decltype(key.time()), double>;
};

/// The type of `K::time()`: std::int64_t or double.
template <Key K>
using TimeOf = decltype(std::declval<const K&>().time());

/// Whether `a` comes before `b`.
template <Key K>
constexpr bool before(const K& a, const K& b) {
  return a.bits() < b.bits();
}

}  // namespace monazite::engine
