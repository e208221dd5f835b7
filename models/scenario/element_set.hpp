#pragma once

#include <array>
#include <cstdint>

#include "models/scenario/world.hpp"

namespace monazite {

/// The elements whose flag is set, in the order of the elements.
inline ElementSet element_set(const std::array<bool, element_count>& flags) {
  ElementSet set;
  for (std::size_t e = 0; e < element_count; ++e) {
    if (flags[e]) {
      set.elements[set.count++] = static_cast<std::uint8_t>(e);
    }
  }
  return set;
}

/// Where an element stands in a set; `element_count` when it is not in it.
inline std::uint8_t position_in(const ElementSet& set, std::size_t element) {
  for (std::uint8_t k = 0; k < set.count; ++k) {
    if (set.elements[k] == element) {
      return k;
    }
  }
  return element_count;
}

}  // namespace monazite
