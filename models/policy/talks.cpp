#include "models/policy/talks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace monazite {

const TalksBranch* branch_to(const TalksNode& node, std::uint32_t leaf) {
  const auto found =
      std::find_if(node.branches.begin(), node.branches.end(), [&](const TalksBranch& branch) {
        return leaf >= branch.first_leaf && leaf - branch.first_leaf < branch.leaves;
      });
  return found == node.branches.end() ? nullptr : &*found;
}

std::size_t drawn_branch(const TalksNode& node, std::span<const double> sways, double uniform) {
  const auto weight = [&](std::size_t k) {
    return node.branches[k].probability * std::exp(node.branches[k].sway * sways[k]);
  };
  double all = 0;
  std::size_t last = 0;
  for (std::size_t k = 0; k < node.ordinary; ++k) {
    all += weight(k);
    last = weight(k) > 0 ? k : last;
  }
  double passed = 0;
  for (std::size_t k = 0; k < node.ordinary; ++k) {
    passed += weight(k);
    if (uniform * all < passed) {
      return k;
    }
  }
  return last;
}

double days_until_breakdown(double per_day, double uniform) {
  return per_day > 0 ? -std::log1p(-uniform) / per_day : std::numeric_limits<double>::infinity();
}

}  // namespace monazite
