#include "sim/analysis/dead_keys.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "models/scenario/written_keys.hpp"
#include "sim/analysis/dead_key_reasons.hpp"
#include "sim/batch/executor.hpp"
#include "sim/engine/stable_hash.hpp"
#include "sim/run/replication.hpp"

namespace monazite {

namespace {

/// A number that goes by all that a run shows of the world, and not by what its rules announce.
class RunDigest {
 public:
  explicit RunDigest(const Observations& seen) {
    add(seen.run_values);
    add(seen.series_values);
    add(seen.tracked_values);
    for (const auto& flow : seen.flows) {
      add_all(flow.month, flow.lane, flow.tonnes);
    }
    for (const auto& row : seen.licences) {
      add_all(row.month, row.cell, row.applied, row.approved, row.refused, row.expired,
              row.pending);
    }
    for (const auto& wait : seen.licence_waits) {
      add_all(wait.month, wait.cell, wait.days);
    }
    for (const auto& row : seen.balance) {
      add_all(row.opening, row.mined, row.recycled_old, row.consumed, row.lost, row.seized,
              row.closing);
    }
  }

  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  void add_word(std::uint64_t word) { hash_ = engine::mix_bits(hash_ + word + 1); }

  template <class... Numbers>
  void add_all(Numbers... numbers) {
    (add_word(std::bit_cast<std::uint64_t>(static_cast<double>(numbers))), ...);
  }

  void add(const std::vector<double>& numbers) {
    add_all(numbers.size());
    for (const double number : numbers) {
      add_all(number);
    }
  }

  std::uint64_t hash_ = 0;
};

/// What is run of a world: each replication, on each way through its talks.
struct RunOf {
  std::uint32_t replication = 0;
  std::uint32_t way = drawn_way;
};

std::vector<RunOf> runs_of(const World& world, std::uint32_t replications) {
  std::vector<RunOf> runs;
  const auto& plan = world.plan;
  for (std::uint32_t r = 0; r < replications; ++r) {
    if (!plan.branches_are_enumerated || plan.branches.empty()) {
      runs.push_back({r, drawn_way});
      continue;
    }
    for (std::uint32_t way = 0; way < plan.branches.size(); ++way) {
      runs.push_back({r, way});
    }
  }
  return runs;
}

bool has_same_branches(const World& a, const World& b) {
  return std::equal(a.plan.branches.begin(), a.plan.branches.end(), b.plan.branches.begin(),
                    b.plan.branches.end(), [](const BranchLabel& one, const BranchLabel& other) {
                      return one.id == other.id && one.probability == other.probability;
                    });
}

/// The scenario as it is, and what its runs give.
struct Original {
  LoadedScenario loaded;
  std::shared_ptr<const World> world;
  std::vector<RunOf> runs;
  std::vector<std::uint64_t> digests;  ///< of the runs
  std::set<std::string> stopped;       ///< sectors of which a plant stands still in a run
};

/// What one worker has for itself.
struct Worker {
  Worker(const std::string& file, const std::vector<std::string>& allowed_paths)
      : source(file, allowed_paths) {}

