#pragma once

#include <cstdint>
#include <string_view>

namespace monazite::engine {

/// A bijection of 64-bit words that spreads every input bit over the whole output: the finaliser of
/// SplitMix64 (Steele, Lea and Flood, 2014).
constexpr std::uint64_t mix_bits(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9ULL;
  word = (word ^ (word >> 27)) * 0x94d049bb133111ebULL;
  return word ^ (word >> 31);
}

/// A 64-bit hash of the bytes of an id that is the same on every machine and in every version:
/// FNV-1a (Fowler, Noll and Vo), finished by a mixer so that all its bits may be used.
constexpr std::uint64_t stable_hash(std::string_view id) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char byte : id) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3ULL;
  }
  return mix_bits(hash);
}

}  // namespace monazite::engine
