#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/policy/lineage.hpp"
#include "models/policy/schedule.hpp"

namespace monazite {

/// What happens to covered goods that are under way when a ban begins (or widens).
enum class InTransitRule : std::uint8_t { grandfather, hold, return_to_origin, seize };

/// From `on`, shipments on these lanes do not leave.
struct BanLevel {
  Date on;
  std::string action;                ///< impose, ease, tighten, suspend, resume, lapse
  std::vector<std::uint32_t> lanes;  ///< lane numbers, ascending
};

/// An export ban: a course of dated levels, each blocking a set of lanes; of a ban with a lineage,
/// those of them on which goods are sent that it reaches.
struct Ban {
  std::vector<BanLevel> levels;
  InTransitRule in_transit = InTransitRule::grandfather;
  std::uint32_t lineage = Lineage::none;  ///< index into the world's lineages
};

/// What a step of a ban changes: lanes to release and lanes to block.
struct BanStep {
  InstrumentState state;
  std::optional<Date> wake;
  std::span<const std::uint32_t> released;
  std::span<const std::uint32_t> blocked;
  std::string_view action;
};

/// What it is to go from one state to another.
BanStep change(const Ban& ban, InstrumentState from, InstrumentState to);

/// The step of a ban on a date: a pure function.
BanStep step(const Ban& ban, InstrumentState state, Date today);

}  // namespace monazite
