#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Begins the count of deliveries anew with the reported span.
void forget_goods(Simulation& sim);

/// The check that a licence regime makes on a lane from now on; none on a lane without goods.
void check_end_use(Simulation& sim, std::uint32_t lane, double end_use_check);

/// Counts a shipment of goods that a plant abroad has received, and what of it is diverted.
void count_goods(Simulation& sim, const Parcel& parcel);

/// USD: units diverted, weighed by what a scenario says that one is worth.
[[nodiscard]] double strategic_cost(const Simulation& sim, const Figure& figure);

}  // namespace monazite
