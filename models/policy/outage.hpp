#pragma once

#include <cstdint>
#include <span>

namespace monazite {

enum class RecoveryCurve : std::uint8_t { step, linear, exponential };

/// What becomes of the goods that are in process when a line breaks down.
enum class GoodsInProcess : std::uint8_t {
  go_on,   ///< they come out when they would have
  freeze,  ///< they come out as much later as the outage lasts
  lose     ///< they are lost
};

/// What an outage does to the lines that it strikes.
struct Outage {
  double capacity_left = 0;  ///< share of capacity that remains, 0-1
  RecoveryCurve recovery = RecoveryCurve::step;
  double recovery_days = 0;  ///< linear: to full; exponential: time constant
  GoodsInProcess goods_in_process = GoodsInProcess::go_on;
};

/// One time of lost capacity, in days after 1970-01-01 with a fraction: from `from` until just
/// before `until`.
struct OutageSpan {
  double from = 0;
  double until = 0;

  bool operator==(const OutageSpan&) const = default;
};

/// The share of capacity that is there, `days` after 1970-01-01 (with a fraction): 1 before the
/// outage; `capacity_left` during it; then 1 at once (step), along a line over `recovery_days`
/// (linear), or 1 - (1 - left) exp(-t / recovery_days) (exponential; Hallegatte 2014 uses both).
/// Of several spans, in order and apart, each takes its share of what the ones before have left.
double available_share(const Outage& outage, std::span<const OutageSpan> spans, double days);

/// Whether nothing at all can be done from that moment on, for some time. Not so at the end of a
/// total outage: the share is still 0, and grows from there.
bool stands_still(const Outage& outage, std::span<const OutageSpan> spans, double days);

/// The next moment after `days` at which a span begins or ends; infinity: none.
double next_jump(std::span<const OutageSpan> spans, double days);

}  // namespace monazite
