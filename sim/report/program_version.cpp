#include "sim/report/program_version.hpp"

#include "generated/commit.hpp"

namespace monazite {

ProgramVersion program_version() {
  return {.version = MONAZITE_VERSION,
          .commit = MONAZITE_COMMIT,
          .compiler = MONAZITE_COMPILER,
          .build_type = MONAZITE_BUILD_TYPE};
}

}  // namespace monazite
