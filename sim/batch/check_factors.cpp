#include "sim/batch/check_factors.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "models/quantity/unit.hpp"
#include "models/scenario/read_yaml.hpp"
#include "sim/batch/design.hpp"
#include "sim/batch/flow_text.hpp"

namespace monazite {

namespace {

/// A key path and the value that it gets.
using Assignment = std::pair<std::string, std::string>;

/// Keys of a scenario that a sweep has in their place.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> keys_of_sweep = {
    {{"runs.seed", "seed"}, {"runs.replications", "replications"}}};

void append_leaves(std::string path, const Node& value, std::vector<Assignment>& leaves) {
  if (value.kind != Node::Kind::map) {
    leaves.emplace_back(std::move(path), value.kind == Node::Kind::scalar ? std::string(value.text)
                                                                          : flow_text(value));
    return;
  }
  for (const Node& item : value.items) {
    append_leaves(fmt::format("{}.{}", path, item.key), item, leaves);
  }
}

/// The keys that a setting `key.path=value` sets: one, or those of the map that is its value.
std::vector<Assignment> assignments_of(const std::string& setting) {
  const std::string_view text = setting;
  const auto equals = text.find('=');
  std::string path(trimmed(text.substr(0, equals)));
  const std::string value(equals == std::string_view::npos ? std::string_view()
                                                           : trimmed(text.substr(equals + 1)));
  std::vector<Assignment> leaves;
  if (!value.empty() && std::string_view("{\"'").find(value.front()) != std::string_view::npos) {
    TextStore texts;
    ReadBudget budget;
    Diagnostics problems;
    if (const auto node = read_yaml(value, 0, texts, budget, problems); node && problems.empty()) {
      append_leaves(path, *node, leaves);
    }
  }
  if (leaves.empty()) {
    leaves.emplace_back(std::move(path), value);
  }
  return leaves;
}

/// The same for values that are the same however they are written: `1`, `1.0`, `100 %`.
std::string meaning_of(const std::string& value) {
  const QuantityText quantity = parse_quantity(value);
  if (quantity.fault != NumberFault::none || !quantity.unit) {
    return value;
  }
  const Unit& unit = *quantity.unit;
  const Dimension& d = unit.dimension;
  // Fifteen digits leave out the error of the conversion.
  return fmt::format("{:.15g} {} {} {} {}",
                     convert(quantity.value, unit, Unit{1, 1, unit.dimension}), d.time, d.mass,
                     d.money, d.work);
}

const std::vector<FactorLevel>* levels_of(const FactorSpec& factor) {
  return std::get_if<std::vector<FactorLevel>>(&factor.values);
}

/// The keys that a factor sets, each once.
std::set<std::string> keys_of(const FactorSpec& factor) {
  std::set<std::string> keys;
  for (const std::string& key : factor.keys) {
    keys.emplace(trimmed(key));
  }
  if (const auto* levels = levels_of(factor); levels != nullptr && !levels->empty()) {
    // What a value is decides which keys it sets: a map sets those in it.
    keys.clear();
    for (const FactorLevel& level : *levels) {
      for (const std::string& setting : level.settings) {
        for (auto& [key, value] : assignments_of(setting)) {
          keys.insert(std::move(key));
        }
      }
    }
  }
  return keys;
}

/// Whether setting one key path sets the other too: they are the same, or one holds the other.
bool overlap(std::string_view a, std::string_view b) {
  const auto [shorter, longer] = a.size() <= b.size() ? std::pair(a, b) : std::pair(b, a);
  return longer.starts_with(shorter) &&
         (longer.size() == shorter.size() || longer[shorter.size()] == '.');
}

class FactorCheck {
 public:
  explicit FactorCheck(const SweepSpec& spec) : spec_(spec) {
    for (const FactorSpec& factor : spec.factors) {
      keys_.push_back(keys_of(factor));
    }
  }

  std::vector<FactorProblem> run() {
    for (std::size_t f = 0; f < spec_.factors.size(); ++f) {
      check_keys_of_sweep(f);
      check_own_keys(f);
      for (std::size_t other = 0; other < f; ++other) {
        for (const std::string& key : keys_[other]) {
          check_against(f, key, fmt::format("the factor '{}'", spec_.factors[other].name));
        }
      }
      for (const std::string& key : spec_.member_keys) {
        check_against(f, key, "the ensemble");
      }
      check_settings(f, spec_.settings, "'set'");
      check_levels(f);
      check_steps(f);
    }
    return std::move(problems_);
  }

