#pragma once

#include <atomic>

namespace monazite {

/// From the call on, the first SIGINT or SIGTERM sets the flag returned; one that comes more than
/// half a second later ends the process at once. (Wrappers may send the same interrupt twice.)
const std::atomic<bool>& watch_interrupts();

}  // namespace monazite
