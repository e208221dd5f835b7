#include <string>
#include <utility>

#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/process_time.hpp"
#include "tests/bench/world_file.hpp"

namespace monazite::bench {
namespace {

// Does the work some times; a file is in the page cache after the first.
template <class Work>
Measurement repeat(int times, Work&& work) {
  work();
  const double start = cpu_seconds();
  for (int k = 0; k < times; ++k) work();
  const double rate = times / (cpu_seconds() - start);
  return {rate, {{"ms", 1e3 / rate}}};
}

Criterion milliseconds(std::string name, std::vector<std::string> contenders, Bound bound,
                       double limit) {
  return {std::move(name), std::move(contenders),
          [](const std::vector<double>& values) {
            double sum = 0.0;
            for (const double value : values) sum += value;
            return sum;
          },
          bound, limit};
}

}  // namespace

std::vector<Comparison> loading_comparisons() {
  constexpr int times = 5;
  Comparison comparison{
      "world",
      "times/s",
      {{"load", false, [] { return repeat(times, [] { load_scenario(world_file()); }); }},
       {"compile", false, [] {
          const auto loaded = load_scenario(world_file());
          return repeat(times, [&] { compiled(loaded.scenario); });
        }}}};
  comparison.criteria = {
      milliseconds("world: ms to load and validate", {"load:ms"}, Bound::none, 0),
      milliseconds("world: ms to compile", {"compile:ms"}, Bound::none, 0),
      milliseconds("world: ms to load and compile", {"load:ms", "compile:ms"}, Bound::at_most,
                   100)};
  return {comparison};
}

}  // namespace monazite::bench
