#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/criterion.hpp"

namespace monazite::bench {

/// What one turn of a contender gave.
struct Measurement {
  /// Work per second, in the unit of its comparison.
  double rate = 0.0;
  /// More figures of the same turn, for the report of Google Benchmark.
  std::map<std::string, double> counters{};
};

/// One program of a comparison: `measure` does the work once.
struct Contender {
  std::string name;
  bool is_reference = false;
  std::function<Measurement()> measure;
};

/// Programs that take turns. In each round all of them have one, so that a drift of the machine
/// cancels in the ratios of a round. Without a reference there is no table of ratios.
struct Comparison {
  std::string name;
  std::string unit;
  std::vector<Contender> contenders;
  std::vector<Criterion> criteria{};
  int most_rounds = 1000;  ///< for turns that take long: fewer rounds than the command line wants
};

/// The comparisons of the engine: HOLD at 100 to 1,000,000 pending keys.
std::vector<Comparison> hold_comparisons();

/// The comparisons of the engine: the reference model at 20, 200 and 2000 nodes.
std::vector<Comparison> reference_model_comparisons();

/// A replication of the world of 2024 beside the reference model of about as many nodes.
std::vector<Comparison> replication_comparisons();

/// Loading and compiling the world of 2024.
std::vector<Comparison> loading_comparisons();

/// Synthetic worlds of 200, 2000 and 20,000 facilities beside the reference model of these sizes.
std::vector<Comparison> growth_comparisons();

/// The world of 2024 on one thread and on two.
std::vector<Comparison> thread_comparisons();

/// A sweep of the full world and one of a small one, on one thread, on two and in two processes;
/// its memory; and how long a variant takes to make.
std::vector<Comparison> sweep_comparisons();

/// Registers each contender of each comparison with Google Benchmark, round after round, runs those
/// that the command line selects, and prints them, a table of ratios and one of the criteria.
/// `--rounds=N` sets the number of rounds (5), `--ratios=FILE` writes both tables as JSON,
/// `--summary=FILE` adds the criteria to a text file instead of printing them. Returns the exit
/// code of the program.
int run_comparisons(std::vector<Comparison> comparisons, int argc, char** argv);

}  // namespace monazite::bench
