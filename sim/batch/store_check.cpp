#include "sim/batch/store_check.hpp"

#include <cstddef>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace monazite {

namespace {

using WorldKey = std::pair<std::uint32_t, std::uint32_t>;

/// Compares the rows of a store with a plan.
class PlanExaminer {
 public:
  PlanExaminer(const SweepPlan& plan, const Shard& shard,
               const std::function<void(const std::string&)>& tell)
      : plan_(plan), shard_(shard), tell_(tell) {}

  void world(std::uint32_t arm, std::uint32_t member, const StoredWorld& world) {
    if (arm >= plan_.arms() || member >= plan_.members()) {
      tell_(fmt::format("row (arm {}, member {}) of worlds: the sweep has no such world", arm,
                        member));
    }
    figures_.emplace(WorldKey{arm, member}, world.figures.size());
  }

  void run(const StoredRun& run) {
    if (!has_run(plan_, shard_, {run.arm, run.replication})) {
      tell_run(run, "this part of the sweep has no such run");
      return;
    }
    if (run.failure) {
      if (!run.values.empty()) {
        tell_run(run, "it failed, and has figures");
      }
      return;
    }
    const WorldKey key{run.arm, plan_.member_of(run.replication)};
    const auto figures = figures_.find(key);
    if (figures == figures_.end()) {
      if (without_world_.insert(key).second) {
        tell_(fmt::format("row (arm {}, member {}) of worlds is missing or damaged, and has runs",
                          key.first, key.second));
      }
    } else if (figures->second != run.values.size()) {
      tell_run(run, fmt::format("it has {} figures, and its world {}", run.values.size(),
                                figures->second));
    }
  }

 private:
  void tell_run(const StoredRun& run, const std::string& what) {
    tell_(fmt::format("row {} of runs (arm {}, replication {}): {}",
                      run_row(run.arm, run.replication), run.arm, run.replication, what));
  }

  const SweepPlan& plan_;
  const Shard shard_;
  const std::function<void(const std::string&)>& tell_;
  std::map<WorldKey, std::size_t> figures_;
  std::set<WorldKey> without_world_;
};

}  // namespace

bool has_run(const SweepPlan& plan, const Shard& shard, PlannedRun run) {
  const std::uint64_t replications = plan.spec().replications;
  if (run.arm >= plan.arms()) {
    return false;
  }
  const SweepPlan::Range range = plan.range(shard);
  const std::uint64_t first = run.arm * replications;
  if (plan.spec().stop) {
    // A shard has whole arms.
    return first >= range.first && first < range.end &&
           run.replication < plan.spec().stop->max_replications;
  }
  const std::uint64_t number = first + run.replication;
  return run.replication < replications && number >= range.first && number < range.end;
}

void for_each_damage(const SweepPlan& plan, RunStore& store,
                     const std::function<void(const std::string&)>& tell) {
  PlanExaminer examiner(plan, store.shard(), tell);
  store.examine({[&](std::uint32_t arm, std::uint32_t member, const StoredWorld& world) {
                   examiner.world(arm, member, world);
                 },
                 [&](const StoredRun& run) { examiner.run(run); }, tell});
}

void copy_whole(const SweepPlan& plan, RunStore& from, RunStore& to) {
  const Shard shard = from.shard();
  std::map<WorldKey, std::size_t> figures;
  from.examine({[&](std::uint32_t arm, std::uint32_t member, const StoredWorld& world) {
                  if (arm < plan.arms() && member < plan.members()) {
                    to.put_world(arm, member, world);
                    figures.emplace(WorldKey{arm, member}, world.figures.size());
                  }
                },
                [&](const StoredRun& run) {
                  if (!has_run(plan, shard, {run.arm, run.replication})) {
                    return;
                  }
                  const auto world = figures.find({run.arm, plan.member_of(run.replication)});
                  const bool fits =
                      run.failure ? run.values.empty()
                                  : world != figures.end() && world->second == run.values.size();
                  if (fits) {
                    to.put_run(run);
                  }
                },
                [](const std::string&) {}});
}

void require_whole(const SweepPlan& plan, RunStore& store, const std::string& name) {
  constexpr std::size_t most_named = 5;
  std::vector<std::string> named;
  std::size_t count = 0;
  for_each_damage(plan, store, [&](const std::string& damage) {
    if (++count <= most_named) {
      named.push_back(damage);
    }
  });
  if (count > 0) {
    throw StoreDamage(
        fmt::format("{}: {}{}", name, fmt::join(named, "; "),
                    count > most_named ? fmt::format("; and {} more", count - most_named) : ""));
  }
}

}  // namespace monazite
