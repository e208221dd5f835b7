#pragma once

#include <functional>
#include <string>
#include <vector>

namespace monazite::bench {

/// One program of a comparison: `measure` does the work once and returns its rate (work per second
/// of user CPU time).
struct Contender {
  std::string name;
  bool is_reference = false;
  std::function<double()> measure;
};

/// Programs that do the same work. In each round all of them take a turn, so that a drift of the
/// machine cancels in the ratios of a round.
struct Comparison {
  std::string name;
  std::string unit;
  std::vector<Contender> contenders;
};

/// The comparisons of the engine: HOLD at 100 to 1,000,000 pending keys.
std::vector<Comparison> hold_comparisons();

/// The comparisons of the engine: the reference model at 20, 200 and 2000 nodes.
std::vector<Comparison> reference_model_comparisons();

/// Registers each contender of each comparison with Google Benchmark, round after round, runs those
/// that the command line selects, prints them and a table of ratios, and writes the ratios as JSON
/// if `--ratios=FILE` is given. `--rounds=N` sets the number of rounds (5). Returns the exit code
/// of the program.
int run_comparisons(std::vector<Comparison> comparisons, int argc, char** argv);

}  // namespace monazite::bench
