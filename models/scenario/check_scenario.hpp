#pragma once

#include <vector>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/read_value.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// Tells every name that is the id of nothing, with the nearest id that there is; not of what a
/// list that could not be read may hold.
void check_references(const Scenario& scenario, const ReadContext& read, Diagnostics& problems);

/// Tells what records say against each other: an id that is both a region (sector) and a group, and
/// an element of which the outputs of a process take more than there is.
void check_scenario(const Scenario& scenario, Diagnostics& problems);

/// Tells where goods are mixed with what holds rare earths: a good is made from nothing, by a
/// process of its own, and used up by plants alone.
void check_goods(const Scenario& scenario, Diagnostics& problems);

/// Tells of facilities in two firms, and of entity lists with the id of a firm.
void check_firms(const Scenario& scenario, Diagnostics& problems);

}  // namespace monazite
