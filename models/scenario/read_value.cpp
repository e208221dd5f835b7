#include "models/scenario/read_value.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <string>

#include "models/quantity/number.hpp"
#include "models/scenario/read_distribution.hpp"
#include "models/scenario/read_quantity.hpp"

namespace monazite {

namespace {

constexpr std::size_t longest_identifier = 200;

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// Reads one field into one slot; throws ValueProblem.
class ValueReader {
 public:
  ValueReader(const Key& key, const Slot& slot, const Field& field, ReadContext& context)
      : key_(key), slot_(slot), field_(field), context_(context) {}

  void read() {
    if (field_.kind == Node::Kind::null) {
      throw ValueProblem{fmt::format("'{}' has no value", key_.name), expected_value(key_), {}};
    }
    if (!field_.unit().empty() && key_.kind != ValueKind::real && key_.kind != ValueKind::whole &&
        key_.kind != ValueKind::distribution) {
      throw ValueProblem{fmt::format("the column '{}' takes no unit", key_.name), {}, {}, true};
    }
    if (key_.kind == ValueKind::wholes) {
      read_wholes();
      return;
    }
    if (key_.kind == ValueKind::texts) {
      read_texts();
      return;
    }
    if (key_.kind == ValueKind::shares) {
      read_shares();
      return;
    }
    if (field_.kind != Node::Kind::scalar) {
      throw ValueProblem{
          fmt::format("'{}' is a {}", key_.name, field_.kind == Node::Kind::map ? "map" : "list"),
          expected_value(key_),
          {}};
    }
    read_scalar();
  }

 private:
  template <class T>
  bool store(T value) {
    if (auto* const* plain = std::get_if<T*>(&slot_)) {
      **plain = std::move(value);
      return true;
    }
    return false;
  }

  template <class T>
  void store_either(T value) {
    if (!store(value)) {
      store(std::optional<T>(std::move(value)));
    }
  }

  [[nodiscard]] QuantityRule rule() const { return {key_, field_.header(), field_.quoted}; }

  void read_scalar() {
    switch (key_.kind) {
      case ValueKind::text:
        read_text();
        break;
      case ValueKind::identifier:
        read_identifier();
        break;
      case ValueKind::reference:
        refer_to(field_.text, field_.place);
        store(std::string(field_.text));
        break;
      case ValueKind::choice:
        read_choice();
        break;
      case ValueKind::real:
        read_real();
        break;
      case ValueKind::whole:
        read_whole_number();
        break;
      case ValueKind::boolean:
        read_boolean();
        break;
      case ValueKind::date:
        read_date();
        break;
      case ValueKind::distribution:
        store_either(read_distribution(
            field_.text, rule(), [&](auto file, auto column) { return sample_of(file, column); }));
        break;
      case ValueKind::wholes:
      case ValueKind::texts:
      case ValueKind::shares:
      case ValueKind::record:
      case ValueKind::records:
        break;
    }
  }

  /// Escapes in YAML may write what no file may hold.
  void read_text() {
    if (first_bad_byte(field_.text)) {
      throw ValueProblem{
          fmt::format("'{}' holds a control character", key_.name), expected_value(key_), {}};
    }
    store(std::string(field_.text));
  }

  void read_identifier() {
    if (!is_identifier(field_.text)) {
      throw ValueProblem{fmt::format("'{}' is no id", field_.text), expected_value(key_), {}};
    }
    if (field_.text.size() > longest_identifier) {
      throw ValueProblem{fmt::format("an id of {} bytes", field_.text.size()),
                         fmt::format("at most {}: it stands in every row", longest_identifier),
                         {}};
    }
    store(std::string(field_.text));
  }

  void refer_to(std::string_view text, Place place) {
    if (text.empty()) {
      throw ValueProblem{fmt::format("'{}' is empty", key_.name), expected_value(key_), {}};
    }
    if (key_.refers_to != Reference::none) {
      context_.references.push_back({text, place, key_.refers_to});
    }
  }

  [[nodiscard]] std::uint8_t number_of(std::string_view name) const {
    const auto found = std::find(key_.names.begin(), key_.names.end(), name);
    if (found == key_.names.end()) {
      throw ValueProblem{fmt::format("unknown {} '{}'", key_.name, name), listed(key_.names),
                         nearest_name(name, {key_.names.begin(), key_.names.end()})};
    }
    return static_cast<std::uint8_t>(found - key_.names.begin());
  }

