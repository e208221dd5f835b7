#include "tests/fuzz/text_edits.hpp"

#include <array>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>

#include "models/quantity/date.hpp"

namespace monazite {

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where comments begin, nothing is edited.
std::size_t end_of_code(std::string_view text, std::size_t line) {
  const auto end = std::min(text.find('\n', line), text.size());
  const auto comment = text.find('#', line);
  return std::min(end, comment);
}

/// The words of a text that `wanted` takes, comments left out. A word is a run of letters, digits,
/// `_`, and between digits `-` and `.`.
template <class Wanted>
std::vector<Token> words(std::string_view text, const Wanted& wanted) {
  std::vector<Token> found;
  for (std::size_t line = 0; line < text.size();) {
    const auto end = end_of_code(text, line);
    for (auto at = line; at < end;) {
      auto last = at;
      while (last < end &&
             (is_word(text[last]) ||
              (last > at && last + 1 < end && is_digit(text[last - 1]) &&
               is_digit(text[last + 1]) && (text[last] == '-' || text[last] == '.')))) {
        ++last;
      }
      if (last > at && wanted(text.substr(at, last - at))) {
        found.push_back({at, last - at});
      }
      at = last > at ? last : at + 1;
    }
    line = std::min(text.find('\n', line), text.size() - 1) + 1;
  }
  return found;
}

bool is_date(std::string_view word) { return parse_date(word).has_value(); }

bool is_number(std::string_view word) {
  return is_digit(word.front()) && !is_date(word) &&
         word.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_name(std::string_view word) { return !is_digit(word.front()) && word.size() > 1; }

/// The lines that are items of lists, each with its end.
std::vector<Token> items(std::string_view text) {
  std::vector<Token> found;
  for (std::size_t line = 0; line < text.size();) {
    const auto end = std::min(text.find('\n', line), text.size() - 1) + 1;
    const auto first = text.find_first_not_of(' ', line);
    if (first < end && text.substr(first, 2) == "- ") {
      found.push_back({line, end - line});
    }
    line = end;
  }
  return found;
}

}  // namespace

void TextEdits::replace(std::string& text, Token token, const std::string& other,
                        const char* what) {
  told_.push_back(fmt::format("{}: {} -> {}", what, text.substr(token.first, token.length), other));
  text.replace(token.first, token.length, other);
}

void TextEdits::other_number(std::string& text) {
  const auto numbers = words(text, is_number);
  if (numbers.empty()) {
    return;
  }
  const Token token = numbers[below(numbers.size())];
  static constexpr std::array<double, 9> factors = {0, 0.5, 2, 10, 1e3, 1e6, 1e-6, 0.999, -1};
  const double number = std::strtod(text.substr(token.first, token.length).c_str(), nullptr);
  replace(text, token, fmt::format("{}", number * factors[below(factors.size())]), "number");
}

void TextEdits::other_date(std::string& text) {
  const auto dates = words(text, is_date);
  if (dates.empty()) {
    return;
  }
  const Token token = dates[below(dates.size())];
  static constexpr std::array<int, 8> shifts = {-4000, -200, -30, -1, 1, 30, 200, 4000};
  const Date date = *parse_date(text.substr(token.first, token.length));
  replace(text, token, to_iso(date + shifts[below(shifts.size())]), "date");
}

void TextEdits::swapped_dates(std::string& text) {
  const auto dates = words(text, is_date);
  if (dates.size() < 2) {
    return;
  }
  const Token one = dates[below(dates.size())];
  const Token other = dates[below(dates.size())];
  const auto date = text.substr(one.first, one.length);
  replace(text, one, text.substr(other.first, other.length), "date");
  replace(text, other, date, "date");
}

void TextEdits::copied_item(std::string& text) {
  const auto lines = items(text);
  if (lines.empty()) {
    return;
  }
  const Token line = lines[below(lines.size())];
  std::string copy = text.substr(line.first, line.length);
  if (below(2) == 0) {
    // Another day or another id, so that two overlap.
    const auto numbers = words(copy, [](auto word) { return is_date(word) || is_name(word); });
    if (!numbers.empty()) {
      const Token token = numbers[below(numbers.size())];
      const auto date = parse_date(copy.substr(token.first, token.length));
      copy.replace(token.first, token.length,
                   date ? to_iso(*date + 3) : copy.substr(token.first, token.length) + "_2");
    }
  }
  told_.push_back("copied: " + copy);
  text.insert(line.first + line.length, copy);
}

void TextEdits::dropped_item(std::string& text) {
  const auto lines = items(text);
  if (!lines.empty()) {
    replace(text, lines[below(lines.size())], "", "dropped");
  }
}

void TextEdits::other_name(std::string& text) {
  const auto names = words(text, is_name);
  if (!names.empty()) {
    const Token from = names[below(names.size())];
    replace(text, names[below(names.size())], text.substr(from.first, from.length), "name");
  }
}

void TextEdits::dropped_unit(std::string& text) {
  auto numbers = words(text, is_number);
  std::erase_if(numbers, [&](Token token) {
    const auto end = token.first + token.length;
    return end + 1 >= text.size() || text[end] != ' ' || text[end + 1] == '#';
  });
  if (!numbers.empty()) {
    const Token token = numbers[below(numbers.size())];
    const auto unit = token.first + token.length;
    const auto end = std::min(text.find_first_of(",}]\n", unit), text.size());
    replace(text, {unit, end - unit}, "", "unit");
  }
}

void TextEdits::other_type(std::string& text) {
  static constexpr std::array<const char*, 7> values = {"true",     "[]",     "{}",  "null",
                                                        "\"text\"", "[a, b]", "1e18"};
  std::vector<std::size_t> colons;
  for (auto at = text.find(": "); at != std::string::npos; at = text.find(": ", at + 2)) {
    colons.push_back(at + 2);
  }
  if (!colons.empty()) {
    const auto at = colons[below(colons.size())];
    const auto end = std::min(text.find_first_of(",}]\n", at), text.size());
    replace(text, {at, end - at}, values[below(values.size())], "value");
  }
}

std::string TextEdits::done_to(std::string text) {
  using Edit = void (TextEdits::*)(std::string&);
  // What leaves the scenario one that runs comes more often.
  static constexpr std::array<Edit, 12> edits = {
      &TextEdits::other_number, &TextEdits::other_number,  &TextEdits::other_number,
      &TextEdits::other_number, &TextEdits::other_date,    &TextEdits::other_date,
      &TextEdits::other_date,   &TextEdits::swapped_dates, &TextEdits::copied_item,
      &TextEdits::dropped_item, &TextEdits::other_name,    &TextEdits::dropped_unit};
  told_.clear();
  for (auto count = 1 + below(3); count > 0; --count) {
    if (below(12) == 0) {
      other_type(text);
    } else {
      (this->*edits[below(edits.size())])(text);
    }
  }
  return text;
}

}  // namespace monazite
