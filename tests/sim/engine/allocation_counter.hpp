#pragma once

#include <cstdint>

namespace monazite::engine {

/// How often any form of operator new was called in this program so far, on any thread. Link
/// allocation_counter.cpp into a test program to replace the global operators by counting ones.
std::uint64_t allocation_count();

}  // namespace monazite::engine
