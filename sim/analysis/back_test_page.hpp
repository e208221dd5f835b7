#pragma once

#include <string>

#include "sim/analysis/validation_page.hpp"

namespace monazite {

/// Adds the sections of the year 2025 and of published shapes to a page, and what of them does not
/// fit; nothing where neither was run.
void add_back_test(std::string& text, const ValidationPage& page);

}  // namespace monazite
