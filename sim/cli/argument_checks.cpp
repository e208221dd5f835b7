#include "sim/cli/argument_checks.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "models/quantity/number.hpp"
#include "models/scenario/diagnostic.hpp"
#include "models/scenario/section.hpp"
#include "sim/report/scenario_template.hpp"

namespace monazite {

namespace {

std::vector<std::string_view> template_names() {
  std::vector<std::string_view> names;
  for (const ScenarioTemplate& candidate : scenario_templates()) {
    names.push_back(candidate.name);
  }
  return names;
}

}  // namespace

std::string refuse_zero(const std::string& text) {
  return text == "0" ? "0 is not enough; expected 1 or more" : std::string();
}

std::string refuse_unless_setting(const std::string& text) {
  const std::size_t equals = text.find('=');
  return equals != std::string::npos && equals > 0
             ? std::string()
             : fmt::format("'{}' is no setting; expected KEY.PATH=VALUE", text);
}

std::string refuse_unless_size(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc() && result.ptr == end && value >= 0 && std::isfinite(value)
             ? std::string()
             : fmt::format("'{}' is no number of tonnes", text);
}

std::string refuse_empty(const std::string& text) {
  return text.empty() ? "the name is empty" : std::string();
}

std::string refuse_unless_template(const std::string& text) {
  const std::vector<std::string_view> names = template_names();
  if (std::find(names.begin(), names.end(), text) != names.end()) {
    return {};
  }
  const std::string nearest = nearest_name(text, names);
  return fmt::format("there is no template '{}'; expected {}{}", text, listed(names),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

std::string refuse_unless_kind(const std::string& text) {
  return text == "scenario" || text == "sweep"
             ? std::string()
             : fmt::format("there is no schema of '{}'; expected scenario or sweep", text);
}

std::optional<Shard> read_shard(const std::string& text) {
  const auto slash = text.find('/');
  std::uint64_t index = 0;
  std::uint64_t count = 0;
  if (slash == std::string::npos || !read_whole(std::string_view(text).substr(0, slash), index) ||
      !read_whole(std::string_view(text).substr(slash + 1), count) || index < 1 || index > count ||
      count > 1'000'000) {
    return std::nullopt;
  }
  return Shard{static_cast<std::uint32_t>(index - 1), static_cast<std::uint32_t>(count)};
}

std::string refuse_unless_shard(const std::string& text) {
  return read_shard(text) ? std::string()
                          : fmt::format("'{}' is no part; expected I/N with I from 1 to N", text);
}

}  // namespace monazite
