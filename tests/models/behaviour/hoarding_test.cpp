#include "models/behaviour/hoarding.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace monazite {
namespace {

TEST_CASE("fear adds up what a buyer sees, and good news is no fear") {
  HoardingRules rules;
  rules.shortage_weight = 1;
  rules.price_weight = 0.5;
  rules.news_weight = 0.3;
  rules.delay_weight = 0.2;
  CHECK(fear_of(rules, {}) == 0);
  CHECK(fear_of(rules, {0.5, std::log(4), 1, 0.5}) == Approx(0.5 + 0.5 * std::log(4) + 0.3 + 0.1));
  CHECK(fear_of(rules, {0, -2, 0, -0.5}) == 0);
}

TEST_CASE("without fear nobody hoards, with all of it everybody as much as he ever would") {
  const HoardingRules rules;
  const double none = response_to(rules, 0);
  CHECK(hoarding_target(rules, 4, 0, none) == 1);
  CHECK(hoarding_target(rules, 4, rules.threshold, none) == Approx(2.5).margin(0.02));
  CHECK(hoarding_target(rules, 4, 10, none) == Approx(4));
  CHECK(hoarding_target(rules, 1, 10, none) == 1);
}

TEST_CASE("hoarding grows fast and fades slowly, in one step as in many") {
  HoardingRules rules;
  rules.rises_days = 7;
  rules.falls_days = 60;
  CHECK(next_hoarding(rules, 1, 3, 7) == Approx(3 - 2 * std::exp(-1)));
  CHECK(next_hoarding(rules, 3, 1, 60) == Approx(1 + 2 * std::exp(-1)));
  const double half = next_hoarding(rules, 3, 1, 15);
  CHECK(next_hoarding(rules, half, 1, 15) == Approx(next_hoarding(rules, 3, 1, 30)));
}

TEST_CASE("phantom orders grow with what is not met") {
  HoardingRules rules;
  rules.phantom_orders = 0.5;
  CHECK(order_inflation(rules, 0) == 1);
  CHECK(order_inflation(rules, 0.5) == 1.25);
  CHECK(order_inflation(rules, 2) == 1.5);
  CHECK(order_inflation(rules, 0.5, 0.4) == Approx(1.1));
  CHECK(order_inflation(rules, 1, 0) == 1);
}

TEST_CASE("a fifth of the buyers hoards without measure") {
  HoardingRules rules;
  rules.mild_most = 1.3;
  rules.strong_most = 4;
  rules.strong_share = 0.2;
  CHECK(most_hoarding(rules, 0) == 1);
  CHECK(most_hoarding(rules, 0.4) == Approx(1.15));
  CHECK(most_hoarding(rules, 0.8) == Approx(1.3));
  CHECK(most_hoarding(rules, 0.9) == Approx(2.65));
  int strong = 0;
  for (int k = 0; k < 1000; ++k) {
    strong += most_hoarding(rules, (k + 0.5) / 1000) > rules.mild_most ? 1 : 0;
  }
  CHECK(strong == 200);
}

}  // namespace
}  // namespace monazite
