#include <fmt/format.h>
#include <map>
#include <set>
#include <string_view>

#include "models/scenario/check_scenario.hpp"

namespace monazite {

namespace {

using GoodIds = std::set<std::string_view>;

/// What is made as a good comes from nothing: its maker's own chain is not in the model.
void check_makers_of_goods(const Scenario& scenario, const GoodIds& goods, Diagnostics& problems) {
  std::map<std::string_view, std::string_view> output_of;
  std::set<std::string_view> makes_goods;
  for (const ProcessOutputSpec& output : scenario.process_outputs) {
    const auto [first, is_new] = output_of.try_emplace(output.process, output.material);
    const bool is_good = goods.count(output.material) != 0;
    if (!is_new && (is_good || makes_goods.count(output.process) != 0)) {
      problems.add(output.place,
                   fmt::format("the process '{}' makes '{}' beside '{}'", output.process,
                               output.material, first->second),
                   "a process of its own for each good");
    }
    if (!is_good) {
      continue;
    }
    makes_goods.insert(output.process);
    if (output.element) {
      problems.add(output.place, fmt::format("'element' of the good '{}'", output.material),
                   "no 'element': a good holds none");
    }
  }
  for (const ProcessSpec& process : scenario.processes) {
    if (makes_goods.count(process.id) != 0 && !process.composition.empty()) {
      problems.add(process.place,
                   fmt::format("'composition' of '{}', which makes a good", process.id),
                   "a process without 'composition'");
    }
  }
  for (const ProcessInputSpec& input : scenario.process_inputs) {
    if (makes_goods.count(input.process) != 0) {
      problems.add(
          input.place,
          fmt::format("'{}', which makes a good, draws '{}'", input.process, input.material),
          "a good whose own chain is left out");
    }
  }
}

/// Goods are used up by plants; a line that works ore or metal has no use for them.
void check_users_of_goods(const Scenario& scenario, const GoodIds& goods, Diagnostics& problems) {
  std::set<std::string_view> of_lines;
  for (const LineSpec& line : scenario.lines) {
    of_lines.insert(line.process);
  }
  std::map<std::pair<std::string_view, std::string_view>, bool> slot_holds_goods;
  for (const ProcessInputSpec& input : scenario.process_inputs) {
    const bool is_good = goods.count(input.material) != 0;
    if (is_good && of_lines.count(input.process) != 0) {
      problems.add(input.place,
                   fmt::format("the good '{}' is drawn by a production line", input.material),
                   "a process of 'demand' alone");
    }
    const std::string_view slot = input.slot.empty() ? input.material : input.slot;
    const auto [first, is_new] = slot_holds_goods.try_emplace({input.process, slot}, is_good);
    if (!is_new && first->second != is_good) {
      problems.add(input.place,
                   fmt::format("the slot '{}' of '{}' mixes goods with other materials", slot,
                               input.process),
                   "one slot for goods and one for the others");
    }
  }
}

}  // namespace

void check_goods(const Scenario& scenario, Diagnostics& problems) {
  GoodIds goods;
  for (const MaterialSpec& material : scenario.materials) {
    if (material.form == Form::good) {
      goods.insert(material.id);
    }
  }
  if (goods.empty()) {
    return;
  }
  check_makers_of_goods(scenario, goods, problems);
  check_users_of_goods(scenario, goods, problems);
}

}  // namespace monazite
