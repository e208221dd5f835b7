#include "tests/bench/model_run.hpp"

#include <array>
#include <stdexcept>

namespace monazite::bench {
namespace {

struct Published {
  std::uint32_t node_count;
  std::uint64_t events;
  std::int64_t demand;
  std::int64_t filled;
  std::int64_t backlog_days;
  std::int64_t raw;
  std::int64_t finished;
  std::int64_t on_order;
};

// Of replication 0 under seed 2025: the same for every program that follows the specification,
// reference/reference_model.md.
constexpr std::array<Published, 4> published = {{
    {20, 107'969, 657'254, 428'757, 5'003'362, 17'137, 7'976, 29'213},
    {200, 1'080'071, 6'578'284, 4'458'423, 44'453'633, 149'560, 71'727, 314'190},
    {2000, 10'797'895, 65'725'719, 44'203'680, 469'864'922, 1'566'709, 723'821, 3'077'505},
    {20000, 107'985'915, 657'072'432, 447'175'058, 4'545'422'604, 15'796'954, 7'238'666,
     30'625'732},
}};

bool agrees(const rm_result& result, const Published& expected) {
  return result.events == expected.events && result.demand == expected.demand &&
         result.filled == expected.filled && result.backlog_days == expected.backlog_days &&
         result.raw == expected.raw && result.fg == expected.finished &&
         result.on_order == expected.on_order;
}

}  // namespace

void CheckValues::add(std::uint64_t replication, const rm_result& result) {
  if (replication == 0)
    for (const Published& expected : published)
      if (expected.node_count == size_.node_count && !agrees(result, expected))
        throw std::logic_error("reference model: wrong check values");
  const auto mix = [&](std::uint64_t value) { hash_ = hash_ * 0x100000001b3ULL + value; };
  mix(result.events);
  for (const std::int64_t value :
       {result.demand, result.filled, result.backlog_days, result.raw, result.fg, result.on_order})
    mix(static_cast<std::uint64_t>(value));
}

void CheckValues::end() {
  if (!has_expected_) expected_hash_ = hash_;
  has_expected_ = true;
  if (hash_ != expected_hash_)
    throw std::logic_error("reference model: the programs disagree about a replication");
}

Contender reference_contender(const std::string& name, bool calendar, ModelSize size,
                              std::shared_ptr<CheckValues> check) {
  const auto model = std::make_shared<std::unique_ptr<ReferenceModel>>();
  return {name, true, [=] {
            if (!*model) *model = make_reference_model(size.node_count, calendar);
            return run_model(**model, size, *check);
          }};
}

}  // namespace monazite::bench
