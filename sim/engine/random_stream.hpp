#pragma once

#include <array>
#include <cstdint>

namespace monazite::engine {

/// What names a stream of random numbers. Streams with different keys are independent; a draw is a
/// pure function of its stream's key and its number, so it depends on no order of execution.
struct StreamKey {
  std::uint64_t master_seed = 0;
  std::uint64_t entity = 0;  ///< stable hash of the entity's id
  std::uint32_t replication = 0;
  std::uint8_t purpose = 0;  ///< what the draws are for, a number the caller gives its meaning

  friend constexpr bool operator==(const StreamKey&, const StreamKey&) = default;
};

/// The block of 128 random bits of Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011) for a
/// counter and a key.
std::array<std::uint32_t, 4> philox_block(const std::array<std::uint32_t, 4>& counter,
                                          const std::array<std::uint32_t, 2>& key);

/// Draw number `draw` of the stream, uniform on the open interval (0, 1): the midpoints of 2^52
/// equal cells. Draws 2k and 2k + 1 are the halves of Philox block k.
double uniform(const StreamKey& key, std::uint32_t draw);

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
