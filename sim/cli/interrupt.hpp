#pragma once

#include <atomic>

namespace monazite {

/// From the call on, SIGINT, SIGTERM and a terminal that closes (SIGHUP) end the process at once,
/// with exit_interrupted: for as long as there is nothing to remove or to keep. Where the caller
/// has SIGHUP ignored (nohup), it stays so.
void end_on_interrupts();

/// From the call on, the first of these signals sets the flag returned; one that comes more than
/// half a second later ends the process at once. (Wrappers may send the same interrupt twice.)
const std::atomic<bool>& watch_interrupts();

}  // namespace monazite
