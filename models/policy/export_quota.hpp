#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/market/money.hpp"
#include "models/policy/quota_level.hpp"

namespace monazite {

/// A cap on what leaves on its lanes in a year, in one pot or by exporter (model: 6.3).
struct ExportQuota {
  RentHolder rent_to = RentHolder::exporter;
  std::vector<QuotaLevel> levels;
  std::vector<std::uint32_t> lanes;  ///< lane numbers, ascending
  double carry_over = 0;             ///< share of what is left over that the next year gets
  double use_or_lose = 0;            ///< how much of an unused share an exporter's next part loses
  double base_per_day = 0;           ///< grams a day that left on its lanes in the base year
};

/// The step of a quota on a date: a pure function.
inline QuotaChange step(const ExportQuota& quota, InstrumentState state, Date today) {
  return step_of_quota(quota.levels, state, today);
}

/// What one exporter (or all together) may still send. Grams; weights of a quota sum to one.
struct QuotaAccount {
  double weight = 0;
  std::int64_t left = 0;
  std::int64_t allotted = 0;  ///< of this year, with what was carried into it
  std::int64_t used = 0;      ///< in this year
};

/// Ends a year: of what an account has left, `carry_over` remains, rounded down; its weight falls
/// by `use_or_lose` times the share of its part that it did not use, and the others gain in
/// proportion. Nobody's weight changes when all would lose theirs.
void close_year(std::span<QuotaAccount> accounts, double carry_over, double use_or_lose);

/// Shares a batch out by weight, to the gram: the parts sum to `issued`.
void issue(std::span<QuotaAccount> accounts, std::int64_t issued);

/// Takes grams out of what accounts have left, each by its share of that, to the gram; at most all
/// of it. Returns how much.
std::int64_t withdraw(std::span<QuotaAccount> accounts, std::int64_t grams);

/// What buyers know of a quota: what is left to all, how fast it goes, and when there is more.
struct QuotaOutlook {
  std::int64_t left = 0;
  double per_day = 0;       ///< grams
  double days_to_more = 0;  ///< to the next batch, year or end
};

/// The share of what buyers would take until there is more that the quota cannot give, 0-1. 0 once
/// it is exhausted, when nothing is gained by haste.
double expected_shortfall(const QuotaOutlook& outlook);

/// Grams a day at which a quota goes: what has left this year over its days, together with thirty
/// days of the base year, so that the first weeks say no more than they know.
double quota_pace(double base_per_day, std::int64_t used, double days_of_year);

}  // namespace monazite
