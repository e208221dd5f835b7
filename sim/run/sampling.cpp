#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

constexpr double tonnes_per_gram = 1e-6;
constexpr double kilograms_per_gram = 1e-3;

template <class Values>
double sum_over(const Figure& figure, const Values& values) {
  double sum = 0;
  for (const auto item : figure.items) {
    sum += static_cast<double>(values[item]);
  }
  return sum;
}

template <class Record, class Value>
double sum_over(const Figure& figure, const std::vector<Record>& records, Value Record::*member) {
  double sum = 0;
  for (const auto item : figure.items) {
    sum += static_cast<double>(records[item].*member);
  }
  return sum;
}

}  // namespace

void Run::book_all_use() {
  for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
    book_use(PlantId{p});
  }
}

void Run::begin_report() {
  book_all_use();
  forget_support();
  forget_stockpiles();
  forget_contracts();
  forget_goods();
  std::fill(state_.contraband.begin(), state_.contraband.end(), ContrabandTally{});
  verify_balance();
  reporting_ = true;
  state_.ledger = {};
  auto& t = state_.tallies;
  for (auto* sums : {&t.mined, &t.recycled, &t.made, &t.surplus, &t.stop_seconds}) {
    std::fill(sums->begin(), sums->end(), 0);
  }
  forget_trade();
  for (auto& trade : state_.trades) {
    trade = {.in_transit = trade.in_transit};
  }
  for (auto& lane : state_.lanes) {
    lane.month = 0;
  }
  // What is pending counts as applied, so that the columns of a cell add up.
  for (auto& tally : state_.licence_tallies) {
    tally = {.applied = tally.pending, .pending = tally.pending};
  }
  std::fill(state_.licence_decisions.begin(), state_.licence_decisions.end(), LicenceDecisions{});
  for (auto* sums : {&t.wanted, &t.lost, &t.delayed, &t.substituted}) {
    std::fill(sums->begin(), sums->end(), 0.0);
  }
  for (std::size_t p = 0; p < t.first_stop.size(); ++p) {
    t.first_stop[p] = state_.plants[p].stopped ? 0 : -1;
    state_.plants[p].first_stopped_at = state_.plants[p].stopped ? now() : -1;
  }
  std::fill(state_.last_cumulative.begin(), state_.last_cumulative.end(), 0.0);
  state_.opening = held_in_all();
  for (std::size_t e = 0; e < element_count; ++e) {
    observations_.balance[e].opening = state_.opening[e].grams;
  }
}

void Run::on_interval_end(std::uint32_t interval) {
  loop_.require_phase(Phase::metrics);
  book_all_use();
  book_support();
  book_goods();
  const auto count = world_.series_figures.size();
  for (std::size_t k = 0; k < count; ++k) {
    const auto& figure = world_.series_figures[k];
    double value = 0;
    if (is_flow(figure.kind)) {
      const double total = cumulative(figure);
      value = total - state_.last_cumulative[k];
      state_.last_cumulative[k] = total;
    } else if (figure.kind == FigureKind::fill_rate) {
      const double wanted = sum_over(figure, state_.tallies.wanted);
      const double lost = sum_over(figure, state_.tallies.lost);
      auto& last_lost = state_.last_cumulative[k];
      auto& last_wanted = state_.last_cumulative[count + k];
      value = wanted > last_wanted ? 1 - (lost - last_lost) / (wanted - last_wanted) : undefined;
      last_lost = lost;
      last_wanted = wanted;
    } else {
      value = level(figure);
    }
    observations_.series_values[interval * count + k] = value;
  }
}

void Run::on_month_end(std::uint32_t month) {
  loop_.require_phase(Phase::metrics);
  constexpr std::uint32_t months_between_checks = 3;
  if (month % months_between_checks == months_between_checks - 1) {
    verify_balance();
  }
  report_licences(month);
  if (!world_.plan.flows) {
    return;
  }
  for (std::uint32_t lane = 0; lane < state_.lanes.size(); ++lane) {
    auto& sent = state_.lanes[lane].month;
    if (sent != 0) {
      observations_.flows.push_back(
          {month, world_.lane_labels[lane], static_cast<double>(sent) * tonnes_per_gram});
      sent = 0;
    }
  }
}

void Run::on_track(std::uint32_t day) {
  loop_.require_phase(Phase::metrics);
  book_all_use();
  const auto count = world_.tracked_figures.size();
  for (std::size_t k = 0; k < count; ++k) {
    observations_.tracked_values[day * count + k] = cumulative(world_.tracked_figures[k]);
  }
}

