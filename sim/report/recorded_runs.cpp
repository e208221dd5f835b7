#include "sim/report/recorded_runs.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <numeric>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "models/metrics/figure.hpp"
#include "models/scenario/load.hpp"
#include "sim/report/csv_file_reader.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

/// Finds texts without making strings of them.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
using NumberOfText = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

/// Adds cells to a text so that different cells give different texts.
void append_cell(std::string& text, std::string_view cell) {
  text += cell;
  text += '\0';
}

[[noreturn]] void refuse_folder(const std::string& folder, std::string message,
                                std::string expected, InputError::Kind kind) {
  Diagnostics problems;
  problems.add({{}, folder, std::move(message), std::move(expected), {}});
  throw InputError(problems.sorted(), kind);
}

void check_folder(const std::string& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::exists(status)) {
    refuse_folder(folder, "there is no such folder", "a result folder",
                  InputError::Kind::not_found);
  }
  if (!fs::is_directory(status) || !fs::exists(fs::path(folder) / "runs.csv", error)) {
    refuse_folder(folder, "this is no result folder", "a folder with runs.csv",
                  InputError::Kind::bad_input);
  }
}

/// Reads one folder after the other into results whose figures are not yet sorted.
class RunsReader {
 public:
  explicit RunsReader(std::span<const std::string> folders) {
    for (const std::string& folder : folders) {
      results_.folders.push_back(folder);
      check_folder(folder);
      read_file((fs::path(folder) / "runs.csv").string());
    }
    sort_figures();
    sort_runs();
  }

  RecordedResults take() { return std::move(results_); }

 private:
  /// The columns that are read.
  enum Column : std::size_t {
    scenario,
    variant,
    branch,
    replication,
    seed,
    weight,
    metric,
    region,
    partner,
    sector,
    material,
    facility,
    unit,
    value,
    column_count
  };

  static constexpr std::array<std::string_view, column_count> column_names = {
      "scenario", "variant", "branch", "replication", "seed",     "weight", "metric",
      "region",   "partner", "sector", "material",    "facility", "unit",   "value"};

  void read_file(std::string path) {
    CsvFileReader file(std::move(path));
    runs_of_name_.clear();
    if (!file.next_row()) {
      refuse_folder(results_.folders.back(), "runs.csv is empty", "a header row",
                    InputError::Kind::bad_input);
    }
    find_columns(file);
    while (file.next_row()) {
      keep_row(file);
    }
    if (runs_of_name_.empty()) {
      refuse_folder(results_.folders.back(), "runs.csv holds no run", {},
                    InputError::Kind::bad_input);
    }
  }

  void find_columns(const CsvFileReader& file) {
    const auto header = file.cells();
    for (std::size_t column = 0; column < column_count; ++column) {
      const auto found = std::find(header.begin(), header.end(), column_names[column]);
      if (found == header.end()) {
        file.refuse(0, fmt::format("column '{}' is missing", column_names[column]),
                    "runs.csv as a run writes it");
      }
      places_[column] = static_cast<std::size_t>(found - header.begin());
    }
  }

  [[nodiscard]] std::string_view cell(const CsvFileReader& file, Column column) const {
    return file.cells()[places_[column]];
  }

