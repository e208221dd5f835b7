#include "sim/report/sweep_tables.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "models/metrics/figure.hpp"
#include "sim/batch/stopping.hpp"
#include "sim/batch/sweep_runner.hpp"
#include "sim/report/leading_cells.hpp"
#include "sim/report/summary_rows.hpp"

namespace monazite {

namespace {

/// Values of figures that are held at once.
constexpr std::size_t values_at_once = 128 * 1024;

/// The figures that the runs of an arm keep: of all members together, sorted.
class ArmFigures {
 public:
  ArmFigures(const SweepReport& sweep, std::uint32_t arm)
      : sweep_(sweep), arm_(arm), places_(sweep.plan->members()) {
    std::map<MetricKey, std::size_t> all;
    std::vector<std::optional<StoredWorld>> worlds;
    for (std::uint32_t member = 0; member < places_.size(); ++member) {
      worlds.push_back(sweep.store->world(arm, member));
      for (std::size_t k = 0; worlds.back() && k < worlds.back()->figures.size(); ++k) {
        all.emplace(worlds.back()->figures[k], 0);
      }
    }
    for (auto& [key, index] : all) {
      index = keys_.size();
      keys_.push_back(key);
    }
    for (std::size_t member = 0; member < places_.size(); ++member) {
      for (std::size_t k = 0; worlds[member] && k < worlds[member]->figures.size(); ++k) {
        places_[member].push_back(all.at(worlds[member]->figures[k]));
      }
    }
    sweep.store->for_each_run(arm, [&](const StoredRun& run) {
      if (!run.failure) {
        replications_.push_back(run.replication);
      }
    });
  }

  [[nodiscard]] const std::vector<MetricKey>& keys() const { return keys_; }
  [[nodiscard]] const std::vector<std::uint32_t>& replications() const { return replications_; }

  /// The values of a figure, from those read at once with its neighbours.
  std::vector<double> values(std::size_t figure) {
    if (figure < first_ || figure >= first_ + width_) {
      read_from(figure);
    }
    std::vector<double> column(replications_.size());
    for (std::size_t run = 0; run < column.size(); ++run) {
      column[run] = held_[run * width_ + figure - first_];
    }
    return column;
  }

 private:
  void read_from(std::size_t figure) {
    const std::size_t runs = std::max<std::size_t>(1, replications_.size());
    first_ = figure;
    width_ = std::clamp<std::size_t>(values_at_once / runs, 1, keys_.size() - figure);
    held_.assign(runs * width_, undefined);
    std::size_t row = 0;
    sweep_.store->for_each_run(arm_, [&](const StoredRun& run) {
      if (run.failure) {
        return;
      }
      const auto& places = places_[sweep_.plan->member_of(run.replication)];
      const auto begin = std::lower_bound(places.begin(), places.end(), first_);
      for (auto place = begin; place != places.end() && *place < first_ + width_; ++place) {
        held_[row * width_ + *place - first_] =
            run.values[static_cast<std::size_t>(place - places.begin())];
      }
      ++row;
    });
  }

  const SweepReport& sweep_;
  std::uint32_t arm_;
  std::vector<MetricKey> keys_;
  std::vector<std::vector<std::size_t>> places_;  ///< by member: of its figures among all
  std::vector<std::uint32_t> replications_;       ///< completed
  std::size_t first_ = 0;
  std::size_t width_ = 0;
  std::vector<double> held_;
};

std::string variant_name(const SweepPlan& plan, std::uint32_t arm) {
  return plan.design().name(plan.variant_of(arm));
}

std::vector<std::optional<StoredWorld>> worlds_of(const SweepReport& sweep, std::uint32_t arm) {
  std::vector<std::optional<StoredWorld>> worlds;
  for (std::uint32_t member = 0; member < sweep.plan->members(); ++member) {
    worlds.push_back(sweep.store->world(arm, member));
  }
  return worlds;
}

}  // namespace

void write_variants(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  std::vector<std::string_view> columns = {"scenario", "variant", "branch", "digest"};
  for (const FactorSpec& factor : plan.spec().factors) {
    columns.emplace_back(factor.name);
  }
  columns.insert(columns.end(), plan.spec().member_keys.begin(), plan.spec().member_keys.end());
  CsvWriter csv(std::move(sink), columns);
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    const auto levels = plan.design().variant(plan.variant_of(arm));
    for (std::uint32_t member = 0; member < plan.members(); ++member) {
      leading_cells(csv, plan.scenario_name(arm), variant_name(plan, arm));
      const auto world = sweep.store->world(arm, member);
      csv.text(world ? world->digest : std::string());
      for (const FactorLevel& level : levels) {
        csv.text(level.label);
      }
      if (!plan.spec().members.empty()) {
        for (const FactorLevel& level : plan.spec().members[member]) {
          csv.text(level.label);
        }
      }
      csv.end_row();
    }
  }
  csv.finish();
}

