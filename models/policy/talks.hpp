#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/policy/action.hpp"
#include "models/quantity/date.hpp"

namespace monazite {

inline constexpr std::uint32_t no_node = ~std::uint32_t{0};

/// What may come out of a round, in one place of the tree.
struct TalksBranch {
  std::string id;
  double probability = 0;  ///< given the node; of what sways it the ordinary one
  double sway = 0;         ///< added to its log odds when all of the swaying output stands still
  std::vector<std::uint32_t> swayed_by;  ///< plants, ascending; empty: by none
  std::uint32_t next = no_node;          ///< the round that follows
  std::uint32_t first_leaf = 0;          ///< leaves under it: from here
  std::uint32_t leaves = 1;
  CommandRange commands;
};

/// A day on which talks may break down before their round.
struct TalksBreakdown {
  Date on;
  double probability = 0;  ///< that day, if they have not before
  std::uint32_t branch = 0;
};

/// A breakdown at any moment from `from` until the round.
struct TalksHazard {
  Date from;
  double per_day = 0;
  std::uint32_t branch = 0;
};

/// A round of talks in one place of the tree: what came before is fixed.
struct TalksNode {
  std::uint32_t round = 0;  ///< index into Talks::rounds
  std::vector<TalksBranch> branches;
  std::vector<TalksBreakdown> breakdowns;  ///< in order of date
  std::optional<TalksHazard> hazard;
  std::uint32_t ordinary = 0;  ///< the first so many branches come out of the round itself
};

/// A round as it is written.
struct TalksRound {
  std::string id;
  Date on;
  std::uint64_t key = 0;  ///< of its random draws
};

/// One way through the whole tree.
struct TalksLeaf {
  std::string branch;      ///< `round=branch/round=branch`
  double probability = 0;  ///< the double nearest to the exact one
  std::string exact;       ///< `7/10`; empty where it depends on the run
};

/// All talks of a world as one tree: node 0 is the first round. Rounds that do not depend on each
/// other follow each other by date.
struct Talks {
  std::vector<TalksRound> rounds;
  std::vector<TalksNode> nodes;
  std::vector<TalksLeaf> leaves;
  bool is_enumerated = false;

  [[nodiscard]] bool empty() const { return nodes.empty(); }
};

/// The branch of a node that leads to a leaf; nothing where none does.
const TalksBranch* branch_to(const TalksNode& node, std::uint32_t leaf);

/// The branch of a round that a uniform draw in [0, 1) takes. Its probabilities are those of the
/// ordinary branches over their sum, each times exp(sway x) with x by branch in [0, 1] (a
/// multinomial logit; McFadden, 1974).
std::size_t drawn_branch(const TalksNode& node, std::span<const double> sways, double uniform);

/// When a hazard of so much a day strikes first, in days; of a uniform draw in [0, 1).
double days_until_breakdown(double per_day, double uniform);

}  // namespace monazite
