#include "sim/run/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/run/balance.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/goods.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/money.hpp"
#include "sim/run/plants.hpp"
#include "sim/run/price_floors.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/stockpiles.hpp"

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

double cumulative(const Simulation& sim, const Figure& figure) {
  const auto& t = sim.state.tallies;
  switch (figure.kind) {
    case FigureKind::mined:
      return sum_over(figure, t.mined) * tonnes_per_gram;
    case FigureKind::recycled:
      return sum_over(figure, t.recycled) * tonnes_per_gram;
    case FigureKind::made:
      return sum_over(figure, t.made) * tonnes_per_gram;
    case FigureKind::shipped:
      return sum_over(figure, sim.state.trades, &TradeTally::shipped) * tonnes_per_gram;
    case FigureKind::received:
      return sum_over(figure, sim.state.trades, &TradeTally::received) * tonnes_per_gram;
    case FigureKind::ordered:
      return sum_over(figure, sim.state.trades, &TradeTally::ordered) * tonnes_per_gram;
    case FigureKind::tariff:
      return sum_over(figure, sim.state.trades, &TradeTally::tariff_usd);
    case FigureKind::support:
      return sum_over(figure, sim.state.support_usd);
    case FigureKind::smuggled:
      return sum_over(figure, sim.state.contraband, &ContrabandTally::sent) * tonnes_per_gram;
    case FigureKind::smuggled_and_seized:
      return sum_over(figure, sim.state.contraband, &ContrabandTally::seized) * tonnes_per_gram;
    case FigureKind::contracted:
      return sum_over(figure, sim.state.contracted, &ContractedLaneState::all_delivered) *
             tonnes_per_gram;
    case FigureKind::net_payments:
      return net_payments(sim, figure);
    case FigureKind::released:
      return sum_over(figure, sim.state.reserves, &ReserveState::released) * tonnes_per_gram;
    case FigureKind::exports_value: {
      double usd = 0;
      for (const auto trade : figure.items) {
        usd += static_cast<double>(sim.state.trades[trade].shipped) * kilograms_per_gram *
               sim.world.materials[sim.world.trades[trade].material.index()].price_usd_per_kg;
      }
      return usd;
    }
    case FigureKind::rent: {
      double rent = 0;
      for (const auto item : figure.items) {
        rent += sim.state.trades[item / rent_holder_names.size()]
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
      return sum_over(figure, sim.state.goods, &GoodsTally::delivered) * tonnes_per_gram;
    case FigureKind::goods_diverted:
      return sum_over(figure, sim.state.goods, &GoodsTally::diverted);
    case FigureKind::strategic_cost:
      return strategic_cost(sim, figure);
    case FigureKind::lost_value:
    case FigureKind::delayed_value: {
      double usd = 0;
      for (const auto p : figure.items) {
        usd += sim.world.plants[p].usd_per_gram *
               (figure.kind == FigureKind::lost_value ? t.lost[p] : t.delayed[p]);
      }
      return usd;
    }
    case FigureKind::stop_days: {
      double days = 0;
      double size = 0;
      for (const auto p : figure.items) {
        const double use = sim.world.plants[p].use_per_day;
        days += use * static_cast<double>(t.stop_seconds[p]) / engine::seconds_per_day;
        size += use;
      }
      return size > 0 ? days / size : 0;
    }
    default:
      return 0;
  }
}

double level(const Simulation& sim, const Figure& figure) {
  double sum = 0;
  switch (figure.kind) {
    case FigureKind::inventory:
      for (const auto pool : figure.items) {
        sum += static_cast<double>(sim.state.pools[pool].gross);
      }
      return sum * tonnes_per_gram;
    case FigureKind::in_process:
      for (const auto pool : figure.items) {
        sum += static_cast<double>(sim.state.pools[pool].in_process);
      }
      return sum * tonnes_per_gram;
    case FigureKind::in_transit:
      return sum_over(figure, sim.state.trades, &TradeTally::in_transit) * tonnes_per_gram;
    case FigureKind::backlog:
      for (const auto pool : figure.items) {
        sum += static_cast<double>(sim.state.pools[pool].owed);
      }
      return sum * tonnes_per_gram;
    case FigureKind::stopped_share: {
      double stopped = 0;
      for (const auto p : figure.items) {
        const double use = sim.world.plants[p].use_per_day;
        sum += use;
        stopped += sim.state.plants[p].stopped ? use : 0;
      }
      return sum > 0 ? stopped / sum : 0;
    }
    case FigureKind::quota_used: {
      double limit = 0;
      for (const auto q : figure.items) {
        const auto& quota = sim.state.quotas[q];
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
        const auto slice = sim.world.export_quotas[q].accounts;
        for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
          sum += static_cast<double>(sim.state.export_accounts[a].used);
          allotted += static_cast<double>(sim.state.export_accounts[a].allotted);
        }
      }
      return allotted > 0 ? sum / allotted : undefined;
    }
    case FigureKind::traded:
    case FigureKind::quoted:
      for (const auto cell : figure.items) {
        sum += price_usd_per_kg(sim, cell, figure.kind == FigureKind::quoted);
      }
      return sum;
    case FigureKind::multiple:
      for (const auto cell : figure.items) {
        sum = std::max(sum, sim.state.markets.cells[cell].most_quoted);
      }
      return sum;
    case FigureKind::in_contract: {
      double volume = 0;
      for (const auto c : figure.items) {
        const double per_day = sim.world.contracted_lanes[c].grams_per_day;
        volume += per_day;
        sum += sim.state.contracted[c].is_in_force ? per_day : 0;
      }
      return volume > 0 ? sum / volume : undefined;
    }
    case FigureKind::leakage: {
      double legal = 0;
      std::vector<std::uint32_t> seen;  // routes may go round the same trade
      for (const auto c : figure.items) {
        sum += static_cast<double>(sim.state.contraband[c].sent);
        const auto trade = sim.world.contraband[c].trade;
        if (std::find(seen.begin(), seen.end(), trade) == seen.end()) {
          legal += static_cast<double>(sim.state.trades[trade].shipped);
          seen.push_back(trade);
        }
      }
      return legal > 0 ? sum / legal : undefined;
    }
    case FigureKind::listed_content:
    case FigureKind::reached_share:
      return share_by_lineage(sim, figure);
    case FigureKind::pending:
      for (const auto cell : figure.items) {
        sum += sim.state.licence_tallies[cell].pending;
      }
      return sum;
    default:
      return 0;
  }
}

double decisions(const Simulation& sim, const Figure& figure) {
  LicenceDecisions sum;
  for (const auto cell : figure.items) {
    const auto& of_cell = sim.state.licence_decisions[cell];
    sum.approved += of_cell.approved;
    sum.decided += of_cell.decided;
    sum.wait_days += of_cell.wait_days;
  }
  if (sum.decided == 0) {
    return undefined;
  }
  return (figure.kind == FigureKind::wait ? sum.wait_days : sum.approved) / sum.decided;
}

/// The Herfindahl-Hirschman index of the regions in what has been made (Hirschman, 1945).
double concentration(const Simulation& sim, const Figure& figure) {
  const auto region_of = [&](std::uint32_t output) {
    const auto& pool = sim.world.pools[sim.world.line_outputs[output].pool.index()];
    return sim.world.facilities[pool.facility.index()].region;
  };
  double total = 0;
  double squares = 0;
  for (const auto output : figure.items) {
    const auto made = static_cast<double>(sim.state.tallies.made[output]);
    double of_region = 0;
    for (const auto other : figure.items) {
      of_region += region_of(other) == region_of(output)
                       ? static_cast<double>(sim.state.tallies.made[other])
                       : 0;
    }
    total += made;
    squares += made * of_region;
  }
  return total > 0 ? squares / (total * total) : undefined;
}

/// Days from the first stop of a plant to the end of its last, or to now while it stands: the
/// mean of those that stopped, weighted by use.
double recovery_days(const Simulation& sim, const Figure& figure) {
  double use = 0;
  double days = 0;
  for (const auto p : figure.items) {
    const auto first = sim.state.tallies.first_stop[p];
    if (first < 0) {
      continue;
    }
    // A plant that still stands has not recovered before the end.
    const auto end = sim.state.plants[p].stopped ? sim.now() - sim.seconds_at(sim.world.start)
                                                 : sim.state.tallies.last_restart[p];
    use += sim.world.plants[p].use_per_day;
    days += sim.world.plants[p].use_per_day * static_cast<double>(end - first) /
            engine::seconds_per_day;
  }
  return use > 0 ? days / use : undefined;
}

}  // namespace

