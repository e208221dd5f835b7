#pragma once

#include <array>
#include <cstdint>

namespace monazite::engine {

/// Set in StreamKey::replication: the stream is the mirror image of the one without it, 1 - u for
/// each u (antithetic variates: Hammersley and Morton, 1956).
inline constexpr std::uint32_t mirror_bit = std::uint32_t{1} << 31;

/// What names a stream of random numbers. Streams with different keys are independent; a draw is a
/// pure function of its stream's key and its number, so it depends on no order of execution.
struct StreamKey {
  std::uint64_t master_seed = 0;
  std::uint64_t entity = 0;       ///< stable hash of the entity's id
  std::uint32_t replication = 0;  ///< below mirror_bit, or with it
  std::uint8_t purpose = 0;       ///< what the draws are for, a number the caller gives its meaning

  friend constexpr bool operator==(const StreamKey&, const StreamKey&) = default;
};

/// The block of 128 random bits of Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011) for a
/// counter and a key.
std::array<std::uint32_t, 4> philox_block(const std::array<std::uint32_t, 4>& counter,
                                          const std::array<std::uint32_t, 2>& key);

/// Draw number `draw` of the stream, uniform on the open interval (0, 1): the midpoints of 2^52
/// equal cells. Draws 2k and 2k + 1 are the halves of Philox block k.
double uniform(const StreamKey& key, std::uint32_t draw);

/// Block number `block` of the stream: 128 random bits.
std::array<std::uint32_t, 4> stream_block(const StreamKey& key, std::uint32_t block);

/// The draws of one stream in order, of 32 bits each, for many streams of which each is drawn from
/// now and then: 16 bytes, and one evaluation of Philox in four draws.
class CoarseStream {
 public:
  /// The next draw, uniform on the open interval (0, 1): the midpoints of 2^32 equal cells. Draw
  /// 4k + i is word i of block k. `key()` names the stream, and is asked once in four draws.
  template <class Key>
  double uniform(const Key& key) {
    const std::uint32_t place = next_ % 4;
    if (place == 0) {
      const auto block = stream_block(key(), next_ / 4);
      kept_ = {block[1], block[2], block[3]};
      ++next_;
      return midpoint_of_cell(block[0]);
    }
    ++next_;
    return midpoint_of_cell(kept_[place - 1]);
  }

 private:
  static double midpoint_of_cell(std::uint32_t word) {
    return (static_cast<double>(word) + 0.5) * 0x1p-32;
  }

  std::array<std::uint32_t, 3> kept_{};
  std::uint32_t next_ = 0;
};

/// The draws of one stream in order: `RandomStream(key)` yields uniform(key, 0), uniform(key, 1), …
/// It evaluates Philox once in two draws.
class RandomStream {
 public:
  RandomStream() = default;

  /// Starts at draw number `first_draw`.
  explicit RandomStream(const StreamKey& key, std::uint32_t first_draw = 0)
      : key_(key), next_(first_draw) {}

  /// The next draw, uniform on the open interval (0, 1).
  double uniform();

  /// The number of the next draw.
  std::uint32_t next_draw() const { return next_; }

 private:
  StreamKey key_;
  std::uint32_t next_ = 0;
  bool holds_odd_ = false;
  double odd_ = 0.0;
};

}  // namespace monazite::engine
