#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace monazite {

/// A 64-bit hash of an id that never changes between builds, machines or input orders: FNV-1a
/// (Fowler, Noll, Vo 1991) finished by the mixer of SplitMix64 (Steele, Lea, Flood 2014).
/// This one is that of the parts' texts joined.
constexpr std::uint64_t stable_hash_of_joined(std::initializer_list<std::string_view> parts) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const auto part : parts) {
    for (const char c : part) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 0x100000001b3ULL;
    }
  }
  hash ^= hash >> 30;
  hash *= 0xbf58476d1ce4e5b9ULL;
  hash ^= hash >> 27;
  hash *= 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31);
}

/// The stable hash of one text.
constexpr std::uint64_t stable_hash(std::string_view text) { return stable_hash_of_joined({text}); }

}  // namespace monazite