void book_all_use(Simulation& sim) {
  for (std::uint32_t p = 0; p < sim.world.plants.size(); ++p) {
    book_use(sim, PlantId{p});
  }
}

void begin_report(Simulation& sim) {
  book_all_use(sim);
  forget_support(sim);
  forget_stockpiles(sim);
  forget_contracts(sim);
  forget_goods(sim);
  std::fill(sim.state.contraband.begin(), sim.state.contraband.end(), ContrabandTally{});
  verify_balance(sim);
  sim.is_reporting = true;
  sim.state.ledger = {};
  auto& t = sim.state.tallies;
  for (auto* sums : {&t.mined, &t.recycled, &t.made, &t.surplus, &t.stop_seconds}) {
    std::fill(sums->begin(), sums->end(), 0);
  }
  forget_trade(sim);
  for (auto& trade : sim.state.trades) {
    trade = {.in_transit = trade.in_transit};
  }
  for (auto& lane : sim.state.lanes) {
    lane.month = 0;
  }
  // What is pending counts as applied, so that the columns of a cell add up.
  for (auto& tally : sim.state.licence_tallies) {
    tally = {.applied = tally.pending, .pending = tally.pending};
  }
  std::fill(sim.state.licence_decisions.begin(), sim.state.licence_decisions.end(),
            LicenceDecisions{});
  for (auto* sums : {&t.wanted, &t.lost, &t.delayed, &t.substituted}) {
    std::fill(sums->begin(), sums->end(), 0.0);
  }
  for (std::size_t p = 0; p < t.first_stop.size(); ++p) {
    t.first_stop[p] = sim.state.plants[p].stopped ? 0 : -1;
    sim.state.plants[p].first_stopped_at = sim.state.plants[p].stopped ? sim.now() : -1;
  }
  std::fill(sim.state.last_cumulative.begin(), sim.state.last_cumulative.end(), 0.0);
  sim.state.opening = held_in_all(sim);
  for (std::size_t e = 0; e < element_count; ++e) {
    sim.observations.balance[e].opening = sim.state.opening[e].grams;
  }
}

