#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "models/scenario/world.hpp"
#include "sim/run/replication.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/heap_use.hpp"
#include "tests/bench/model_run.hpp"
#include "tests/bench/process_time.hpp"
#include "tests/bench/world_file.hpp"

namespace monazite::bench {
namespace {

constexpr std::uint64_t seed = 2024;

// One worker's memory, and what it is after the first replication, which takes all of it: vectors
// that are reused only grow.
class Worker {
 public:
  std::uint64_t run(const World& world, std::uint32_t replication) {
    if (workspace_) return run_replication(world, seed, replication, *workspace_).events;
    const std::size_t before = heap_bytes();
    workspace_.emplace();
    const std::uint64_t events = run_replication(world, seed, replication, *workspace_).events;
    bytes_ = heap_bytes() - before;
    return events;
  }

  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  std::optional<Workspace> workspace_;
  std::size_t bytes_ = 0;
};

// Some replications a turn, of other numbers in every turn.
Contender replications_of(const std::string& name, std::shared_ptr<const World> (*make)()) {
  struct Progress {
    Worker worker;
    std::uint32_t replication = 0;
  };
  constexpr int replications = 4;
  return {name, false, [make, progress = std::make_shared<Progress>()] {
            const auto world = make();
            if (progress->replication == 0) progress->worker.run(*world, progress->replication++);
            std::uint64_t events = 0;
            const double start = user_cpu_seconds();
            const double start_of_all = cpu_seconds();
            for (int k = 0; k < replications; ++k)
              events += progress->worker.run(*world, progress->replication++);
            const double seconds = user_cpu_seconds() - start;
            const double all_seconds = cpu_seconds() - start_of_all;
            return Measurement{
                static_cast<double>(events) / seconds,
                {{"ms", 1e3 * all_seconds / replications},
                 {"events", static_cast<double>(events) / replications},
                 {"workspace_MiB", static_cast<double>(progress->worker.bytes()) / 0x1p20}}};
          }};
}

Criterion counter(std::string name, std::string counter_name, Bound bound, double limit) {
  return {std::move(name),
          {std::move(counter_name)},
          [](const std::vector<double>& values) { return values.front(); },
          bound,
          limit};
}

}  // namespace

std::vector<Comparison> replication_comparisons() {
  // About as many nodes as the world has facilities.
  constexpr ModelSize size{600, 3};
  Comparison comparison{
      "world/replication",
      "events/s",
      {replications_of("world", world_of_2024),
       reference_contender("reference_600", true, size, std::make_shared<CheckValues>(size))}};
  comparison.criteria = {
      counter("world/replication: ms of CPU time", "world:ms", Bound::at_most, 100),
      ratio_at_least("world/replication: events/s / hand-tuned program's", "world", "reference_600",
                     0.25),
      counter("world/replication: events", "world:events", Bound::none, 0),
      counter("world/replication: events/s", "world", Bound::none, 0),
      counter("world/replication: MiB of workspace", "world:workspace_MiB", Bound::none, 0)};
  Comparison with_all{"mechanisms/replication",
                      "events/s",
                      {replications_of("mechanisms", world_with_all_mechanisms)}};
  with_all.criteria = {
      counter("mechanisms/replication: ms of CPU time", "mechanisms:ms", Bound::at_most, 200),
      counter("mechanisms/replication: events", "mechanisms:events", Bound::none, 0)};
  return {comparison, with_all};
}

}  // namespace monazite::bench
