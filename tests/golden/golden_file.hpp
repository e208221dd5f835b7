#pragma once

#include <string>

namespace monazite::test {

/// The first line in which a table departs from what is expected of it, with its number, the column
/// and both readings; empty when there is none. Texts and integers have to be equal, other numbers
/// to agree to 1e-9 of the larger.
std::string first_departure(const std::string& expected, const std::string& actual);

/// Checks a table against the golden file of this name below tests/golden. Writes the file instead
/// when the environment variable MONAZITE_REGENERATE_GOLDEN is 1.
void check_golden(const std::string& name, const std::string& actual);

}  // namespace monazite::test
