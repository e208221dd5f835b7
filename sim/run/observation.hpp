#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/material/element.hpp"
#include "models/metrics/figure.hpp"
#include "models/quantity/date.hpp"

namespace monazite {

/// What one lane carried in one month: reported tonnes.
struct FlowCell {
  std::uint32_t month = 0;  ///< index into ObservationPlan::months
  std::uint32_t lane = 0;
  double tonnes = 0;
};

/// One thing that an instrument or an outage did.
struct PolicyRow {
  Date date;
  std::uint32_t instrument = 0;  ///< index into ObservationPlan::instruments
  std::string action;            ///< announce, impose, ease, tighten, suspend, lapse, …
  std::string parameter;         ///< what changed: rate, lanes_blocked, capacity, …
  double value = 0;
};

/// The licences of one cell in one month; cells without any are left out.
struct LicenceRow {
  std::uint32_t month = 0;  ///< index into ObservationPlan::months
  std::uint32_t cell = 0;   ///< index into ObservationPlan::licence_cells
  std::uint32_t applied = 0;
  std::uint32_t approved = 0;
  std::uint32_t refused = 0;
  std::uint32_t expired = 0;  ///< not decided on when the regime ended or was suspended
  std::uint32_t pending = 0;  ///< at the end of the month
};

/// How long one decision took.
struct LicenceWait {
  std::uint32_t month = 0;
  std::uint32_t cell = 0;
  double days = 0;  ///< from the application to the decision
};

enum class ApplicationOutcome : std::uint8_t { approved, refused, expired, pending };

/// One application for a licence.
struct ApplicationRow {
  Date filed;
  Date decided;                  ///< or when it expired; of a pending one the last day
  std::uint32_t instrument = 0;  ///< index into ObservationPlan::instruments
  std::uint32_t lane = 0;        ///< index into ObservationPlan::lanes
  ApplicationOutcome outcome = ApplicationOutcome::pending;
  double asked_tonnes = 0;
  double granted_tonnes = 0;
  int validity_days = 0;
};

/// The ledger of one element over the reported span, in grams. residual = opening + mined +
/// recycled_old - consumed - lost - seized - closing.
struct BalanceRow {
  std::int64_t opening = 0;
  std::int64_t mined = 0;
  std::int64_t recycled_old = 0;
  std::int64_t consumed = 0;
  std::int64_t lost = 0;
  std::int64_t seized = 0;
  std::int64_t closing = 0;

  bool operator==(const BalanceRow&) const = default;

  [[nodiscard]] std::int64_t residual() const {
    return opening + mined + recycled_old - consumed - lost - seized - closing;
  }
};

/// What one replication leaves behind. Values follow the order of the world's ObservationPlan;
/// `undefined` is an empty cell in a report.
struct Observations {
  std::vector<double> run_values;          ///< one a run figure
  std::vector<double> series_values;       ///< interval-major: intervals x series figures
  std::vector<double> tracked_values;      ///< day-major: track days x tracked figures, from start
  std::vector<FlowCell> flows;             ///< non-zero cells, by month, then lane
  std::vector<PolicyRow> policy;           ///< in order of time
  std::vector<LicenceRow> licences;        ///< by month, then cell
  std::vector<LicenceWait> licence_waits;  ///< in order of time
  std::vector<ApplicationRow> applications;  ///< of the first replication, in order of decision
  std::array<BalanceRow, element_count> balance{};
  std::uint32_t leaf = ~std::uint32_t{0};  ///< index into ObservationPlan::branches; or none
  std::uint64_t events = 0;                ///< executed events, warm-up included
};

}  // namespace monazite
