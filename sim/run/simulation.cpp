#include "sim/run/simulation.hpp"

namespace monazite {

Simulation::Simulation(const World& of_world, std::uint64_t master_seed, std::uint32_t number,
                       Workspace::Memory& of_worker)
    : world(of_world),
      seed(master_seed),
      replication(number),
      state(of_worker.state),
      loop(of_worker.loop),
      memory(of_worker),
      has_terms(!of_world.contracts.empty() || !of_world.prices.lanes.empty()) {}

}  // namespace monazite
