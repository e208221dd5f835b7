#include "tests/bench/comparison.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace monazite::bench {
namespace {

// Rates of one contender, one per round that the command line selected.
using Rates = std::vector<double>;

struct Measured {
  const Comparison* comparison = nullptr;
  std::vector<Rates> rates;
};

struct Ratio {
  std::string name;
  std::string ours;
  std::string reference;
  double our_rate = 0.0;
  double reference_rate = 0.0;
  double median = 0.0;
  double least = 0.0;
  double greatest = 0.0;
};

double median_of(Rates rates) {
  if (rates.empty()) return 0.0;
  std::sort(rates.begin(), rates.end());
  const std::size_t middle = rates.size() / 2;
  return rates.size() % 2 != 0 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2.0;
}

void register_contender(const Comparison& comparison, const Contender& contender, int round,
                        Rates& rates) {
  const std::string name =
      comparison.name + "/" + contender.name + "/round:" + std::to_string(round);
  benchmark::RegisterBenchmark(name.c_str(),
                               [&comparison, &contender, &rates](benchmark::State& state) {
                                 for (auto _ : state) {
                                   const double rate = contender.measure();
                                   rates.push_back(rate);
                                   state.counters[comparison.unit] = rate;
                                 }
                               })
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

// The reference with the best median rate, or -1.
int best_reference(const Measured& measured) {
  int best = -1;
  double best_rate = 0.0;
  for (std::size_t i = 0; i < measured.rates.size(); ++i) {
    const double rate = median_of(measured.rates[i]);
    if (!measured.comparison->contenders[i].is_reference || rate <= best_rate) continue;
    best = static_cast<int>(i);
    best_rate = rate;
  }
  return best;
}

void add_ratios(const Measured& measured, std::vector<Ratio>& ratios) {
  const int best = best_reference(measured);
  if (best < 0) return;
  const auto& contenders = measured.comparison->contenders;
  const Rates& theirs = measured.rates[static_cast<std::size_t>(best)];
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const Rates& ours = measured.rates[i];
    if (contenders[i].is_reference || ours.empty()) continue;
    Rates of_round;
    for (std::size_t round = 0; round < std::min(ours.size(), theirs.size()); ++round)
      of_round.push_back(ours[round] / theirs[round]);
    const auto [least, greatest] = std::minmax_element(of_round.begin(), of_round.end());
    ratios.push_back({measured.comparison->name, contenders[i].name,
                      contenders[static_cast<std::size_t>(best)].name, median_of(ours),
                      median_of(theirs), median_of(of_round), *least, *greatest});
  }
}

void print(const std::vector<Ratio>& ratios) {
  std::printf("\n%-24s %-10s %12s  %-20s %12s %8s %8s %8s\n", "comparison", "ours", "rate/s",
              "best reference", "rate/s", "ratio", "min", "max");
  for (const Ratio& ratio : ratios)
    std::printf("%-24s %-10s %12.4g  %-20s %12.4g %8.3f %8.3f %8.3f\n", ratio.name.c_str(),
                ratio.ours.c_str(), ratio.our_rate, ratio.reference.c_str(), ratio.reference_rate,
                ratio.median, ratio.least, ratio.greatest);
}

bool write_json(const std::vector<Ratio>& ratios, const std::string& file_name) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Ratio& ratio : ratios)
    rows.push_back({{"name", ratio.name},
                    {"ours", ratio.ours},
                    {"our_rate_per_second", ratio.our_rate},
                    {"reference", ratio.reference},
                    {"reference_rate_per_second", ratio.reference_rate},
                    {"ratio_median", ratio.median},
                    {"ratio_min", ratio.least},
                    {"ratio_max", ratio.greatest}});
  std::ofstream file(file_name);
  file << rows.dump(2) << '\n';
  return static_cast<bool>(file.flush());
}

// Removes `--name=VALUE` from the command line and returns VALUE, or `otherwise`.
std::string take_option(int& argc, char** argv, std::string_view name,
                        const std::string& otherwise) {
  const std::string prefix = "--" + std::string(name) + "=";
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (!argument.starts_with(prefix)) continue;
    std::copy(argv + i + 1, argv + argc, argv + i);
    --argc;
    return argument.substr(prefix.size());
  }
  return otherwise;
}

}  // namespace

int run_comparisons(std::vector<Comparison> comparisons, int argc, char** argv) {
  const int rounds = std::max(1, std::atoi(take_option(argc, argv, "rounds", "5").c_str()));
  const std::string ratios_file = take_option(argc, argv, "ratios", "");
  std::vector<Measured> measured;
  measured.reserve(comparisons.size());
  for (const Comparison& comparison : comparisons)
    measured.push_back({&comparison, std::vector<Rates>(comparison.contenders.size())});
  for (Measured& one : measured)
    for (int round = 0; round < rounds; ++round)
      for (std::size_t i = 0; i < one.rates.size(); ++i)
        register_contender(*one.comparison, one.comparison->contenders[i], round, one.rates[i]);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  std::vector<Ratio> ratios;
  for (const Measured& one : measured) add_ratios(one, ratios);
  print(ratios);
  if (ratios_file.empty() || write_json(ratios, ratios_file)) return EXIT_SUCCESS;
  std::cerr << "cannot write " << ratios_file << '\n';
  return EXIT_FAILURE;
}

}  // namespace monazite::bench
