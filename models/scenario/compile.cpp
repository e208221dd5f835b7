#include "models/scenario/compile.hpp"

#include "models/scenario/world_builder.hpp"

namespace monazite {

Compiled compile(const Scenario& scenario) {
  auto world = std::make_shared<World>();
  WorldBuilder builder(scenario, *world);
  builder.build();
  Compiled compiled;
  compiled.errors = builder.errors().sorted(scenario.files);
  compiled.warnings = builder.warnings().sorted(scenario.files);
  if (compiled.errors.empty()) {
    compiled.world = std::move(world);
  }
  return compiled;
}

}  // namespace monazite