  std::vector<FactorProblem> run_against(std::span<const std::string> settings) {
    for (std::size_t f = 0; f < spec_.factors.size(); ++f) {
      check_settings(f, settings, "--set");
    }
    return std::move(problems_);
  }

 private:
  void check_keys_of_sweep(std::size_t f) {
    for (const auto& [key, own] : keys_of_sweep) {
      for (const std::string& mine : keys_[f]) {
        if (overlap(mine, key)) {
          add(f, fmt::format("'{}' is no factor: the sweep says it for all variants", mine),
              fmt::format("'{}' of the sweep", own));
        }
      }
    }
  }

  void check_own_keys(std::size_t f) {
    std::set<std::string_view> seen;
    for (const std::string& key : spec_.factors[f].keys) {
      if (!seen.insert(trimmed(key)).second) {
        add(f, fmt::format("the factor '{}' names '{}' twice", spec_.factors[f].name, key),
            "each key once");
      }
    }
  }

  void check_settings(std::size_t f, std::span<const std::string> settings, const char* where) {
    for (const std::string& setting : settings) {
      for (const auto& [key, value] : assignments_of(setting)) {
        check_against(f, key, where);
      }
    }
  }

  void check_against(std::size_t f, const std::string& key, const std::string& where) {
    for (const std::string& mine : keys_[f]) {
      if (overlap(mine, key)) {
        add(f,
            fmt::format("'{}' of the factor '{}' is set by {} too{}", mine, spec_.factors[f].name,
                        where, mine == key ? "" : fmt::format(", as '{}'", key)),
            "each key in one place");
      }
    }
  }

  void check_levels(std::size_t f) {
    const auto* levels = levels_of(spec_.factors[f]);
    std::map<std::map<std::string, std::string>, const FactorLevel*> known;
    for (std::size_t k = 0; levels != nullptr && k < levels->size(); ++k) {
      const FactorLevel& level = (*levels)[k];
      std::map<std::string, std::string> meaning;
      for (const std::string& setting : level.settings) {
        for (const auto& [key, value] : assignments_of(setting)) {
          meaning[key] = meaning_of(value);
        }
      }
      const auto [first, is_new] = known.emplace(std::move(meaning), &level);
      if (!is_new) {
        problems_.push_back({level.place,
                             fmt::format("'{}' of the factor '{}' is the same as '{}' before it",
                                         level.label, spec_.factors[f].name, first->second->label),
                             "each level once"});
      }
    }
  }

  /// Steps of a grid that are rounded to the same value.
  void check_steps(std::size_t f) {
    const FactorSpec& factor = spec_.factors[f];
    const auto* numbers = std::get_if<FactorNumbers>(&factor.values);
    if (numbers == nullptr || spec_.design.method != DesignMethod::grid ||
        !(numbers->round_to > 0)) {
      return;
    }
    std::set<std::string> values;
    for (std::uint64_t step = 0; step < numbers->steps; ++step) {
      values.insert(level_of_step(factor, step).label);
    }
    if (values.size() < numbers->steps) {
      add(f,
          fmt::format("of the {} steps of '{}' only {} differ when they are rounded",
                      numbers->steps, factor.name, values.size()),
          fmt::format("at most {} steps, or a finer round_to", values.size()));
    }
  }

  void add(std::size_t f, std::string message, std::string expected) {
    problems_.push_back({spec_.factors[f].place, std::move(message), std::move(expected)});
  }

  const SweepSpec& spec_;
  std::vector<std::set<std::string>> keys_;  ///< by factor
  std::vector<FactorProblem> problems_;
};

}  // namespace

std::vector<FactorProblem> idle_factors(const SweepSpec& spec) { return FactorCheck(spec).run(); }

std::vector<FactorProblem> factors_set_elsewhere(const SweepSpec& spec,
                                                 std::span<const std::string> settings) {
  return FactorCheck(spec).run_against(settings);
}

}  // namespace monazite
