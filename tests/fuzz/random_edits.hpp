#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// Scenario files changed as somebody might who edits them in a hurry: what comes out is YAML or
/// CSV still, and means something else.
namespace monazite::fuzz {

/// The random choices of one edited scenario.
class Choice {
 public:
  explicit Choice(std::uint64_t seed) : random_(seed) {}

  /// 0 to `count` - 1.
  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }
  bool one_in(std::size_t count) { return below(count) == 0; }

  template <class Item>
  const Item& one_of(const std::vector<Item>& items) {
    return items[below(items.size())];
  }

 private:
  std::mt19937_64 random_;
};

/// An edited text, and what was done to it, one line an edit.
struct EditedText {
  std::string text;
  std::vector<std::string> edits;
};

/// A value edited: a number scaled or of another unit, a date moved, a word put for another.
/// `others` are values that stand elsewhere, of which a date or a word may be taken.
std::string edited_value(const std::string& value, const std::vector<std::string>& others,
                         Choice& choice);

/// So many edits of a YAML text: values, items copied (as they are, under another id, on another
/// day) or removed, keys removed, wrong types, values of a key swapped between two maps.
EditedText edited_yaml(const std::string& text, std::size_t edits, Choice& choice);

/// So many edits of a table: cells, rows copied or removed, columns removed or swapped, units of
/// columns.
EditedText edited_table(const std::string& text, std::size_t edits, Choice& choice);

}  // namespace monazite::fuzz