namespace {

/// The share of what was wanted that was used. Sums of what was lost over many plants may pass what
/// was wanted by their rounding.
double fill_rate(double wanted, double lost) {
  return wanted > 0 ? std::clamp(1 - lost / wanted, 0.0, 1.0) : undefined;
}

}  // namespace

void on_interval_end(Simulation& sim, std::uint32_t interval) {
  sim.loop.require_phase(Phase::metrics);
  book_all_use(sim);
  book_support(sim);
  book_goods(sim);
  const auto count = sim.world.series_figures.size();
  for (std::size_t k = 0; k < count; ++k) {
    const auto& figure = sim.world.series_figures[k];
    double value = 0;
    if (is_flow(figure.kind)) {
      const double total = cumulative(sim, figure);
      value = total - sim.state.last_cumulative[k];
      sim.state.last_cumulative[k] = total;
    } else if (figure.kind == FigureKind::fill_rate) {
      const double wanted = sum_over(figure, sim.state.tallies.wanted);
      const double lost = sum_over(figure, sim.state.tallies.lost);
      auto& last_lost = sim.state.last_cumulative[k];
      auto& last_wanted = sim.state.last_cumulative[count + k];
      value = fill_rate(wanted - last_wanted, lost - last_lost);
      last_lost = lost;
      last_wanted = wanted;
    } else {
      value = level(sim, figure);
    }
    sim.observations.series_values[interval * count + k] = value;
  }
}

void on_month_end(Simulation& sim, std::uint32_t month) {
  sim.loop.require_phase(Phase::metrics);
  constexpr std::uint32_t months_between_checks = 3;
  if (month % months_between_checks == months_between_checks - 1) {
    verify_balance(sim);
  }
  report_licences(sim, month);
  if (!sim.world.plan.flows) {
    return;
  }
  for (std::uint32_t lane = 0; lane < sim.state.lanes.size(); ++lane) {
    auto& sent = sim.state.lanes[lane].month;
    if (sent != 0) {
      sim.observations.flows.push_back(
          {month, sim.world.lane_labels[lane], static_cast<double>(sent) * tonnes_per_gram});
      sent = 0;
    }
  }
}

void on_track(Simulation& sim, std::uint32_t day) {
  sim.loop.require_phase(Phase::metrics);
  book_all_use(sim);
  const auto count = sim.world.tracked_figures.size();
  for (std::size_t k = 0; k < count; ++k) {
    sim.observations.tracked_values[day * count + k] =
        cumulative(sim, sim.world.tracked_figures[k]);
  }
}

double value_of(const Simulation& sim, const Figure& figure) {
  if (is_flow(figure.kind)) {
    return cumulative(sim, figure);
  }
  if (figure.kind == FigureKind::fill_rate) {
    const double wanted = sum_over(figure, sim.state.tallies.wanted);
    return fill_rate(wanted, sum_over(figure, sim.state.tallies.lost));
  }
  if (figure.kind == FigureKind::concentration) {
    return concentration(sim, figure);
  }
  if (figure.kind == FigureKind::wait || figure.kind == FigureKind::approval) {
    return decisions(sim, figure);
  }
  if (figure.kind == FigureKind::first_stop) {
    std::int64_t first = -1;
    for (const auto p : figure.items) {
      const auto stop = sim.state.tallies.first_stop[p];
      if (stop >= 0 && (first < 0 || stop < first)) {
        first = stop;
      }
    }
    return first < 0 ? undefined : static_cast<double>(first) / engine::seconds_per_day;
  }
  if (figure.kind == FigureKind::traded || figure.kind == FigureKind::quoted) {
    return mean_price(sim, figure.items.front(), figure.kind == FigureKind::quoted);
  }
  if (figure.kind == FigureKind::recovery) {
    return recovery_days(sim, figure);
  }
  return level(sim, figure);
}

}  // namespace monazite
