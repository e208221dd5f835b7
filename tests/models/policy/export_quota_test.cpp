#include "models/policy/export_quota.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <rapidcheck.h>
#include <vector>

namespace monazite {
namespace {

using Accounts = std::vector<QuotaAccount>;

TEST_CASE("a batch is shared out by weight, to the gram") {
  Accounts accounts(3);
  accounts[0].weight = accounts[1].weight = accounts[2].weight = 1.0 / 3;
  issue(accounts, 100);
  CHECK(accounts[0].left == 33);
  CHECK(accounts[1].left == 34);
  CHECK(accounts[2].left == 33);
  issue(accounts, 2);
  CHECK(accounts[0].allotted + accounts[1].allotted + accounts[2].allotted == 102);
}

TEST_CASE("what is withdrawn is taken of what each has left, and no more than that") {
  Accounts accounts(3);
  accounts[0].left = accounts[0].allotted = 10;
  accounts[1].left = accounts[1].allotted = 0;
  accounts[2].left = 30;
  accounts[2].allotted = 50;
  CHECK(withdraw(accounts, 20) == 20);
  CHECK(accounts[0].left == 5);
  CHECK(accounts[1].left == 0);
  CHECK(accounts[2].left == 15);
  CHECK(accounts[2].allotted == 35);
  CHECK(withdraw(accounts, 100) == 20);
  CHECK(accounts[0].left + accounts[1].left + accounts[2].left == 0);
  CHECK(withdraw(accounts, 1) == 0);
}

TEST_CASE("an action takes back of an earlier one what this year has had of it") {
  const auto grams = [](std::int64_t from, std::int64_t to, std::int64_t this_year) {
    return issue_beside_plan(Mass{from}, Mass{to}, this_year);
  };
  CHECK(grams(0, 60, 0) == 60);
  CHECK(grams(60, 80, 60) == 20);
  CHECK(grams(60, 0, 60) == -60);
  CHECK(grams(60, 0, 0) == 0);  // issued in another year
  CHECK(grams(60, -40, 60) == -100);
  CHECK(grams(60, -40, 0) == -40);
  CHECK(grams(-60, 0, -60) == 60);
  CHECK(grams(-60, 0, -25) == 25);  // no more could be withdrawn
  CHECK(grams(-60, 0, 0) == 0);
  CHECK(grams(-60, 30, -25) == 55);
}

TEST_CASE("no gram of a batch is lost, whatever the weights") {
  const bool holds = rc::check([] {
    const auto parts =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000)));
    const auto issued = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
    const double sum = std::max(1, std::accumulate(parts.begin(), parts.end(), 0));
    Accounts accounts;
    for (const auto part : parts) {
      accounts.push_back({part / sum, 0, 0, 0});
    }
    issue(accounts, issued);
    std::int64_t given = 0;
    for (const auto& account : accounts) {
      RC_ASSERT(account.left >= 0);
      RC_ASSERT(account.left == account.allotted);
      given += account.left;
    }
    RC_ASSERT(given == issued);
  });
  CHECK(holds);
}

TEST_CASE("a year's end carries a share over and moves weight from those who left much") {
  Accounts accounts = {{0.5, 40, 100, 60}, {0.5, 0, 100, 100}};
  close_year(accounts, 0.25, 0.5);
  CHECK(accounts[0].left == 10);
  CHECK(accounts[0].allotted == 10);
  CHECK(accounts[0].used == 0);
  CHECK(accounts[1].left == 0);
  // 0.5 (1 - 0.5 * 0.4) = 0.4 against 0.5.
  CHECK(accounts[0].weight == Approx(4.0 / 9));
  CHECK(accounts[1].weight == Approx(5.0 / 9));
}

TEST_CASE("without carry-over and use-or-lose a year begins like the last") {
  Accounts accounts = {{0.3, 40, 100, 60}, {0.7, 7, 100, 93}};
  close_year(accounts, 0, 0);
  CHECK(accounts[0].left == 0);
  CHECK(accounts[1].left == 0);
  CHECK(accounts[0].weight == Approx(0.3));
  CHECK(accounts[1].weight == Approx(0.7));
}

TEST_CASE("when all would lose their parts nobody does") {
  Accounts accounts = {{0.3, 100, 100, 0}, {0.7, 50, 50, 0}};
  close_year(accounts, 1, 1);
  CHECK(accounts[0].weight == 0.3);
  CHECK(accounts[1].weight == 0.7);
  CHECK(accounts[0].left == 100);
}

TEST_CASE("weights go on summing to one") {
  const bool holds = rc::check([] {
    const auto count = *rc::gen::inRange(1, 20);
    Accounts accounts;
    for (int k = 0; k < count; ++k) {
      const auto allotted = *rc::gen::inRange<std::int64_t>(0, 1000);
      const auto left = *rc::gen::inRange<std::int64_t>(0, allotted + 1);
      accounts.push_back({1.0 / count, left, allotted, allotted - left});
    }
    close_year(accounts, *rc::gen::inRange(0, 101) / 100.0, *rc::gen::inRange(0, 101) / 100.0);
    double sum = 0;
    for (const auto& account : accounts) {
      sum += account.weight;
    }
    RC_ASSERT(std::abs(sum - 1) < 1e-12);
  });
  CHECK(holds);
}

TEST_CASE("buyers expect the part that the quota cannot give") {
  CHECK(expected_shortfall({300, 3, 365}) == Approx(1 - 300.0 / (3 * 365)));
  CHECK(expected_shortfall({2000, 3, 365}) == 0);
  CHECK(expected_shortfall({1095, 3, 365}) == 0);
  // Used up: haste gains nothing.
  CHECK(expected_shortfall({0, 3, 365}) == 0);
  CHECK(expected_shortfall({100, 0, 365}) == 0);
}

TEST_CASE("the pace begins at that of the base year and follows what leaves") {
  CHECK(quota_pace(3, 0, 0) == 3);
  CHECK(quota_pace(3, 60, 10) == Approx((90 + 60) / 40.0));
  CHECK(quota_pace(0, 60, 30) == 1);
}

}  // namespace
}  // namespace monazite
