#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/metrics/metric.hpp"
#include "models/scenario/world.hpp"
#include "sim/run/run.hpp"

/// Compiling, running and reading small worlds in tests.
namespace monazite::small_worlds {

/// The world of a scenario; throws std::runtime_error with the diagnostics when there is none.
std::shared_ptr<const World> compiled(const Scenario& scenario);

/// Which figure of a metric; what is empty is not in use.
struct Of {
  std::string region{};
  std::string partner{};
  std::string sector{};
  std::string material{};
  std::string facility{};
};

/// A finished replication with its world.
struct Outcome {
  std::shared_ptr<const World> world;
  Observations observations;

  /// A figure of the whole run; throws std::out_of_range when it is not observed.
  [[nodiscard]] double figure(Metric metric, const Of& of = {}) const;
  /// A figure by interval; throws std::out_of_range when it is not observed.
  [[nodiscard]] std::vector<double> series(Metric metric, const Of& of = {}) const;
  /// Tonnes sent from one facility to another in a month, counted from 0.
  [[nodiscard]] double flow(const std::string& from, const std::string& to,
                            const std::string& material, std::uint32_t month) const;
};

Outcome run(const Scenario& scenario, std::uint64_t seed = 1, std::uint32_t replication = 0);

/// A replication that is advanced by hand.
class Stepper {
 public:
  explicit Stepper(const Scenario& scenario, std::uint64_t seed = 1);

  /// Executes everything before a date.
  void run_to(Date date) { run_.advance_to(date); }
  [[nodiscard]] Outcome finish();

  [[nodiscard]] const World& world() const { return *world_; }
  [[nodiscard]] Run& run() { return run_; }
  [[nodiscard]] State& state() { return run_.state(); }
  [[nodiscard]] PoolState& input(const std::string& facility, const std::string& material);
  [[nodiscard]] PoolState& output(const std::string& facility, const std::string& material);
  [[nodiscard]] LaneState& lane(const std::string& from, const std::string& to,
                                const std::string& material);
  /// Gross grams in transit, at customs or on the way back on one lane.
  [[nodiscard]] std::int64_t under_way(const std::string& from, const std::string& to,
                                       const std::string& material);

 private:
  std::shared_ptr<const World> world_;
  Workspace workspace_;
  Run run_;
};

std::uint32_t lane_number(const World& world, const std::string& from, const std::string& to,
                          const std::string& material);
/// The stock of a material at a facility on the input side, or on the output side.
std::uint32_t input_number(const World& world, const std::string& facility,
                           const std::string& material);
std::uint32_t output_number(const World& world, const std::string& facility,
                            const std::string& material);

/// Everything of a state that says where mass is and what is owed, as text; times are relative to
/// `date`. Two equal texts are two equal states, to the gram.
std::string snapshot(const World& world, State& state, Date date);

/// The values of a replication as raw bits and text, so that equal means equal bit for bit.
std::string bits(const Observations& observations);

/// Whether two worlds observe the same things under the same names.
bool same_plan(const ObservationPlan& a, const ObservationPlan& b);

}  // namespace monazite::small_worlds
