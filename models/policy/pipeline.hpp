#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "models/quantity/date.hpp"

namespace monazite {

/// What happens to an instrument before it is in force.
enum class PipelineStage : std::uint8_t { draft, announce, shelve, revive };

inline constexpr std::string_view pipeline_stage_names[] = {"draft", "announce", "shelve",
                                                            "revive"};

/// One day of an instrument's way to its first day in force.
struct PipelineStep {
  Date on;
  PipelineStage stage = PipelineStage::draft;
  std::optional<Date> from;  ///< of a revival: the new first day in force
};

/// The first day in force of an instrument planned for `from`, after the steps of its pipeline, in
/// order of date; nothing when it lies shelved. Revived, it begins on the day that the revival
/// names, else on the planned one or, when that has passed, at once. A step later than the first
/// day in force does nothing: what is in force is suspended, not shelved.
std::optional<Date> first_day_in_force(Date from, std::span<const PipelineStep> pipeline);

}  // namespace monazite
