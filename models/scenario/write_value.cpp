#include "models/scenario/write_value.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <type_traits>

#include "models/quantity/unit.hpp"
#include "models/scenario/read_distribution.hpp"

namespace monazite {

namespace {

bool is_plain_yaml(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_word = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), is_word) &&
         text != "null" && text != "Null" && text != "NULL";
}

void append_quoted_yaml(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_cell(std::string& out, std::string_view text) {
  const bool has_end_space = trimmed(text).size() != text.size();
  const auto needs_quotes = [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; };
  if (!has_end_space && std::none_of(text.begin(), text.end(), needs_quotes)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  out += '"';
}

/// A distribution of seconds in days, when that changes no bit of it.
struct InDays {
  bool is_exact = true;

  double days(double seconds) {
    const double result = seconds / day_seconds;
    is_exact = is_exact && result * day_seconds == seconds;
    return result;
  }
  Distribution operator()(const Constant& d) { return Constant{days(d.value)}; }
  Distribution operator()(const Lognormal& d) { return Lognormal{days(d.mean), d.cv}; }
  Distribution operator()(const Gamma& d) { return Gamma{days(d.mean), d.cv}; }
  Distribution operator()(const Triangular& d) {
    return Triangular{days(d.low), days(d.mode), days(d.high)};
  }
  Distribution operator()(const Uniform& d) { return Uniform{days(d.low), days(d.high)}; }
  Distribution operator()(const Choice& d) {
    Choice result = d;
    for (double& value : result.values) {
      value = days(value);
    }
    return result;
  }
};

std::string text_of_distribution(const Distribution& distribution, std::string_view unit) {
  if (unit == "s") {
    InDays in_days;
    const Distribution converted = std::visit(in_days, distribution);
    if (in_days.is_exact) {
      return distribution_text(converted, "d");
    }
  }
  return distribution_text(distribution, unit);
}

/// A share in per cent, if that reads back to the same double; else without.
std::string in_percent_text(double share) {
  std::string text = fmt::format("{} %", shortest(share * 100));
  const QuantityText read = parse_quantity(text);
  return convert(read.value, *read.unit, Unit{}) == share ? text : shortest(share);
}

/// Writes what a slot holds.
class SlotWriter {
 public:
  SlotWriter(std::string& out, const Key& key, ValueStyle style)
      : out_(out), key_(key), style_(style) {}

  void operator()(std::monostate) const {
    if (key_.kind == ValueKind::choice) {
      out_ += key_.names.front();
    } else {
      out_ += shortest(key_.range.low);
    }
  }
  void operator()(const std::string* text) const { append_text(*text); }
  void operator()(const std::vector<std::string>* texts) const {
    append_list({texts->begin(), texts->end()});
  }
  void operator()(const std::vector<int>* values) const {
    out_ += '[';
    for (std::size_t i = 0; i < values->size(); ++i) {
      out_ += fmt::format("{}{} {}", i == 0 ? "" : ", ", (*values)[i], key_.unit);
    }
    out_ += ']';
  }
  void operator()(const double* value) const {
    if (key_.is_in_percent && *value >= asked_about_from) {
      out_ += in_percent_text(*value);
    } else {
      append_number(shortest(*value));
    }
  }
  void operator()(const std::optional<double>* value) const { (*this)(&**value); }
  void operator()(const int* value) const { append_number(fmt::format("{}", *value)); }
  void operator()(const std::optional<int>* value) const { (*this)(&**value); }
  void operator()(const std::uint64_t* value) const { append_number(fmt::format("{}", *value)); }
  void operator()(const bool* value) const { out_ += *value ? "true" : "false"; }
  void operator()(const std::optional<bool>* value) const { (*this)(&**value); }
  void operator()(const Date* value) const { out_ += to_iso(*value); }
  void operator()(const std::optional<Date>* value) const { (*this)(&**value); }
  void operator()(const Distribution* value) const {
    append_text(text_of_distribution(*value, key_.unit));
  }
  void operator()(const std::optional<Distribution>* value) const { (*this)(&**value); }
  void operator()(const NumberedSlot& slot) const { out_ += key_.names[*slot.number]; }
  void operator()(const OptionalNumberedSlot& slot) const {
    out_ += key_.names[*slot.get(slot.member)];
  }
  void operator()(const NumberListSlot& slot) const {
    std::vector<std::string_view> names;
    for (const std::uint8_t number : slot.get(slot.member)) {
      names.push_back(key_.names[number]);
    }
    append_list(names);
  }
  void operator()(const RecordSlot&) const {}
  void operator()(const RecordListSlot&) const {}
  void operator()(const std::vector<NamedShare>* shares) const {
    out_ += '{';
    for (std::size_t i = 0; i < shares->size(); ++i) {
      out_ += i == 0 ? "" : ", ";
      append_text((*shares)[i].name);
      out_ += fmt::format(": {}", shortest((*shares)[i].share));
    }
    out_ += '}';
  }

 private:
  void append_number(const std::string& number) const {
    out_ += number;
    if (style_ == ValueStyle::yaml && !key_.unit.empty()) {
      out_ += ' ';
      out_ += key_.unit;
    }
  }

  void append_text(std::string_view text) const {
    if (style_ == ValueStyle::cell) {
      append_cell(out_, text);
    } else if (is_plain_yaml(text)) {
      out_ += text;
    } else {
      append_quoted_yaml(out_, text);
    }
  }

  void append_list(const std::vector<std::string_view>& names) const {
    if (names.empty() && key_.all_is_empty) {
      out_ += "all";
    } else if (style_ == ValueStyle::cell) {
      append_cell(out_, fmt::format("{}", fmt::join(names, " ")));
    } else {
      out_ += '[';
      for (std::size_t i = 0; i < names.size(); ++i) {
        out_ += i == 0 ? "" : ", ";
        append_text(names[i]);
      }
      out_ += ']';
    }
  }

  std::string& out_;
  const Key& key_;
  ValueStyle style_;
};

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

struct Presence {
  bool operator()(std::monostate) const { return true; }
  bool operator()(const NumberedSlot&) const { return true; }
  bool operator()(const OptionalNumberedSlot& slot) const {
    return slot.get(slot.member).has_value();
  }
  bool operator()(const NumberListSlot&) const { return true; }
  bool operator()(const RecordSlot& slot) const { return slot.get(slot.member) != nullptr; }
  bool operator()(const RecordListSlot& slot) const {
    return slot.is_present(slot.member) && (slot.is_optional || slot.size(slot.member) > 0);
  }
  template <class T>
  bool operator()(T* value) const {
    if constexpr (is_optional<T>) {
      return value->has_value();
    } else if constexpr (std::is_same_v<T, std::string> ||
                         std::is_same_v<T, std::vector<NamedShare>>) {
      return !value->empty();
    } else {
      return true;
    }
  }
};

}  // namespace

bool has_value(const Key& key, const Slot& slot) {
  const bool is_checked_text = key.slot == nullptr && key.kind == ValueKind::text;
  const auto* const* list = std::get_if<std::vector<std::string>*>(&slot);
  const bool is_omitted = key.omits_empty && list != nullptr && (*list)->empty();
  return !is_checked_text && !is_omitted && std::visit(Presence{}, slot);
}

void append_value(std::string& out, const Key& key, const Slot& slot, ValueStyle style) {
  std::visit(SlotWriter(out, key, style), slot);
}

}  // namespace monazite
