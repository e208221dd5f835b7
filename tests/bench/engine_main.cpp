#include <iterator>
#include <utility>

#include "tests/bench/comparison.hpp"

int main(int argc, char** argv) {
  auto comparisons = monazite::bench::hold_comparisons();
  auto of_model = monazite::bench::reference_model_comparisons();
  comparisons.insert(comparisons.end(), std::make_move_iterator(of_model.begin()),
                     std::make_move_iterator(of_model.end()));
  return monazite::bench::run_comparisons(std::move(comparisons), argc, argv);
}
