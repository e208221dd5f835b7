#include "tests/bench/comparison.hpp"

int main(int argc, char** argv) {
  using namespace monazite::bench;
  return run_comparisons(sweep_comparisons(), argc, argv);
}
