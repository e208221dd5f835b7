#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace monazite {

/// The elements of the ledger: the lanthanides without promethium, yttrium and scandium.
enum class Element : std::uint8_t { La, Ce, Pr, Nd, Sm, Eu, Gd, Tb, Dy, Ho, Er, Tm, Yb, Lu, Y, Sc };

inline constexpr std::size_t element_count = 16;

/// Chemical symbols in the order of `Element`.
inline constexpr std::array<std::string_view, element_count> element_symbols = {
    "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y", "Sc"};

/// Tonnes of the usual oxide per tonne of contained element (La2O3, CeO2, Pr6O11, Nd2O3, Tb4O7 and
/// the sesquioxides of the rest), from atomic masses.
inline constexpr std::array<double, element_count> oxide_per_element = {
    1.1728, 1.2284, 1.2082, 1.1664, 1.1596, 1.1579, 1.1526, 1.1762,
    1.1477, 1.1455, 1.1435, 1.1421, 1.1387, 1.1372, 1.2699, 1.5338};

/// The element with this symbol; nothing when there is none.
constexpr std::optional<Element> element_from_symbol(std::string_view symbol) {
  for (std::size_t i = 0; i < element_count; ++i) {
    if (element_symbols[i] == symbol) {
      return static_cast<Element>(i);
    }
  }
  return std::nullopt;
}

constexpr std::size_t index_of(Element element) { return static_cast<std::size_t>(element); }

}  // namespace monazite
