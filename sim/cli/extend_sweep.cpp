#include "sim/cli/extend_sweep.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "models/scenario/world.hpp"
#include "sim/batch/kept_figures.hpp"
#include "sim/batch/read_sweep.hpp"
#include "sim/batch/sha256.hpp"
#include "sim/batch/store_check.hpp"
#include "sim/cli/sweep_session.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/sweep_folder.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

/// What an extension may change: how often, of which variants, and what is kept.
constexpr std::array<std::string_view, 9> extensible = {
    "replications", "factors",     "design", "input inputs/design.csv", "keep", "detail",
    "max_runs",     "description", "title"};

std::string value_of(const SweepIdentity& identity, std::string_view key) {
  const auto found = std::find_if(identity.begin(), identity.end(),
                                  [&](const auto& entry) { return entry.first == key; });
  return found == identity.end() ? std::string() : found->second;
}

/// What is not the sweep of the store beside it.
OutputError foreign_sweep(const fs::path& folder, const std::string& why) {
  return {OutputError::Kind::io,
          fmt::format("{} is not the sweep that {} was made by: {}",
                      (folder / resolved_sweep_file).string(), store_file, why)};
}

LoadedSweep read_again(const fs::path& folder) {
  try {
    return read_sweep((folder / resolved_sweep_file).string(), {});
  } catch (const InputError& error) {
    throw foreign_sweep(folder, to_text(error.diagnostics.front()));
  }
}

/// The sweep that made a store, from its folder.
LoadedSweep sweep_before(const fs::path& folder, const SweepIdentity& stored) {
  LoadedSweep sweep = read_again(folder);
  const auto is_of_store = [&](const std::string& key, const std::string& value) {
    return value_of(stored, key) == value;
  };
  const bool fits =
      std::all_of(sweep.entries.begin(), sweep.entries.end(),
                  [&](const auto& entry) { return is_of_store(entry.first, entry.second); }) &&
      std::all_of(sweep.resolved_tables.begin(), sweep.resolved_tables.end(),
                  [&](const InputFile& table) {
                    return is_of_store("input " + table.path, sha256(table.content));
                  });
  if (!fits) {
    throw foreign_sweep(folder, "its keys are others");
  }
  return sweep;
}

/// Finds the arms of a longer sweep that arms of a shorter one are.
class ArmMatch {
 public:
  ArmMatch(const SweepPlan& before, const SweepPlan& now) : matches_(before.arms()) {
    std::map<Key, std::vector<std::uint32_t>> arms;
    for (std::uint32_t arm = now.arms(); arm-- > 0;) {
      arms[key_of(now, arm)].push_back(arm);
    }
    for (std::uint32_t arm = 0; arm < before.arms(); ++arm) {
      const auto found = arms.find(key_of(before, arm));
      if (found != arms.end() && !found->second.empty()) {
        matches_[arm] = found->second.back();
        found->second.pop_back();
      }
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> operator[](std::uint32_t arm) const {
    return matches_[arm];
  }

 private:
  using Key = std::tuple<std::uint32_t, std::uint64_t, std::vector<std::string>>;

  static Key key_of(const SweepPlan& plan, std::uint32_t arm) {
    return {plan.scenario_of(arm), plan.seed(arm), plan.settings(arm, 0)};
  }

  std::vector<std::optional<std::uint32_t>> matches_;
};

/// Whether the figures that are kept of a scenario are the same; throws SweepShrinks when one is
/// kept no longer.
bool keeps_the_same(const PreparedScenario& base, const SweepSpec& before, const SweepSpec& now) {
  const auto old_keys = kept_figures(base.world->plan, before).keys;
  const auto new_keys = kept_figures(base.world->plan, now).keys;
  for (const MetricKey& key : old_keys) {
    if (std::find(new_keys.begin(), new_keys.end(), key) == new_keys.end()) {
      throw SweepShrinks{fmt::format("{} is kept now, and would be no longer", key.metric)};
    }
  }
  return old_keys == new_keys;
}

}  // namespace

std::vector<std::string> obstacles_to_extension(const SweepIdentity& stored,
                                                const SweepIdentity& now, const SweepPlan& plan) {
  auto obstacles = differences_of(stored, now, [](const std::string& name) {
    return std::find(extensible.begin(), extensible.end(), name) != extensible.end();
  });
  if (plan.spec().stop) {
    obstacles.emplace_back("stop: the rule says how many replications there are");
  }
  return obstacles;
}

Extension take_over_runs(const fs::path& folder, const PreparedSweep& now, RunStore& from,
                         RunStore& to) {
  const LoadedSweep sweep = sweep_before(folder, from.identity());
  std::vector<std::string> names;
  bool is_same_figures = true;
  for (const PreparedScenario& base : now.bases.scenarios) {
    names.push_back(base.loaded.scenario.name);
    is_same_figures = keeps_the_same(base, sweep.spec, now.plan->spec()) && is_same_figures;
  }
  const SweepPlan before(sweep.spec, names);
  require_whole(before, from, (folder / store_file).string());
  const ArmMatch arms(before, *now.plan);
  Extension extension;
  std::uint64_t homeless = 0;
  from.examine({[&](std::uint32_t arm, std::uint32_t member, const StoredWorld& world) {
                  if (arms[arm] && is_same_figures) {
                    to.put_world(*arms[arm], member, world);
                  }
                },
                [&](const StoredRun& run) {
                  const auto arm = arms[run.arm];
                  if (!arm || !has_run(*now.plan, to.shard(), {*arm, run.replication})) {
                    ++homeless;
                  } else if (is_same_figures) {
                    StoredRun moved = run;
                    moved.arm = *arm;
                    to.put_run(moved);
                    ++extension.kept;
                  } else {
                    ++extension.again;
                  }
                },
                [](const std::string&) {}});
  if (homeless > 0) {
    throw SweepShrinks{fmt::format(
        "{} of its {} runs are of variants or replications that are asked for no longer", homeless,
        homeless + extension.kept + extension.again)};
  }
  return extension;
}

}  // namespace monazite
