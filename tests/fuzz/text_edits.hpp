#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace monazite {

/// A stretch of a text.
struct Token {
  std::size_t first = 0;
  std::size_t length = 0;
};

/// Edits of a scenario's text as a user makes them, and makes mistakes: other numbers, units and
/// dates, items of lists copied, moved and left out, one name for another, a value of another type.
/// A function of the seed.
class TextEdits {
 public:
  explicit TextEdits(std::uint64_t seed) : random_(seed) {}

  /// One to three edits of a text.
  std::string done_to(std::string text);

  /// What was done, for a failure: `number 5 -> 5e6`.
  [[nodiscard]] const std::vector<std::string>& told() const { return told_; }

 private:
  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }

  /// Puts `other` in the place of a token.
  void replace(std::string& text, Token token, const std::string& other, const char* what);

  void other_number(std::string& text);
  void other_date(std::string& text);
  void swapped_dates(std::string& text);
  void copied_item(std::string& text);
  void dropped_item(std::string& text);
  void other_name(std::string& text);
  void dropped_unit(std::string& text);
  void other_type(std::string& text);

  std::mt19937_64 random_;
  std::vector<std::string> told_;
};

}  // namespace monazite
