#include "sim/run/replication.hpp"

#include <utility>

#include "sim/run/run.hpp"

namespace monazite {

Workspace::Workspace() : memory_(std::make_unique<Memory>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace) {
  return Run(world, seed, replication, workspace.memory()).complete();
}

Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace, const Trace& trace) {
  Run run(world, seed, replication, workspace.memory());
  run.trace_to(trace);
  return run.complete();
}

}  // namespace monazite
