#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/calendar_queue.hpp"
#include "sim/engine/heap_queue.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/reference/reference_model.hpp"
#include "tests/bench/supply_model.hpp"
#include "tests/bench/user_time.hpp"

namespace monazite::bench {
namespace {

constexpr std::uint64_t seed = 2025;

// Check values of replication 0, which every program must reproduce.
struct Expected {
  std::uint32_t node_count;
  std::uint64_t replications;
  std::uint64_t events;
  std::int64_t filled;
  std::int64_t backlog_days;
};

template <class Model>
double events_per_second(Model& model, const Expected& expected) {
  std::uint64_t events = 0;
  const double start = user_cpu_seconds();
  for (std::uint64_t replication = 0; replication < expected.replications; ++replication) {
    const rm_result result = model.run(seed, replication);
    events += result.events;
    if (replication == 0 && (result.events != expected.events || result.filled != expected.filled ||
                             result.backlog_days != expected.backlog_days))
      throw std::logic_error("reference model: wrong check values");
  }
  return static_cast<double>(events) / (user_cpu_seconds() - start);
}

template <class Queue>
Contender ours(const std::string& name, const Expected& expected) {
  return {name, false,
          [expected, model = std::make_shared<SupplyModel<Queue>>(expected.node_count)] {
            return events_per_second(*model, expected);
          }};
}

Contender reference(const std::string& name, bool calendar, const Expected& expected) {
  return {name, true,
          [expected, model = std::shared_ptr<ReferenceModel>(
                         make_reference_model(expected.node_count, calendar))] {
            return events_per_second(*model, expected);
          }};
}

Comparison model_comparison(const Expected& expected) {
  return {"reference_model/" + std::to_string(expected.node_count),
          "events/s",
          {ours<engine::CalendarQueue<DoubleKey>>("calendar", expected),
           reference("reference_calendar", true, expected),
           ours<engine::HeapQueue<DoubleKey>>("heap", expected),
           reference("reference_heap_4", false, expected)}};
}

}  // namespace

std::vector<Comparison> reference_model_comparisons() {
  return {model_comparison({20, 100, 107'969, 428'757, 5'003'362}),
          model_comparison({200, 10, 1'080'071, 4'458'423, 44'453'633}),
          model_comparison({2000, 1, 10'797'895, 44'203'680, 469'864'922})};
}

}  // namespace monazite::bench
