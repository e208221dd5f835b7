#include "models/scenario/read_distribution.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace monazite {

namespace {

std::vector<std::string_view> distribution_names() {
  std::vector<std::string_view> names;
  for (const DistributionForm& form : distribution_forms) {
    names.push_back(form.name);
  }
  return names;
}

/// With a larger one, a lognormal draw can last longer than any calendar.
constexpr double largest_variation = 10;
constexpr double largest_weight = 1e9;

std::vector<std::string_view> split_arguments(std::string_view text) {
  std::vector<std::string_view> arguments;
  while (true) {
    const auto comma = text.find(',');
    arguments.push_back(trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) {
      return arguments;
    }
    text = text.substr(comma + 1);
  }
}

/// `mean 35 d` is a name and a value; `35 d` is a value alone.
std::string_view leading_name(std::string_view argument) {
  const auto space = argument.find(' ');
  const std::string_view word = argument.substr(0, space);
  const bool is_name = space != std::string_view::npos && !word.empty() &&
                       std::all_of(word.begin(), word.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return is_name ? word : std::string_view{};
}

class DistributionReader {
 public:
  DistributionReader(std::string_view text, const QuantityRule& rule,
                     const SampleReader& read_sample)
      : text_(text), rule_(rule), read_sample_(read_sample) {}

  Distribution read() {
    const auto open = text_.find('(');
    if (open == std::string_view::npos) {
      const double value = read_quantity(text_, rule_);
      check_range(value, text_, rule_.key);
      return Constant{value};
    }
    const std::string_view name = trimmed(text_.substr(0, open));
    const auto* const known =
        std::find_if(std::begin(distribution_forms), std::end(distribution_forms),
                     [&](const DistributionForm& form) { return form.name == name; });
    if (known == std::end(distribution_forms)) {
      const auto names = distribution_names();
      throw ValueProblem{fmt::format("unknown distribution '{}'", name), listed(names),
                         nearest_name(name, names)};
    }
    form_ = *known;
    if (text_.back() != ')') {
      fail("does not end with ')'", "a closing bracket");
    }
    arguments_ = split_arguments(text_.substr(open + 1, text_.size() - open - 2));
    return read_kind();
  }

 private:
  [[noreturn]] void fail(std::string_view what, std::string expected) const {
    throw ValueProblem{fmt::format("'{}' {}", text_, what), std::move(expected), {}};
  }

  Distribution read_kind() const {
    const std::string_view name = form_.name;
    if (name == "lognormal") {
      return lognormal();
    }
    if (name == "gamma") {
      return gamma();
    }
    if (name == "exponential") {
      return exponential();
    }
    if (name == "triangular") {
      return triangular();
    }
    if (name == "uniform") {
      return uniform();
    }
    return name == "choice" ? choice() : empirical();
  }

  [[nodiscard]] double value(std::string_view argument) const {
    const double result = read_quantity(argument, rule_);
    check_range(result, argument, rule_.key);
    return result;
  }

  /// A number without a unit, whatever the unit of the key.
  static double plain(std::string_view name, std::string_view argument, double largest) {
    Key key;
    key.name = name;
    key.kind = ValueKind::real;
    key.range = {0, largest, false};
    const double result = read_quantity(argument, {key, {}, false});
    check_range(result, argument, key);
    return result;
  }

  /// The arguments in the order of the form, each by its name or by its position.
  [[nodiscard]] std::vector<std::string_view> ordered() const {
    std::vector<std::string_view> names;
    for (const DistributionArgument& argument : form_.arguments) {
      names.push_back(argument.name);
    }
    const std::string all = fmt::format("{}", fmt::join(names, ", "));
    std::vector<std::string_view> result(names.size());
    if (arguments_.size() != names.size()) {
      fail(fmt::format("has {} arguments", arguments_.size()), all);
    }
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      const std::string_view name = leading_name(arguments_[i]);
      const auto at = name.empty() ? names.begin() + static_cast<std::ptrdiff_t>(i)
                                   : std::find(names.begin(), names.end(), name);
      if (at == names.end()) {
        throw ValueProblem{fmt::format("unknown argument '{}' in '{}'", name, text_), all,
                           nearest_name(name, names)};
      }
      auto& place = result[static_cast<std::size_t>(at - names.begin())];
      if (!place.empty()) {
        fail(fmt::format("gives '{}' twice", *at), all);
      }
      place = trimmed(arguments_[i].substr(name.size()));
    }
    return result;
  }

  [[nodiscard]] Distribution lognormal() const {
    const auto arguments = ordered();
    const Lognormal result{value(arguments[0]), plain("cv", arguments[1], largest_variation)};
    if (!(result.mean > 0)) {
      fail("has no positive mean", "a mean above 0");
    }
    return result;
  }

  [[nodiscard]] Distribution gamma() const {
    const auto arguments = ordered();
    const Gamma result{value(arguments[0]), plain("cv", arguments[1], largest_variation)};
    if (!(result.mean > 0)) {
      fail("has no positive mean", "a mean above 0");
    }
    return result;
  }

  [[nodiscard]] Distribution exponential() const {
    const Gamma result{value(ordered()[0]), 1};
    if (!(result.mean > 0)) {
      fail("has no positive mean", "a mean above 0");
    }
    return result;
  }

  [[nodiscard]] Distribution triangular() const {
    const auto arguments = ordered();
    const Triangular result{value(arguments[0]), value(arguments[1]), value(arguments[2])};
    if (!(result.low <= result.mode && result.mode <= result.high)) {
      fail("is not in order", "low, mode, high");
    }
    return result;
  }

  [[nodiscard]] Distribution uniform() const {
    const auto arguments = ordered();
    const Uniform result{value(arguments[0]), value(arguments[1])};
    if (!(result.low <= result.high)) {
      fail("is not in order", "low, high");
    }
    return result;
  }

  [[nodiscard]] Distribution choice() const {
    Choice result;
    double total = 0;
    for (const std::string_view argument : arguments_) {
      const auto colon = argument.find(':');
      if (colon == std::string_view::npos) {
        fail("has a value without a weight", "choice(value: weight, …)");
      }
      result.values.push_back(value(trimmed(argument.substr(0, colon))));
      result.weights.push_back(
          plain("weight", trimmed(argument.substr(colon + 1)), largest_weight));
      total += result.weights.back();
    }
    if (!(total > 0)) {
      fail("has no positive weight", "a weight above 0");
    }
    return result;
  }

  [[nodiscard]] Distribution empirical() const {
    const auto colon = arguments_[0].rfind(':');
    if (arguments_.size() != 1 || colon == std::string_view::npos) {
      fail("names no column of a file", "empirical(FILE.csv:COLUMN)");
    }
    Choice result;
    result.values = read_sample_(trimmed(arguments_[0].substr(0, colon)),
                                 trimmed(arguments_[0].substr(colon + 1)));
    result.weights.assign(result.values.size(), 1.0);
    return result;
  }

  std::string_view text_;
  const QuantityRule& rule_;
  const SampleReader& read_sample_;
  DistributionForm form_;
  std::vector<std::string_view> arguments_;
};

struct TextOf {
  std::string_view unit;

