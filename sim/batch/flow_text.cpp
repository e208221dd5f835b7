#include "sim/batch/flow_text.hpp"

#include <algorithm>
#include <string_view>

namespace monazite {

namespace {

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\':
        out += '\\';
        out += c;
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  out += '"';
}

void append_scalar(std::string& out, std::string_view text, bool is_quoted) {
  if (!is_quoted && is_plain_in_flow(text)) {
    out += text;
  } else {
    append_quoted(out, text);
  }
}

void append(std::string& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      out += "~";
      return;
    case Node::Kind::scalar:
      append_scalar(out, node.text, node.quoted);
      return;
    case Node::Kind::map:
    case Node::Kind::list:
    case Node::Kind::row:
    case Node::Kind::layers:
      break;
  }
  const bool is_map = node.kind == Node::Kind::map;
  out += node.replaces ? "!replace " : "";
  out += is_map ? "{" : "[";
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    out += i == 0 ? "" : ", ";
    if (is_map) {
      append_scalar(out, node.items[i].key, false);
      out += ": ";
    }
    append(out, node.items[i]);
  }
  out += is_map ? "}" : "]";
}

}  // namespace

bool is_plain_in_flow(std::string_view text) {
  constexpr std::string_view unsafe = ",[]{}#&*!|>'\"%@`:?\n\r\t\\";
  constexpr std::string_view unsafe_at_start = "-?: ";
  // A share ends in a percent sign, which is unsafe only at the start.
  const auto body = text.empty() || text.back() != '%' ? text : text.substr(0, text.size() - 1);
  return !body.empty() && body.find_first_of(unsafe) == std::string_view::npos &&
         (unsafe_at_start.find(body.front()) == std::string_view::npos ||
          (body.front() == '-' && body.size() > 1 && body[1] != ' ')) &&
         text.back() != ' ';
}

std::string flow_text(const Node& node) {
  std::string out;
  append(out, node);
  return out;
}

}  // namespace monazite
