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

/// A replication that draws its way through the talks.
inline constexpr std::uint32_t drawn_way = ~std::uint32_t{0};

/// Runs one replication of a world, on a way through its talks (an index into the branches of its
/// plan). The result is a function of (world, seed, replication, way) alone. Throws RunFailure.
Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace, std::uint32_t way = drawn_way);

/// The same, and tells every event.
Observations run_replication(const World& world, std::uint64_t seed, std::uint32_t replication,
                             Workspace& workspace, const Trace& trace,
                             std::uint32_t way = drawn_way);

}  // namespace monazite