  template <typename Number>
  Number number(const CsvFileReader& file, Column column) const {
    const std::string_view text = cell(file, column);
    Number parsed = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, parsed);
    if (result.ec != std::errc() || result.ptr != end ||
        !std::isfinite(static_cast<double>(parsed))) {
      file.refuse(places_[column], fmt::format("{} '{}' is no number", column_names[column], text),
                  std::is_integral_v<Number> ? "a whole number" : "a number, or nothing");
    }
    return parsed;
  }

  void keep_row(const CsvFileReader& file) {
    RecordedRuns& runs = runs_of(file);
    runs.has_branches = runs.has_branches || !cell(file, branch).empty();
    if (number<std::uint64_t>(file, seed) != runs.seed) {
      file.refuse(places_[seed], fmt::format("'{}' has runs of two seeds", runs.name()),
                  fmt::format("{}, as before", runs.seed));
    }
    RecordedValue recorded;
    recorded.figure = figure_of(file);
    recorded.replication = number<std::uint32_t>(file, replication);
    recorded.value = cell(file, value).empty() ? undefined : number<double>(file, value);
    recorded.weight = number<double>(file, weight);
    runs.values.push_back(recorded);
  }

  RecordedRuns& runs_of(const CsvFileReader& file) {
    key_.clear();
    append_cell(key_, cell(file, scenario));
    append_cell(key_, cell(file, variant));
    auto found = runs_of_name_.find(std::string_view(key_));
    if (found == runs_of_name_.end()) {
      found = runs_of_name_.emplace(key_, static_cast<std::uint32_t>(results_.runs.size())).first;
      RecordedRuns runs;
      runs.scenario = cell(file, scenario);
      runs.variant = cell(file, variant);
      runs.folder = results_.folders.size() - 1;
      runs.seed = number<std::uint64_t>(file, seed);
      results_.runs.push_back(std::move(runs));
    }
    return results_.runs[found->second];
  }

  std::uint32_t figure_of(const CsvFileReader& file) {
    key_.clear();
    for (const Column column : {metric, region, partner, sector, material, facility, unit}) {
      append_cell(key_, cell(file, column));
    }
    auto found = number_of_figure_.find(std::string_view(key_));
    if (found == number_of_figure_.end()) {
      const auto next = static_cast<std::uint32_t>(results_.figures.size());
      found = number_of_figure_.emplace(key_, next).first;
      const auto text = [&](Column column) { return std::string(cell(file, column)); };
      results_.figures.push_back({text(metric), text(region), text(partner), text(sector),
                                  text(material), text(facility), text(unit)});
    }
    return found->second;
  }

  void sort_figures() {
    std::vector<std::uint32_t> order(results_.figures.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      return results_.figures[a] < results_.figures[b];
    });
    std::vector<std::uint32_t> rank(order.size());
    for (std::uint32_t place = 0; place < order.size(); ++place) {
      rank[order[place]] = place;
    }
    for (RecordedRuns& runs : results_.runs) {
      for (RecordedValue& recorded : runs.values) {
        recorded.figure = rank[recorded.figure];
      }
    }
    std::sort(results_.figures.begin(), results_.figures.end());
  }

  /// Takes the mean over the branches of each replication, by weight.
  static void join_branches(std::vector<RecordedValue>& values) {
    // Sums of floating numbers need an order that the file does not give.
    std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) {
      return std::tie(a.figure, a.replication, a.weight, a.value) <
             std::tie(b.figure, b.replication, b.weight, b.value);
    });
    std::vector<RecordedValue> joined;
    for (auto at = values.begin(); at != values.end();) {
      RecordedValue mean{at->figure, at->replication, 0, 0};
      for (; at != values.end() && at->figure == mean.figure && at->replication == mean.replication;
           ++at) {
        // A figure that a branch does not define has no mean over it.
        if (at->value == at->value) {
          mean.value += at->weight * at->value;
          mean.weight += at->weight;
        }
      }
      mean.value = mean.weight > 0 ? mean.value / mean.weight : undefined;
      joined.push_back(mean);
    }
    values.swap(joined);
  }

  void sort_runs() {
    const auto place = [](const RecordedValue& v) { return std::tie(v.figure, v.replication); };
    for (RecordedRuns& runs : results_.runs) {
      if (runs.has_branches) {
        join_branches(runs.values);
        continue;
      }
      std::sort(runs.values.begin(), runs.values.end(),
                [&](const auto& a, const auto& b) { return place(a) < place(b); });
      const auto twice =
          std::adjacent_find(runs.values.begin(), runs.values.end(),
                             [&](const auto& a, const auto& b) { return place(a) == place(b); });
      if (twice != runs.values.end()) {
        refuse_folder((fs::path(results_.folders[runs.folder]) / "runs.csv").string(),
                      fmt::format("replication {} of '{}' has two rows of '{}'", twice->replication,
                                  runs.name(), results_.figures[twice->figure].metric),
                      "each figure once a replication", InputError::Kind::bad_input);
      }
    }
    std::sort(results_.runs.begin(), results_.runs.end(), [](const auto& a, const auto& b) {
      return std::tie(a.folder, a.scenario, a.variant) < std::tie(b.folder, b.scenario, b.variant);
    });
  }

  RecordedResults results_;
  NumberOfText runs_of_name_;  ///< of the folder that is read
  NumberOfText number_of_figure_;
  std::array<std::size_t, column_count> places_{};
  std::string key_;
};

}  // namespace

std::string RecordedRuns::name() const {
  return variant.empty() ? scenario : scenario + "/" + variant;
}

RecordedResults read_recorded_runs(std::span<const std::string> folders) {
  return RunsReader(folders).take();
}

}  // namespace monazite
