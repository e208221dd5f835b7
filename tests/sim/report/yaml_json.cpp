#include "tests/sim/report/yaml_json.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <regex>
#include <set>
#include <string>

#include "models/scenario/read_yaml.hpp"

namespace monazite::test {

namespace {

using Json = nlohmann::ordered_json;

/// A whole number of at most 64 bits, with the base that it is written in.
template <class Whole>
std::optional<Json> whole_of(std::string_view digits, int base) {
  Whole value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, base);
  return read.ec == std::errc() && read.ptr == end ? std::optional(Json(value)) : std::nullopt;
}

std::optional<Json> number_of(const std::string& text) {
  static const std::regex number("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  static const std::regex not_finite("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  if (text.rfind("0x", 0) == 0 || text.rfind("0o", 0) == 0) {
    return whole_of<std::uint64_t>(std::string_view(text).substr(2), text[1] == 'x' ? 16 : 8);
  }
  if (auto whole = whole_of<std::uint64_t>(text, 10)) {
    return whole;
  }
  if (auto whole = whole_of<std::int64_t>(text, 10)) {
    return whole;
  }
  if (std::regex_match(text, number)) {
    return Json(std::stod(text));
  }
  return std::regex_match(text, not_finite)
             ? std::optional(Json(std::numeric_limits<double>::infinity()))
             : std::nullopt;
}

Json scalar_of(const Node& node) {
  const std::string text(node.text);
  static const std::set<std::string> truths = {"true", "True", "TRUE", "false", "False", "FALSE"};
  if (node.quoted) {
    return text;
  }
  if (truths.count(text) != 0) {
    return text[0] == 't' || text[0] == 'T';
  }
  return number_of(text).value_or(Json(text));
}

Json json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return scalar_of(node);
    case Node::Kind::list: {
      Json list = Json::array();
      for (const Node& item : node.items) {
        list.push_back(json_of(item));
      }
      return list;
    }
    case Node::Kind::map: {
      Json map = Json::object();
      for (const Node& item : node.items) {
        map[std::string(item.key)] = json_of(item);
      }
      return map;
    }
    case Node::Kind::null:
    case Node::Kind::row:
    case Node::Kind::layers:
      break;
  }
  return nullptr;
}

}  // namespace

std::optional<Json> json_of_yaml(std::string_view text) {
  TextStore texts;
  ReadBudget budget;
  Diagnostics problems;
  const auto root = read_yaml(text, 0, texts, budget, problems);
  return root && problems.empty() ? std::optional(json_of(*root)) : std::nullopt;
}

}  // namespace monazite::test
