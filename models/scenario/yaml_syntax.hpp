#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "models/scenario/text_store.hpp"

namespace YAML {
class Exception;
}

namespace monazite {

/// Why a text is no YAML.
struct SyntaxFault {
  TextPosition at;
  std::string message;
  std::string expected;  ///< empty: nothing to add
};

/// Follows where the last scalar stands, if it is in quotes.
class LastQuoted {
 public:
  /// A scalar begins at an offset (its anchor and tag included), with quotes if `quoted`.
  void note(std::size_t offset, bool quoted) {
    offset_ = quoted ? std::optional(offset) : std::nullopt;
  }
  [[nodiscard]] std::optional<std::size_t> offset() const { return offset_; }

 private:
  std::optional<std::size_t> offset_;
};

/// Where a text in quotes stands.
struct QuotedText {
  std::size_t opens = 0;              ///< offset of its quote
  std::optional<std::size_t> closes;  ///< offset of the quote that ends it; nothing: none does
};

/// The quoted text that `last` has seen; nothing when the last scalar has no quotes.
std::optional<QuotedText> quoted_text(const LastQuoted& last, std::string_view content);

/// The first line of a quoted text after its own that begins at a column (from 1) up to `column`;
/// lines without a word do not count.
std::optional<std::uint32_t> unindented_line(std::string_view content, const QuotedText& text,
                                             std::uint32_t column);

/// The fault of a document that ends inside quotes, which the parser takes for their end.
std::optional<SyntaxFault> unclosed_quote(const LastQuoted& last, std::string_view content);

/// What the parser's complaint about `content` comes from; `last` is the scalar before it.
SyntaxFault fault_of(const YAML::Exception& error, const LastQuoted& last,
                     std::string_view content);

/// What is wrong with the syntax of the first document; nothing when it is right.
std::optional<SyntaxFault> syntax_fault(std::string_view content);

/// The offset of the bracket that is the `depth`-th one open, where so many more follow that the
/// parser had better not see them; nothing otherwise. Brackets in texts and comments count too: no
/// file has so many of those without their partners.
std::optional<std::size_t> bracket_too_deep(std::string_view content, std::size_t depth);

}  // namespace monazite
