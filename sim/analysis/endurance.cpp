#include "sim/analysis/endurance.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <stdexcept>

#include "models/scenario/compile.hpp"
#include "models/scenario/leverage_looks.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/leverage_arms.hpp"
#include "sim/analysis/leverage_pains.hpp"

namespace monazite {

namespace {

/// A trial that could not be run to its end.
struct TrialFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// USD of value added a day that stops with the plants of each side.
std::vector<double> at_risk_a_day(const World& world) {
  std::vector<double> usd;
  for (std::size_t k = 0; k < world.tracked_figures.size(); k += side_figures) {
    double sum = 0;
    for (const auto plant : world.tracked_figures[k + lost_output].items) {
      sum += world.plants[plant].use_per_day * world.plants[plant].usd_per_gram;
    }
    usd.push_back(sum);
  }
  return usd;
}

/// Runs trials, each once.
class Trials {
 public:
  Trials(const Scenario& scenario, const BatchOptions& options)
      : scenario_(scenario), options_(options) {
    std::vector<std::string> controls;
    for (const LeverageSideSpec& side : scenario.leverage->sides) {
      controls.insert(controls.end(), side.controls.begin(), side.controls.end());
    }
    without_ = run(without_controls(scenario, controls));
  }

  bool hurts(std::size_t side, std::size_t against, int days) {
    const auto [place, is_new] = losses_.try_emplace({side, days});
    if (is_new) {
      place->second = run(with_controls_for(scenario_, side, days));
    }
    const double limit = scenario_.leverage->endurance->loss_days * at_risk_[against];
    return place->second[against] - without_[against] >= std::max(limit, 1.0);
  }

 private:
  /// Mean output that each side loses and does not make up.
  std::vector<double> run(const Scenario& trial) {
    const Compiled compiled = compile(trial);
    if (!compiled.world) {
      throw TrialFailure(to_text(compiled.errors.front()));
    }
    at_risk_ = at_risk_a_day(*compiled.world);
    const std::vector<BatchScenario> batch = {
        {.name = trial.name,
         .world = compiled.world.get(),
         .plan = &compiled.world->plan,
         .seed = trial.runs.seed,
         .replications = static_cast<std::uint32_t>(scenario_.leverage->endurance->replications),
         .digest = {}}};
    const BatchResults results = run_batch(batch, replications_of_worlds(), options_);
    if (results.interrupted || results.failures() > 0) {
      throw TrialFailure(results.interrupted ? "interrupted"
                                             : results.scenarios.front().failures.front().reason);
    }
    const SideLosses losses = losses_of(results.scenarios.front(), *scenario_.leverage);
    // The ways of enumerated talks count by their weights.
    double weight = 0;
    std::vector<double> mean(losses.sides, 0.0);
    for (std::size_t r = 0; r < losses.replications.size(); ++r) {
      weight += losses.weights[r];
      for (std::size_t side = 0; side < losses.sides; ++side) {
        mean[side] += losses.weights[r] * losses.output[losses.place(r, side, losses.looks - 1)];
      }
    }
    for (auto& of_side : mean) {
      of_side /= weight;
    }
    return mean;
  }

  const Scenario& scenario_;
  BatchOptions options_;
  std::vector<double> at_risk_;
  std::vector<double> without_;
  std::map<std::pair<std::size_t, int>, std::vector<double>> losses_;  ///< by side and days
};

}  // namespace

Scenario with_controls_for(const Scenario& scenario, std::size_t side, int days) {
  const LeverageSpec& leverage = *scenario.leverage;
  std::vector<std::string> others;
  for (std::size_t s = 0; s < leverage.sides.size(); ++s) {
    const auto& controls = leverage.sides[s].controls;
    if (s != side) {
      others.insert(others.end(), controls.begin(), controls.end());
    }
  }
  Scenario result = without_controls(scenario, others);
  const Date last = leverage.from + (days - 1);
  const auto& own = leverage.sides[side].controls;
  for (InstrumentSpec& instrument : result.instruments) {
    if (std::find(own.begin(), own.end(), instrument.id) != own.end()) {
      instrument.until = std::min(instrument.until.value_or(last), last);
    }
  }
  result.name += fmt::format(", the controls of {} for {} d", leverage.sides[side].id, days);
  return result;
}

Endurance endurance_of(const Scenario& scenario, const BatchOptions& options) {
  const LeverageSpec& leverage = *scenario.leverage;
  const std::size_t sides = leverage.sides.size();
  const int most = std::min(leverage.endurance->most_days, leverage.horizons_days.back());
  Endurance endurance;
  endurance.of.assign(sides, std::vector<std::optional<TimeToSurvive>>(sides));
  try {
    Trials trials(scenario, options);
    for (std::size_t side = 0; side < sides; ++side) {
      for (std::size_t against = 0; against < sides; ++against) {
        if (side != against && !leverage.sides[side].controls.empty()) {
          endurance.of[side][against] =
              time_to_survive([&](int days) { return trials.hurts(side, against, days); }, most);
        }
      }
    }
  } catch (const TrialFailure& failure) {
    endurance.failures.emplace_back(failure.what());
  }
  return endurance;
}

}  // namespace monazite