double Run::cumulative(const Figure& figure) const {
  const auto& t = state_.tallies;
  switch (figure.kind) {
    case FigureKind::mined:
      return sum_over(figure, t.mined) * tonnes_per_gram;
    case FigureKind::recycled:
      return sum_over(figure, t.recycled) * tonnes_per_gram;
    case FigureKind::made:
      return sum_over(figure, t.made) * tonnes_per_gram;
    case FigureKind::shipped:
      return sum_over(figure, state_.trades, &TradeTally::shipped) * tonnes_per_gram;
    case FigureKind::received:
      return sum_over(figure, state_.trades, &TradeTally::received) * tonnes_per_gram;
    case FigureKind::ordered:
      return sum_over(figure, state_.trades, &TradeTally::ordered) * tonnes_per_gram;
    case FigureKind::tariff:
      return sum_over(figure, state_.trades, &TradeTally::tariff_usd);
    case FigureKind::support:
      return sum_over(figure, state_.support_usd);
    case FigureKind::smuggled:
      return sum_over(figure, state_.contraband, &ContrabandTally::sent) * tonnes_per_gram;
    case FigureKind::smuggled_and_seized:
      return sum_over(figure, state_.contraband, &ContrabandTally::seized) * tonnes_per_gram;
    case FigureKind::contracted:
      return sum_over(figure, state_.contracted, &ContractedLaneState::all_delivered) *
             tonnes_per_gram;
    case FigureKind::net_payments:
      return net_payments(figure);
    case FigureKind::released:
      return sum_over(figure, state_.reserves, &ReserveState::released) * tonnes_per_gram;
    case FigureKind::exports_value: {
      double usd = 0;
      for (const auto trade : figure.items) {
        usd += static_cast<double>(state_.trades[trade].shipped) * kilograms_per_gram *
               world_.materials[world_.trades[trade].material.index()].price_usd_per_kg;
      }
      return usd;
    }
    case FigureKind::rent: {
      double rent = 0;
      for (const auto item : figure.items) {
        rent += state_.trades[item / rent_holder_names.size()]
                    .rent_usd[item % rent_holder_names.size()];
      }
      return rent;
    }
    case FigureKind::surplus:
      return sum_over(figure, t.surplus) * tonnes_per_gram;
    case FigureKind::lost:
      return sum_over(figure, t.lost) * tonnes_per_gram;
    case FigureKind::delayed:
      return sum_over(figure, t.delayed) * tonnes_per_gram;
    case FigureKind::substituted:
      return sum_over(figure, t.substituted) * tonnes_per_gram;
    case FigureKind::goods_delivered:
      return sum_over(figure, state_.goods, &GoodsTally::delivered) * tonnes_per_gram;
    case FigureKind::goods_diverted:
      return sum_over(figure, state_.goods, &GoodsTally::diverted);
    case FigureKind::strategic_cost:
      return strategic_cost(figure);
    case FigureKind::lost_value:
    case FigureKind::delayed_value: {
      double usd = 0;
      for (const auto p : figure.items) {
        usd += world_.plants[p].usd_per_gram *
               (figure.kind == FigureKind::lost_value ? t.lost[p] : t.delayed[p]);
      }
      return usd;
    }
    case FigureKind::stop_days: {
      double days = 0;
      double size = 0;
      for (const auto p : figure.items) {
        const double use = world_.plants[p].use_per_day;
        days += use * static_cast<double>(t.stop_seconds[p]) / engine::seconds_per_day;
        size += use;
      }
      return size > 0 ? days / size : 0;
    }
    default:
      return 0;
  }
}

