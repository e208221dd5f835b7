#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace monazite {

/// The value of a figure that has none, such as the share of a limit of nothing.
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// How a figure follows from the tallies and the state of a run. In a comment: what its items
/// index.
enum class FigureKind : std::uint8_t {
  mined,          ///< lines: oxide equivalent extracted
  recycled,       ///< lines: elements recovered from old goods
  made,           ///< line outputs: gross mass made
  shipped,        ///< trades: gross mass sent
  received,       ///< trades: gross mass received
  ordered,        ///< trades: gross mass ordered
  tariff,         ///< trades: USD of duty paid
  surplus,        ///< pools: gross mass taken by outlets, or thrown away
  inventory,      ///< pools: gross mass on hand
  in_process,     ///< pools: gross mass expected from lots in process
  in_transit,     ///< trades: gross mass under way or at customs
  backlog,        ///< output pools: gross mass ordered and not sent
  fill_rate,      ///< plants: used / wanted
  lost,           ///< plants: use lost
  delayed,        ///< plants: lost use made up later
  stop_days,      ///< plants: days stopped, mean weighted by use
  first_stop,     ///< plants: days from start to the first stop
  recovery,       ///< plants: days from the first stop to the end of the last, weighted by use
  stopped_share,  ///< plants: share of use standing still
  quota_used,     ///< quotas: share of the year's limit used
  exported,       ///< export quotas: share of what the year has had that is used
  pending,        ///< licence cells: applications not decided on
  wait,           ///< licence cells: mean days to a decision
  concentration,  ///< line outputs: sum of the squared shares of the regions in what is made
  approval,       ///< licence cells: approved / decided
  traded,         ///< market cells: USD/kg, of a run the mean
  quoted,         ///< market cells: the asked price
  multiple,       ///< market cells: largest quoted price over the base year's
  lost_value,     ///< plants: USD of use lost
  delayed_value,  ///< plants: USD of lost use made up later
  support,        ///< instruments: USD that a price floor has paid
  rent,           ///< trades times holders of rent: USD beyond price and duty
  released,       ///< reserves: gross mass sent
  smuggled,       ///< contraband: gross mass sent round
  smuggled_and_seized,  ///< contraband: the part of it that was found
  leakage,              ///< contraband, by trade: sent round / sent legally
  contracted,           ///< contracted lanes: gross mass sent under contract
  in_contract,          ///< contracted lanes: share of the volume in force
  substituted,          ///< plants: use that went on without an input
  goods_delivered,      ///< goods lanes: units received
  goods_diverted,       ///< goods lanes: units of them that reach the military end use
  strategic_cost,       ///< goods lanes: weight of the units that the military end use has
  exports_value,        ///< trades: USD of gross mass sent, at the constant prices
  listed_content,       ///< lineage stocks: share of their worth that is listed content
  reached_share,        ///< lineage lanes: share of the trade of the base year on those reached
  net_payments          ///< sides of transfers (2 t pays, 2 t + 1 is paid): USD got less paid
};

/// A flow is summed over an interval; the other kinds are read at its end.
constexpr bool is_flow(FigureKind kind) {
  switch (kind) {
    case FigureKind::mined:
    case FigureKind::recycled:
    case FigureKind::made:
    case FigureKind::shipped:
    case FigureKind::received:
    case FigureKind::ordered:
    case FigureKind::tariff:
    case FigureKind::rent:
    case FigureKind::released:
    case FigureKind::net_payments:
    case FigureKind::exports_value:
    case FigureKind::contracted:
    case FigureKind::smuggled:
    case FigureKind::smuggled_and_seized:
    case FigureKind::support:
    case FigureKind::lost_value:
    case FigureKind::delayed_value:
    case FigureKind::surplus:
    case FigureKind::lost:
    case FigureKind::delayed:
    case FigureKind::substituted:
    case FigureKind::goods_delivered:
    case FigureKind::goods_diverted:
    case FigureKind::strategic_cost:
    case FigureKind::stop_days:
      return true;
    default:
      return false;
  }
}

/// One figure: a kind and what it sums over.
struct Figure {
  FigureKind kind = FigureKind::made;
  std::vector<std::uint32_t> items;
};

}  // namespace monazite
