#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Pays for what has been received since the last time, at the prices of now.
void book_goods(Simulation& sim);

/// The price at which goods of a trade are paid, over that of the base year.
[[nodiscard]] double multiple_paid(const Simulation& sim, const Trade& trade);

/// Pays for a shipment that is received what was agreed when it was sent: rent, and the
/// difference of the contract price to the spot price that all goods are paid for at.
void pay_as_agreed(Simulation& sim, std::uint32_t parcel);

/// What goods of a lane were worth in the base year, USD.
[[nodiscard]] double usd_of_base(const Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// What parties got less what they paid, USD in whole cents.
[[nodiscard]] double net_payments(const Simulation& sim, const Figure& figure);

}  // namespace monazite
