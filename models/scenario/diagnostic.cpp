#include "models/scenario/diagnostic.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <tuple>
#include <utility>

namespace monazite {

namespace {

/// Problems held in memory for one that is shown: enough that what is shown stands first in file
/// order, few enough for a table in which every cell is wrong.
constexpr std::size_t kept_for_one_shown = 100;

/// Bytes of a text that are shown of its start and of its end, so that a cell of a megabyte does
/// not fill the screen.
constexpr std::size_t shown_of_start = 1500;
constexpr std::size_t shown_of_end = 300;

/// What a file has oftener is told once.
constexpr std::size_t most_told_alike = 3;

/// Names longer than this are nobody's slip of the pen, and comparing them takes long.
constexpr std::size_t longest_compared = 200;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Leaves out the middle of a long text, between whole characters.
void shorten(std::string& text) {
  if (text.size() <= shown_of_start + shown_of_end + std::string_view("…").size()) {
    return;
  }
  std::size_t first = shown_of_start;
  std::size_t last = text.size() - shown_of_end;
  while (first > 0 && continues_character(text[first])) {
    --first;
  }
  while (last < text.size() && continues_character(text[last])) {
    ++last;
  }
  text.replace(first, last - first, "…");
}

/// A character at the start of a text: its code point and its bytes. Bytes that are no UTF-8 stand
/// for themselves, with the code point `no_character`.
struct Character {
  char32_t code = 0;
  std::size_t size = 1;
};
constexpr char32_t no_character = 0xFFFFFFFF;

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t size = lead < 0x80             ? 1
                           : (lead & 0xE0) == 0xC0 ? 2
                           : (lead & 0xF0) == 0xE0 ? 3
                           : (lead & 0xF8) == 0xF0 ? 4
                                                   : 0;
  if (size == 0 || size > text.size()) {
    return {no_character, 1};
  }
  char32_t code = size == 1 ? lead : lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (!continues_character(text[i])) {
      return {no_character, 1};
    }
    code = code << 6 | (byte(i) & 0x3FU);
  }
  return {code, size};
}

/// Whether a character moves the cursor, turns the direction of writing, ends a line or cannot be
/// seen: what the input says may be anything, and a message must read as it was meant.
bool is_unsafe(char32_t code) {
  const auto within = [&](char32_t first, char32_t last) { return code >= first && code <= last; };
  return within(0, 0x1F) || within(0x7F, 0x9F) || code == 0xAD || code == 0x61C || code == 0x180E ||
         within(0x200B, 0x200F) || within(0x2028, 0x202E) || within(0x2060, 0x206F) ||
         code == 0xFEFF || within(0xFFF9, 0xFFFB) || within(0xE0000, 0xE007F) ||
         code == no_character;
}

/// Makes a text one line without unsafe characters.
void put_on_one_line(std::string& text) {
  std::string line;
  std::string_view rest = text;
  while (!rest.empty()) {
    const Character character = first_character(rest);
    if (!is_unsafe(character.code)) {
      line += rest.substr(0, character.size);
    } else if (character.code == '\n') {
      line += "\\n";
    } else if (character.code == no_character || character.code < 0x80) {
      line += fmt::format("\\x{:02X}", static_cast<unsigned char>(rest.front()));
    } else {
      line += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(character.code));
    }
    rest.remove_prefix(character.size);
  }
  text = std::move(line);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Optimal string alignment distance (Damerau 1964, restricted to swaps of neighbours).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return last[b.size()];
}

/// What makes two problems of a file the same.
using SameText = std::tuple<std::uint32_t, std::string_view, std::string_view, std::string_view,
                            std::string_view>;

SameText same_text(const Diagnostic& d) {
  return {d.place.file, d.file, d.message, d.expected, d.suggestion};
}

