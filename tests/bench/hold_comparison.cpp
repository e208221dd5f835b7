#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <queues.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/calendar_queue.hpp"
#include "sim/engine/heap_queue.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/double_key.hpp"
#include "tests/bench/hold.hpp"

namespace monazite::bench {
namespace {

struct OurKeys {
  static constexpr bool is_fused = true;
  static DoubleKey make(double time, std::uint64_t payload) {
    return DoubleKey::make(time, payload);
  }
  static std::uint64_t payload(const DoubleKey& key) { return key.payload; }
};

template <bool fused>
struct ReferenceKeys {
  static constexpr bool is_fused = fused;
  static q::Ev16 make(double time, std::uint64_t payload) { return q::Ev16::make(time, payload); }
  static std::uint64_t payload(const q::Ev16& key) { return key.payload(); }
};

// The first contender that ran at a size fixes the order that all others must deliver.
class OrderCheck {
 public:
  void check(std::uint64_t hash) {
    if (!known_) expected_ = hash;
    known_ = true;
    if (hash != expected_) throw std::logic_error("hold: the queues disagree about the order");
  }

 private:
  bool known_ = false;
  std::uint64_t expected_ = 0;
};

template <class Queue, class Keys>
Contender contender(const std::string& name, bool is_reference, std::size_t pending,
                    std::size_t holds, std::shared_ptr<OrderCheck> order) {
  return {name, is_reference, [=] {
            const HoldResult result = run_holds<Queue, Keys>(pending, holds);
            order->check(result.order_hash);
            return Measurement{static_cast<double>(holds) / result.user_seconds};
          }};
}

// Our queue against whichever reference was the fastest in a round.
Criterion best_reference_criterion(const Comparison& comparison) {
  Criterion criterion{comparison.name + ": calendar / best reference queue",
                      {"calendar"},
                      {},
                      Bound::at_least,
                      0.9};
  for (const Contender& contender : comparison.contenders)
    if (contender.is_reference) criterion.contenders.push_back(contender.name);
  criterion.of_round = [](const std::vector<double>& rates) {
    return rates.front() / *std::max_element(rates.begin() + 1, rates.end());
  };
  return criterion;
}

Comparison hold_comparison(std::size_t pending, std::size_t holds) {
  const auto order = std::make_shared<OrderCheck>();
  using engine::CalendarQueue;
  using engine::HeapQueue;
  Comparison comparison{"hold/" + std::to_string(pending), "holds/s", {}};
  if (pending >= 100'000) comparison.most_rounds = 3;
  const auto add = [&]<class Queue, class Keys>(const std::string& name, bool is_reference) {
    comparison.contenders.push_back(
        contender<Queue, Keys>(name, is_reference, pending, holds, order));
  };
  add.template operator()<CalendarQueue<DoubleKey>, OurKeys>("calendar", false);
  add.template operator()<q::Calendar, ReferenceKeys<true>>("reference_calendar", true);
  add.template operator()<q::DHeap<q::Ev16, 2>, ReferenceKeys<true>>("reference_heap_2", true);
  add.template operator()<q::DHeap<q::Ev16, 4>, ReferenceKeys<true>>("reference_heap_4", true);
  add.template operator()<q::Ladder, ReferenceKeys<true>>("reference_ladder", true);
  add.template operator()<q::StdPq<q::Ev16>, ReferenceKeys<false>>("reference_std_queue", true);
  add.template operator()<HeapQueue<DoubleKey>, OurKeys>("heap", false);
  comparison.criteria.push_back(best_reference_criterion(comparison));
  return comparison;
}

}  // namespace

std::vector<Comparison> hold_comparisons() {
  constexpr std::size_t holds = 8'000'000;
  constexpr std::size_t fewer_holds = 4'000'000;
  return {hold_comparison(100, holds), hold_comparison(1'000, holds),
          hold_comparison(10'000, holds), hold_comparison(100'000, fewer_holds),
          hold_comparison(1'000'000, fewer_holds)};
}

}  // namespace monazite::bench