double Run::level(const Figure& figure) const {
  double sum = 0;
  switch (figure.kind) {
    case FigureKind::inventory:
      for (const auto pool : figure.items) {
        sum += static_cast<double>(state_.pools[pool].gross);
      }
      return sum * tonnes_per_gram;
    case FigureKind::in_transit:
      return sum_over(figure, state_.trades, &TradeTally::in_transit) * tonnes_per_gram;
    case FigureKind::backlog:
      for (const auto pool : figure.items) {
        sum += static_cast<double>(state_.pools[pool].owed);
      }
      return sum * tonnes_per_gram;
    case FigureKind::stopped_share: {
      double stopped = 0;
      for (const auto p : figure.items) {
        const double use = world_.plants[p].use_per_day;
        sum += use;
        stopped += state_.plants[p].stopped ? use : 0;
      }
      return sum > 0 ? stopped / sum : 0;
    }
    case FigureKind::quota_used: {
      double limit = 0;
      for (const auto q : figure.items) {
        const auto& quota = state_.quotas[q];
        if (quota.limit != no_limit.grams) {
          sum += static_cast<double>(quota.used);
          limit += static_cast<double>(quota.limit);
        }
      }
      return limit > 0 ? sum / limit : undefined;
    }
    case FigureKind::exported: {
      double allotted = 0;
      for (const auto q : figure.items) {
        const auto slice = world_.export_quotas[q].accounts;
        for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
          sum += static_cast<double>(state_.export_accounts[a].used);
          allotted += static_cast<double>(state_.export_accounts[a].allotted);
        }
      }
      return allotted > 0 ? sum / allotted : undefined;
    }
    case FigureKind::traded:
    case FigureKind::quoted:
      for (const auto cell : figure.items) {
        sum += price_usd_per_kg(cell, figure.kind == FigureKind::quoted);
      }
      return sum;
    case FigureKind::multiple:
      for (const auto cell : figure.items) {
        sum = std::max(sum, state_.markets.cells[cell].most_quoted);
      }
      return sum;
    case FigureKind::in_contract: {
      double volume = 0;
      for (const auto c : figure.items) {
        const double per_day = world_.contracted_lanes[c].grams_per_day;
        volume += per_day;
        sum += state_.contracted[c].is_in_force ? per_day : 0;
      }
      return volume > 0 ? sum / volume : undefined;
    }
    case FigureKind::leakage: {
      double legal = 0;
      std::vector<std::uint32_t> seen;  // routes may go round the same trade
      for (const auto c : figure.items) {
        sum += static_cast<double>(state_.contraband[c].sent);
        const auto trade = world_.contraband[c].trade;
        if (std::find(seen.begin(), seen.end(), trade) == seen.end()) {
          legal += static_cast<double>(state_.trades[trade].shipped);
          seen.push_back(trade);
        }
      }
      return legal > 0 ? sum / legal : undefined;
    }
    case FigureKind::listed_content:
    case FigureKind::reached_share:
      return share_by_lineage(figure);
    case FigureKind::pending:
      for (const auto cell : figure.items) {
        sum += state_.licence_tallies[cell].pending;
      }
      return sum;
    default:
      return 0;
  }
}

double Run::decisions(const Figure& figure) const {
  LicenceDecisions sum;
  for (const auto cell : figure.items) {
    const auto& of_cell = state_.licence_decisions[cell];
    sum.approved += of_cell.approved;
    sum.decided += of_cell.decided;
    sum.wait_days += of_cell.wait_days;
  }
  if (sum.decided == 0) {
    return undefined;
  }
  return (figure.kind == FigureKind::wait ? sum.wait_days : sum.approved) / sum.decided;
}

double Run::concentration(const Figure& figure) const {
  const auto region_of = [&](std::uint32_t output) {
    const auto& pool = world_.pools[world_.line_outputs[output].pool.index()];
    return world_.facilities[pool.facility.index()].region;
  };
  double total = 0;
  double squares = 0;
  for (const auto output : figure.items) {
    const auto made = static_cast<double>(state_.tallies.made[output]);
    double of_region = 0;
    for (const auto other : figure.items) {
      of_region += region_of(other) == region_of(output)
                       ? static_cast<double>(state_.tallies.made[other])
                       : 0;
    }
    total += made;
    squares += made * of_region;
  }
  return total > 0 ? squares / (total * total) : undefined;
}

double Run::recovery_days(const Figure& figure) const {
  double use = 0;
  double days = 0;
  for (const auto p : figure.items) {
    const auto first = state_.tallies.first_stop[p];
    if (first < 0) {
      continue;
    }
    // A plant that still stands has not recovered before the end.
    const auto end = state_.plants[p].stopped ? now() - seconds_at(world_.start)
                                              : state_.tallies.last_restart[p];
    use += world_.plants[p].use_per_day;
    days +=
        world_.plants[p].use_per_day * static_cast<double>(end - first) / engine::seconds_per_day;
  }
  return use > 0 ? days / use : undefined;
}

double Run::value_of(const Figure& figure) const {
  if (is_flow(figure.kind)) {
    return cumulative(figure);
  }
  if (figure.kind == FigureKind::fill_rate) {
    const double wanted = sum_over(figure, state_.tallies.wanted);
    return wanted > 0 ? 1 - sum_over(figure, state_.tallies.lost) / wanted : undefined;
  }
  if (figure.kind == FigureKind::concentration) {
    return concentration(figure);
  }
  if (figure.kind == FigureKind::wait || figure.kind == FigureKind::approval) {
    return decisions(figure);
  }
  if (figure.kind == FigureKind::first_stop) {
    std::int64_t first = -1;
    for (const auto p : figure.items) {
      const auto stop = state_.tallies.first_stop[p];
      if (stop >= 0 && (first < 0 || stop < first)) {
        first = stop;
      }
    }
    return first < 0 ? undefined : static_cast<double>(first) / engine::seconds_per_day;
  }
  if (figure.kind == FigureKind::traded || figure.kind == FigureKind::quoted) {
    return mean_price(figure.items.front(), figure.kind == FigureKind::quoted);
  }
  if (figure.kind == FigureKind::recovery) {
    return recovery_days(figure);
  }
  return level(figure);
}

}  // namespace monazite