  ScenarioSource source;
  Workspace workspace;
};

/// Whether a change of the scenario is another valid one, and whether it moves anything.
struct Outcome {
  bool is_valid = false;
  bool moves = false;
};

std::uint64_t digest_of(const World& world, std::uint64_t seed, RunOf run, Workspace& workspace) {
  return RunDigest(run_replication(world, seed, run.replication, workspace, run.way)).value();
}

/// Runs the scenario as it is on one of its ways.
void run_original(Original& original, std::size_t run, Workspace& workspace, std::mutex& mutex) {
  const World& world = *original.world;
  const auto& of = original.runs[run];
  const auto seen =
      run_replication(world, original.loaded.scenario.runs.seed, of.replication, workspace, of.way);
  original.digests[run] = RunDigest(seen).value();
  const std::scoped_lock lock(mutex);
  for (std::size_t figure = 0; figure < world.plan.run_figures.size(); ++figure) {
    const auto& key = world.plan.run_figures[figure];
    if (key.metric == "line_stop_days" && seen.run_values[figure] > 0) {
      original.stopped.insert(key.sector);
    }
  }
}

bool differs(const World& world, const Original& original, Workspace& workspace) {
  if (!has_same_branches(world, *original.world)) {
    return true;
  }
  const auto seed = original.loaded.scenario.runs.seed;
  for (std::size_t run = 0; run < original.runs.size(); ++run) {
    try {
      if (digest_of(world, seed, original.runs[run], workspace) != original.digests[run]) {
        return true;
      }
    } catch (const RunFailure&) {
      return true;
    }
  }
  return false;
}

bool says_the_same(const LoadedScenario& a, const LoadedScenario& b) {
  return a.resolved_yaml == b.resolved_yaml &&
         std::equal(a.resolved_tables.begin(), a.resolved_tables.end(), b.resolved_tables.begin(),
                    b.resolved_tables.end(), [](const InputFile& one, const InputFile& other) {
                      return one.path == other.path && one.content == other.content;
                    });
}

Outcome outcome_of(const KeyChange& change, const Original& original,
                   const std::vector<std::string>& settings, Worker& worker) {
  try {
    const auto loaded = worker.source.load(settings, change);
    if (says_the_same(loaded, original.loaded)) {
      return {};
    }
    const auto compiled = compile(loaded.scenario);
    if (!compiled.world) {
      return {};
    }
    return {true, differs(*compiled.world, original, worker.workspace)};
  } catch (const InputError&) {
    return {};
  }
}

enum class KeyVerdict : std::uint8_t {
  alive,
  dead,
  fixed  ///< no other valid scenario has it otherwise
};

KeyVerdict verdict_on(const WrittenKey& key, const Original& original,
                      const std::vector<std::string>& settings, Worker& worker) {
  for (const auto* changes : {&key.changes, &key.of_items}) {
    bool was_tried = false;
    for (const KeyChange& change : *changes) {
      const auto outcome = outcome_of(change, original, settings, worker);
      if (outcome.moves) {
        return KeyVerdict::alive;
      }
      was_tried = was_tried || outcome.is_valid;
    }
    if (was_tried) {
      return KeyVerdict::dead;
    }
  }
  return KeyVerdict::fixed;
}

Original original_of(Worker& worker, const std::vector<std::string>& settings,
                     std::uint32_t replications) {
  Original original;
  original.loaded = worker.source.load(settings);
  auto compiled = compile(original.loaded.scenario);
  if (!compiled.world) {
    throw InputError(std::move(compiled.errors), InputError::Kind::bad_input);
  }
  original.world = std::move(compiled.world);
  original.runs = runs_of(*original.world, replications);
  original.digests.resize(original.runs.size());
  return original;
}

/// Switches that are off, as settings that put them on.
std::vector<std::string> switched_on(const SwitchesSpec& s) {
  std::vector<std::string> settings;
  for (const auto& [name, is_on] :
       {std::pair("growth", s.growth), std::pair("holidays", s.holidays),
        std::pair("noise", s.noise), std::pair("prices", s.prices),
        std::pair("arbitrage", s.arbitrage), std::pair("price_response", s.price_response),
        std::pair("price_choice", s.price_choice), std::pair("hoarding", s.hoarding),
        std::pair("phantom_orders", s.phantom_orders), std::pair("contracts", s.contracts),
        std::pair("smuggling", s.smuggling)}) {
    if (!is_on) {
      settings.push_back(fmt::format("switches.{}=true", name));
    }
  }
  return settings;
}

/// Whether a key acts when settings are made beside the scenario's.
bool acts_with(const std::vector<std::string>& settings, const WrittenKey& key,
               const DeadKeyOptions& options, Worker& worker) {
  auto with = options;
  with.settings.insert(with.settings.end(), settings.begin(), settings.end());
  auto changed = original_of(worker, with.settings, with.replications);
  for (std::size_t run = 0; run < changed.runs.size(); ++run) {
    changed.digests[run] = digest_of(*changed.world, changed.loaded.scenario.runs.seed,
                                     changed.runs[run], worker.workspace);
  }
  return verdict_on(key, changed, with.settings, worker) == KeyVerdict::alive;
}

/// Why a key does nothing as long as a switch is off, or several are; empty: it never acts.
std::string reason_of_switches(const WrittenKey& key, const Original& original,
                               const DeadKeyOptions& options, Worker& worker) {
  const auto settings = switched_on(original.loaded.scenario.switches);
  std::vector<std::string> names;
  for (const std::string& setting : settings) {
    names.push_back(fmt::format("'{}'", setting.substr(0, setting.find('='))));
    if (acts_with({setting}, key, options, worker)) {
      return names.back() + " is off";
    }
  }
  const bool can_be_several = settings.size() > 1;
  return can_be_several && acts_with(settings, key, options, worker)
             ? fmt::format("{} are off", fmt::join(names, ", "))
             : std::string();
}

/// Where the text of a key stands: copies (by an anchor) have the same.
using TextPlace = std::pair<std::uint32_t, std::uint32_t>;

TextPlace place_of(const WrittenKey& key) { return {key.place.line, key.place.column}; }

/// The dead keys by their places, in the order of the file. Copies are one key: alive when one of
/// them is.
std::map<TextPlace, std::vector<std::size_t>> dead_places(const std::vector<WrittenKey>& keys,
                                                          const std::vector<KeyVerdict>& verdicts) {
  std::map<TextPlace, std::vector<std::size_t>> dead;
  std::set<TextPlace> alive;
  for (std::size_t key = 0; key < keys.size(); ++key) {
    if (verdicts[key] == KeyVerdict::dead) {
      dead[place_of(keys[key])].push_back(key);
    } else {
      alive.insert(place_of(keys[key]));
    }
  }
  std::erase_if(dead, [&](const auto& entry) { return alive.count(entry.first) == 1; });
  return dead;
}

/// Looks at the keys of one scenario on several threads.
class DeadKeySearch {
 public:
  DeadKeySearch(const std::string& file, const DeadKeyOptions& options)
      : file_(file),
        options_(options),
        interrupt_(options.interrupt == nullptr ? never_ : *options.interrupt),
        executor_(options.threads),
        workers_(executor_.threads()) {}

