#pragma once

#include <cstdint>
#include <vector>

#include "models/policy/licence.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

/// Numbers in the order in which they came. Memory is kept.
class WaitingList {
 public:
  void clear() {
    items_.clear();
    first_ = 0;
  }
  [[nodiscard]] bool empty() const { return first_ == items_.size(); }
  void push(std::uint32_t item) {
    if (first_ > items_.size() / 2) {
      items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(first_));
      first_ = 0;
    }
    items_.push_back(item);
  }
  std::uint32_t pop() { return items_[first_++]; }

 private:
  std::vector<std::uint32_t> items_;
  std::size_t first_ = 0;
};

/// Where an application is. At a desk it waits or is worked on; `answering` is the applicant's
/// turn.
enum class ApplicationStage : std::uint8_t {
  free,
  at_province,
  answering_province,
  at_ministry,
  answering_ministry,
  dropped  ///< its regime has ended; it waits for its event
};

/// An application for a licence.
struct Application {
  std::int64_t filed = 0;  ///< seconds
  std::int64_t due = -1;   ///< seconds; of its event
  std::int64_t grams = 0;  ///< asked for
  std::uint32_t licensed_lane = 0;
  ApplicationStage stage = ApplicationStage::free;
};

/// A licence: so much may still leave on its lane until it expires.
struct Licence {
  std::int64_t left = 0;     ///< grams
  std::int64_t expires = 0;  ///< seconds
  std::uint32_t licensed_lane = 0;
  std::uint32_t next = ~std::uint32_t{0};  ///< the lane's next one, which expires later, or none
};

/// A lane under a regime.
struct LicensedLaneState {
  std::int64_t left = 0;     ///< grams that licences allow
  std::int64_t pending = 0;  ///< grams asked for and not decided on
  std::int64_t unseen = 0;   ///< grams owed that were no reason yet for the supplier to make more
  std::int64_t refused_until = 0;  ///< seconds: no application before
  std::int64_t sent = 0;           ///< grams under licence since the buyer's last review
  double fill = 1;                 ///< share of what is needed that comes, smoothed
  std::uint32_t first = none;      ///< its licences with something left, by expiry
  engine::CoarseStream draws;

  static constexpr std::uint32_t none = ~std::uint32_t{0};
};

/// A desk at work.
struct DeskState {
  std::uint32_t busy = 0;
  WaitingList waiting;
};

/// Counts of one cell in the present month, and of all that is pending in it.
struct LicenceTally {
  std::uint32_t applied = 0;
  std::uint32_t approved = 0;
  std::uint32_t refused = 0;
  std::uint32_t expired = 0;  ///< not decided on when the regime ended or was suspended
  std::uint32_t pending = 0;
};

/// The decisions of one cell over the reported span.
struct LicenceDecisions {
  std::uint32_t approved = 0;
  std::uint32_t decided = 0;
  double wait_days = 0;  ///< of all decided
};

/// A regime at work.
struct RegimeState {
  std::vector<DeskState> provinces;
  DeskState ministry;
  std::vector<ExporterRecord> records;  ///< by FacilityId
  std::vector<std::uint8_t> holidays;   ///< by day from the world's origin, up to the last one: 1
  std::uint32_t decisions = 0;
  double expected_wait_days = 0;  ///< of applicants: smoothed over decisions
  double granted_share = 1;       ///< of what was asked, smoothed over decisions
};

}  // namespace monazite