/// Tells of the problems after the first of several that are the same.
std::string others_of(const std::vector<const Diagnostic*>& same) {
  constexpr std::size_t most_lines = 10;
  std::vector<std::uint32_t> lines;
  for (std::size_t i = 1; i < same.size(); ++i) {
    if (lines.empty() || same[i]->place.line != lines.back()) {
      lines.push_back(same[i]->place.line);
    }
  }
  const std::size_t told = lines.size() > most_lines ? most_lines - 1 : lines.size();
  std::string text = fmt::format(
      "and {} more like it, in line{} {}", same.size() - 1, lines.size() > 1 ? "s" : "",
      fmt::join(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(told), ", "));
  return told < lines.size() ? fmt::format("{}, … {}", text, lines.back()) : text;
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file;
  put_on_one_line(text);
  if (diagnostic.place.line > 0) {
    text += fmt::format(":{}:{}", diagnostic.place.line, diagnostic.place.column);
  }
  text += text.empty() ? "error: " : ": error: ";
  text += diagnostic.message;
  if (!diagnostic.expected.empty()) {
    text += fmt::format("; expected {}", diagnostic.expected);
  }
  if (!diagnostic.suggestion.empty()) {
    text += fmt::format("; did you mean '{}'?", diagnostic.suggestion);
  }
  text += diagnostic.others.empty() ? "" : fmt::format(" ({})", diagnostic.others);
  // Each of its texts is short enough by itself.
  shorten(text);
  return text;
}

bool Diagnostics::InFileOrder::operator()(const Diagnostic& a, const Diagnostic& b) const {
  return std::tie(a.place.file, a.place.line, a.place.column, a.file, a.message) <
         std::tie(b.place.file, b.place.line, b.place.column, b.file, b.message);
}

void Diagnostics::add(Diagnostic diagnostic) {
  for (std::string* text : {&diagnostic.message, &diagnostic.expected, &diagnostic.suggestion}) {
    // What is far too long is cut first, so that not all of it is looked at.
    shorten(*text);
    put_on_one_line(*text);
    shorten(*text);
  }
  const bool is_full = kept_.size() >= shown_ * kept_for_one_shown;
  if (is_full || kept_.insert(std::move(diagnostic)).second) {
    ++count_;
  }
}

void Diagnostics::add(Place place, std::string message, std::string expected,
                      std::string suggestion) {
  add({place, {}, std::move(message), std::move(expected), std::move(suggestion)});
}

void Diagnostics::add_note(Place place, std::string message) {
  const bool is_known = std::any_of(notes_.begin(), notes_.end(), [&](const Diagnostic& note) {
    return note.place.file == place.file && note.place.line == place.line &&
           note.place.column == place.column;
  });
  if (!is_known) {
    notes_.push_back({place, {}, std::move(message), {}, {}});
  }
}

std::vector<Diagnostic> Diagnostics::notes(const std::vector<std::string>& files) const {
  std::vector<Diagnostic> notes = notes_;
  for (Diagnostic& note : notes) {
    note.file = files.at(note.place.file);
  }
  return notes;
}

void Diagnostics::add_warning(Place place, std::string message, std::string expected) {
  warnings_.push_back({place, {}, std::move(message), std::move(expected), {}});
}

std::vector<Diagnostic> Diagnostics::warnings(const std::vector<std::string>& files) const {
  Diagnostics sorter(shown_);
  for (const Diagnostic& warning : warnings_) {
    sorter.add(warning);
  }
  return sorter.sorted(files);
}

std::vector<Diagnostic> Diagnostics::sorted(const std::vector<std::string>& files) const {
  std::map<SameText, std::vector<const Diagnostic*>> alike;
  for (const Diagnostic& diagnostic : kept_) {
    alike[same_text(diagnostic)].push_back(&diagnostic);
  }
  std::vector<Diagnostic> result;
  std::size_t told = 0;
  for (const Diagnostic& diagnostic : kept_) {
    if (result.size() == shown_) {
      break;
    }
    const auto& same = alike.at(same_text(diagnostic));
    const bool is_told_once = same.size() > most_told_alike;
    if (is_told_once && &diagnostic != same.front()) {
      continue;
    }
    result.push_back(diagnostic);
    told += is_told_once ? same.size() : 1;
    if (is_told_once) {
      result.back().others = others_of(same);
    }
    if (result.back().file.empty() && diagnostic.place.file < files.size()) {
      result.back().file = files[diagnostic.place.file];
    }
  }
  if (count_ > told) {
    result.push_back({{}, {}, fmt::format("{} more problems", count_ - told), {}, {}});
  }
  return result;
}

std::string nearest_name(std::string_view name, const std::vector<std::string_view>& names) {
  if (name.size() > longest_compared) {
    return {};
  }
  const std::string wanted = lower(name);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best = limit + 1;
  std::string_view nearest;
  for (const std::string_view candidate : names) {
    const std::size_t longer = std::max(candidate.size(), wanted.size());
    if (longer - std::min(candidate.size(), wanted.size()) >= best || candidate == name) {
      continue;
    }
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return std::string(nearest);
}

}  // namespace monazite
