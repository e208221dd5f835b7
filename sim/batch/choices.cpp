#include "sim/batch/choices.hpp"

#include <algorithm>
#include <optional>

#include "models/metrics/figure.hpp"
#include "models/network/stable_hash.hpp"
#include "sim/batch/statistics.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

namespace {

constexpr std::uint32_t resamples = 1000;

/// Scenarios, ways and the losses of each replication.
struct Losses {
  std::vector<const ScenarioResults*> scenarios;
  std::vector<double> weights;  ///< by way
  std::size_t replications = 0;
  std::vector<double> usd;  ///< scenarios x ways x replications

  [[nodiscard]] std::span<const double> of(std::size_t scenario, std::size_t way) const {
    return std::span(usd).subspan((scenario * weights.size() + way) * replications, replications);
  }
};

bool has_same_ways(const ObservationPlan& a, const ObservationPlan& b) {
  return a.branches_are_enumerated && b.branches_are_enumerated &&
         std::equal(a.branches.begin(), a.branches.end(), b.branches.begin(), b.branches.end(),
                    [](const BranchLabel& one, const BranchLabel& other) {
                      return one.id == other.id && one.exact == other.exact;
                    });
}

std::optional<std::size_t> place_of(const ObservationPlan& plan, Metric metric,
                                    const std::string& region) {
  const auto found =
      std::find_if(plan.run_figures.begin(), plan.run_figures.end(), [&](const MetricKey& key) {
        return key.metric == name_of(metric) && key.region == region && key.partner.empty() &&
               key.sector.empty() && key.material.empty() && key.facility.empty();
      });
  return found == plan.run_figures.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(found - plan.run_figures.begin()));
}

/// The regions whose losses all scenarios tell, the world first.
std::vector<std::string> regions_of(const std::vector<const ScenarioResults*>& scenarios) {
  std::vector<std::string> regions;
  for (const MetricKey& key : scenarios.front()->plan().run_figures) {
    const bool is_loss = key.metric == name_of(Metric::lost_output_usd) && key.sector.empty() &&
                         key.partner.empty() && key.material.empty() && key.facility.empty();
    if (is_loss && std::all_of(scenarios.begin(), scenarios.end(), [&](const auto* scenario) {
          return place_of(scenario->plan(), Metric::lost_output_usd, key.region) &&
                 place_of(scenario->plan(), Metric::delayed_output_usd, key.region);
        })) {
      regions.push_back(key.region);
    }
  }
  return regions;
}

std::vector<std::uint32_t> common_replications(
    const std::vector<const ScenarioResults*>& scenarios) {
  std::vector<std::uint32_t> common = scenarios.front()->branches.front()->completed;
  std::vector<std::uint32_t> both;
  for (const auto* scenario : scenarios) {
    for (const auto& way : scenario->branches) {
      both.clear();
      std::set_intersection(common.begin(), common.end(), way->completed.begin(),
                            way->completed.end(), std::back_inserter(both));
      common.swap(both);
    }
  }
  return common;
}

Losses losses_in(const std::vector<const ScenarioResults*>& scenarios, const std::string& region) {
  Losses losses;
  losses.scenarios = scenarios;
  const auto replications = common_replications(scenarios);
  losses.replications = replications.size();
  for (const auto& way : scenarios.front()->branches) {
    losses.weights.push_back(way->scenario.weight);
  }
  for (const auto* scenario : scenarios) {
    const auto lost = *place_of(scenario->plan(), Metric::lost_output_usd, region);
    const auto made_up = *place_of(scenario->plan(), Metric::delayed_output_usd, region);
    for (const auto& way : scenario->branches) {
      const auto lost_values = way->run_values.of_figure(lost);
      const auto made_up_values = way->run_values.of_figure(made_up);
      for (std::size_t run = 0; run < way->completed.size(); ++run) {
        if (std::binary_search(replications.begin(), replications.end(), way->completed[run])) {
          losses.usd.push_back(lost_values[run] - made_up_values[run]);
        }
      }
    }
  }
  return losses;
}

/// Means by scenario and way of the replications named, and what follows from them.
struct Means {
  std::vector<double> of_way;    ///< scenarios x ways
  std::vector<double> expected;  ///< by scenario

