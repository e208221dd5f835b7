#include "sim/engine/random_stream.hpp"

#include <Random123/philox.h>

#include "sim/engine/stable_hash.hpp"

namespace monazite::engine {
namespace {

// 2^64 divided by the golden ratio.
constexpr std::uint64_t weyl_increment = 0x9e3779b97f4a7c15ULL;

constexpr std::uint32_t low_half(std::uint64_t word) { return static_cast<std::uint32_t>(word); }
constexpr std::uint32_t high_half(std::uint64_t word) {
  return static_cast<std::uint32_t>(word >> 32);
}

inline std::array<std::uint32_t, 4> philox(const std::array<std::uint32_t, 4>& counter,
                                           const std::array<std::uint32_t, 2>& key) {
  const r123::Philox4x32::ctr_type philox_counter{{counter[0], counter[1], counter[2], counter[3]}};
  const r123::Philox4x32::key_type philox_key{{key[0], key[1]}};
  const auto block = r123::Philox4x32()(philox_counter, philox_key);
  return {block[0], block[1], block[2], block[3]};
}

// Within one master seed every (replication, purpose, entity, block) has a (counter, key) of its
// own: the counter holds entity, block and replication in full, and the key is a bijection of the
// master seed shifted by the purpose.
std::array<std::uint32_t, 4> block_of(const StreamKey& key, std::uint32_t block) {
  const std::uint64_t philox_key = mix_bits(key.master_seed + weyl_increment * key.purpose);
  auto words =
      philox({low_half(key.entity), high_half(key.entity), block, key.replication & ~mirror_bit},
             {low_half(philox_key), high_half(philox_key)});
  // The cells of a draw lie evenly about 1/2: to turn every bit is to take 1 - u.
  const std::uint32_t turned = 0U - (key.replication >> 31);
  for (auto& word : words) {
    word ^= turned;
  }
  return words;
}

double midpoint_of_cell(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t word = (std::uint64_t{high} << 32) | low;
  return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
}

}  // namespace

std::array<std::uint32_t, 4> philox_block(const std::array<std::uint32_t, 4>& counter,
                                          const std::array<std::uint32_t, 2>& key) {
  return philox(counter, key);
}

std::array<std::uint32_t, 4> stream_block(const StreamKey& key, std::uint32_t block) {
  return block_of(key, block);
}

double uniform(const StreamKey& key, std::uint32_t draw) {
  const auto block = block_of(key, draw / 2);
  return draw % 2 == 0 ? midpoint_of_cell(block[0], block[1])
                       : midpoint_of_cell(block[2], block[3]);
}

double RandomStream::uniform() {
  const std::uint32_t draw = next_++;
  if (holds_odd_) {
    holds_odd_ = false;
    return odd_;
  }
  const auto block = block_of(key_, draw / 2);
  const double second = midpoint_of_cell(block[2], block[3]);
  if (draw % 2 != 0) return second;
  odd_ = second;
  holds_odd_ = true;
  return midpoint_of_cell(block[0], block[1]);
}

}  // namespace monazite::engine
