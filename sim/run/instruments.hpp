#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Brings about the step of an instrument's own dated course that is due, and schedules the next.
void on_instrument(Simulation& sim, std::uint32_t instrument);

/// A step of the pipeline of an instrument becomes known.
void on_news(Simulation& sim, std::uint32_t instrument);

/// Moves it by an action to another state.
void move(Simulation& sim, std::uint32_t instrument, InstrumentState to, std::string_view action);

/// Moves a ban to another state: the lanes that it covers are blocked or released.
void apply(Simulation& sim, std::uint32_t instrument, const Ban& ban, InstrumentState to,
           std::string_view action);

/// Moves a tariff: the rate of each lane, what is expected of it, and what it does to prices.
void apply(Simulation& sim, std::uint32_t instrument, const Tariff& tariff, InstrumentState to,
           std::string_view action);

/// Sets the capacity of the lines that an outage strikes to that of today.

/// Moves a friction: its lanes are slowed or free.
void apply(Simulation& sim, std::uint32_t instrument, const Friction& friction, InstrumentState to,
           std::string_view action);

/// Closes a lane for one more ban; nothing leaves on it while any is in force.
void block_lane(Simulation& sim, std::uint32_t lane, InTransitRule rule);

/// Takes back what `block_lane` has done for one ban.
void release_lane(Simulation& sim, std::uint32_t lane, InTransitRule rule);

/// A lane is as undisturbed as ever: its buyer returns to its old shares, its supplier sends.
void calm(Simulation& sim, std::uint32_t lane);

/// Deals with what is under way on lanes when a control begins, as its rule says.
void stop_goods_under_way(Simulation& sim, std::span<const std::uint32_t> lanes, InTransitRule rule,
                          std::uint32_t lineage);

/// Takes a shipment away from buyer and seller; the ledger keeps it as seized.
void seize(Simulation& sim, std::uint32_t parcel_id);

/// Lets customs look, when all of the day's instruments have had their say, at what no ban holds
/// any longer.
void look_at_customs(Simulation& sim);

/// Lets go what no ban holds any longer.
void clear_customs(Simulation& sim);

/// Schedules the next step of an instrument, if there is one in the run.
void wake_at(Simulation& sim, std::uint32_t instrument, std::optional<Date> date);

/// Adds a row of policy.csv. `acts`: whether the instrument changes anything from now on, or
/// will; of what came before the reported span only that is told.
void note(Simulation& sim, std::uint32_t instrument, std::string_view action,
          std::string_view parameter, double value, bool acts);

}  // namespace monazite
