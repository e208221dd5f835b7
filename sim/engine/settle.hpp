#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/engine/instant.hpp"

namespace monazite::engine {

/// Two-pass phases: handlers append intents to a market and request a settlement; the first request
/// for an (instant, phase, market) schedules one settle event, whose handler calls begin() and
/// commits the intents. Requests for several instants may be pending at once.
class SettleBook {
 public:
  /// Markets 0 .. market_count - 1, nothing pending. The settle event of market m belongs to the
  /// entity `first_entity + m` of the loop, and carries m in its slot.
  void reset(std::uint32_t first_entity, std::size_t market_count) {
    first_entity_ = first_entity;
    pending_.resize(market_count);
    for (auto& of_market : pending_) {
      of_market.clear();
      of_market.reserve(usual_pending);
    }
  }

  /// Schedules the settle event unless that of the same instant and phase is pending. Returns
  /// whether it was scheduled.
  template <class Loop>
  bool request(std::uint32_t market, Loop& loop, Instant at, std::uint8_t phase,
               std::uint8_t kind) {
    assert(market < pending_.size());
    auto& of_market = pending_[market];
    const Settlement wanted{at, phase};
    const auto place = std::lower_bound(of_market.begin(), of_market.end(), wanted, later_first);
    if (place != of_market.end() && *place == wanted) return false;
    loop.schedule(at, phase, first_entity_ + market, kind, market);
    of_market.insert(place, wanted);
    return true;
  }

  /// Called by the handler of the settle event before it commits: intents appended from now on
  /// request a settlement of their own.
  void begin(std::uint32_t market) {
    assert(market < pending_.size() && !pending_[market].empty());
    pending_[market].pop_back();
  }

  /// Whether the market has a settlement to come.
  bool is_pending(std::uint32_t market) const { return !pending_[market].empty(); }

 private:
  struct Settlement {
    Instant at;
    std::uint8_t phase = 0;
    friend constexpr bool operator==(const Settlement&, const Settlement&) = default;
  };

  static constexpr std::size_t usual_pending = 4;

  static bool later_first(const Settlement& a, const Settlement& b) {
    return a.at == b.at ? b.phase < a.phase : b.at < a.at;
  }

  std::uint32_t first_entity_ = 0;
  // Of each market the pending settlements, the earliest last: the loop executes that one first.
  std::vector<std::vector<Settlement>> pending_;
};

}  // namespace monazite::engine
