#include "models/material/material.hpp"

#include <catch2/catch.hpp>

#include "models/material/element.hpp"

namespace monazite {
namespace {

TEST_CASE("every rare earth is found by its symbol and by no other text") {
  for (std::size_t e = 0; e < rare_earth_count; ++e) {
    CHECK(element_from_symbol(element_symbols[e]) == static_cast<Element>(e));
  }
  CHECK_FALSE(element_from_symbol("nd"));
  CHECK_FALSE(element_from_symbol("Pm"));
  CHECK_FALSE(element_from_symbol(""));
  CHECK_FALSE(element_from_symbol("goods"));
}

TEST_CASE("oxide factors follow from the formula of the oxide and atomic masses") {
  struct Oxide {
    Element element;
    double atomic_mass;
    double metal_atoms;
    double oxygen_atoms;
  };
  // IUPAC standard atomic weights, 2021, abridged.
  constexpr double oxygen = 15.999;
  const Oxide oxides[] = {
      {Element::La, 138.91, 2, 3}, {Element::Ce, 140.12, 1, 2}, {Element::Pr, 140.91, 6, 11},
      {Element::Nd, 144.24, 2, 3}, {Element::Sm, 150.36, 2, 3}, {Element::Eu, 151.96, 2, 3},
      {Element::Gd, 157.25, 2, 3}, {Element::Tb, 158.93, 4, 7}, {Element::Dy, 162.50, 2, 3},
      {Element::Ho, 164.93, 2, 3}, {Element::Er, 167.26, 2, 3}, {Element::Tm, 168.93, 2, 3},
      {Element::Yb, 173.05, 2, 3}, {Element::Lu, 174.97, 2, 3}, {Element::Y, 88.906, 2, 3},
      {Element::Sc, 44.956, 2, 3}};
  for (const auto& oxide : oxides) {
    const double metal = oxide.metal_atoms * oxide.atomic_mass;
    CHECK(oxide_per_element[index_of(oxide.element)] ==
          Approx((metal + oxide.oxygen_atoms * oxygen) / metal).margin(1e-4));
  }
}

TEST_CASE("each form is weighed by the rule of its trade") {
  for (const auto form : {Form::concentrate, Form::carbonate, Form::oxide, Form::residue}) {
    CHECK(gross_rule(form) == GrossRule::oxide_equivalent);
  }
  CHECK(gross_rule(Form::metal) == GrossRule::element_sum);
  CHECK(gross_rule(Form::good) == GrossRule::element_sum);
  for (const auto form : {Form::alloy, Form::magnet, Form::scrap}) {
    CHECK(gross_rule(form) == GrossRule::recipe);
  }
}

}  // namespace
}  // namespace monazite
