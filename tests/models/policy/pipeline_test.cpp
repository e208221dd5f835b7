#include "models/policy/pipeline.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace monazite {
namespace {

const Date planned = date_of(2025, 11, 8);

PipelineStep announced(Date on) { return {on, PipelineStage::announce, {}}; }
PipelineStep shelved(Date on) { return {on, PipelineStage::shelve, {}}; }
PipelineStep revived(Date on, std::optional<Date> from = {}) {
  return {on, PipelineStage::revive, from};
}

std::optional<Date> first_day(const std::vector<PipelineStep>& pipeline) {
  return first_day_in_force(planned, pipeline);
}

TEST_CASE("an instrument begins as planned unless it lies shelved on that day") {
  CHECK(first_day({}) == planned);
  CHECK(first_day({{planned - 60, PipelineStage::draft, {}}, announced(planned - 30)}) == planned);
  CHECK_FALSE(first_day({announced(planned - 30), shelved(planned - 1)}));
  CHECK_FALSE(first_day({shelved(planned)}));
}

TEST_CASE("a revived instrument begins as planned, at once when that is past, or when it is said") {
  CHECK(first_day({shelved(planned - 20), revived(planned - 5)}) == planned);
  CHECK(first_day({shelved(planned - 20), revived(planned + 40)}) == planned + 40);
  CHECK(first_day({shelved(planned - 20), revived(planned + 40, planned + 70)}) == planned + 70);
  CHECK(first_day({shelved(planned - 20), revived(planned - 5, planned - 2)}) == planned - 2);
}

TEST_CASE("an instrument is shelved again and again, and no longer once it is in force") {
  const std::vector<PipelineStep> twice = {
      shelved(planned - 20), revived(planned + 10, planned + 30), shelved(planned + 20)};
  CHECK_FALSE(first_day(twice));
  CHECK(first_day({shelved(planned + 1)}) == planned);
  CHECK(first_day({shelved(planned - 20), revived(planned + 10), shelved(planned + 11)}) ==
        planned + 10);
}

}  // namespace
}  // namespace monazite
