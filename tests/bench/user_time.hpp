#pragma once

namespace monazite::bench {

/// User CPU time of this process so far, in seconds.
double user_cpu_seconds();

}  // namespace monazite::bench
