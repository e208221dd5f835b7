#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "sim/run/observation.hpp"
#include "sim/run/trace.hpp"

namespace monazite {

struct World;

/// A replication that could not be finished: a balance that does not close, a budget that ran out.
/// The message names the place or the limit and the date; scenario and replication are known to
/// whoever asked for the run.
struct RunFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The memory of one worker: state, queue and buffers, reused from replication to replication (and
/// from world to world). Not to be shared between threads.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  struct Memory;
  [[nodiscard]] Memory& memory() { return *memory_; }

 private:
  std::unique_ptr<Memory> memory_;
};

/// Runs one replication of a world. The result is a function of (world, seed, replication) alone.
/// Throws RunFailure.
Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace);

/// The same, and tells every event.
Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace, const Trace& trace);

}  // namespace monazite
