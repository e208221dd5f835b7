#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/engine/bucket_width.hpp"
#include "sim/engine/chunk_ring.hpp"
#include "sim/engine/descending_sort.hpp"
#include "sim/engine/heap_queue.hpp"
#include "sim/engine/sort_key.hpp"

namespace monazite::engine {

/// A priority queue as a lazy calendar (after Brown, 1988): a ring of unsorted buckets of time, of
/// which only the one being served is sorted. It serves keys in the order of their bits, exactly as
/// a heap does, at a cost that hardly grows with the number of keys.
///
/// Keys that fall into the open bucket or before it are put into its sorted run, or, once that is
/// long, into a small heap; keys beyond the ring wait in an overflow list. The width of a bucket
/// comes from a hint or from the first keys, and is corrected from the measured rate of events.
template <Key K>
class CalendarQueue {
 public:
  using KeyType = K;

  CalendarQueue() { ring_.reset(buckets_for(least_buckets)); }

  /// Whether nothing is queued.
  bool empty() const { return size_ == 0; }

  /// How many keys are queued.
  std::size_t size() const { return size_; }

  /// The first key; the queue must not be empty. May open a bucket. Valid until the queue is
  /// changed.
  const K& top() {
    assert(size_ != 0);
    if (early_.empty()) [[likely]] {
      if (open_size_ == 0) open_next_bucket();
      return open_[open_size_ - 1];
    }
    return early_is_first() ? early_.top() : open_[open_size_ - 1];
  }

  /// Adds a key. Allocates only when some part of the queue holds more than it ever held.
  void push(const K& key) {
    ++size_;
    const std::int64_t index = width_.index(key.time());
    if (ahead_of_open(index) < buckets_ahead_) [[likely]]
      ring_.put(index, key);
    else if (index > open_index_)
      push_overflow(index, key);
    else
      push_early(key);
  }

  /// Removes the first key; the queue must not be empty.
  void pop() {
    assert(size_ != 0);
    if (early_.empty()) [[likely]] {
      if (open_size_ == 0) open_next_bucket();
      --open_size_;
    } else if (early_is_first()) {
      early_.pop();
    } else {
      --open_size_;
    }
    --size_;
  }

  /// Removes the first key and adds `key`.
  void replace_top(const K& key) {
    pop();
    push(key);
  }

  /// Removes every key, and keeps the memory and the width of the buckets.
  void clear() {
    ring_.reset(ring_.bucket_count());
    early_.clear();
    overflow_.clear();
    size_ = 0;
    close();
  }

  /// Sets the width of the buckets for a mean time `mean_gap` between keys served, and their number
  /// for keys pushed about `reach` ahead of the present, both > 0 in the unit of time(). The keys
  /// stay. A wrong hint costs time only, until the rate of keys was measured.
  void hint(double mean_gap, double reach) {
    if (!(mean_gap > 0.0) || !(reach > 0.0)) return;
    const double width = keys_per_bucket * mean_gap;
    rebuild(width, buckets_for(reach / width));
    width_is_known_ = true;
  }

 private:
  static constexpr double keys_per_bucket = 12.0;
  static constexpr double least_buckets = 64.0;
  static constexpr double most_buckets = 1 << 20;
  static constexpr double too_wide = 3.0;
  static constexpr double too_narrow = 1.0 / 2.5;
  static constexpr std::size_t longest_inserted_run = 32;
  static constexpr std::size_t least_sample = 1024;
  static constexpr std::int64_t nothing_opened = -(std::int64_t{1} << 62);
  static constexpr std::int64_t no_overflow = std::numeric_limits<std::int64_t>::max();

  static std::size_t buckets_for(double count) {
    return std::bit_ceil(static_cast<std::size_t>(std::clamp(count, least_buckets, most_buckets)));
  }

  bool early_is_first() const {
    return open_size_ == 0 || before(early_.top(), open_[open_size_ - 1]);
  }

  // How many buckets `index` lies after the first one that is not open.
  std::uint64_t ahead_of_open(std::int64_t index) const {
    return static_cast<std::uint64_t>(index) - static_cast<std::uint64_t>(open_index_) - 1;
  }

  // Without an open bucket the ring takes no key: all wait in the overflow list until the first is
  // asked for.
  void close() {
    open_size_ = 0;
    open_index_ = nothing_opened;
    buckets_ahead_ = 0;
    least_overflow_ = no_overflow;
    served_ = 0;
    sample_size_ = 0;
  }

  void push_overflow(std::int64_t index, const K& key) {
    least_overflow_ = std::min(least_overflow_, index);
    overflow_.push_back(key);
  }

  [[gnu::noinline]] void push_early(const K& key) {
    ++served_;
    if (early_.empty() && open_size_ < longest_inserted_run) {
      insert_into_open(key);
    } else {
      early_.push(key);
      // Buckets so wide that none is ever left would otherwise never be measured.
      if (served_ > 4 * sample_size_) measure();
    }
  }

  void insert_into_open(const K& key) {
    if (open_.size() == open_size_) open_.resize(2 * open_size_ + 64);
    K* run = open_.data();
    std::size_t place = open_size_++;
    for (; place != 0 && before(run[place - 1], key); --place) run[place] = run[place - 1];
    run[place] = key;
  }

