#include "models/scenario/yaml_syntax.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <sstream>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/node/node.h>  // defines what parser.h declares, for clang-tidy
#include <yaml-cpp/parser.h>

namespace monazite {

namespace {

/// Brackets that may stay open. The parser reads ahead over all that follow one another, at a cost
/// of 240 bytes each, before it tells of the first.
constexpr std::size_t most_open_brackets = 10'000;

/// Follows a document for its syntax alone.
class SyntaxReader : public YAML::EventHandler {
 public:
  explicit SyntaxReader(LastQuoted& last) : last_(last) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string&) override {
    last_.note(static_cast<std::size_t>(mark.pos), tag == "!");
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  LastQuoted& last_;
};

constexpr std::string_view white_space = " \t\r\n";

/// The offset of the value that follows anchors, tags and comments.
std::size_t skip_properties(std::string_view content, std::size_t at) {
  while (at < content.size()) {
    if (white_space.find(content[at]) != std::string_view::npos) {
      ++at;
    } else if (content[at] == '&' || content[at] == '!') {
      at = std::min(content.find_first_of(white_space, at), content.size());
    } else if (content[at] == '#') {
      at = std::min(content.find('\n', at), content.size());
    } else {
      break;
    }
  }
  return at;
}

/// The offset of the quote that closes the one at `opens`.
std::optional<std::size_t> closing_quote(std::string_view content, std::size_t opens) {
  const char quote = content[opens];
  for (std::size_t at = opens + 1; at < content.size(); ++at) {
    if (quote == '"' && content[at] == '\\') {
      ++at;
    } else if (content[at] == quote) {
      if (quote == '"' || at + 1 >= content.size() || content[at + 1] != quote) {
        return at;
      }
      ++at;
    }
  }
  return std::nullopt;
}

/// The place of a tab in the indentation of a line, counted from 1, or of the line before it; YAML
/// takes spaces alone, and the parser blames what follows.
std::optional<TextPosition> indenting_tab(std::string_view content, std::uint32_t line) {
  std::uint32_t number = 1;
  while (!content.empty() && number <= line) {
    const auto end = std::min(content.find('\n'), content.size());
    const std::string_view text = content.substr(0, end);
    const auto other = std::min(text.find_first_not_of(" \t"), text.size());
    const auto tab = text.substr(0, other).find('\t');
    if (number + 1 >= line && tab != std::string_view::npos) {
      return TextPosition{number, static_cast<std::uint32_t>(tab + 1)};
    }
    content.remove_prefix(std::min(end + 1, content.size()));
    ++number;
  }
  return std::nullopt;
}

/// The offset of the first quote that opens a text and is not closed up to the end of the document:
/// a quote that stands where a value may begin.
std::optional<std::size_t> open_quote(std::string_view content) {
  constexpr std::string_view before_value = " \t\n[{,";
  for (std::size_t at = 0; at < content.size(); ++at) {
    const char before = at == 0 ? '\n' : content[at - 1];
    if (before_value.find(before) == std::string_view::npos) {
      continue;
    }
    if (content[at] == '#') {
      at = std::min(content.find('\n', at), content.size());
    } else if (content[at] == '"' || content[at] == '\'') {
      const auto closes = closing_quote(content, at);
      if (!closes) {
        return at;
      }
      for (const auto* mark : {"\n---", "\n..."}) {
        if (const auto end = content.find(mark, at); end < *closes) {
          return at;
        }
      }
      at = *closes;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<QuotedText> quoted_text(const LastQuoted& last, std::string_view content) {
  if (!last.offset()) {
    return std::nullopt;
  }
  const auto opens = skip_properties(content, *last.offset());
  if (opens >= content.size() || (content[opens] != '"' && content[opens] != '\'')) {
    return std::nullopt;
  }
  return QuotedText{opens, closing_quote(content, opens)};
}

std::optional<std::uint32_t> unindented_line(std::string_view content, const QuotedText& text,
                                             std::uint32_t column) {
  const auto end = text.closes.value_or(content.size());
  for (auto at = content.find('\n', text.opens); at < end; at = content.find('\n', at + 1)) {
    const auto word = content.find_first_not_of(" \t\r", at + 1);
    if (word != std::string_view::npos && word <= end && content[word] != '\n' &&
        word - at <= column) {
      return position_at(content, word).line;
    }
  }
  return std::nullopt;
}

std::optional<SyntaxFault> unclosed_quote(const LastQuoted& last, std::string_view content) {
  const auto quoted = quoted_text(last, content);
  if (!quoted || quoted->closes) {
    return std::nullopt;
  }
  return SyntaxFault{position_at(content, quoted->opens), "a quoted text does not end",
                     "a closing quote"};
}

SyntaxFault fault_of(const YAML::Exception& error, const LastQuoted& last,
                     std::string_view content) {
  const auto line = static_cast<std::uint32_t>(error.mark.line + 1);
  if (const auto tab = indenting_tab(content, line)) {
    return {*tab, "a tab indents the line", "spaces"};
  }
  if (error.msg.find("in scalar") != std::string::npos) {
    // It ran to the end of the file or of the document before it was read.
    if (const auto opens = open_quote(content)) {
      return {position_at(content, *opens), "a quoted text does not end", "a closing quote"};
    }
  }
  if (auto fault = unclosed_quote(last, content)) {
    return std::move(*fault);
  }
  if (const auto quoted = quoted_text(last, content)) {
    const auto opens = position_at(content, quoted->opens);
    const auto closes = position_at(content, *quoted->closes);
    if (closes.line > opens.line) {
      return {opens,
              fmt::format("no valid YAML after the quoted text that ends in line {}: {}",
                          closes.line, error.msg),
              "a closing quote where the text ends"};
    }
  }
  return {{line, static_cast<std::uint32_t>(error.mark.column + 1)},
          fmt::format("no valid YAML: {}", error.msg),
          {}};
}

std::optional<std::size_t> bracket_too_deep(std::string_view content, std::size_t depth) {
  std::size_t open = 0;
  std::size_t first_too_deep = 0;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    if (c == '[' || c == '{') {
      if (++open == depth) {
        first_too_deep = i;
      } else if (open > most_open_brackets) {
        return first_too_deep;
      }
    } else if ((c == ']' || c == '}') && open > 0) {
      --open;
    }
  }
  return std::nullopt;
}

std::optional<SyntaxFault> syntax_fault(std::string_view content) {
  std::istringstream stream{std::string(content)};
  LastQuoted last;
  SyntaxReader reader(last);
  try {
    YAML::Parser(stream).HandleNextDocument(reader);
  } catch (const YAML::Exception& error) {
    return fault_of(error, last, content);
  }
  return unclosed_quote(last, content);
}

}  // namespace monazite
