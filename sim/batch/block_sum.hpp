#pragma once

#include <cstdint>

namespace monazite {

/// Replications whose values are summed before they join the total: replication r belongs to block
/// r / replications_in_block, whatever machine or thread ran it.
inline constexpr std::uint32_t replications_in_block = 64;

/// A floating sum over replications in an order that is fixed: first inside each block, then over
/// the blocks. Parts that hold whole blocks can so be joined without changing a bit.
class BlockSum {
 public:
  /// Adds the value of a replication; replications come in increasing order.
  void add(std::uint32_t replication, double value) {
    const std::uint32_t block = replication / replications_in_block;
    if (block != block_) {
      closed_ += open_;
      open_ = 0;
      block_ = block;
    }
    open_ += value;
    ++count_;
  }

  /// The sum of all values.
  [[nodiscard]] double total() const { return closed_ + open_; }

  /// Number of values.
  [[nodiscard]] std::uint32_t count() const { return count_; }

 private:
  double closed_ = 0;
  double open_ = 0;
  std::uint32_t block_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace monazite
