#include "models/policy/licence.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <tuple>

namespace monazite {
namespace {

TEST_CASE("a record moves the chance of approval both ways, and moves none that is certain") {
  CHECK(approval_chance(0.6, 1, {}) == 0.6);
  CHECK(approval_chance(0.6, 0, {10, 0}) == 0.6);
  CHECK(approval_chance(0.6, 1, {10, 0}) > 0.6);
  CHECK(approval_chance(0.6, 1, {0, 10}) < 0.6);
  CHECK(approval_chance(0.6, 1, {5, 5}) == Approx(0.6));
  // Log odds of a half are 0; the record of 8 out of 8 counts for 8 / 12.
  CHECK(approval_chance(0.5, 1.5, {8, 0}) == Approx(1 / (1 + std::exp(-1.0))));
  CHECK(approval_chance(0, 5, {10, 0}) == 0);
  CHECK(approval_chance(1, 5, {0, 10}) == 1);
}

TEST_CASE("an application has to pass for its use and for its destination") {
  CHECK(ApprovalChance{}.both() == 1);
  CHECK(ApprovalChance{0.5F, 0.25F}.both() == 0.125);
  CHECK(ApprovalChance{0.75F, 1}.both() == 0.75);
  CHECK(ApprovalChance{0, 1}.both() == 0);
  CHECK(ApprovalChance{1, 0}.both() == 0);
}

TEST_CASE("who gets a part asks for more, up to a limit") {
  CHECK(asked_quantity(10, {1, 1}, 3) == 10);
  CHECK(asked_quantity(10, {0.5, 1}, 3) == Approx(20));
  CHECK(asked_quantity(10, {0.1, 1}, 3) == Approx(30));
  CHECK(asked_quantity(10, {0, 1}, 3) == Approx(30));
  CHECK(asked_quantity(10, {0.5, 1}, 1) == 10);
}

TEST_CASE("a regime goes through its levels and tells what is in force") {
  LicenceRegime regime;
  for (const auto& [month, action, in_force] :
       {std::tuple(4U, "impose", true), std::tuple(6U, "suspend", false)}) {
    auto& level = regime.levels.emplace_back();
    level.on = date_of(2025, month, 1);
    level.action = action;
    level.in_force = in_force;
  }
  const auto before = step(regime, {}, date_of(2025, 3, 31));
  CHECK_FALSE(before.is_in_force);
  CHECK(before.wake == date_of(2025, 4, 1));
  const auto begun = step(regime, before.state, date_of(2025, 4, 1));
  CHECK(begun.is_in_force);
  CHECK(begun.action == "impose");
  const auto over = step(regime, begun.state, date_of(2025, 7, 1));
  CHECK_FALSE(over.is_in_force);
  CHECK_FALSE(over.wake);
}

}  // namespace
}  // namespace monazite
