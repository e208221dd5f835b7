#include "sim/report/sweep_tables.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "models/metrics/figure.hpp"
#include "sim/batch/member_spread.hpp"
#include "sim/batch/stopping.hpp"
#include "sim/batch/sweep_runner.hpp"
#include "sim/report/arm_figures.hpp"
#include "sim/report/leading_cells.hpp"
#include "sim/report/summary_rows.hpp"

namespace monazite {

namespace {

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
    std::vector<double> weights;
    if (!plan.spec().member_weights.empty()) {
      for (const std::uint32_t replication : figures.replications()) {
        weights.push_back(plan.weight_of(replication));
      }
    }
    write_summary_rows(
        csv,
        {figures.keys(), figures.replications(),
         [&figures](std::size_t figure) { return figures.values(figure); }, weights,
         plan.spec().antithetic},
        [&](CsvWriter& out) { leading_cells(out, plan.scenario_name(arm), variant); });
  }
  csv.finish();
}

void write_sweep_runs(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "replication", "seed", "digest", "weight",
                 "metric", "region", "partner", "sector", "material", "facility", "unit", "value"});
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    const auto worlds = worlds_of(sweep, arm);
    const std::string variant = variant_name(plan, arm);
    sweep.store->for_each_run(arm, [&](const StoredRun& run) {
      if (run.failure) {
        return;
      }
      const StoredWorld& world = worlds[plan.member_of(run.replication)].value();
      for (std::size_t figure = 0; figure < world.figures.size(); ++figure) {
        leading_cells(csv, plan.scenario_name(arm), variant, run.branch);
        csv.integer(run.replication).integer(plan.seed(arm));
        csv.text(world.digest).real(plan.weight_of(run.replication));
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
      leading_cells(csv, plan.scenario_name(arm), variant_name(plan, arm), run.branch);
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

void write_spread(TableSink sink, const SweepReport& sweep) {
  const SweepPlan& plan = *sweep.plan;
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "metric", "region", "partner",
                                  "sector", "material", "facility", "unit", "mean",
                                  "std_parameters", "std_luck", "ci95_luck_low", "ci95_luck_high",
                                  "ci95_low", "ci95_high", "members", "replications"});
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    ArmFigures figures(sweep, arm);
    const std::string variant = variant_name(plan, arm);
    std::vector<std::uint32_t> members;
    for (const std::uint32_t replication : figures.replications()) {
      members.push_back(plan.member_of(replication));
    }
    for (std::size_t k = 0; k < figures.keys().size(); ++k) {
      const MemberSpread spread = member_spread(figures.values(k), members, plan.members());
      leading_cells(csv, plan.scenario_name(arm), variant);
      metric_cells(csv, figures.keys()[k]);
      csv.real(spread.mean).real(spread.deviation_of_parameters).real(spread.deviation_of_luck);
      csv.real(spread.luck_low).real(spread.luck_high).real(spread.low).real(spread.high);
      csv.integer(spread.members).integer(spread.replications).end_row();
    }
  }
  csv.finish();
}

bool is_in_use(const SweepTable& table, const SweepSpec& sweep) {
  if (table.write == write_stopping) {
    return sweep.stop.has_value();
  }
  return table.write != write_spread || !sweep.members.empty();
}

std::span<const SweepTable> sweep_tables() {
  static constexpr std::array<SweepTable, 6> tables = {{
      {"variants.csv", write_variants},
      {"summary.csv", write_sweep_summary},
      {"runs.csv", write_sweep_runs},
      {"failures.csv", write_sweep_failures},
      {"stopping.csv", write_stopping},
      {"spread.csv", write_spread},
  }};
  return tables;
}

}  // namespace monazite
