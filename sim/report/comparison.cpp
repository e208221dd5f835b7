#include "sim/report/comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <iterator>
#include <span>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "models/scenario/load.hpp"

namespace monazite {

namespace {

[[noreturn]] void refuse_comparison(Diagnostic problem) {
  Diagnostics problems;
  problems.add(std::move(problem));
  throw InputError(problems.sorted(), InputError::Kind::bad_input);
}

/// The names of runs, at most so many as fit into a message.
std::string some_names(std::span<const RecordedRuns> runs) {
  constexpr std::size_t named = 8;
  std::vector<std::string> names;
  for (const RecordedRuns& each : runs.first(std::min(named, runs.size()))) {
    names.push_back(each.name());
  }
  return fmt::format("{}{}", fmt::join(names, ", "), runs.size() > named ? ", …" : "");
}

/// The runs of the first folder, which come first.
std::span<const RecordedRuns> first_folder(const RecordedResults& results) {
  const auto end = std::find_if(results.runs.begin(), results.runs.end(),
                                [](const RecordedRuns& runs) { return runs.folder > 0; });
  return {results.runs.begin(), end};
}

const RecordedRuns& named_baseline(const RecordedResults& results, const std::string& name) {
  const auto candidates = first_folder(results);
  const auto by_name = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const RecordedRuns& runs) { return runs.name() == name; });
  if (by_name != candidates.end()) {
    return *by_name;
  }
  const auto of_scenario = [&](const RecordedRuns& runs) { return runs.scenario == name; };
  const auto variants = std::count_if(candidates.begin(), candidates.end(), of_scenario);
  if (variants == 1) {
    return *std::find_if(candidates.begin(), candidates.end(), of_scenario);
  }
  std::vector<std::string> names;
  names.reserve(candidates.size());
  for (const RecordedRuns& runs : candidates) {
    names.push_back(runs.name());
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  refuse_comparison({{},
                     "--baseline",
                     variants == 0 ? fmt::format("{} holds no '{}'", results.folders.front(), name)
                                   : fmt::format("'{}' has {} variants", name, variants),
                     some_names(candidates),
                     nearest_name(name, views)});
}

/// The runs of the first folder with which these are to be compared, where it holds several.
const RecordedRuns& namesake(const RecordedResults& results, const RecordedRuns& runs) {
  const auto candidates = first_folder(results);
  const bool one_scenario =
      std::all_of(candidates.begin(), candidates.end(), [&](const RecordedRuns& candidate) {
        return candidate.scenario == candidates.front().scenario;
      });
  const auto found =
      std::find_if(candidates.begin(), candidates.end(), [&](const RecordedRuns& candidate) {
        return candidate.variant == runs.variant &&
               (one_scenario || candidate.scenario == runs.scenario);
      });
  if (found == candidates.end()) {
    refuse_comparison(
        {{},
         results.folders[runs.folder],
         fmt::format("nothing in {} goes with '{}'", results.folders.front(), runs.name()),
         "the same scenario and variant there, or --baseline with one of " + some_names(candidates),
         {}});
  }
  return *found;
}

void sort_by_name(std::vector<RunsPair>& pairs) {
  const auto name = [](const RunsPair& pair) {
    return std::tie(pair.runs->scenario, pair.runs->variant, pair.runs->folder);
  };
  std::sort(pairs.begin(), pairs.end(),
            [&name](const RunsPair& a, const RunsPair& b) { return name(a) < name(b); });
}

void check_names(const RecordedResults& results, const std::vector<RunsPair>& sorted) {
  const auto twice =
      std::adjacent_find(sorted.begin(), sorted.end(), [](const RunsPair& a, const RunsPair& b) {
        return std::tie(a.runs->scenario, a.runs->variant) ==
               std::tie(b.runs->scenario, b.runs->variant);
      });
  if (twice != sorted.end()) {
    const RunsPair& next = *std::next(twice);
    refuse_comparison({{},
                       results.folders[next.runs->folder],
                       fmt::format("'{}' is compared from {} too", next.runs->name(),
                                   results.folders[twice->runs->folder]),
                       "runs of different names, or one comparison after the other",
                       {}});
  }
}

void check_seeds(const RecordedResults& results, const RunsPair& pair) {
  if (pair.runs->seed == pair.baseline->seed) {
    return;
  }
  const std::string& folder = results.folders[pair.runs->folder];
  const auto resolved = std::filesystem::path(folder) / "scenario.resolved.yaml";
  std::error_code ignored;
  refuse_comparison(
      {{},
       folder,
       fmt::format("'{}' ran with seed {}, its baseline '{}' with seed {}", pair.runs->name(),
                   pair.runs->seed, pair.baseline->name(), pair.baseline->seed),
       fmt::format("the same seed, or --unpaired; to repeat it: monazite run {} --seed {}",
                   std::filesystem::exists(resolved, ignored) ? resolved.string() : "SCENARIO.yaml",
                   pair.baseline->seed),
       {}});
}

using ValueIterator = std::vector<RecordedValue>::const_iterator;

ValueIterator end_of_figure(ValueIterator at, ValueIterator end) {
  return std::find_if(at, end, [figure = at->figure](const RecordedValue& recorded) {
    return recorded.figure != figure;
  });
}

/// The replications of which there are rows, sorted. Figures mostly have the same ones.
std::vector<std::uint32_t> replications_of(const RecordedRuns& runs) {
  std::vector<std::uint32_t> replications;
  std::vector<std::uint32_t> of_figure;
  std::vector<std::uint32_t> joined;
  for (auto at = runs.values.begin(); at != runs.values.end();) {
    const auto end = end_of_figure(at, runs.values.end());
    of_figure.clear();
    std::transform(at, end, std::back_inserter(of_figure),
                   [](const RecordedValue& recorded) { return recorded.replication; });
    if (of_figure != replications) {
      joined.clear();
      std::set_union(replications.begin(), replications.end(), of_figure.begin(), of_figure.end(),
                     std::back_inserter(joined));
      replications.swap(joined);
    }
    at = end;
  }
  return replications;
}

void count_replications(const RecordedResults& results, Comparison& comparison) {
  const auto ours = replications_of(*comparison.pair.runs);
  const auto theirs = replications_of(*comparison.pair.baseline);
  std::vector<std::uint32_t> common;
  std::set_intersection(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                        std::back_inserter(common));
  if (common.empty()) {
    const RunsPair& pair = comparison.pair;
    refuse_comparison(
        {{},
         results.folders[pair.runs->folder],
         fmt::format("'{}' (replications {} to {}) and its baseline '{}' ({} to {}) have no "
                     "replication in common",
                     pair.runs->name(), ours.front(), ours.back(), pair.baseline->name(),
                     theirs.front(), theirs.back()),
         {},
         {}});
  }
  comparison.replications = static_cast<std::uint32_t>(common.size());
  comparison.replications_left_out =
      static_cast<std::uint32_t>(ours.size() + theirs.size() - 2 * common.size());
}

PairedDifference compare_figure(ValueIterator baseline, ValueIterator baseline_end,
                                ValueIterator value, ValueIterator value_end) {
  std::vector<double> baselines;
  std::vector<double> values;
  std::vector<std::uint32_t> replications;
  while (baseline != baseline_end && value != value_end) {
    if (baseline->replication < value->replication) {
      ++baseline;
    } else if (value->replication < baseline->replication) {
      ++value;
    } else {
      baselines.push_back(baseline->value);
      values.push_back(value->value);
      replications.push_back(value->replication);
      ++baseline;
      ++value;
    }
  }
  return paired_difference(baselines, values, replications);
}

PairedDifference compare_samples(ValueIterator baseline, ValueIterator baseline_end,
                                 ValueIterator value, ValueIterator value_end) {
  const auto values_of = [](ValueIterator at, ValueIterator end) {
    std::vector<double> values;
    std::transform(at, end, std::back_inserter(values),
                   [](const RecordedValue& recorded) { return recorded.value; });
    return values;
  };
  return unpaired_difference(values_of(baseline, baseline_end), values_of(value, value_end));
}

}  // namespace

