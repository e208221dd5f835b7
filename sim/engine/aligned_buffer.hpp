#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace monazite::engine {

/// Growable storage for trivially copyable items, aligned to a cache line. It holds capacity only:
/// which items are in use is known to its owner. Growing keeps the bytes of the old items.
template <class T, std::size_t alignment = 64>
requires std::is_trivially_copyable_v<T>
class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  AlignedBuffer(const AlignedBuffer&) = delete;
  AlignedBuffer& operator=(const AlignedBuffer&) = delete;
  AlignedBuffer(AlignedBuffer&& other) noexcept
      : items_(std::exchange(other.items_, nullptr)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  AlignedBuffer& operator=(AlignedBuffer&& other) noexcept {
    std::swap(items_, other.items_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~AlignedBuffer() { release(); }

  /// The first item; null while the capacity is 0.
  T* data() { return items_; }
  const T* data() const { return items_; }

  /// How many items there is room for.
  std::size_t capacity() const { return capacity_; }

  /// Makes room for `capacity` items or more; throws std::bad_alloc.
  void grow_to(std::size_t capacity) {
    if (capacity <= capacity_) return;
    T* items = static_cast<T*>(::operator new (capacity * sizeof(T), std::align_val_t{alignment}));
    if (items_ != nullptr) std::memcpy(static_cast<void*>(items), items_, capacity_ * sizeof(T));
    release();
    items_ = items;
    capacity_ = capacity;
  }

 private:
  void release() {
    if (items_ != nullptr) ::operator delete (items_, std::align_val_t{alignment});
  }

  T* items_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace monazite::engine
