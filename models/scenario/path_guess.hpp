#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/node.hpp"
#include "models/scenario/section.hpp"

namespace monazite {

/// Key paths that may be meant by one whose part `part` names no item of `list`: items of several
/// identifying keys are named by all of them (`lines.PLANT/separating.lot`), and the parts from
/// `part` on name some of these (`lines.PLANT.lot`, `lines.PLANT.separating.lot`).
std::vector<std::string> paths_of_parts(const Node* list, const Section& section,
                                        std::span<const std::string_view> parts, std::size_t part);

/// Key paths that may be meant by one whose part `part` is no key of `record`: a list of the
/// scenario with that name, or with that key in its items, where an item is identified by the
/// record's id (`facilities.PLANT.lines.separating.lot`, `facilities.PLANT.lot`).
std::vector<std::string> paths_beside(const Node& scenario, const Node& record,
                                      std::span<const std::string_view> parts, std::size_t part);

/// `'a', 'b' or 'c'`: the first paths of a list, and whether there are others.
std::string listed_paths(std::span<const std::string> paths);

}  // namespace monazite