std::vector<RunsPair> pair_runs(const RecordedResults& results, const std::string& baseline,
                                Pairing pairing) {
  const auto first = first_folder(results);
  const bool one_baseline = !baseline.empty() || first.size() == 1 || results.folders.size() == 1;
  const RecordedRuns* common = nullptr;
  if (one_baseline) {
    common = baseline.empty() ? &first.front() : &named_baseline(results, baseline);
  }
  std::vector<RunsPair> pairs;
  for (const RecordedRuns& runs : results.runs) {
    if (one_baseline ? &runs != common : runs.folder > 0) {
      pairs.push_back({one_baseline ? common : &namesake(results, runs), &runs});
    }
  }
  if (pairs.empty()) {
    refuse_comparison({{},
                       results.folders.front(),
                       fmt::format("there is nothing to compare '{}' with", common->name()),
                       "a second result folder, or one of several scenarios or variants",
                       {}});
  }
  sort_by_name(pairs);
  check_names(results, pairs);
  for (const RunsPair& pair : pairs) {
    if (pairing == Pairing::by_replication) {
      check_seeds(results, pair);
    }
  }
  return pairs;
}

Comparison compare_runs(const RecordedResults& results, const RunsPair& pair, Pairing pairing) {
  Comparison comparison;
  comparison.pair = pair;
  if (pairing == Pairing::by_replication) {
    count_replications(results, comparison);
  } else {
    comparison.replications = static_cast<std::uint32_t>(
        std::min(replications_of(*pair.runs).size(), replications_of(*pair.baseline).size()));
  }
  const auto compare = pairing == Pairing::by_replication ? compare_figure : compare_samples;
  ValueIterator baseline = pair.baseline->values.begin();
  ValueIterator value = pair.runs->values.begin();
  const ValueIterator baseline_last = pair.baseline->values.end();
  const ValueIterator value_last = pair.runs->values.end();
  while (baseline != baseline_last || value != value_last) {
    const bool has_baseline =
        baseline != baseline_last && (value == value_last || baseline->figure <= value->figure);
    const bool has_value =
        value != value_last && (baseline == baseline_last || value->figure <= baseline->figure);
    const ValueIterator baseline_end =
        has_baseline ? end_of_figure(baseline, baseline_last) : baseline;
    const ValueIterator value_end = has_value ? end_of_figure(value, value_last) : value;
    if (has_baseline && has_value) {
      comparison.figures.push_back(
          {value->figure, compare(baseline, baseline_end, value, value_end)});
    } else {
      ++comparison.figures_left_out;
    }
    baseline = baseline_end;
    value = value_end;
  }
  return comparison;
}

}  // namespace monazite