  [[nodiscard]] std::string value(double number) const {
    return unit.empty() ? shortest(number) : fmt::format("{} {}", shortest(number), unit);
  }
  std::string operator()(const Constant& d) const { return value(d.value); }
  std::string operator()(const Lognormal& d) const {
    return fmt::format("lognormal(mean {}, cv {})", value(d.mean), shortest(d.cv));
  }
  std::string operator()(const Gamma& d) const {
    return fmt::format("gamma(mean {}, cv {})", value(d.mean), shortest(d.cv));
  }
  std::string operator()(const Triangular& d) const {
    return fmt::format("triangular({}, {}, {})", value(d.low), value(d.mode), value(d.high));
  }
  std::string operator()(const Uniform& d) const {
    return fmt::format("uniform({}, {})", value(d.low), value(d.high));
  }
  std::string operator()(const Choice& d) const {
    std::string text;
    for (std::size_t i = 0; i < d.values.size(); ++i) {
      text +=
          fmt::format("{}{}: {}", i == 0 ? "" : ", ", value(d.values[i]), shortest(d.weights[i]));
    }
    return fmt::format("choice({})", text);
  }
};

}  // namespace

Distribution read_distribution(std::string_view text, const QuantityRule& rule,
                               const SampleReader& read_sample) {
  return DistributionReader(trimmed(text), rule, read_sample).read();
}

std::string distribution_text(const Distribution& distribution, std::string_view unit) {
  return std::visit(TextOf{unit}, distribution);
}

}  // namespace monazite
