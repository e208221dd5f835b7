#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace monazite {

/// The accounts of the ledger: the rare earths (lanthanides without promethium, yttrium and
/// scandium) by contained mass, and `goods`, in which goods of any kind are counted: a unit of a
/// good is there what a tonne of an element is, so a millionth of a unit is its gram.
enum class Element : std::uint8_t {
  La,
  Ce,
  Pr,
  Nd,
  Sm,
  Eu,
  Gd,
  Tb,
  Dy,
  Ho,
  Er,
  Tm,
  Yb,
  Lu,
  Y,
  Sc,
  goods
};

inline constexpr std::size_t element_count = 17;

/// Those that are elements of chemistry: the first ones.
inline constexpr std::size_t rare_earth_count = 16;

/// Chemical symbols, and the name of the account of goods, in the order of `Element`.
inline constexpr std::array<std::string_view, element_count> element_symbols = {
    "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb",   "Dy",
    "Ho", "Er", "Tm", "Yb", "Lu", "Y",  "Sc", "goods"};

/// The chemical symbols alone.
inline constexpr std::span rare_earth_symbols(element_symbols.data(), rare_earth_count);

/// Tonnes of the usual oxide per tonne of contained element (La2O3, CeO2, Pr6O11, Nd2O3, Tb4O7 and
/// the sesquioxides of the rest), from atomic masses. A good has no oxide: it counts as itself.
inline constexpr std::array<double, element_count> oxide_per_element = {
    1.1728, 1.2284, 1.2082, 1.1664, 1.1596, 1.1579, 1.1526, 1.1762, 1.1477,
    1.1455, 1.1435, 1.1421, 1.1387, 1.1372, 1.2699, 1.5338, 1};

/// The rare earth with this symbol; nothing when there is none.
constexpr std::optional<Element> element_from_symbol(std::string_view symbol) {
  for (std::size_t i = 0; i < rare_earth_count; ++i) {
    if (element_symbols[i] == symbol) {
      return static_cast<Element>(i);
    }
  }
  return std::nullopt;
}

constexpr std::size_t index_of(Element element) { return static_cast<std::size_t>(element); }

}  // namespace monazite
