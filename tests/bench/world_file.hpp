#pragma once

#include <memory>
#include <string>

#include "models/scenario/scenario.hpp"

namespace monazite {
struct World;
}

namespace monazite::bench {

/// The scenario of the world of 2024 without shocks: three reported years after a warm-up of one.
std::string world_file();

/// That world, loaded and compiled at the first call.
std::shared_ptr<const World> world_of_2024();

/// The three years of `scenarios/history/all_mechanisms.yaml`, the same way.
std::shared_ptr<const World> world_with_all_mechanisms();

/// A scenario's world; throws std::runtime_error with the first diagnostic when there is none.
std::shared_ptr<const World> compiled(const Scenario& scenario);

}  // namespace monazite::bench
