#pragma once

#include <memory>
#include <vector>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

struct World;

/// A compiled world, or why there is none: `world` is empty exactly when a diagnostic is an error.
struct Compiled {
  std::shared_ptr<const World> world;
  std::vector<Diagnostic> errors;
  std::vector<Diagnostic> warnings;
};

/// Turns a scenario into an immutable, indexed world: resolves ids, builds the supply graph, finds
/// unreachable buyers, works out the compositions of a steady year and the opening stocks.
Compiled compile(const Scenario& scenario);

}  // namespace monazite
