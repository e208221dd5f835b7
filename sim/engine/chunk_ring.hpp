#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/engine/aligned_buffer.hpp"
#include "sim/engine/sort_key.hpp"

namespace monazite::engine {

/// A ring of unsorted buckets, each a list of chunks of 256 bytes: one slot for the link to the
/// next chunk and fifteen for keys. A bucket is one number, the place of its next key, so that
/// adding a key touches two cache lines. A bit per bucket tells which are in use.
template <Key K>
class ChunkRing {
 public:
  /// The number of buckets, a power of two and at least 64.
  std::size_t bucket_count() const { return mask_ + 1; }

  /// Sets the number of buckets, a power of two and at least 64, and empties them. Allocates only
  /// beyond the greatest number so far.
  void reset(std::size_t bucket_count) {
    assert(std::has_single_bit(bucket_count) && bucket_count >= 64);
    mask_ = bucket_count - 1;
    next_place_.assign(bucket_count, 0);
    occupied_.assign(bucket_count / 64, 0);
    used_chunks_ = 0;
    free_chunk_ = no_chunk;
  }

  /// Adds a key to the bucket `index` modulo the number of buckets.
  void put(std::int64_t index, const K& key) {
    const std::size_t bucket = static_cast<std::size_t>(index) & mask_;
    std::uint32_t place = next_place_[bucket];
    if (place % chunk_slots == 0) place = open_chunk(bucket, place);
    slots_.data()[place].key = key;
    next_place_[bucket] = place + 1;
  }

  /// The index of the first bucket in use after `index`, which must exist within one turn.
  std::int64_t next_in_use(std::int64_t index) const {
    const std::size_t start = static_cast<std::size_t>(index + 1) & mask_;
    std::size_t word_index = start / 64;
    std::uint64_t word = occupied_[word_index] >> (start % 64) << (start % 64);
    while (word == 0) {
      word_index = (word_index + 1) & (mask_ / 64);
      word = occupied_[word_index];
    }
    const std::size_t bucket = word_index * 64 + static_cast<std::size_t>(std::countr_zero(word));
    return index + 1 + static_cast<std::int64_t>((bucket - start) & mask_);
  }

  /// Empties the bucket `index` modulo the number of buckets: hands `take(const K*, std::size_t)`
  /// the keys of each of its chunks.
  template <class Take>
  void drain(std::int64_t index, Take&& take) {
    const std::size_t bucket = static_cast<std::size_t>(index) & mask_;
    std::uint32_t place = next_place_[bucket];
    next_place_[bucket] = 0;
    occupied_[bucket / 64] &= ~(std::uint64_t{1} << (bucket % 64));
    while (place != 0) {
      const std::uint32_t chunk = (place - 1) / chunk_slots;
      Slot* slots = slots_.data() + std::size_t{chunk} * chunk_slots;
      take(&slots[1].key, (place - 1) % chunk_slots);
      place = slots[0].link;
      slots[0].link = free_chunk_;
      free_chunk_ = chunk;
    }
  }

  /// Hands `take` the keys of every bucket, which leaves them empty.
  template <class Take>
  void drain_all(Take&& take) {
    for (std::size_t word_index = 0; word_index < occupied_.size(); ++word_index)
      while (occupied_[word_index] != 0) {
        const int bit = std::countr_zero(occupied_[word_index]);
        drain(static_cast<std::int64_t>(word_index * 64) + bit, take);
      }
  }

  /// Fetches the last chunk of the bucket `index` modulo the number of buckets into the cache,
  /// ahead of its draining.
  void prefetch(std::int64_t index) const {
    const std::size_t bucket = static_cast<std::size_t>(index) & mask_;
    const std::uint32_t place = next_place_[bucket];
    const Slot* slots = slots_.data() + (place - (place != 0)) / chunk_slots * chunk_slots;
    for (std::size_t i = 0; i < chunk_slots; i += 4) __builtin_prefetch(slots + i);
  }

 private:
  static constexpr std::uint32_t chunk_slots = 16;
  static constexpr std::uint32_t no_chunk = ~std::uint32_t{0};

  // Slot 0 of a chunk links to the place where the bucket stood before this chunk was opened.
  union Slot {
    K key;
    std::uint32_t link;
  };

  [[gnu::noinline]] std::uint32_t open_chunk(std::size_t bucket, std::uint32_t previous_place) {
    std::uint32_t chunk = free_chunk_;
    if (chunk != no_chunk) {
      free_chunk_ = slots_.data()[std::size_t{chunk} * chunk_slots].link;
    } else {
      chunk = used_chunks_++;
      const std::size_t needed = std::size_t{used_chunks_} * chunk_slots;
      if (needed > slots_.capacity()) slots_.grow_to(2 * needed);
    }
    slots_.data()[std::size_t{chunk} * chunk_slots].link = previous_place;
    occupied_[bucket / 64] |= std::uint64_t{1} << (bucket % 64);
    return chunk * chunk_slots + 1;
  }

  AlignedBuffer<Slot> slots_;
  std::vector<std::uint32_t> next_place_;
  std::vector<std::uint64_t> occupied_;
  std::size_t mask_ = 0;
  std::uint32_t used_chunks_ = 0;
  std::uint32_t free_chunk_ = no_chunk;
};

}  // namespace monazite::engine
