#include "sim/batch/sweep_worlds.hpp"

#include <chrono>
#include <fmt/format.h>
#include <new>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/batch/parameter_digest.hpp"

namespace monazite {

namespace {

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    text += text.empty() ? "" : "; ";
    text += to_text(diagnostic);
  }
  return text;
}

}  // namespace

LoadedScenario ScenarioPatcher::load(std::uint32_t scenario,
                                     const std::vector<std::string>& settings) {
  auto& source = opened_[scenario];
  if (!source) {
    source.emplace(sources_.files[scenario], sources_.allowed_paths, sources_.texts.get());
  }
  std::vector<std::string> all = sources_.settings;
  all.insert(all.end(), settings.begin(), settings.end());
  return source->load(all);
}

SweepWorld make_sweep_world(const SweepPlan& plan, std::uint32_t arm, std::uint32_t member,
                            ScenarioPatcher& patcher) {
  SweepWorld made;
  try {
    const LoadedScenario loaded = patcher.load(plan.scenario_of(arm), plan.settings(arm, member));
    made.digest = parameter_digest(loaded);
    Compiled compiled = compile(loaded.scenario);
    if (!compiled.world) {
      made.error = joined(compiled.errors);
      return made;
    }
    made.kept = kept_figures(compiled.world->plan, plan.spec());
    made.world = std::move(compiled.world);
  } catch (const InputError& error) {
    made.error = joined(error.diagnostics);
  }
  return made;
}

SweepWorlds::Claim SweepWorlds::claim(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = worlds_.find(key);
  if (found != worlds_.end()) {
    return {found->second, std::nullopt};
  }
  Claim claimed;
  claimed.future = claimed.promise.emplace().get_future().share();
  worlds_.emplace(key, claimed.future);
  order_.push_back(key);
  if (order_.size() > most_kept_) {
    worlds_.erase(order_.front());
    order_.pop_front();
  }
  return claimed;
}

void SweepWorlds::make(const Key& key, Claim& claim, ScenarioPatcher& patcher) {
  try {
    auto made =
        std::make_shared<const SweepWorld>(make_sweep_world(plan_, key.first, key.second, patcher));
    made_(key.first, key.second, *made);
    claim.promise->set_value(std::move(made));
  } catch (...) {
    claim.promise->set_exception(std::current_exception());
  }
}

std::shared_ptr<const SweepWorld> SweepWorlds::get(std::uint32_t arm, std::uint32_t member,
                                                   ScenarioPatcher& patcher) {
  Claim wanted = claim({arm, member});
  if (wanted.promise) {
    make({arm, member}, wanted, patcher);
  } else if (wanted.future.wait_for(std::chrono::seconds(0)) != std::future_status::ready &&
             arm + 1 < plan_.arms()) {
    const Key next{arm + 1, member};
    if (Claim ahead = claim(next); ahead.promise) {
      make(next, ahead, patcher);
    }
  }
  return wanted.future.get();
}

}  // namespace monazite
