#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Sets the listed content of the steady year in all stocks.
void reset_lineages(Simulation& sim);

/// What so many grams of what a stock holds count for.
[[nodiscard]] double worth_of(const Simulation& sim, std::uint32_t lineage, PoolId pool,
                              double grams);

/// Whether a rule reaches a shipment by what it holds and who made it.
[[nodiscard]] bool is_reached(const Simulation& sim, std::uint32_t lineage, std::uint32_t parcel);

/// Whether an instrument bears on what is sent on a lane that it covers; without a lineage it
/// does.
[[nodiscard]] inline bool bears_on(const Simulation& sim, std::uint32_t lineage,
                                   std::uint32_t lane) {
  return lineage == Lineage::none ||
         sim.state.lineages[lineage].is_reached[sim.state.lanes[lane].from.index()] != 0;
}

/// @name Follow listed content before grams are moved. Places are those of element sets.
/// @{
void trace_shipment(Simulation& sim, PoolId from, std::uint32_t parcel);
void trace_lot(Simulation& sim, std::uint32_t parcel);
void trace_input(Simulation& sim, std::uint32_t parcel, std::size_t place, PoolId from,
                 std::size_t place_in_pool, double added);
void trace_output(Simulation& sim, std::uint32_t parcel, std::size_t place, PoolId to,
                  std::size_t place_in_pool, double added);
void trace_arrival(Simulation& sim, std::uint32_t parcel, const ElementSet& from, PoolId to);
/// @}

/// Has it looked at tomorrow whether a stock is still reached, or still free.
void look_at_lineage_of(Simulation& sim, PoolId pool);

/// Looks again at what a rule on lineage reaches.
void on_lineage(Simulation& sim, std::uint32_t lineage);

/// Whether a rule on lineage that holds what is under way holds a shipment, by what that holds.
[[nodiscard]] bool is_held_by_lineage(const Simulation& sim, std::uint32_t parcel);

/// Of stocks the share of listed content, of lanes the share that is reached.
[[nodiscard]] double share_by_lineage(const Simulation& sim, const Figure& figure);

}  // namespace monazite
