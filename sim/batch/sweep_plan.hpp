#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/batch/design.hpp"
#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// One run of a sweep: a variant of a scenario, and a replication of it.
struct PlannedRun {
  std::uint32_t arm = 0;  ///< see SweepPlan
  std::uint32_t replication = 0;
};

/// A part of a sweep: the `index`-th of `count`, from 0.
struct Shard {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
};

/// The runs of a sweep. An arm is a variant of a scenario; arms are numbered scenario by scenario,
/// in the order of their names, and within one by variant.
class SweepPlan {
 public:
  /// `names`: of the sweep's scenarios, in its order. `sweep` must outlive the plan.
  SweepPlan(const SweepSpec& sweep, const std::vector<std::string>& names);

  [[nodiscard]] const SweepSpec& spec() const { return spec_; }
  [[nodiscard]] const Design& design() const { return design_; }
  [[nodiscard]] std::uint32_t arms() const { return arms_; }

  /// The scenario of an arm, as an index into SweepSpec::scenarios, and its name.
  [[nodiscard]] std::uint32_t scenario_of(std::uint32_t arm) const {
    return order_[arm / design_.size()];
  }
  [[nodiscard]] const std::string& scenario_name(std::uint32_t arm) const {
    return names_[scenario_of(arm)];
  }
  [[nodiscard]] std::uint32_t variant_of(std::uint32_t arm) const { return arm % design_.size(); }

  /// How many sets of parameters the ensemble has; 1 without one.
  [[nodiscard]] std::uint32_t members() const;

  /// The set of a replication; both of an antithetic pair have one.
  [[nodiscard]] std::uint32_t member_of(std::uint32_t replication) const {
    return (spec_.antithetic ? replication / 2 : replication) % members();
  }

  /// The weight of a replication: that of its set, 1 without weights.
  [[nodiscard]] double weight_of(std::uint32_t replication) const {
    return spec_.member_weights.empty() ? 1 : spec_.member_weights[member_of(replication)];
  }

  /// The settings of an arm with a member, beside those of every variant: the later wins.
  [[nodiscard]] std::vector<std::string> settings(std::uint32_t arm, std::uint32_t member) const;

  /// The master seed of an arm: that of the sweep under common random numbers, else one of its own.
  [[nodiscard]] std::uint64_t seed(std::uint32_t arm) const;

  /// The number under which the engine draws a replication; see engine::mirror_bit.
  [[nodiscard]] std::uint32_t engine_replication(std::uint32_t replication) const;

  /// The runs numbered `first` to `end` - 1 of all arms times `replications`, arm by arm.
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
  };

  /// The runs of a shard: a stretch of them all. Under a stop rule, which judges by all runs of an
  /// arm, it is of whole arms.
  [[nodiscard]] Range range(const Shard& shard) const;

  [[nodiscard]] PlannedRun run(std::uint64_t number) const {
    return {static_cast<std::uint32_t>(number / spec_.replications),
            static_cast<std::uint32_t>(number % spec_.replications)};
  }

 private:
  const SweepSpec& spec_;
  std::vector<std::string> names_;
  std::vector<std::uint32_t> order_;  ///< scenarios by name
  Design design_;
  std::uint32_t arms_ = 0;
};

}  // namespace monazite
