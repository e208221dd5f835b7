#pragma once

namespace monazite::bench {

/// User CPU time of this process so far, in seconds.
double user_cpu_seconds();

/// User and system CPU time of this process so far, in seconds: what a single thread waits for on
/// an idle machine.
double cpu_seconds();

/// Time of a clock that only goes forward, in seconds.
double wall_seconds();

}  // namespace monazite::bench
