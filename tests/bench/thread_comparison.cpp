#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "models/scenario/world.hpp"
#include "sim/batch/batch.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/process_time.hpp"
#include "tests/bench/world_file.hpp"

namespace monazite::bench {
namespace {

constexpr std::uint32_t replications = 12;

// The figures of a batch, to compare those of one thread with those of two.
struct Figures {
  std::vector<double> values;
};

void check_same(const std::vector<double>& values, Figures& expected) {
  if (expected.values.empty()) expected.values = values;
  // Undefined figures are no numbers, which equal nothing.
  const auto same = [](double a, double b) { return a == b || (a != a && b != b); };
  if (!std::equal(values.begin(), values.end(), expected.values.begin(), expected.values.end(),
                  same))
    throw std::logic_error("threads: one and two threads disagree");
}

std::vector<double> all_values(const ScenarioResults& results) {
  std::vector<double> all;
  results.run_values.for_each_run([&all](std::size_t, std::span<const double> values) {
    all.insert(all.end(), values.begin(), values.end());
  });
  return all;
}

Contender contender(unsigned threads, std::shared_ptr<Figures> figures) {
  return {std::to_string(threads), false, [=] {
            const auto world = world_of_2024();
            const std::array scenarios = {
                BatchScenario{world->name, world.get(), &world->plan, 2024, replications, ""}};
            const double start = wall_seconds();
            const double start_of_cpu = cpu_seconds();
            const auto batch = run_batch(scenarios, replications_of_worlds(), {.threads = threads});
            const double seconds = wall_seconds() - start;
            const double cpu = cpu_seconds() - start_of_cpu;
            if (batch.completed() != replications)
              throw std::logic_error("threads: a replication failed");
            check_same(all_values(batch.scenarios.front()), *figures);
            return Measurement{replications / seconds,
                               {{"wall_ms", 1e3 * seconds}, {"cpu_ms", 1e3 * cpu}}};
          }};
}

// Arithmetic that needs no memory, on so many threads at once: what the machine can give just now.
Contender arithmetic(unsigned threads) {
  constexpr std::uint64_t steps = 300'000'000;
  return {"arithmetic_" + std::to_string(threads), false, [=] {
            std::vector<std::uint64_t> sums(threads, 1);
            const double start = wall_seconds();
            {
              std::vector<std::jthread> workers;
              for (std::uint64_t& sum : sums)
                workers.emplace_back([&sum] {
                  std::uint64_t x = sum;
                  for (std::uint64_t k = 0; k < steps; ++k)
                    x = x * 6'364'136'223'846'793'005ULL + 1;
                  sum = x;
                });
            }
            benchmark::DoNotOptimize(sums.data());
            return Measurement{threads / (wall_seconds() - start)};
          }};
}

}  // namespace

std::vector<Comparison> thread_comparisons() {
  const auto figures = std::make_shared<Figures>();
  Comparison comparison{
      "threads",
      "per_second",
      {contender(1, figures), contender(2, figures), arithmetic(1), arithmetic(2)}};
  comparison.criteria = {
      ratio_at_least("threads: speed-up of two over one, wall time", "2", "1", 1.85)};
  Criterion cpu{"threads: CPU time of two over one",
                {"2:cpu_ms", "1:cpu_ms"},
                [](const std::vector<double>& values) { return values[0] / values[1]; }};
  comparison.criteria.push_back(cpu);
  Criterion machine{"threads: speed-up of plain arithmetic, wall time",
                    {"arithmetic_2", "arithmetic_1"},
                    [](const std::vector<double>& rates) { return rates[0] / rates[1]; }};
  comparison.criteria.push_back(machine);
  Criterion share{"threads: speed-up / that of plain arithmetic",
                  {"2", "1", "arithmetic_2", "arithmetic_1"},
                  [](const std::vector<double>& rates) {
                    return (rates[0] / rates[1]) / (rates[2] / rates[3]);
                  }};
  comparison.criteria.push_back(share);
  return {comparison};
}

}  // namespace monazite::bench
