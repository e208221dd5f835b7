#include <iterator>
#include <utility>

#include "tests/bench/comparison.hpp"

int main(int argc, char** argv) {
  using namespace monazite::bench;
  std::vector<Comparison> comparisons;
  for (const auto make :
       {replication_comparisons, loading_comparisons, thread_comparisons, growth_comparisons}) {
    auto some = make();
    comparisons.insert(comparisons.end(), std::make_move_iterator(some.begin()),
                       std::make_move_iterator(some.end()));
  }
  return run_comparisons(std::move(comparisons), argc, argv);
}