  DeadKeys find() {
    Original original = original_of(worker(0), options_.settings, options_.replications);
    keys_ = worker(0).source.keys_of_file();
    verdicts_.assign(keys_.size(), KeyVerdict::alive);
    reasons_.resize(keys_.size());
    total_ = original.runs.size() + keys_.size();
    run(original);
    std::vector<std::size_t> all(keys_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    look_at(all, original);
    look_again(original);
    const auto dead = unexplained();
    total_ += dead.size();
    for_each(dead.size(), [&](Worker& own, std::size_t k) {
      reasons_[dead[k]] = reason_of_switches(keys_[dead[k]], original, options_, own);
    });
    return result_of(original);
  }

 private:
  Worker& worker(std::size_t number) {
    if (!workers_[number]) {
      workers_[number] = std::make_unique<Worker>(file_, options_.allowed_paths);
    }
    return *workers_[number];
  }

  template <class Task>
  void for_each(std::size_t tasks, const Task& task) {
    const std::size_t done = executor_.for_each_task(
        tasks,
        [&](std::size_t number, std::size_t k) {
          task(worker(number), k);
          one_more();
        },
        interrupt_);
    is_interrupted_ = is_interrupted_ || done < tasks;
  }

  void one_more() {
    const std::scoped_lock lock(mutex_);
    ++done_;
    if (options_.progress) {
      options_.progress(done_, total_);
    }
  }

  void run(Original& original) {
    for_each(original.runs.size(), [&](Worker& own, std::size_t run) {
      run_original(original, run, own.workspace, mutex_);
    });
  }

  void look_at(const std::vector<std::size_t>& keys, const Original& original) {
    for_each(keys.size(), [&](Worker& own, std::size_t k) {
      const std::size_t key = keys[k];
      verdicts_[key] = verdict_on(keys_[key], original, options_.settings, own);
      if (verdicts_[key] == KeyVerdict::dead) {
        reasons_[key] = reason_not_to_act(
            keys_[key], {original.loaded.scenario, *original.world, original.stopped});
      }
    });
  }

  /// What a few runs leave without effect and without a reason may act by chance: it is looked at
  /// in as many as the scenario asks for.
  void look_again(const Original& first) {
    const auto dead = unexplained();
    const auto wanted =
        std::min(static_cast<std::uint32_t>(first.loaded.scenario.runs.replications), most_again);
    if (dead.empty() || wanted <= options_.replications || is_interrupted_) {
      return;
    }
    Original original = original_of(worker(0), options_.settings, wanted);
    total_ += original.runs.size() + dead.size();
    run(original);
    if (!is_interrupted_) {
      look_at(dead, original);
    }
  }

  [[nodiscard]] std::vector<std::size_t> unexplained() const {
    std::vector<std::size_t> keys;
    for (const auto& [place, copies] : dead_places(keys_, verdicts_)) {
      std::copy_if(copies.begin(), copies.end(), std::back_inserter(keys),
                   [&](std::size_t key) { return reasons_[key].empty(); });
    }
    return keys;
  }

  DeadKeys result_of(const Original& original) {
    DeadKeys result;
    result.looked_at = keys_.size();
    result.fixed =
        static_cast<std::size_t>(std::count(verdicts_.begin(), verdicts_.end(), KeyVerdict::fixed));
    result.interrupted = is_interrupted_;
    for (const auto& [at, copies] : dead_places(keys_, verdicts_)) {
      // What one copy could do without doing it is dead, whatever the reasons of the others.
      const auto told = std::find_if(copies.begin(), copies.end(),
                                     [&](std::size_t key) { return reasons_[key].empty(); });
      const WrittenKey& key = keys_[told == copies.end() ? copies.front() : *told];
      result.keys.push_back({key.path, key.place, original.loaded.scenario.files[key.place.file],
                             told == copies.end() ? reasons_[copies.front()] : std::string()});
    }
    return result;
  }

  static constexpr std::uint32_t most_again = 20;
  inline static const std::atomic<bool> never_{false};

  const std::string& file_;
  const DeadKeyOptions& options_;
  const std::atomic<bool>& interrupt_;
  Executor executor_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<WrittenKey> keys_;
  std::vector<KeyVerdict> verdicts_;
  std::vector<std::string> reasons_;
  std::size_t done_ = 0;
  std::size_t total_ = 0;
  bool is_interrupted_ = false;
  std::mutex mutex_;
};

}  // namespace

DeadKeys find_dead_keys(const std::string& file, const DeadKeyOptions& options) {
  return DeadKeySearch(file, options).find();
}

}  // namespace monazite
