#include "sim/batch/setting_text.hpp"

#include <string_view>

#include "models/quantity/number.hpp"
#include "sim/batch/flow_text.hpp"

namespace monazite {

namespace {

/// Whether a setting takes a text for itself when it is not quoted.
bool stands_alone(std::string_view text) {
  constexpr std::string_view opening = "[{\"'";
  return !text.empty() && text == trimmed(text) &&
         opening.find(text.front()) == std::string_view::npos &&
         text.find_first_of("\n\r") == std::string_view::npos;
}

}  // namespace

std::string setting_text(const Node& value) {
  if (value.kind != Node::Kind::scalar) {
    return flow_text(value);
  }
  // A text that brackets force into quotes must give the same setting with them as without.
  const bool needs_quotes =
      value.quoted && (is_plain_in_flow(value.text) || !stands_alone(value.text));
  return needs_quotes ? flow_text(value) : std::string(value.text);
}

std::string value_label(const Node& value) {
  return value.kind == Node::Kind::scalar ? std::string(value.text) : flow_text(value);
}

}  // namespace monazite
