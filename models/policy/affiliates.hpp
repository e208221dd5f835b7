#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace monazite {

/// A part of a firm that another owns.
struct Holding {
  std::uint32_t owner = 0;
  std::uint32_t firm = 0;
  double share = 0;  ///< 0-1
};

/// The listed firms with their affiliates: a firm counts when those that count own at least `from`
/// (0-1) of it together, directly or through others that count. That is the rule of the BIS of
/// September 2025 and the older one of OFAC ("individually or in the aggregate"): a firm of which a
/// half-owned firm owns a half counts whole. Owners may own each other. `listed` is by firm.
std::vector<bool> with_affiliates(std::vector<bool> listed, std::span<const Holding> holdings,
                                  double from);

}  // namespace monazite
