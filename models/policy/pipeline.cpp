#include "models/policy/pipeline.hpp"

#include <algorithm>

namespace monazite {

std::optional<Date> first_day_in_force(Date from, std::span<const PipelineStep> pipeline) {
  Date planned = from;
  bool is_shelved = false;
  for (const auto& step : pipeline) {
    if (!is_shelved && planned < step.on) {
      break;
    }
    if (step.stage == PipelineStage::shelve) {
      is_shelved = true;
    } else if (step.stage == PipelineStage::revive && is_shelved) {
      is_shelved = false;
      planned = step.from.value_or(std::max(planned, step.on));
    }
  }
  return is_shelved ? std::nullopt : std::optional(planned);
}

}  // namespace monazite
