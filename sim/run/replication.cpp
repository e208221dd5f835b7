#include "sim/run/replication.hpp"

#include <utility>

#include "sim/run/run.hpp"

namespace monazite {

Workspace::Workspace() : memory_(std::make_unique<Memory>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace, std::uint32_t way) {
  Run run(world, seed, replication, workspace.memory());
  run.take_branch(way);
  return run.complete();
}

Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace, const Trace& trace, std::uint32_t way) {
  Run run(world, seed, replication, workspace.memory());
  run.take_branch(way);
  run.trace_to(trace);
  return run.complete();
}

}  // namespace monazite
