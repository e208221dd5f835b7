#include "sim/cli/result_place.hpp"

#include <fmt/format.h>
#include <system_error>

#include "sim/report/write_results.hpp"

namespace monazite {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t names_joined = 3;

std::string joined_names(std::span<const PreparedScenario> scenarios) {
  std::string name = folder_name(scenarios.front().loaded.scenario.name);
  if (scenarios.size() > names_joined) {
    return fmt::format("{}+{}_more", name, scenarios.size() - 1);
  }
  for (const PreparedScenario& scenario : scenarios.subspan(1)) {
    name += "+" + folder_name(scenario.loaded.scenario.name);
  }
  return name;
}

}  // namespace

fs::path result_place(const RunArguments& arguments, std::span<const PreparedScenario> scenarios) {
  if (!arguments.out.empty()) {
    return arguments.out;
  }
  return free_place(joined_names(scenarios), "", arguments.force);
}

fs::path free_place(const std::string& name, const std::string& extension, bool force) {
  const fs::path folder = "results";
  fs::path place = folder / (name + extension);
  std::error_code ignored;
  for (int n = 2; !force && fs::exists(place, ignored); ++n) {
    place = folder / fmt::format("{}-{}{}", name, n, extension);
  }
  return place;
}

}  // namespace monazite
