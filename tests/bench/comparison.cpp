#include "tests/bench/comparison.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "tests/bench/ratio_table.hpp"

namespace monazite::bench {
namespace {

struct Options {
  int rounds = 5;
  std::string ratios_file;
  std::string summary_file;
};

struct Results {
  std::vector<Ratio> ratios;
  std::vector<Judgement> judgements;
};

// The figures of one turn: the rate under the contender's name, a counter under `name:counter`.
void record(const Comparison& comparison, const Contender& contender, RatesByName& rates,
            benchmark::State& state) {
  const Measurement measured = contender.measure();
  rates[contender.name].push_back(measured.rate);
  state.counters[comparison.unit] = measured.rate;
  for (const auto& [name, value] : measured.counters) {
    rates[contender.name + ":" + name].push_back(value);
    state.counters[name] = value;
  }
}

void register_contender(const Comparison& comparison, const Contender& contender, int round,
                        RatesByName& rates) {
  const std::string name =
      comparison.name + "/" + contender.name + "/round:" + std::to_string(round);
  benchmark::RegisterBenchmark(name.c_str(),
                               [&comparison, &contender, &rates](benchmark::State& state) {
                                 for (auto _ : state) record(comparison, contender, rates, state);
                               })
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

nlohmann::ordered_json json_of(const Ratio& ratio) {
  return {{"name", ratio.name},
          {"ours", ratio.ours},
          {"our_rate_per_second", ratio.our_rate},
          {"reference", ratio.reference},
          {"reference_rate_per_second", ratio.reference_rate},
          {"ratio_median", ratio.median},
          {"ratio_min", ratio.least},
          {"ratio_max", ratio.greatest}};
}

nlohmann::ordered_json json_of(const Judgement& judgement) {
  return {{"name", judgement.name},        {"median", judgement.median},
          {"min", judgement.least},        {"max", judgement.greatest},
          {"rounds", judgement.of_rounds}, {"bound", judgement.bound_text()},
          {"verdict", judgement.verdict()}};
}

bool write_json(const Results& results, const std::string& file_name) {
  nlohmann::ordered_json document{{"ratios", nlohmann::ordered_json::array()},
                                  {"criteria", nlohmann::ordered_json::array()}};
  for (const Ratio& ratio : results.ratios) document["ratios"].push_back(json_of(ratio));
  for (const Judgement& one : results.judgements) document["criteria"].push_back(json_of(one));
  std::ofstream file(file_name);
  file << document.dump(2) << '\n';
  return static_cast<bool>(file.flush());
}

bool add_to_summary(const Results& results, const std::string& file_name) {
  std::ofstream file(file_name, std::ios::app);
  file << table_of(results.judgements);
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

Options take_options(int& argc, char** argv) {
  Options options;
  options.rounds = std::max(1, std::atoi(take_option(argc, argv, "rounds", "5").c_str()));
  options.ratios_file = take_option(argc, argv, "ratios", "");
  options.summary_file = take_option(argc, argv, "summary", "");
  return options;
}

void register_all(const std::vector<Comparison>& comparisons, std::vector<RatesByName>& rates,
                  int rounds) {
  for (std::size_t i = 0; i < comparisons.size(); ++i)
    for (int round = 0; round < std::min(rounds, comparisons[i].most_rounds); ++round)
      for (const Contender& contender : comparisons[i].contenders)
        register_contender(comparisons[i], contender, round, rates[i]);
}

Results results_of(const std::vector<Comparison>& comparisons,
                   const std::vector<RatesByName>& rates) {
  Results results;
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    add_ratios(comparisons[i], rates[i], results.ratios);
    for (const Criterion& criterion : comparisons[i].criteria) {
      Judgement judgement = judge(criterion, rates[i]);
      if (!judgement.of_rounds.empty()) results.judgements.push_back(std::move(judgement));
    }
  }
  return results;
}

}  // namespace

int run_comparisons(std::vector<Comparison> comparisons, int argc, char** argv) {
  const Options options = take_options(argc, argv);
  std::vector<RatesByName> rates(comparisons.size());
  register_all(comparisons, rates, options.rounds);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  const Results results = results_of(comparisons, rates);
  std::printf("\n%s", table_of(results.ratios).c_str());
  if (options.summary_file.empty()) std::printf("\n%s", table_of(results.judgements).c_str());
  bool written = options.ratios_file.empty() || write_json(results, options.ratios_file);
  written &= options.summary_file.empty() || add_to_summary(results, options.summary_file);
  if (!written) std::cerr << "the results could not be written\n";
  return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace monazite::bench
