#include "sim/analysis/dead_keys.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>

#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "models/scenario/written_keys.hpp"
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

Original original_of(Worker& worker, const DeadKeyOptions& options) {
  Original original;
  original.loaded = worker.source.load(options.settings);
  auto compiled = compile(original.loaded.scenario);
  if (!compiled.world) {
    throw InputError(std::move(compiled.errors), InputError::Kind::bad_input);
  }
  original.world = std::move(compiled.world);
  original.runs = runs_of(*original.world, options.replications);
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

/// The switch that lets a dead key act when it is on; empty: none.
std::string switch_of(const WrittenKey& key, const Original& original,
                      const DeadKeyOptions& options, Worker& worker) {
  for (const std::string& setting : switched_on(original.loaded.scenario.switches)) {
    auto with = options;
    with.settings.push_back(setting);
    auto changed = original_of(worker, with);
    for (const RunOf run : changed.runs) {
      changed.digests.push_back(
          digest_of(*changed.world, changed.loaded.scenario.runs.seed, run, worker.workspace));
    }
    if (verdict_on(key, changed, with.settings, worker) == KeyVerdict::alive) {
      return fmt::format("'{}' is off", setting.substr(0, setting.find('=')));
    }
  }
  return {};
}

std::string reason_of_days(const WrittenKey& key, const Original& original) {
  const auto& calendar = original.loaded.scenario.calendar;
  const auto& world = *original.world;
  if (key.day_ends && *key.day_ends >= calendar.end) {
    return fmt::format("what it ends goes on to the end of the calendar, {}", to_iso(calendar.end));
  }
  if (key.begins && *key.begins > calendar.end) {
    return fmt::format("nothing comes of it before {}, and the calendar ends on {}",
                       to_iso(*key.begins), to_iso(calendar.end));
  }
  if (key.ends && *key.ends < world.origin) {
    return fmt::format("it is over on {}, before the first day that is simulated, {}",
                       to_iso(*key.ends), to_iso(world.origin));
  }
  if (key.day_begins && *key.day_begins <= calendar.start) {
    return fmt::format("what it begins stands from the first day reported, {}",
                       to_iso(calendar.start));
  }
  return {};
}

/// Whether a day is the last of a step of a tariff whose rate stays after it.
bool goes_on_after(const WrittenKey& key, const Scenario& scenario) {
  for (const auto& instrument : scenario.instruments) {
    const auto* tariff = std::get_if<TariffSpec>(&instrument.kind);
    if (tariff == nullptr || instrument.id != key.instrument || !key.day_ends) {
      continue;
    }
    return std::any_of(tariff->schedule.begin(), tariff->schedule.end(),
                       [&](const TariffStep& step) {
                         return step.until == key.day_ends && step.then == TariffStep::Then::keep;
                       });
  }
  return false;
}

/// Why the officers of a licence do nothing; more of them and a single one were tried.
std::string reason_of_desk(const WrittenKey& key, const Scenario& scenario) {
  for (const auto& instrument : scenario.instruments) {
    const auto* licence = std::get_if<LicenceSpec>(&instrument.kind);
    if (licence == nullptr || instrument.id != key.instrument ||
        key.path != fmt::format("instruments.{}.review.officers", instrument.id)) {
      continue;
    }
    if (licence->changes.empty() && licence->review.officers == 1) {
      return "no application waits for the one officer";
    }
    const auto is_zero = [](const NamedShare& share) { return share.share == 0; };
    if (!licence->approval.empty() &&
        std::all_of(licence->approval.begin(), licence->approval.end(), is_zero)) {
      return "nothing is approved, however soon it is decided";
    }
  }
  return {};
}

/// Why the facilities of a firm do nothing.
std::string reason_of_firm(const WrittenKey& key, const Scenario& scenario) {
  for (const auto& firm : scenario.firms) {
    const bool is_listed = std::any_of(
        scenario.entity_lists.begin(), scenario.entity_lists.end(), [&](const auto& list) {
          return std::find(list.members.begin(), list.members.end(), firm.id) != list.members.end();
        });
    if (!is_listed && key.path == fmt::format("firms.{}.facilities", firm.id)) {
      return fmt::format("no rule reaches '{}'", firm.id);
    }
  }
  return {};
}

/// Why the price of a material does nothing.
std::string reason_of_price(const WrittenKey& key, const World& world) {
  const auto region = [&](PoolId pool) {
    return world.facilities[world.pools[pool.index()].facility.index()].region;
  };
  for (std::size_t id = 0; id < world.materials.size(); ++id) {
    if (key.path != fmt::format("materials.{}.price", world.materials[id].id)) {
      continue;
    }
    const bool is_traded =
        std::any_of(world.lanes.begin(), world.lanes.end(), [&](const auto& lane) {
          return world.trades[lane.trade].material.index() == id &&
                 region(lane.from) != region(lane.to);
        });
    return is_traded ? std::string() : "nobody trades it across a border";
  }
  return {};
}

/// Why what names elements does nothing: there are no others.
std::string reason_of_elements(const WrittenKey& key, const World& world) {
  const bool names_elements = (key.list == "materials" && key.path.ends_with(".elements")) ||
                              (key.list == "process_outputs" && key.path.ends_with(".element"));
  std::set<std::uint8_t> held;
  for (const auto& set : world.element_sets) {
    held.insert(set.elements.begin(), set.elements.begin() + set.count);
  }
  return names_elements && held.size() == 1 ? "nothing here holds another element" : std::string();
}

/// Why a key of a sector does nothing that only a stopped plant asks for.
std::string reason_of_sector(const WrittenKey& key, const Original& original) {
  if (key.list != "sectors") {
    return {};
  }
  for (const auto& sector : original.loaded.scenario.sectors) {
    const auto own = fmt::format("sectors.{}.", sector.id);
    if (key.path == own + "recoverable_share" && sector.overtime == 0) {
      return "nothing is made up without 'overtime'";
    }
    if (!key.path.starts_with(own) || original.stopped.count(sector.id) > 0) {
      continue;
    }
    for (const std::string_view name :
         {"overtime", "restart", "recoverable_share", "substitution."}) {
      if (std::string_view(key.path).substr(own.size()).starts_with(name)) {
        return fmt::format("no plant of '{}' stops here", sector.id);
      }
    }
  }
  return {};
}

/// Why a bound does nothing: it does not bind, nor do the values tried.
std::string reason_of_bound(const WrittenKey& key) {
  const auto name = std::string_view(key.path).substr(key.path.rfind('.') + 1);
  return name == "least" || name.starts_with("most_") ? "a bound that is not reached here"
                                                      : std::string();
}

/// Whether a buyer on a lane that an instrument bears on takes fright at the news of it.
bool frightens(const WrittenKey& key, const World& world) {
  if (!world.switches.hoarding) {
    return false;
  }
  return std::any_of(
      world.instruments.begin(), world.instruments.end(), [&](const Instrument& instrument) {
        const auto lanes = lanes_of(instrument.kind);
        return instrument.id == key.instrument &&
               std::any_of(lanes.begin(), lanes.end(), [&](std::uint32_t lane) {
                 const auto& buyer = world.pools[world.lanes[lane].to.index()];
                 const auto profile = world.facilities[buyer.facility.index()].profile;
                 return world.profiles[profile].hoarding.has_value();
               });
      });
}

/// Why the mechanism of a dead key cannot act; empty: it could.
std::string reason_not_to_act(const WrittenKey& key, const Original& original,
                              const DeadKeyOptions& options, Worker& worker) {
  if (auto reason = reason_of_days(key, original); !reason.empty()) {
    return reason;
  }
  if (key.list == "switches" && key.is_boolean) {
    return "there is nothing here that it could switch";
  }
  const auto& scenario = original.loaded.scenario;
  for (const auto& reason :
       {reason_of_sector(key, original), reason_of_bound(key), reason_of_desk(key, scenario),
        reason_of_firm(key, scenario), reason_of_price(key, *original.world),
        reason_of_elements(key, *original.world)}) {
    if (!reason.empty()) {
      return reason;
    }
  }
  if (goes_on_after(key, scenario)) {
    return "the rate stays after it ('then: keep')";
  }
  if (key.path.ends_with(".announced") && !frightens(key, *original.world)) {
    return "nobody who buys here answers to the news of it";
  }
  if (key.path.ends_with(".issuer")) {
    return "it names whose rule it is; nothing of that state enters here";
  }
  for (const auto& instrument : original.world->instruments) {
    if (instrument.id == key.instrument && !instrument.comes) {
      return fmt::format("'{}' lies shelved", instrument.id);
    }
  }
  return switch_of(key, original, options, worker);
}

/// The dead keys. Copies of one text (by an anchor) are one key, alive when one of them is.
std::vector<std::size_t> dead_everywhere(const std::vector<WrittenKey>& keys,
                                         const std::vector<KeyVerdict>& verdicts) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> first;
  std::set<std::pair<std::uint32_t, std::uint32_t>> alive;
  for (std::size_t key = 0; key < keys.size(); ++key) {
    const auto place = std::pair(keys[key].place.line, keys[key].place.column);
    first.try_emplace(place, key);
    if (verdicts[key] != KeyVerdict::dead) {
      alive.insert(place);
    }
  }
  std::vector<std::size_t> dead;
  for (const auto& [place, key] : first) {
    if (alive.count(place) == 0) {
      dead.push_back(key);
    }
  }
  return dead;
}

