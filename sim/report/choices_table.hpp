#pragma once

#include <span>
#include <string_view>

#include "sim/batch/choices.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

inline constexpr std::string_view choices_file = "choices.csv";

/// Writes `choices_file`: scenarios as choices under the talks that they share.
void write_choices(TableSink sink, std::span<const ChoiceRow> rows);

}  // namespace monazite
