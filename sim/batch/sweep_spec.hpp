#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/quantity/distribution.hpp"
#include "models/scenario/load.hpp"

namespace monazite {

/// One value of a factor: its name in tables, and the settings `key.path=value` that make it.
struct FactorLevel {
  std::string label;
  std::vector<std::string> settings;
  Place place;
};

/// The values between two bounds, in one unit; of dates, days.
struct FactorRange {
  double low = 0;
  double high = 0;
  bool is_logarithmic = false;  ///< even in the logarithm; both bounds above 0
};

/// Numbers that a factor may take: a range, or a distribution in the unit of the factor.
struct FactorNumbers {
  std::variant<FactorRange, Distribution> domain;
  std::string unit;         ///< as written behind each number; empty: none
  bool is_date = false;     ///< numbers are days since 1970-01-01
  double round_to = 0;      ///< multiples that values are rounded to; 0: none
  std::uint64_t steps = 0;  ///< how many of them a grid takes; 0: it was not said
};

/// What varies between variants: one or several keys of the scenario that take a value together.
struct FactorSpec {
  std::string name;
  Place place;
  std::vector<std::string> keys;  ///< of levels made by name: empty
  std::variant<std::vector<FactorLevel>, FactorNumbers> values;
};

enum class DesignMethod : std::uint8_t { grid, latin_hypercube, sobol, table };

struct DesignSpec {
  DesignMethod method = DesignMethod::grid;
  std::uint64_t size = 0;  ///< variants of a Latin hypercube or a Sobol' sequence
  std::string table;       ///< file whose columns are factors and whose rows are variants
  Place place;
};

/// When a variant has been run often enough.
struct StopSpec {
  std::string metric;
  std::string region;
  std::string partner;
  std::string sector;
  std::string material;
  std::string facility;
  std::string half_width_text;  ///< `100` in the unit of the figure, or `5 %` of its mean
  double half_width = 0;        ///< the same, read
  bool is_relative = false;
  double level = 0.95;
  std::uint64_t max_replications = 10'000;
  Place place;
};

enum class OnFailure : std::uint8_t { go_on, stop };

/// Which figures of a run are kept, by how many of region, partner and sector they name.
enum class Detail : std::uint8_t {
  totals,     ///< none
  single,     ///< at most one
  crossed,    ///< any number
  facilities  ///< and those of single facilities
};

/// A sweep as written.
struct SweepSpec {
  std::string name;
  std::string title;
  std::string description;
  std::vector<std::string> scenarios;  ///< paths, as they open from the current folder
  std::vector<Place> scenario_places;
  std::vector<std::string> settings;  ///< of every variant: `key.path=value`
  DesignSpec design;
  std::vector<FactorSpec> factors;
  /// Of a table: its rows, each with a level a factor. `factors` then have no values.
  std::vector<std::vector<FactorLevel>> rows;
  std::string ensemble;                           ///< file whose rows are sets of parameters
  std::vector<std::string> member_keys;           ///< the columns of the ensemble
  std::vector<std::vector<FactorLevel>> members;  ///< its rows, a level a column
  std::vector<double> member_weights;  ///< its column `weight`; empty: all weigh the same
  std::uint64_t replications = 1;      ///< of each variant; under `stop` the first ones
  std::uint64_t seed = 1;
  std::uint64_t max_runs = 1'000'000'000;  ///< of all variants: more are refused
  bool common_random_numbers = true;
  bool antithetic = false;
  std::optional<StopSpec> stop;
  OnFailure on_failure = OnFailure::go_on;
  std::vector<std::string> keep;  ///< metrics; empty: those of the headline table
  Detail detail = Detail::single;
};

/// A sweep with all that is needed to repeat it.
struct LoadedSweep {
  SweepSpec spec;
  std::string file;               ///< as given
  std::vector<InputFile> inputs;  ///< the file and its tables, as read
  /// The sweep's top keys but `scenario` with their values, each as one line of YAML; tables are
  /// named as `resolved_tables` has them.
  std::vector<std::pair<std::string, std::string>> entries;
  std::vector<InputFile> resolved_tables;  ///< as `inputs/design.csv` and `inputs/ensemble.csv`
};

}  // namespace monazite
