#pragma once

#include <string>

#include "models/scenario/load.hpp"

namespace monazite {

/// Names the effective parameters of a scenario: the first 16 hexadecimal digits of a SHA-256 over
/// its resolved file and tables. The top keys `name`, `title`, `description` and `runs` do not
/// count, so that a run is named by seed, replication and digest.
std::string parameter_digest(const LoadedScenario& loaded);

}  // namespace monazite
