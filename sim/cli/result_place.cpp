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
  const fs::path folder = "results";
  const std::string name = joined_names(scenarios);
  fs::path place = folder / name;
  std::error_code ignored;
  for (int n = 2; !arguments.force && fs::exists(place, ignored); ++n) {
    place = folder / fmt::format("{}-{}", name, n);
  }
  return place;
}

}  // namespace monazite