void write_sweep_summary(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  CsvWriter csv(std::move(sink), summary_columns());
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    ArmFigures figures(sweep, arm);
    const std::string variant = variant_name(plan, arm);
    write_summary_rows(
        csv,
        {figures.keys(), figures.replications(),
         [&figures](std::size_t figure) { return figures.values(figure); }, plan.spec().antithetic},
        [&](CsvWriter& out) { leading_cells(out, plan.scenario_name(arm), variant); });
  }
  csv.finish();
}

void write_sweep_runs(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "replication", "seed", "digest", "weight",
                 "metric", "region", "partner", "sector", "material", "facility", "unit", "value"});
  constexpr int weight = 1;
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    const auto worlds = worlds_of(sweep, arm);
    const std::string variant = variant_name(plan, arm);
    sweep.store->for_each_run(arm, [&](const StoredRun& run) {
      if (run.failure) {
        return;
      }
      const StoredWorld& world = worlds[plan.member_of(run.replication)].value();
      for (std::size_t figure = 0; figure < world.figures.size(); ++figure) {
        leading_cells(csv, plan.scenario_name(arm), variant);
        csv.integer(run.replication).integer(plan.seed(arm));
        csv.text(world.digest).integer(weight);
        metric_cells(csv, world.figures[figure]);
        csv.real(run.values[figure]).end_row();
      }
    });
  }
  csv.finish();
}

void write_sweep_failures(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "replication", "seed", "digest",
                                  "reason", "repeat_command"});
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    const auto worlds = worlds_of(sweep, arm);
    sweep.store->for_each_run(arm, [&](const StoredRun& run) {
      if (!run.failure) {
        return;
      }
      const std::uint32_t member = plan.member_of(run.replication);
      leading_cells(csv, plan.scenario_name(arm), variant_name(plan, arm));
      csv.integer(run.replication).integer(plan.seed(arm));
      csv.text(worlds[member] ? worlds[member]->digest : std::string()).text(*run.failure);
      csv.text(fmt::format("{} --first-replication {} --replications 1",
                           sweep.repeat_command(arm, member),
                           plan.engine_replication(run.replication)));
      csv.end_row();
    });
  }
  csv.finish();
}

void write_stopping(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "metric", "region", "partner",
                                  "sector", "material", "facility", "level", "replications", "mean",
                                  "half_width", "goal", "needed", "reached"});
  for (std::uint32_t arm = 0; plan.spec().stop && arm < plan.arms(); ++arm) {
    const StopSpec& stop = *plan.spec().stop;
    std::vector<double> values;
    for (const auto& value : stop_values(plan, *sweep.store, arm)) {
      values.push_back(value.value_or(undefined));
    }
    const Precision precision = precision_of(values, stop, plan.spec().antithetic);
    leading_cells(csv, plan.scenario_name(arm), variant_name(plan, arm));
    csv.text(stop.metric).text(stop.region).text(stop.partner).text(stop.sector);
    csv.text(stop.material).text(stop.facility).real(stop.level).integer(values.size());
    csv.real(precision.mean).real(precision.half_width).real(precision.goal);
    if (precision.needed) {
      csv.integer(*precision.needed);
    } else {
      csv.empty();
    }
    csv.text(precision.is_reached ? "yes" : "no").end_row();
  }
  csv.finish();
}

std::span<const SweepTable> sweep_tables() {
  static constexpr std::array<SweepTable, 5> tables = {{
      {"variants.csv", write_variants},
      {"summary.csv", write_sweep_summary},
      {"runs.csv", write_sweep_runs},
      {"failures.csv", write_sweep_failures},
      {"stopping.csv", write_stopping},
  }};
  return tables;
}

}  // namespace monazite
