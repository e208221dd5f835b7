#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace monazite {

/// What a material is, from ore to product. Decides how its tonnes are reported: oxide equivalent
/// for concentrate, carbonate, oxide and residue; contained metal for metal; gross for alloy,
/// magnet and scrap. A good holds no rare earth: it is counted in units of its own.
enum class Form : std::uint8_t {
  concentrate,
  carbonate,
  oxide,
  metal,
  alloy,
  magnet,
  scrap,
  residue,
  good
};

inline constexpr std::array<std::string_view, 9> form_names = {
    "concentrate", "carbonate", "oxide", "metal", "alloy", "magnet", "scrap", "residue", "good"};

/// How the gross tonnes of a form follow from its contained elements.
enum class GrossRule : std::uint8_t { oxide_equivalent, element_sum, recipe };

constexpr GrossRule gross_rule(Form form) {
  switch (form) {
    case Form::concentrate:
    case Form::carbonate:
    case Form::oxide:
    case Form::residue:
      return GrossRule::oxide_equivalent;
    case Form::metal:
    case Form::good:
      return GrossRule::element_sum;
    case Form::alloy:
    case Form::magnet:
    case Form::scrap:
      return GrossRule::recipe;
  }
  return GrossRule::recipe;
}

}  // namespace monazite
