#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>

#include "sim/batch/batch.hpp"

namespace monazite::synthetic {

/// Three run figures, two series figures over four weeks, two lanes in two months, one instrument.
inline ObservationPlan plan() {
  ObservationPlan plan;
  plan.run_figures = {
      {"exports", "CN", "", "", "magnet", "", "t"},
      {"first_stop_date", "DE", "", "auto", "", "", "d"},
      {"mined", "", "", "", "", "", "t"},
  };
  plan.series_figures = {
      {"inventory", "DE", "", "", "magnet", "", "t"},
      {"produced", "CN", "", "", "magnet", "", "t"},
  };
  const Date start = date_of(2025, 3, 31);
  plan.intervals = {start, start + 7, start + 14, start + 21};
  plan.interval_name = "week";
  plan.months = {"2025-03", "2025-04"};
  plan.lanes = {{"bayan_obo", "CN", "baotou", "CN", "concentrate"},
                {"ningbo", "CN", "stuttgart", "DE", "magnet"}};
  plan.instruments = {{"cn_ban", "ban", "CN"}};
  return plan;
}

/// A number in [0, 1) that depends on all arguments.
inline double noise(std::uint64_t seed, std::uint32_t replication, std::uint64_t item) {
  std::uint64_t x = seed * 0x9E3779B97F4A7C15ULL + replication * 0xBF58476D1CE4E5B9ULL + item;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1p-53;
}

/// What a replication leaves: values without a pattern, of widely different sizes, some undefined.
inline Observations observe(std::uint64_t seed, std::uint32_t replication) {
  Observations seen;
  const bool stopped = noise(seed, replication, 1) < 0.7;
  seen.run_values = {58152 * std::exp(noise(seed, replication, 2)),
                     stopped ? std::floor(90 * noise(seed, replication, 3))
                             : std::numeric_limits<double>::quiet_NaN(),
                     390000 + 1e-3 * noise(seed, replication, 4)};
  for (std::uint64_t i = 0; i < 8; ++i) {
    seen.series_values.push_back(std::pow(10, 6 * noise(seed, replication, 10 + i) - 3));
  }
  seen.flows = {{0, 0, 100 * noise(seed, replication, 20)},
                {1, 1, 7 * noise(seed, replication, 21)}};
  seen.policy = {{date_of(2025, 4, 4), 0, "impose", "lanes_blocked", 12}};
  seen.balance[index_of(Element::Dy)] = {
      .opening = 1000 + replication, .mined = 500, .consumed = 300, .closing = 1200 + replication};
  seen.events = 1000 + replication;
  return seen;
}

/// A scenario of the plan, without a world.
inline BatchScenario scenario(const std::string& name, const ObservationPlan& plan,
                              std::uint32_t replications, std::uint64_t seed = 20250728) {
  BatchScenario scenario;
  scenario.name = name;
  scenario.plan = &plan;
  scenario.seed = seed;
  scenario.replications = replications;
  scenario.digest = "0123456789abcdef";
  return scenario;
}

/// Observes after a time that differs from run to run, so that runs overtake each other.
inline MakeReplicate slow_replications() {
  return [] {
    return [](const BatchScenario& wanted, std::uint32_t replication) {
      const double share = noise(7, replication, wanted.seed);
      std::this_thread::sleep_for(
          std::chrono::microseconds(static_cast<int>(3000 * share * share)));
      return observe(wanted.seed, replication);
    };
  };
}

/// Observes at once.
inline MakeReplicate quick_replications() {
  return [] {
    return [](const BatchScenario& wanted, std::uint32_t replication) {
      return observe(wanted.seed, replication);
    };
  };
}

}  // namespace monazite::synthetic
