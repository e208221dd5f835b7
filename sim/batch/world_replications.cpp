#include <memory>

#include "sim/batch/batch.hpp"
#include "sim/run/replication.hpp"

namespace monazite {

MakeReplicate replications_of_worlds() {
  return [] {
    // Shared, because a std::function must be copyable.
    auto workspace = std::make_shared<Workspace>();
    return [workspace](const BatchScenario& scenario, std::uint32_t replication) {
      return run_replication(*scenario.world, scenario.seed, replication, *workspace,
                             scenario.leaf);
    };
  };
}

}  // namespace monazite
