#include <memory>
#include <string>

#include "sim/engine/calendar_queue.hpp"
#include "sim/engine/heap_queue.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/double_key.hpp"
#include "tests/bench/model_run.hpp"
#include "tests/bench/supply_model.hpp"

namespace monazite::bench {
namespace {

template <class Queue>
Contender ours(const std::string& name, ModelSize size, std::shared_ptr<CheckValues> check) {
  return {name, false, [=, model = std::make_shared<SupplyModel<Queue>>(size.node_count)] {
            return run_model(*model, size, *check);
          }};
}

Comparison model_comparison(ModelSize size) {
  const auto check = std::make_shared<CheckValues>(size);
  const std::string name = "reference_model/" + std::to_string(size.node_count);
  return {name,
          "events/s",
          {ours<engine::CalendarQueue<DoubleKey>>("calendar", size, check),
           reference_contender("reference_calendar", true, size, check),
           ours<engine::HeapQueue<DoubleKey>>("heap", size, check),
           reference_contender("reference_heap_4", false, size, check)},
          {ratio_at_least(name + ": engine / hand-tuned program", "calendar", "reference_calendar",
                          0.85)}};
}

}  // namespace

std::vector<Comparison> reference_model_comparisons() {
  return {model_comparison({20, 100}), model_comparison({200, 10}), model_comparison({2000, 1})};
}

}  // namespace monazite::bench
