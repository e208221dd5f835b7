#pragma once

#include <string_view>
#include <vector>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/section.hpp"
#include "models/scenario/source_files.hpp"

namespace monazite {

/// A name that must be the id of something else, resolved when all of the scenario is read.
struct ReferenceUse {
  std::string_view text;
  Place place;
  Reference to = Reference::none;
};

/// What the reading of values needs and leaves.
struct ReadContext {
  SourceFiles& files;
  Diagnostics& problems;
  bool is_complete = true;   ///< false when a file is missing: then no key is, for all one can say
  std::size_t failures = 0;  ///< values that are missing or could not be read
  std::vector<ReferenceUse> references = {};
  std::vector<const Section*> unread_lists = {};  ///< of lists that could not be read at all
};

/// Reads the value of a key that is no record into its slot. What is wrong is told and leaves the
/// slot as it was.
void read_value(const Key& key, const Slot& slot, const Field& field, ReadContext& context);

}  // namespace monazite
