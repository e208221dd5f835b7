#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Drops all pending applications of a regime that has ended.
void drop_applications(Simulation& sim, std::uint32_t instrument);

/// Puts an application before the officers of its exporter's province.
void send_to_province(Simulation& sim, std::uint32_t application);

/// Lets the free officers of a desk take up the applications that wait.
void serve(Simulation& sim, DeskState& desk, const ReviewDesk& rules, std::uint32_t instrument);

/// An officer has done with an application, or an applicant has answered.
void on_application(Simulation& sim, std::uint32_t application);

/// The next uniform draw of a lane that needs licences.
[[nodiscard]] double licence_draw(Simulation& sim, std::uint32_t licensed_lane);

}  // namespace monazite
