#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace monazite {

/// Keeps texts at fixed addresses, so that nodes and cells can be views of them.
class TextStore {
 public:
  /// Keeps `text`; the view lives as long as the store, unless it is forgotten.
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  [[nodiscard]] std::size_t size() const { return texts_.size(); }

  /// Forgets all but the first `size` texts.
  void forget_since(std::size_t size) { texts_.resize(size); }

 private:
  std::deque<std::string> texts_;
};

/// What the files of one scenario may hold together, so that a small file cannot grow to fill the
/// memory (aliases of aliases) and a large one is refused instead of being worked on for minutes.
struct ReadBudget {
  std::size_t nodes = 1'000'000;   ///< of YAML, aliases counted as what they stand for
  std::size_t cells = 10'000'000;  ///< of tables
};

/// A line and a column (in bytes), both from 1.
struct TextPosition {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// The position of a byte of a text, whose lines end as YAML's do (1.2.2, section 5.4): in a line
/// feed, a carriage return or both.
TextPosition position_at(std::string_view text, std::size_t offset);

/// Whether a byte of a text is a carriage return that no line feed follows.
bool is_lone_return(std::string_view text, std::size_t offset);

/// The text with a line feed for each carriage return that none follows: every byte keeps its
/// place.
std::string with_line_feeds(std::string_view text);

/// The offset of the first byte that is not part of well-formed UTF-8 (RFC 3629), or that is a
/// control character other than tab, line feed and carriage return; nothing when there is none.
std::optional<std::size_t> first_bad_byte(std::string_view text);

}  // namespace monazite
