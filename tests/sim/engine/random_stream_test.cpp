#include "sim/engine/random_stream.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "sim/engine/stable_hash.hpp"

namespace monazite::engine {
namespace {

using Block = std::array<std::uint32_t, 4>;

TEST_CASE("Philox4x32-10 gives its published known answers") {
  CHECK(philox_block({0, 0, 0, 0}, {0, 0}) ==
        Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox_block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox_block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream yields the numbered draws in order, from any number on") {
  const StreamKey key{2025, stable_hash("mountain_pass"), 3, 1};
  for (const std::uint32_t first : {0U, 1U, 17U}) {
    RandomStream stream(key, first);
    for (std::uint32_t draw = first; draw < first + 50; ++draw) {
      CHECK(stream.next_draw() == draw);
      CHECK(stream.uniform() == uniform(key, draw));
    }
  }
}

TEST_CASE("draws do not depend on the order in which streams are used") {
  const StreamKey left{1, 10, 0, 0};
  const StreamKey right{1, 11, 0, 0};
  RandomStream together_left(left);
  RandomStream together_right(right);
  std::vector<double> interleaved;
  for (int i = 0; i < 9; ++i) {
    interleaved.push_back(together_left.uniform());
    together_right.uniform();
  }
  RandomStream alone(left);
  for (const double draw : interleaved) CHECK(alone.uniform() == draw);
}

TEST_CASE("a mirrored stream is one minus the other, draw by draw") {
  for (const StreamKey& key : {StreamKey{1, 2, 3, 4}, StreamKey{2025, 0, 0, 255}}) {
    StreamKey mirrored = key;
    mirrored.replication |= mirror_bit;
    RandomStream stream(mirrored);
    CoarseStream coarse;
    CoarseStream coarse_mirrored;
    for (std::uint32_t draw = 0; draw < 200; ++draw) {
      CHECK(uniform(mirrored, draw) == 1 - uniform(key, draw));
      CHECK(stream.uniform() == 1 - uniform(key, draw));
      CHECK(coarse_mirrored.uniform([&] { return mirrored; }) ==
            1 - coarse.uniform([&] { return key; }));
    }
  }
}

TEST_CASE("every part of the key makes another stream") {
  const StreamKey key{5, 6, 7, 8};
  std::set<double> first_draws{uniform(key, 0), uniform(key, 1)};
  for (int bit = 0; bit < 64; ++bit) {
    first_draws.insert(uniform({5 ^ (std::uint64_t{1} << bit), 6, 7, 8}, 0));
    first_draws.insert(uniform({5, 6 ^ (std::uint64_t{1} << bit), 7, 8}, 0));
  }
  for (int bit = 0; bit < 32; ++bit) first_draws.insert(uniform({5, 6, 7 ^ (1U << bit), 8}, 0));
  for (int bit = 0; bit < 8; ++bit)
    first_draws.insert(uniform({5, 6, 7, static_cast<std::uint8_t>(8 ^ (1U << bit))}, 0));
  CHECK(first_draws.size() == 2 + 64 + 64 + 32 + 8);
}

TEST_CASE("draws are uniform, open at both ends, and uncorrelated") {
  RandomStream stream({2025, stable_hash("baotou"), 0, 2});
  constexpr int count = 100'000;
  std::array<int, 20> cells{};
  double sum = 0.0;
  double sum_of_products = 0.0;
  double previous = 0.5;
  for (int i = 0; i < count; ++i) {
    const double draw = stream.uniform();
    REQUIRE(draw > 0.0);
    REQUIRE(draw < 1.0);
    ++cells[static_cast<std::size_t>(draw * 20.0)];
    sum += draw;
    sum_of_products += (draw - 0.5) * (previous - 0.5);
    previous = draw;
  }
  CHECK(sum / count == Approx(0.5).margin(4.0 * std::sqrt(1.0 / 12.0 / count)));
  CHECK(sum_of_products / count == Approx(0.0).margin(4.0 / 12.0 / std::sqrt(count)));
  double chi_square = 0.0;
  for (const int cell : cells) chi_square += (cell - count / 20.0) * (cell - count / 20.0);
  // The 0.999 quantile with 19 degrees of freedom.
  CHECK(chi_square / (count / 20.0) < 43.82);
}

TEST_CASE("a coarse stream yields the words of its blocks in order, and asks for its key at each") {
  const StreamKey key{11, 22, 33, 4};
  int asked = 0;
  CoarseStream stream;
  for (std::uint32_t draw = 0; draw < 23; ++draw) {
    const auto word = stream_block(key, draw / 4)[draw % 4];
    const double value = stream.uniform([&] {
      ++asked;
      return key;
    });
    CHECK(value == (static_cast<double>(word) + 0.5) / 4294967296.0);
  }
  CHECK(asked == 6);
}

TEST_CASE("the stable hash is fixed and can be computed by the compiler") {
  // FNV-1a of "a" is 0xaf63dc4c8601ec8c.
  static_assert(stable_hash("a") == mix_bits(0xaf63dc4c8601ec8cULL));
  static_assert(stable_hash("") == mix_bits(0xcbf29ce484222325ULL));
  CHECK(stable_hash("baotou") != stable_hash("baotoU"));
  CHECK(stable_hash("\xc3\xa9") != stable_hash("\xc3\xa8"));
  // The first output of SplitMix64 from state 0.
  CHECK(mix_bits(0x9e3779b97f4a7c15ULL) == 0xe220a8397b1dcdafULL);
}

}  // namespace
}  // namespace monazite::engine
