#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario/load.hpp"
#include "sim/batch/kept_figures.hpp"
#include "sim/batch/sweep_plan.hpp"

namespace monazite {

struct World;

/// How the scenarios of a sweep are opened.
struct SweepSources {
  std::vector<std::string> files;     ///< as SweepSpec::scenarios
  std::vector<std::string> settings;  ///< of every variant
  std::vector<std::string> allowed_paths;
  /// What the files held when the sweep was made ready, which is what every worker runs; null: they
  /// are read. It no longer records when workers look.
  std::shared_ptr<FileTexts> texts;
};

/// A world of a sweep, or why it cannot be made.
struct SweepWorld {
  std::shared_ptr<const World> world;
  std::string digest;
  KeptFigures kept;
  std::string error;  ///< empty: there is a world
};

/// Where one worker gets its scenarios: layered once, and patched for each variant.
class ScenarioPatcher {
 public:
  explicit ScenarioPatcher(const SweepSources& sources)
      : sources_(sources), opened_(sources.files.size()) {}

  /// A scenario with settings over those of every variant. Throws InputError.
  LoadedScenario load(std::uint32_t scenario, const std::vector<std::string>& settings);

 private:
  const SweepSources& sources_;
  std::vector<std::optional<ScenarioSource>> opened_;
};

/// Makes the world of an arm with a member.
SweepWorld make_sweep_world(const SweepPlan& plan, std::uint32_t arm, std::uint32_t member,
                            ScenarioPatcher& patcher);

/// The worlds in use, each made once by the worker that first asks, shared by all.
class SweepWorlds {
 public:
  using Made = std::function<void(std::uint32_t arm, std::uint32_t member, const SweepWorld&)>;

  /// Holds on to at least `kept` worlds of those last asked for. `made` is told of each new one.
  SweepWorlds(const SweepPlan& plan, std::size_t kept, Made made)
      : plan_(plan), most_kept_(kept), made_(std::move(made)) {}

  /// The world of an arm with a member. While another worker makes it, this one makes that of the
  /// next arm, where it is not there yet, instead of waiting.
  std::shared_ptr<const SweepWorld> get(std::uint32_t arm, std::uint32_t member,
                                        ScenarioPatcher& patcher);

 private:
  using Key = std::pair<std::uint32_t, std::uint32_t>;
  using Future = std::shared_future<std::shared_ptr<const SweepWorld>>;

  /// Whose it is to make a world: the caller's, by the promise, or another's.
  struct Claim {
    Future future;
    std::optional<std::promise<std::shared_ptr<const SweepWorld>>> promise;
  };

  Claim claim(const Key& key);
  void make(const Key& key, Claim& claim, ScenarioPatcher& patcher);

  const SweepPlan& plan_;
  std::size_t most_kept_;
  Made made_;
  std::mutex mutex_;
  std::map<Key, Future> worlds_;
  std::deque<Key> order_;  ///< in which they were first asked for
};

}  // namespace monazite
