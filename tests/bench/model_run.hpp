#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/bench/comparison.hpp"
#include "tests/bench/process_time.hpp"
#include "tests/bench/reference/reference_model.hpp"

namespace monazite::bench {

/// Which runs of the reference model make one turn of a contender.
struct ModelSize {
  std::uint32_t node_count = 0;
  std::uint64_t replications = 1;
};

/// Throws std::logic_error unless the replications have the published check values (replication 0,
/// sizes 20, 200, 2000 and 20,000) and all programs that share the object the same ones.
class CheckValues {
 public:
  explicit CheckValues(ModelSize size) : size_(size) {}

  /// Starts the turn of a program.
  void begin() { hash_ = 0; }
  /// Takes the results of its replications in order.
  void add(std::uint64_t replication, const rm_result& result);
  /// Ends the turn.
  void end();

 private:
  ModelSize size_;
  std::uint64_t hash_ = 0;
  std::uint64_t expected_hash_ = 0;
  bool has_expected_ = false;
};

/// Runs a program of the reference model and checks its results: executed events per second of user
/// CPU time, with the nanoseconds per event as a counter.
template <class Model>
Measurement run_model(Model& model, ModelSize size, CheckValues& check) {
  constexpr std::uint64_t seed = 2025;
  std::uint64_t events = 0;
  check.begin();
  const double start = user_cpu_seconds();
  for (std::uint64_t replication = 0; replication < size.replications; ++replication) {
    const rm_result result = model.run(seed, replication);
    events += result.events;
    check.add(replication, result);
  }
  const double seconds = user_cpu_seconds() - start;
  check.end();
  const auto count = static_cast<double>(events);
  return {count / seconds, {{"ns_per_event", 1e9 * seconds / count}}};
}

/// The hand-tuned program, with its lazy calendar or its fused 4-ary heap. Its memory is taken at
/// the first turn.
Contender reference_contender(const std::string& name, bool calendar, ModelSize size,
                              std::shared_ptr<CheckValues> check);

}  // namespace monazite::bench
