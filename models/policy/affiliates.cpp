#include "models/policy/affiliates.hpp"

namespace monazite {

std::vector<bool> with_affiliates(std::vector<bool> listed, std::span<const Holding> holdings,
                                  double from) {
  // Shares that are written as 30 % and 20 % are not to miss 50 % by rounding.
  constexpr double rounding = 1e-9;
  // Each pass adds a firm at least, or is the last.
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    std::vector<double> owned(listed.size(), 0.0);
    for (const auto& holding : holdings) {
      owned[holding.firm] += listed[holding.owner] ? holding.share : 0;
    }
    for (std::size_t firm = 0; firm < listed.size(); ++firm) {
      if (!listed[firm] && owned[firm] >= from - rounding) {
        listed[firm] = true;
        has_grown = true;
      }
    }
  }
  return listed;
}

}  // namespace monazite