  void read_choice() {
    if (key_.all_is_empty && field_.text == "all") {
      return;
    }
    const std::uint8_t number = number_of(field_.text);
    if (const auto* numbered = std::get_if<NumberedSlot>(&slot_)) {
      *numbered->number = number;
    } else if (const auto* optional = std::get_if<OptionalNumberedSlot>(&slot_)) {
      optional->set(optional->member, number);
    } else {
      store(std::string(field_.text));
    }
  }

  void read_real() {
    const double value = read_quantity(field_.text, rule());
    check_range(value, field_.text, key_);
    ask_about_percent(value);
    store_either(value);
  }

  /// A bare number may be meant in per cent: 25 would be a duty of 2,500 %.
  void ask_about_percent(double value) const {
    const NumberText number = read_number(field_.text);
    if (key_.is_in_percent && value >= asked_about_from && field_.unit().empty() &&
        number.rest.empty()) {
      context_.problems.add_warning(
          field_.place, fmt::format("'{}: {}' is {:.15g} %", key_.name, field_.text, value * 100),
          fmt::format("'{} %' if that is meant, else '{:.15g} %', which is not asked about",
                      field_.text, value * 100));
    }
  }

  [[nodiscard]] int whole_days_in(std::string_view text, const QuantityRule& rule) const {
    const double value = read_quantity(text, rule);
    check_range(value, text, key_);
    if (value != std::floor(value)) {
      throw ValueProblem{
          fmt::format("'{}' is no whole number of days", text), expected_value(key_), {}};
    }
    return static_cast<int>(value);
  }

  void read_wholes() {
    if (field_.kind != Node::Kind::scalar && field_.kind != Node::Kind::list) {
      throw ValueProblem{fmt::format("'{}' is a map", key_.name), expected_value(key_), {}};
    }
    auto& values = *std::get<std::vector<int>*>(slot_);
    values.clear();
    if (field_.kind == Node::Kind::scalar) {
      values.push_back(whole_days_in(field_.text, rule()));
      return;
    }
    for (const Node& item : field_.node->items) {
      try {
        if (item.kind != Node::Kind::scalar) {
          throw ValueProblem{
              fmt::format("a value in the list of '{}'", key_.name), expected_value(key_), {}};
        }
        values.push_back(whole_days_in(item.text, {key_, nullptr, field_of(item).quoted}));
      } catch (const ValueProblem& problem) {
        ++context_.failures;
        context_.problems.add(item.place, problem.message, problem.expected, problem.suggestion);
      }
    }
  }

  void read_whole_number() {
    if (!key_.unit.empty()) {
      store_either(whole_days_in(field_.text, rule()));
      return;
    }
    std::uint64_t value = 0;
    if (field_.quoted || !read_whole(field_.text, value)) {
      throw whole_problem();
    }
    check_range(static_cast<double>(value), field_.text, key_);
    if (!store(value) && value <= std::numeric_limits<int>::max()) {
      store_either(static_cast<int>(value));
    }
  }

  [[nodiscard]] ValueProblem whole_problem() const {
    const NumberText number = read_number(field_.text);
    if (!field_.quoted && number.fault != NumberFault::none &&
        number.fault != NumberFault::not_a_number) {
      return number_problem(number.fault, field_.text, key_);
    }
    return {fmt::format("'{}' is no whole number", field_.text), expected_value(key_), {}};
  }

  void read_boolean() {
    if (field_.quoted || (field_.text != "true" && field_.text != "false")) {
      throw ValueProblem{
          fmt::format("'{}' is no truth value", field_.text), expected_value(key_), {}};
    }
    store_either(field_.text == "true");
  }

  void read_date() {
    const auto date = parse_date(field_.text);
    if (!date) {
      throw ValueProblem{fmt::format("'{}' is no date", field_.text), expected_value(key_), {}};
    }
    store_either(*date);
  }

  std::vector<double> sample_of(std::string_view file, std::string_view column) {
    const Table* table = context_.files.open_table({file, field_.place});
    if (table == nullptr) {
      return {};
    }
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      names.push_back(table->columns[i].name);
      if (names.back() == column) {
        return column_values(*table, i);
      }
    }
    throw ValueProblem{fmt::format("no column '{}' in '{}'", column, file), listed(names),
                       nearest_name(column, names)};
  }

