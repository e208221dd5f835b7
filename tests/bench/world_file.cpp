#include "tests/bench/world_file.hpp"

#include <stdexcept>

#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"

namespace monazite::bench {

std::string world_file() {
  return std::string(MONAZITE_SOURCE_DIR) + "/scenarios/world_2024/world_2024.yaml";
}

std::shared_ptr<const World> world_of_2024() {
  static const auto world = compiled(load_scenario(world_file()).scenario);
  return world;
}

std::shared_ptr<const World> world_with_all_mechanisms() {
  static const auto world = compiled(
      load_scenario(std::string(MONAZITE_SOURCE_DIR) + "/scenarios/history/all_mechanisms.yaml")
          .scenario);
  return world;
}

std::shared_ptr<const World> compiled(const Scenario& scenario) {
  auto result = compile(scenario);
  if (result.world) return result.world;
  throw std::runtime_error(result.errors.empty() ? "no world" : result.errors.front().message);
}

}  // namespace monazite::bench