  // Precondition: the open bucket and the early heap are empty, the queue is not.
  [[gnu::noinline]] void open_next_bucket() {
    const bool is_first = open_index_ == nothing_opened;
    if (is_first && !width_is_known_) [[unlikely]]
      estimate_width();
    std::int64_t next = no_overflow;
    if (size_ != overflow_.size()) next = ring_.next_in_use(open_index_);
    if (least_overflow_ <= next) next = deal_overflow(next);
    open_index_ = next;
    take_bucket(next);
    if (is_first) [[unlikely]]
      start_sample(first_time());
    else if (served_ > sample_size_) [[unlikely]]
      measure();
  }

  // Puts the overflowing keys within reach into the ring; returns the next bucket in use.
  [[gnu::noinline]] std::int64_t deal_overflow(std::int64_t next) {
    open_index_ = std::min(next, least_overflow_) - 1;
    buckets_ahead_ = ring_.bucket_count() - 1;
    least_overflow_ = no_overflow;
    std::size_t kept = 0;
    for (const K key : overflow_) {
      const std::int64_t index = width_.index(key.time());
      if (ahead_of_open(index) < buckets_ahead_) {
        ring_.put(index, key);
      } else {
        least_overflow_ = std::min(least_overflow_, index);
        overflow_[kept++] = key;
      }
    }
    overflow_.resize(kept);
    return ring_.next_in_use(open_index_);
  }

  void take_bucket(std::int64_t index) {
    std::size_t count = 0;
    ring_.drain(index, [&](const K* keys, std::size_t n) {
      if (unsorted_.size() < count + n) grow_runs(count + n);
      std::copy(keys, keys + n, unsorted_.data() + count);
      count += n;
    });
    ring_.prefetch(index + 1);
    sort_descending(unsorted_.data(), count, open_.data());
    open_size_ = count;
    served_ += count;
  }

  void grow_runs(std::size_t count) {
    unsorted_.resize(2 * count + 64);
    if (open_.size() < unsorted_.size()) open_.resize(unsorted_.size());
  }

  double first_time() const {
    double time = std::numeric_limits<double>::infinity();
    if (!early_.empty()) time = static_cast<double>(early_.top().time());
    if (open_size_ != 0) time = std::min(time, static_cast<double>(open_[open_size_ - 1].time()));
    return time;
  }

  // All keys are in the overflow list. Their mean distance from the first stands for the mean reach
  // of a key, and that over their number for the mean gap (Little's law).
  void estimate_width() {
    double first = std::numeric_limits<double>::infinity();
    for (const K& key : overflow_) first = std::min(first, static_cast<double>(key.time()));
    double distance = 0.0;
    for (const K& key : overflow_) distance += static_cast<double>(key.time()) - first;
    if (!(distance > 0.0)) return;
    const auto count = static_cast<double>(overflow_.size());
    rebuild(keys_per_bucket * distance / (count * count), buckets_in_proportion());
    width_is_known_ = true;
  }

  // Three times the mean reach of a key.
  std::size_t buckets_in_proportion() const {
    return buckets_for(3.0 * static_cast<double>(size_) / keys_per_bucket);
  }

  // As many keys are served between two measurements as are queued, so that the cost of moving them
  // all is a constant per key.
  void start_sample(double time) {
    sample_start_ = time;
    served_ = 0;
    sample_size_ = std::max(least_sample, size_);
  }

  // Compares the width with the measured rate of keys, and their number with that of the buckets.
  [[gnu::noinline]] void measure() {
    const double now = first_time();
    const double gap = (now - sample_start_) / static_cast<double>(served_);
    if (!(gap > 0.0)) {
      sample_size_ *= 2;
      return;
    }
    const double width = keys_per_bucket * gap;
    const double error = width_.width() / width_.nearest(width);
    const std::size_t buckets = buckets_in_proportion();
    start_sample(now);
    if (error > too_wide || error < too_narrow || buckets > 2 * ring_.bucket_count()) {
      rebuild(width, std::max(buckets, ring_.bucket_count()));
      open_next_bucket();
    }
  }

  // Moves all keys to the overflow list and changes the ring.
  void rebuild(double width, std::size_t buckets) {
    overflow_.insert(overflow_.end(), open_.begin(),
                     open_.begin() + static_cast<std::ptrdiff_t>(open_size_));
    early_.for_each([&](const K& key) { overflow_.push_back(key); });
    early_.clear();
    ring_.drain_all(
        [&](const K* keys, std::size_t n) { overflow_.insert(overflow_.end(), keys, keys + n); });
    ring_.reset(buckets);
    width_.set(width);
    close();
    for (const K& key : overflow_)
      least_overflow_ = std::min(least_overflow_, width_.index(key.time()));
  }

  ChunkRing<K> ring_;
  HeapQueue<K> early_;
  std::vector<K> open_;
  std::vector<K> unsorted_;
  std::vector<K> overflow_;
  BucketWidth<TimeOf<K>> width_;
  bool width_is_known_ = false;
  std::size_t size_ = 0;
  std::size_t open_size_ = 0;
  std::int64_t open_index_ = nothing_opened;
  std::uint64_t buckets_ahead_ = 0;
  std::int64_t least_overflow_ = no_overflow;
  // Keys that came to be served since the sample began, and how many make a sample.
  std::uint64_t served_ = 0;
  std::uint64_t sample_size_ = 0;
  double sample_start_ = 0.0;
};

}  // namespace monazite::engine