  Means(const Losses& losses, std::span<const std::size_t> sample) {
    const auto ways = losses.weights.size();
    for (std::size_t s = 0; s < losses.scenarios.size(); ++s) {
      double sum = 0;
      for (std::size_t b = 0; b < ways; ++b) {
        const auto values = losses.of(s, b);
        double total = 0;
        for (const std::size_t replication : sample) {
          total += values[replication];
        }
        of_way.push_back(total / static_cast<double>(sample.size()));
        sum += losses.weights[b] * of_way.back();
      }
      expected.push_back(sum);
    }
  }

  [[nodiscard]] double least_on(std::size_t way, std::size_t ways) const {
    double least = of_way[way];
    for (std::size_t s = 1; s < expected.size(); ++s) {
      least = std::min(least, of_way[s * ways + way]);
    }
    return least;
  }

  [[nodiscard]] double value_of_knowing(const Losses& losses) const {
    double knowing = 0;
    for (std::size_t b = 0; b < losses.weights.size(); ++b) {
      knowing += losses.weights[b] * least_on(b, losses.weights.size());
    }
    // What is below zero is rounding.
    return std::max(0.0, *std::min_element(expected.begin(), expected.end()) - knowing);
  }
};

std::vector<double> resampled_values(const Losses& losses, std::uint64_t key) {
  std::vector<double> values;
  std::vector<std::size_t> sample(losses.replications);
  for (std::uint32_t r = 0; r < resamples && losses.replications > 1; ++r) {
    const engine::StreamKey stream{0, key, r, 0};
    for (std::size_t k = 0; k < sample.size(); ++k) {
      sample[k] = static_cast<std::size_t>(engine::uniform(stream, static_cast<std::uint32_t>(k)) *
                                           static_cast<double>(sample.size()));
    }
    values.push_back(Means(losses, sample).value_of_knowing(losses));
  }
  std::sort(values.begin(), values.end());
  return values;
}

void add_rows(const Losses& losses, const std::string& region, std::vector<ChoiceRow>& rows) {
  if (losses.replications == 0) {
    return;
  }
  std::vector<std::size_t> all(losses.replications);
  for (std::size_t k = 0; k < all.size(); ++k) {
    all[k] = k;
  }
  const Means means(losses, all);
  const auto ways = losses.weights.size();
  const auto best = static_cast<std::size_t>(
      std::min_element(means.expected.begin(), means.expected.end()) - means.expected.begin());
  const auto add = [&](std::size_t s, const std::string& branch, double loss, double least) {
    ChoiceRow row{losses.scenarios[s]->scenario.name,
                  branch,
                  region,
                  loss,
                  loss - least,
                  loss == least,
                  undefined,
                  undefined,
                  undefined,
                  static_cast<std::uint32_t>(losses.replications)};
    rows.push_back(std::move(row));
  };
  for (std::size_t s = 0; s < losses.scenarios.size(); ++s) {
    add(s, {}, means.expected[s], means.expected[best]);
    if (s == best) {
      const auto values = resampled_values(losses, stable_hash_of_joined({"knowing ", region}));
      rows.back().value_of_knowing_usd = means.value_of_knowing(losses);
      if (!values.empty()) {
        rows.back().ci95_low = quantile_of_sorted(values, 0.025);
        rows.back().ci95_high = quantile_of_sorted(values, 0.975);
      }
    }
  }
  for (std::size_t b = 0; b < ways; ++b) {
    for (std::size_t s = 0; s < losses.scenarios.size(); ++s) {
      add(s, losses.scenarios[s]->branches[b]->scenario.branch, means.of_way[s * ways + b],
          means.least_on(b, ways));
    }
  }
}

}  // namespace

std::vector<ChoiceRow> choices_of(std::span<const ScenarioResults* const> scenarios) {
  std::vector<ChoiceRow> rows;
  std::vector<bool> is_taken(scenarios.size(), false);
  for (std::size_t first = 0; first < scenarios.size(); ++first) {
    if (is_taken[first] || !scenarios[first]->is_mixture()) {
      continue;
    }
    std::vector<const ScenarioResults*> group;
    for (std::size_t other = first; other < scenarios.size(); ++other) {
      if (has_same_ways(scenarios[first]->plan(), scenarios[other]->plan())) {
        is_taken[other] = true;
        group.push_back(scenarios[other]);
      }
    }
    if (group.size() < 2) {
      continue;
    }
    for (const std::string& region : regions_of(group)) {
      add_rows(losses_in(group, region), region, rows);
    }
  }
  return rows;
}

}  // namespace monazite
