#include "models/policy/outage.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace monazite {

namespace {

/// The share of capacity that is there so many days (>= 0) after the end of an outage.
double recovered_share(const Outage& outage, double days) {
  const double lost = 1 - outage.capacity_left;
  if (outage.recovery == RecoveryCurve::step || !(outage.recovery_days > 0)) {
    return 1;
  }
  if (outage.recovery == RecoveryCurve::linear) {
    return 1 - lost * std::max(0.0, 1 - days / outage.recovery_days);
  }
  return 1 - lost * std::exp(-days / outage.recovery_days);
}

/// The spans that have begun.
std::span<const OutageSpan> begun(std::span<const OutageSpan> spans, double days) {
  const auto next =
      std::upper_bound(spans.begin(), spans.end(), days,
                       [](double of, const OutageSpan& span) { return of < span.from; });
  return spans.first(static_cast<std::size_t>(std::distance(spans.begin(), next)));
}

}  // namespace

double available_share(const Outage& outage, std::span<const OutageSpan> spans, double days) {
  const auto past = begun(spans, days);
  double share = 1;
  for (auto span = past.rbegin(); span != past.rend(); ++span) {
    if (days < span->until) {
      share *= outage.capacity_left;
      continue;
    }
    const double recovered = recovered_share(outage, days - span->until);
    if (recovered >= 1) {
      break;  // and so have those before
    }
    share *= recovered;
  }
  return share;
}

double next_jump(std::span<const OutageSpan> spans, double days) {
  const auto past = begun(spans, days);
  if (!past.empty() && days < past.back().until) {
    return past.back().until;
  }
  return past.size() < spans.size() ? spans[past.size()].from
                                    : std::numeric_limits<double>::infinity();
}

bool stands_still(const Outage& outage, std::span<const OutageSpan> spans, double days) {
  const auto past = begun(spans, days);
  return !(outage.capacity_left > 0) && !past.empty() && days < past.back().until;
}

}  // namespace monazite
