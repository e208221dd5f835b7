#include "sim/batch/read_factor.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "models/quantity/date.hpp"
#include "models/quantity/number.hpp"
#include "models/scenario/read_distribution.hpp"
#include "sim/batch/design.hpp"
#include "sim/batch/factor_distribution.hpp"
#include "sim/batch/setting_text.hpp"

namespace monazite {

namespace {

constexpr std::string_view expected_values =
    "a list, a distribution such as 'uniform(10 d, 30 d)', or a map with from and to, values, "
    "distribution or levels";

/// Names of keys, the last of them empty.
using Names = std::array<std::string_view, 9>;

constexpr std::uint64_t most_steps = 1'000'000;

std::vector<std::string> settings_of(const std::vector<std::string>& keys,
                                     const std::string& value) {
  std::vector<std::string> settings;
  settings.reserve(keys.size());
  for (const std::string& key : keys) {
    settings.push_back(fmt::format("{}={}", key, value));
  }
  return settings;
}

class FactorReader {
 public:
  FactorReader(const Node& entry, Diagnostics& problems) : entry_(entry), problems_(problems) {
    factor_.name = entry.key;
    factor_.place = entry.key_place;
    factor_.keys = {factor_.name};
  }

  FactorSpec read() {
    if (entry_.kind == Node::Kind::list) {
      read_values(entry_);
    } else if (entry_.kind == Node::Kind::scalar) {
      read_distribution_text(entry_);
    } else if (entry_.kind == Node::Kind::map) {
      read_map();
    } else {
      problems_.add(entry_.place, fmt::format("the factor '{}' has no values", factor_.name),
                    std::string(expected_values));
    }
    return std::move(factor_);
  }

 private:
  void read_values(const Node& list) {
    std::vector<FactorLevel> levels;
    for (const Node& item : list.items) {
      levels.push_back(
          {value_label(item), settings_of(factor_.keys, setting_text(item)), item.place});
    }
    if (levels.empty()) {
      problems_.add(list.place, fmt::format("the factor '{}' has no values", factor_.name),
                    "at least one");
    }
    factor_.values = std::move(levels);
  }

  void read_distribution_text(const Node& node) {
    FactorNumbers numbers = numbers_of_map();
    try {
      auto read = read_factor_distribution(factor_.name, node.text);
      if (is_constant(read.distribution)) {
        throw ValueProblem{
            fmt::format("'{}' does not vary", node.text), std::string(expected_values), {}, false};
      }
      numbers.domain = std::move(read.distribution);
      numbers.unit = std::move(read.unit);
      factor_.values = std::move(numbers);
    } catch (const ValueProblem& problem) {
      problems_.add(node.place, problem.message, problem.expected, problem.suggestion);
    }
  }

  void read_map() {
    static constexpr Names known = {"keys", "values", "distribution", "levels",  "from",
                                    "to",   "steps",  "scale",        "round_to"};
    for (const Node& item : entry_.items) {
      if (!has(known, item.key)) {
        problems_.add(item.key_place,
                      fmt::format("unknown key '{}' of the factor '{}'", item.key, factor_.name),
                      fmt::format("{}", fmt::join(known, ", ")),
                      nearest_name(item.key, {known.begin(), known.end()}));
      }
    }
    read_keys();
    const Node* values = find_item(entry_, "values");
    const Node* distribution = find_item(entry_, "distribution");
    const Node* levels = find_item(entry_, "levels");
    const Node* from = find_item(entry_, "from");
    const int forms = (values != nullptr) + (distribution != nullptr) + (levels != nullptr) +
                      (from != nullptr || find_item(entry_, "to") != nullptr);
    if (forms != 1) {
      problems_.add(entry_.place,
                    fmt::format("the factor '{}' {}", factor_.name,
                                forms == 0 ? "has no values" : "has values of two kinds"),
                    "one of values, distribution, levels, or from and to");
    } else if (values != nullptr && values->kind == Node::Kind::list) {
      refuse_beside({"keys", "values"});
      read_values(*values);
    } else if (distribution != nullptr && distribution->kind == Node::Kind::scalar) {
      refuse_beside({"keys", "distribution", "steps", "round_to"});
      read_distribution_text(*distribution);
    } else if (levels != nullptr && levels->kind == Node::Kind::map) {
      refuse_beside({"levels"});
      read_levels(*levels);
    } else if (values == nullptr && distribution == nullptr && levels == nullptr) {
      read_range();
    } else {
      problems_.add(entry_.place, fmt::format("the values of the factor '{}'", factor_.name),
                    "values as a list, distribution as a text, levels as a map");
    }
  }

  static bool has(const Names& names, std::string_view name) {
    return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
  }

  /// Tells the keys that say nothing of a factor whose values are given as `used`.
  void refuse_beside(const Names& used) {
    for (const Node& item : entry_.items) {
      if (!has(used, item.key)) {
        const auto end = std::find(used.begin(), used.end(), std::string_view());
        problems_.add(item.key_place,
                      fmt::format("'{}' says nothing of the factor '{}'", item.key, factor_.name),
                      fmt::format("{} alone", fmt::join(used.begin(), end, ", ")));
      }
    }
  }

