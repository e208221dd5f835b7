#pragma once

#include <cstdint>
#include <string_view>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/text_store.hpp"

namespace monazite {

/// Reads a table (RFC 4180; line feed or CRLF, or carriage returns alone): a header row of distinct
/// names, each `name` or `name [unit]`, then rows of as many cells. Spaces around an unquoted cell
/// do not count; empty lines are skipped. `content` must outlive the table. A wrong row is told and
/// left out.
Table read_csv(std::string_view content, std::uint32_t file, TextStore& texts, ReadBudget& budget,
               Diagnostics& problems);

}  // namespace monazite
