#pragma once

#include <span>
#include <string>
#include <string_view>

namespace monazite {

/// A scenario to start from.
struct ScenarioTemplate {
  std::string_view name;
  std::string_view summary;    ///< for the list of templates
  std::string_view about;      ///< what the file's first comment says, in lines
  std::string_view yaml;       ///< without comments
  bool is_over_world = false;  ///< it says only what differs from a world that exists
};

/// What there is, the simplest first.
std::span<const ScenarioTemplate> scenario_templates();

/// What a template is written with.
struct TemplatePaths {
  std::string schema;  ///< for the first line; empty: no such line
  std::string world;   ///< the value of `base`
};

/// The template as a scenario file. Above the first line of each key stands what its declaration
/// says: documentation, unit, range and default.
std::string commented_scenario(const ScenarioTemplate& source, const TemplatePaths& paths);

}  // namespace monazite
