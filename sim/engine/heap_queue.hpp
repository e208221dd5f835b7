#pragma once

#include <cassert>
#include <cstddef>

#include "sim/engine/aligned_buffer.hpp"
#include "sim/engine/sort_key.hpp"

namespace monazite::engine {

/// A priority queue as a 4-ary implicit heap (Johnson, 1975). It serves keys in the order of their
/// bits, needs no tuning, and is the oracle for other queues. Siblings share one cache line.
template <Key K>
class HeapQueue {
 public:
  using KeyType = K;

  /// Whether nothing is queued.
  bool empty() const { return size_ == 0; }

  /// How many keys are queued.
  std::size_t size() const { return size_; }

  /// The first key; the queue must not be empty. Valid until the queue is changed.
  const K& top() const {
    assert(size_ != 0);
    return root()[0];
  }

  /// Adds a key. Allocates only when the queue holds more than it ever held.
  void push(const K& key) {
    if (size_ == room_) grow();
    sift_up(size_++, key);
  }

  /// Removes the first key; the queue must not be empty.
  void pop() {
    assert(size_ != 0);
    const K last = root()[--size_];
    if (size_ != 0) sift_down(last);
  }

  /// Removes the first key and adds `key`, in one pass.
  void replace_top(const K& key) {
    assert(size_ != 0);
    sift_down(key);
  }

  /// Removes every key and keeps the memory.
  void clear() { size_ = 0; }

  /// Does nothing: a heap needs no hint.
  void hint(double /*mean_gap*/, double /*reach*/) {}

  /// Calls `visit(const K&)` on every queued key, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = 0; i < size_; ++i) visit(root()[i]);
  }

 private:
  static constexpr std::size_t arity = 4;
  // With the root at this place the children of each node start a cache line.
  static constexpr std::size_t offset = arity - 1;

  K* root() { return buffer_.data() + offset; }
  const K* root() const { return buffer_.data() + offset; }

  void grow() {
    const std::size_t room = room_ == 0 ? 64 : 2 * room_;
    buffer_.grow_to(room + offset);
    room_ = room;
  }

  void sift_up(std::size_t hole, const K key) {
    K* heap = root();
    while (hole != 0) {
      const std::size_t parent = (hole - 1) / arity;
      if (!before(key, heap[parent])) break;
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = key;
  }

  // The index of `b` if take_b, else of `a`: arithmetic, so that it cannot become a branch.
  static std::size_t choose(bool take_b, std::size_t a, std::size_t b) {
    return a ^ ((a ^ b) & (std::size_t{0} - static_cast<std::size_t>(take_b)));
  }

  static std::size_t smallest_of_four(const K* child) {
    const std::size_t left = static_cast<std::size_t>(before(child[1], child[0]));
    const std::size_t right = 2 + static_cast<std::size_t>(before(child[3], child[2]));
    return choose(before(child[right], child[left]), left, right);
  }

  void sift_down(const K key) {
    K* heap = root();
    std::size_t hole = 0;
    std::size_t child = 1;
    while (child + arity <= size_) {
      const std::size_t least = child + smallest_of_four(heap + child);
      if (!before(heap[least], key)) {
        heap[hole] = key;
        return;
      }
      heap[hole] = heap[least];
      hole = least;
      child = arity * hole + 1;
    }
    if (child < size_) hole = move_up_last_child(hole, child, key);
    heap[hole] = key;
  }

  // The last family of the heap may have fewer than four children.
  std::size_t move_up_last_child(std::size_t hole, std::size_t child, const K& key) {
    K* heap = root();
    std::size_t least = child;
    for (std::size_t i = child + 1; i < size_; ++i)
      if (before(heap[i], heap[least])) least = i;
    if (!before(heap[least], key)) return hole;
    heap[hole] = heap[least];
    return least;
  }

  AlignedBuffer<K> buffer_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace monazite::engine
