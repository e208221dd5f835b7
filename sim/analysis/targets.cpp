#include "sim/analysis/targets.hpp"

#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "sim/analysis/table_rows.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 6> quantity_names = {"mined",   "separated", "blanks",
                                                            "exports", "oxide",     "surplus"};

constexpr double allowed_of_mined = 0.03;
constexpr double allowed_of_others = 0.05;
constexpr double allowed_of_one_element = 0.1;

const Section& target_section() {
  static_assert(names_all<TargetQuantity::surplus>(quantity_names));
  static const Section section = [] {
    std::vector<Key> keys = {
        required(choice_key<&BaseYearTarget::quantity>("quantity", quantity_names,
                                                       "What the target is about.")),
        required(text_key<&BaseYearTarget::region>("region",
                                                   "A region, `REST` (all but CN) or `WORLD`.")),
        text_key<&BaseYearTarget::material>("material", "A form or a material."),
        required(real_key<&BaseYearTarget::tonnes>("target", "t", above_low(tonnes_range),
                                                   "The figure of the base year.")),
        real_key<&BaseYearTarget::yield>("yield", "", above_low(tonnes_range),
                                         "Tonnes that the model counts per tonne of the target."),
    };
    add_provenance<&BaseYearTarget::provenance>(keys);
    return section_of<BaseYearTarget>("target", std::move(keys));
  }();
  return section;
}

void refuse_twins(const std::vector<BaseYearTarget>& targets, Diagnostics& problems) {
  std::set<std::tuple<TargetQuantity, std::string, std::string>> seen;
  for (const auto& target : targets) {
    if (!seen.emplace(target.quantity, target.region, target.material).second) {
      problems.add(target.place, "the same target stands above", "one row a target");
    }
  }
}

}  // namespace

std::string_view name_of(TargetQuantity quantity) {
  return quantity_names[static_cast<std::size_t>(quantity)];
}

double allowed_error(TargetQuantity quantity) {
  switch (quantity) {
    case TargetQuantity::mined:
      return allowed_of_mined;
    case TargetQuantity::oxide:
    case TargetQuantity::surplus:
      return allowed_of_one_element;
    default:
      return allowed_of_others;
  }
}

std::vector<BaseYearTarget> read_targets(const std::string& path) {
  return read_rows<BaseYearTarget>(path, target_section(), refuse_twins);
}

}  // namespace monazite
