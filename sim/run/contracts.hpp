#pragma once

#include <cstdint>
#include <span>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets all contracts of the last run.
void reset_contracts(Simulation& sim);

/// Binds the lanes under contract, and schedules the first look at each contract.
void begin_contracts(Simulation& sim);

/// Begins volumes and payments anew with the reported span.
void forget_contracts(Simulation& sim);

/// Keeps the traded prices of now for formulas.
void remember_prices(Simulation& sim);

/// The price under the contract of a lane, over that of the base year.
[[nodiscard]] double contract_price_of(const Simulation& sim, std::uint32_t lane);

/// The weekly look at a contract: adds the volume that is due, settles a period, renews a term, and
/// lets buyers call.
void on_contract(Simulation& sim, std::uint32_t contract);

/// Gives contracts their part of a buyer's `shares`, and the spot market what is left; `called`:
/// the sum of `called_shares`.
void spread_over_contracts(std::span<const double> called_shares, double called,
                           std::span<float> shares);

/// What a lane has of its contract while that is in force; none else.
[[nodiscard]] inline const ContractedLaneState* contract_in_force(const Simulation& sim,
                                                                  std::uint32_t lane) {
  if (!sim.state.lanes[lane].contracted) {
    return nullptr;
  }
  const auto& contracted = sim.state.contracted[sim.world.contract_of_lane[lane]];
  return contracted.is_in_force ? &contracted : nullptr;
}

/// Grams of a lane that are served before anything on spot.
[[nodiscard]] std::int64_t due_under_contract(const Simulation& sim, std::uint32_t lane);

/// Counts what of a shipment is due under contract; returns it, in grams.
std::int64_t deliver_under_contract(Simulation& sim, std::uint32_t parcel);

/// What of a shipment was sent under contract comes back, or is lost on its way; returns it.
std::int64_t take_back_delivery(Simulation& sim, std::uint32_t parcel);

/// A buyer no longer calls what it has ordered.
void take_back_call(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// It withdraws what its seller has failed to deliver in time.
void miss_call(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// Whether what is owed on a lane under contract has been owed for longer than the grace.
[[nodiscard]] bool is_late_under_contract(const Simulation& sim, std::uint32_t lane);

}  // namespace monazite
