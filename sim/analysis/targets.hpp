#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// What a target is about.
enum class TargetQuantity : std::uint8_t {
  mined,      ///< oxide equivalent out of the ground
  separated,  ///< oxides put out by separation plants, not by recyclers
  blanks,     ///< magnets before grinding, compared by the finished ones that they give
  exports,    ///< sent across the border
  oxide,      ///< separated oxide of one material, recycled too
  surplus     ///< taken by the outlets of one material
};

/// The name of a quantity, as tables and pages show it.
std::string_view name_of(TargetQuantity quantity);

/// A published or balanced figure of the base year that a run of it must meet.
struct BaseYearTarget {
  TargetQuantity quantity = TargetQuantity::mined;
  std::string region;  ///< an id; `REST` is every region but China, `WORLD` every one
  std::string material;
  double tonnes = 0;
  double yield = 1;  ///< tonnes that the model counts per tonne of the target
  Provenance provenance;
  Place place;
};

/// How far the model may lie from a target, as a share of it.
double allowed_error(TargetQuantity quantity);

/// Reads a table of targets (targets.csv). Throws InputError with all problems; a table without a
/// row is one, for a year without targets would meet them all.
std::vector<BaseYearTarget> read_targets(const std::string& path);

}  // namespace monazite
