#pragma once

#include <string>

namespace monazite {

/// A word as a POSIX shell reads it back, quoted only where it must be.
std::string shell_text(const std::string& word);

}  // namespace monazite