  void read_keys() {
    const Node* keys = find_item(entry_, "keys");
    if (keys == nullptr) {
      return;
    }
    factor_.keys.clear();
    for (const Node& key : keys->items) {
      factor_.keys.emplace_back(key.text);
    }
    if (keys->kind != Node::Kind::list || factor_.keys.empty()) {
      problems_.add(keys->place, fmt::format("the keys of the factor '{}'", factor_.name),
                    "a list of key paths");
    }
  }

  void read_levels(const Node& map) {
    factor_.keys.clear();
    std::vector<FactorLevel> levels;
    for (const Node& item : map.items) {
      FactorLevel level{std::string(item.key), {}, item.place};
      if (item.kind != Node::Kind::map) {
        problems_.add(item.place, fmt::format("the level '{}'", item.key),
                      "a map from key paths to values");
      }
      for (const Node& value : item.items) {
        level.settings.push_back(fmt::format("{}={}", value.key, setting_text(value)));
      }
      levels.push_back(std::move(level));
    }
    if (levels.empty()) {
      problems_.add(map.place, fmt::format("the factor '{}' has no levels", factor_.name),
                    "at least one");
    }
    factor_.values = std::move(levels);
  }

  /// What the map says of any numbers.
  FactorNumbers numbers_of_map() {
    FactorNumbers numbers;
    if (const Node* steps = find_item(entry_, "steps")) {
      if (!read_whole(steps->text, numbers.steps) || numbers.steps < 2 ||
          numbers.steps > most_steps) {
        problems_.add(steps->place, fmt::format("'{}' steps", steps->text),
                      fmt::format("a whole number from 2 to {}", most_steps));
      }
    }
    if (const Node* round = find_item(entry_, "round_to")) {
      const auto quantity = parse_quantity(round->text);
      numbers.round_to = quantity.value;
      if (quantity.fault != NumberFault::none || !(quantity.value > 0) ||
          !quantity.unit_text.empty()) {
        problems_.add(round->place, fmt::format("'{}' to round to", round->text),
                      "a number above 0, without a unit");
        numbers.round_to = 0;
      }
    }
    return numbers;
  }

  void read_range() {
    const Node* from = find_item(entry_, "from");
    const Node* to = find_item(entry_, "to");
    if (from == nullptr || to == nullptr) {
      problems_.add(entry_.place, fmt::format("the range of the factor '{}' is open", factor_.name),
                    "both from and to");
      return;
    }
    FactorNumbers numbers = numbers_of_map();
    FactorRange range;
    const auto first = parse_date(from->text);
    const auto last = parse_date(to->text);
    if (first.has_value() != last.has_value()) {
      const Node& other = first ? *to : *from;
      problems_.add(other.place, fmt::format("'{}' is no date as the other bound", other.text),
                    "two dates, or two numbers");
      return;
    }
    if (first && last) {
      numbers.is_date = true;
      numbers.round_to = std::max(1.0, numbers.round_to);
      range.low = first->days_since_epoch;
      range.high = last->days_since_epoch;
    } else if (!read_bound(*from, range.low, numbers.unit) ||
               !read_second_bound(*to, range.high, numbers.unit)) {
      return;
    }
    if (!(range.low < range.high)) {
      problems_.add(to->place, fmt::format("'{}' is not above '{}'", to->text, from->text),
                    "an upper bound above the lower");
    }
    read_scale(range);
    check_rounding(range, numbers.round_to);
    numbers.domain = range;
    factor_.values = std::move(numbers);
  }

  void check_rounding(const FactorRange& range, double round_to) {
    const Node* round = find_item(entry_, "round_to");
    if (round == nullptr || !(round_to > 0) || !(range.low < range.high)) {
      return;
    }
    const auto [first, last] = multiples_between(range, round_to);
    if (first > last) {
      problems_.add(round->place,
                    fmt::format("no multiple of {} lies between the bounds of '{}'",
                                shortest(round_to), factor_.name),
                    "a smaller round_to, or a wider range");
    }
  }

  bool read_bound(const Node& bound, double& value, std::string& unit) {
    const auto quantity = parse_quantity(bound.text);
    if (bound.kind != Node::Kind::scalar || quantity.fault != NumberFault::none) {
      problems_.add(bound.place, fmt::format("'{}' bounds no range", bound.text),
                    "a number, with its unit, or a date");
      return false;
    }
    value = quantity.value;
    unit = quantity.unit_text;
    return true;
  }

  bool read_second_bound(const Node& bound, double& value, const std::string& first_unit) {
    std::string unit;
    if (!read_bound(bound, value, unit)) {
      return false;
    }
    if (unit != first_unit) {
      problems_.add(bound.place, fmt::format("'{}' has another unit than 'from'", bound.text),
                    first_unit.empty() ? "a number without a unit"
                                       : fmt::format("a number with '{}'", first_unit));
      return false;
    }
    return true;
  }

  void read_scale(FactorRange& range) {
    const Node* scale = find_item(entry_, "scale");
    if (scale == nullptr || scale->text == "linear") {
      return;
    }
    range.is_logarithmic = true;
    if (scale->text != "log") {
      problems_.add(scale->place, fmt::format("unknown scale '{}'", scale->text), "linear or log");
    } else if (!(range.low > 0)) {
      problems_.add(scale->place, "a logarithmic range must be above 0", "from above 0");
    }
  }

  const Node& entry_;
  Diagnostics& problems_;
  FactorSpec factor_;
};

}  // namespace

FactorSpec read_factor(const Node& entry, Diagnostics& problems) {
  return FactorReader(entry, problems).read();
}

}  // namespace monazite
