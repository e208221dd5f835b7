#include "tests/fuzz/run_checks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "models/metrics/metric.hpp"

namespace monazite::fuzz {

namespace {

/// Figures that have no value when nothing of their kind has happened.
bool may_be_undefined(Metric metric) {
  static const std::vector<Metric> metrics = {
      Metric::fill_rate,     Metric::first_stop_date, Metric::time_to_recover_days,
      Metric::quota_used,    Metric::approval_rate,   Metric::licence_wait_days,
      Metric::hhi,           Metric::leakage,         Metric::in_contract,
      Metric::reached_share, Metric::listed_content};
  return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
}

bool is_share(Metric metric) {
  static const std::vector<Metric> metrics = {
      Metric::fill_rate,   Metric::stopped_share, Metric::approval_rate, Metric::hhi,
      Metric::in_contract, Metric::reached_share, Metric::listed_content};
  return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
}

bool may_be_negative(Metric metric) {
  return metric == Metric::net_payments_usd || metric == Metric::support_paid_usd ||
         metric == Metric::cvar95_loss_usd || metric == Metric::orders;
}

void check_figure(const MetricKey& key, double value) {
  constexpr double rounding = 1e-9;
  const auto metric = metric_from_name(key.metric);
  const bool is_fine = std::isnan(value) ? may_be_undefined(*metric)
                                         : std::isfinite(value) &&
                                               (may_be_negative(*metric) || value >= -rounding) &&
                                               (!is_share(*metric) || value <= 1 + rounding);
  if (!is_fine) {
    FAIL_CHECK(fmt::format("{} of '{}' '{}' '{}' '{}' '{}' is {}", key.metric, key.region,
                           key.partner, key.sector, key.material, key.facility, value));
  }
}

void check_figures(const ObservationPlan& plan, const Observations& observations) {
  std::int64_t cents = 0;
  for (std::size_t k = 0; k < plan.run_figures.size(); ++k) {
    check_figure(plan.run_figures[k], observations.run_values.at(k));
    if (plan.run_figures[k].metric == name_of(Metric::net_payments_usd)) {
      cents += std::llround(observations.run_values[k] * 100);
    }
  }
  CHECK(cents == 0);
  // What comes in an interval is a difference of sums, and may be off by their rounding.
  for (std::size_t k = 0; k < observations.series_values.size(); ++k) {
    const auto& key = plan.series_figures[k % plan.series_figures.size()];
    const double value = observations.series_values[k];
    if (std::isnan(value) ? !may_be_undefined(*metric_from_name(key.metric))
                          : !std::isfinite(value)) {
      FAIL_CHECK(fmt::format("{} of '{}' '{}' '{}' in an interval is {}", key.metric, key.region,
                             key.sector, key.facility, value));
    }
  }
}

void check_balance(const Observations& observations) {
  for (const auto& row : observations.balance) {
    CHECK(row.residual() == 0);
    const auto least = std::min({row.opening, row.mined, row.recycled_old, row.consumed, row.lost,
                                 row.seized, row.closing});
    CHECK(least >= 0);
  }
}

void check_branches(const ObservationPlan& plan) {
  double sum = 0;
  for (const auto& branch : plan.branches) {
    CHECK(branch.probability >= 0);
    sum += branch.probability;
  }
  if (!plan.branches.empty()) {
    CHECK(sum == Approx(1));
  }
}

/// Rows of flows, waits and applications. What is granted may round up what is asked, to the gram.
void check_rows(const Observations& observations) {
  constexpr double gram = 1e-6;
  const auto is_amount = [](double value) { return std::isfinite(value) && value >= 0; };
  const auto& flows = observations.flows;
  CHECK(std::all_of(flows.begin(), flows.end(),
                    [&](const FlowCell& cell) { return is_amount(cell.tonnes); }));
  const auto& waits = observations.licence_waits;
  CHECK(std::all_of(waits.begin(), waits.end(),
                    [&](const LicenceWait& wait) { return is_amount(wait.days); }));
  const auto& rows = observations.applications;
  CHECK(std::all_of(rows.begin(), rows.end(), [&](const ApplicationRow& row) {
    return row.filed <= row.decided && is_amount(row.asked_tonnes) &&
           is_amount(row.granted_tonnes) && row.granted_tonnes <= row.asked_tonnes + gram;
  }));
}

}  // namespace

void check_observations(const ObservationPlan& plan, const Observations& observations) {
  check_balance(observations);
  check_figures(plan, observations);
  check_rows(observations);
  check_branches(plan);
}

void check_shares(const World& world, const State& state) {
  constexpr double rounding = 1e-4;
  for (const auto& pool : world.pools) {
    double sum = 0;
    bool is_fine = true;
    for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
      const double share = state.accounts[pool.suppliers.first + k].share;
      is_fine = is_fine && share >= 0 && share <= 1 + rounding;
      sum += share;
    }
    if (!is_fine || (pool.on_order_lanes > 0 && sum != 0 && std::abs(sum - 1) > rounding)) {
      FAIL_CHECK(fmt::format("the shares of the suppliers of '{}' sum to {}",
                             world.facilities[pool.facility.index()].id, sum));
    }
  }
}

bool is_limit(const std::string& message) {
  static const std::vector<std::string> limits = {"budget ran out", "beyond what can be counted",
                                                  "beyond what whole cents can count"};
  return std::any_of(limits.begin(), limits.end(), [&](const std::string& limit) {
    return message.find(limit) != std::string::npos;
  });
}

}  // namespace monazite::fuzz