/// Numbers tasks done, from any thread.
class Count {
 public:
  Count(const DeadKeyOptions& options, std::size_t total) : options_(options), total_(total) {}
  void one_more() {
    const std::scoped_lock lock(mutex_);
    ++done_;
    if (options_.progress) {
      options_.progress(done_, total_);
    }
  }

 private:
  const DeadKeyOptions& options_;
  std::size_t total_;
  std::size_t done_ = 0;
  std::mutex mutex_;
};

}  // namespace

DeadKeys find_dead_keys(const std::string& file, const DeadKeyOptions& options) {
  static const std::atomic<bool> never{false};
  const auto& interrupt = options.interrupt == nullptr ? never : *options.interrupt;
  const Executor executor(options.threads);
  std::vector<std::unique_ptr<Worker>> workers(executor.threads());
  const auto worker_of = [&](std::size_t number) -> Worker& {
    if (!workers[number]) {
      workers[number] = std::make_unique<Worker>(file, options.allowed_paths);
    }
    return *workers[number];
  };
  auto original = original_of(worker_of(0), options);
  const auto keys = worker_of(0).source.keys_of_file();
  Count count(options, original.runs.size() + keys.size());
  original.digests.resize(original.runs.size());
  std::mutex mutex;
  std::size_t done = executor.for_each_task(
      original.runs.size(),
      [&](std::size_t worker, std::size_t run) {
        run_original(original, run, worker_of(worker).workspace, mutex);
        count.one_more();
      },
      interrupt);
  std::vector<KeyVerdict> verdicts(keys.size(), KeyVerdict::alive);
  std::vector<std::string> reasons(keys.size());
  done += executor.for_each_task(
      keys.size(),
      [&](std::size_t worker, std::size_t key) {
        auto& own = worker_of(worker);
        verdicts[key] = verdict_on(keys[key], original, options.settings, own);
        if (verdicts[key] == KeyVerdict::dead) {
          reasons[key] = reason_not_to_act(keys[key], original, options, own);
        }
        count.one_more();
      },
      interrupt);
  DeadKeys result;
  result.looked_at = keys.size();
  result.fixed =
      static_cast<std::size_t>(std::count(verdicts.begin(), verdicts.end(), KeyVerdict::fixed));
  result.interrupted = done < original.runs.size() + keys.size();
  for (const std::size_t key : dead_everywhere(keys, verdicts)) {
    const Place place = keys[key].place;
    result.keys.push_back({keys[key].path, place, original.loaded.scenario.files[place.file],
                           std::move(reasons[key])});
  }
  return result;
}

}  // namespace monazite
