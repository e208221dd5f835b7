#include "tests/bench/user_time.hpp"

#include <sys/resource.h>

namespace monazite::bench {

double user_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

}  // namespace monazite::bench