  std::vector<double> column_values(const Table& table, std::size_t column) {
    std::size_t& budget = context_.files.budget.cells;
    if (table.row_count() > budget) {
      throw ValueProblem{"the samples and tables of the scenario hold too many values",
                         "at most 10,000,000 in all",
                         {}};
    }
    budget -= table.row_count();
    std::vector<double> values;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const Field cell = field_of(table, row, column);
      if (cell.text.empty()) {
        continue;
      }
      try {
        values.push_back(read_quantity(cell.text, {key_, cell.header(), false}));
        check_range(values.back(), cell.text, key_);
      } catch (const ValueProblem& problem) {
        ++context_.failures;
        context_.problems.add(problem.is_of_column ? cell.key_place : cell.place, problem.message,
                              problem.expected, problem.suggestion);
      }
    }
    if (values.empty()) {
      throw ValueProblem{fmt::format("the column '{}' has no values", table.columns[column].name),
                         "at least one",
                         {}};
    }
    return values;
  }

  void read_texts() {
    if (field_.kind == Node::Kind::map) {
      throw ValueProblem{fmt::format("'{}' is a map", key_.name), expected_value(key_), {}};
    }
    if (field_.kind == Node::Kind::scalar) {
      read_names_in(field_.text);
      return;
    }
    if (field_.node->items.empty() && key_.all_is_empty) {
      throw ValueProblem{
          fmt::format("the list of '{}' is empty", key_.name), expected_value(key_), {}};
    }
    start_list();
    std::vector<std::string_view> seen;
    for (const Node& item : field_.node->items) {
      try {
        if (item.kind != Node::Kind::scalar) {
          throw ValueProblem{fmt::format("a value in the list of '{}'", key_.name), "a name", {}};
        }
        add_name(item.text, item.place, seen);
      } catch (const ValueProblem& problem) {
        ++context_.failures;
        context_.problems.add(item.place, problem.message, problem.expected, problem.suggestion);
      }
    }
  }

  void read_shares() {
    if (field_.kind != Node::Kind::map) {
      throw ValueProblem{fmt::format("'{}' is no map", key_.name), expected_value(key_), {}};
    }
    auto& shares = *std::get<std::vector<NamedShare>*>(slot_);
    shares.clear();
    for (const Node& item : field_.node->items) {
      try {
        shares.push_back({std::string(item.key), share_of(field_of(item))});
        if (item.key != "default") {
          refer_to(item.key, item.key_place);
        }
      } catch (const ValueProblem& problem) {
        ++context_.failures;
        context_.problems.add(item.place, problem.message, problem.expected, problem.suggestion);
      }
    }
  }

  [[nodiscard]] double share_of(const Field& field) const {
    if (field.kind != Node::Kind::scalar) {
      throw ValueProblem{fmt::format("'{}' in '{}' is no share", field.key, key_.name),
                         "a share such as '60 %'",
                         {}};
    }
    const double share = read_quantity(field.text, {key_, nullptr, field.quoted});
    check_range(share, field.text, key_);
    return share;
  }

  void read_names_in(std::string_view text) {
    start_list();
    if (key_.all_is_empty && text == "all") {
      return;
    }
    std::vector<std::string_view> seen;
    for (text = trimmed(text); !text.empty();) {
      const auto space = std::min(text.find_first_of(" \t\n"), text.size());
      add_name(text.substr(0, space), field_.place, seen);
      text = trimmed(text.substr(space == text.size() ? space : space + 1));
    }
  }

  void start_list() {
    if (auto* const* texts = std::get_if<std::vector<std::string>*>(&slot_)) {
      (*texts)->clear();
    } else if (const auto* numbers = std::get_if<NumberListSlot>(&slot_)) {
      numbers->clear(numbers->member);
    }
  }

  void add_name(std::string_view name, Place place, std::vector<std::string_view>& seen) {
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      throw ValueProblem{fmt::format("'{}' stands twice in '{}'", name, key_.name), {}, {}};
    }
    seen.push_back(name);
    refer_to(name, place);
    const std::uint8_t number = key_.names.empty() ? std::uint8_t{0} : number_of(name);
    if (auto* const* texts = std::get_if<std::vector<std::string>*>(&slot_)) {
      (*texts)->emplace_back(name);
    } else if (const auto* numbers = std::get_if<NumberListSlot>(&slot_)) {
      numbers->add(numbers->member, number);
    }
  }

  const Key& key_;
  const Slot& slot_;
  const Field& field_;
  ReadContext& context_;
};

}  // namespace

void read_value(const Key& key, const Slot& slot, const Field& field, ReadContext& context) {
  try {
    ValueReader(key, slot, field, context).read();
  } catch (const ValueProblem& problem) {
    ++context.failures;
    context.problems.add(problem.is_of_column ? field.key_place : field.place, problem.message,
                         problem.expected, problem.suggestion);
  }
}

}  // namespace monazite
