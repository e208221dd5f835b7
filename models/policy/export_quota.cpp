#include "models/policy/export_quota.hpp"

#include <algorithm>
#include <cmath>

#include "models/quantity/mass.hpp"

namespace monazite {

void close_year(std::span<QuotaAccount> accounts, double carry_over, double use_or_lose) {
  const auto kept = [&](const QuotaAccount& account) {
    const double unused = account.allotted > 0 ? static_cast<double>(account.left) /
                                                     static_cast<double>(account.allotted)
                                               : 0.0;
    return account.weight * (1 - use_or_lose * unused);
  };
  double sum = 0;
  for (const auto& account : accounts) {
    sum += kept(account);
  }
  for (auto& account : accounts) {
    if (sum > 0) {
      account.weight = kept(account) / sum;
    }
    account.left =
        static_cast<std::int64_t>(std::floor(carry_over * static_cast<double>(account.left)));
    account.allotted = account.left;
    account.used = 0;
  }
}

void issue(std::span<QuotaAccount> accounts, std::int64_t issued) {
  double weight = 0;
  std::int64_t given = 0;
  for (auto& account : accounts) {
    weight += account.weight;
    // Differences of the rounded running sum: no gram is lost, whatever the weights.
    const bool is_last = &account == &accounts.back();
    const auto up_to_here =
        is_last ? issued : std::llround(std::min(1.0, weight) * static_cast<double>(issued));
    account.left += up_to_here - given;
    account.allotted += up_to_here - given;
    given = up_to_here;
  }
}

std::int64_t withdraw(std::span<QuotaAccount> accounts, std::int64_t grams) {
  std::int64_t left = 0;
  for (const auto& account : accounts) {
    left += account.left;
  }
  const auto all = std::min(grams, left);
  std::int64_t up_to_here = 0;
  std::int64_t taken = 0;
  for (auto& account : accounts) {
    up_to_here += account.left;
    // Of the rounded running sum, which is at most what there is: nobody is left with less than 0.
    const auto sum = up_to_here == left ? all : Fraction(all, left).of(Mass{up_to_here}).grams;
    const auto part = std::min(sum - taken, account.left);
    account.left -= part;
    account.allotted -= part;
    taken += part;
  }
  return taken;
}

double expected_shortfall(const QuotaOutlook& outlook) {
  const double wanted = outlook.per_day * outlook.days_to_more;
  if (outlook.left <= 0 || !(wanted > 0)) {
    return 0;
  }
  return std::max(0.0, 1 - static_cast<double>(outlook.left) / wanted);
}

double quota_pace(double base_per_day, std::int64_t used, double days_of_year) {
  constexpr double days_of_base_year = 30;
  return (base_per_day * days_of_base_year + static_cast<double>(used)) /
         (days_of_base_year + days_of_year);
}

}  // namespace monazite
