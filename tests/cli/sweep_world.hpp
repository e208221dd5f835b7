#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

namespace monazite::test {

/// Six variants of a scenario with a ban, noise and a licence desk, each run four times.
inline const std::string small_sweep =
    "monazite_sweep: 1\n"
    "name: small_sweep\n"
    "scenario: ban.yaml\n"
    "factors:\n"
    "  switches.demand_scale: [90 %, 100 %, 110 %]\n"
    "  lines.PLANT_CN/separating.lead_time: {from: 10 d, to: 20 d, steps: 2}\n"
    "replications: 4\n"
    "seed: 11\n"
    "keep: [fill_rate, exports, mined]\n";

/// The same with a set of parameters a replication, a stop rule, and a variant that fails.
inline const std::string hard_sweep =
    "monazite_sweep: 1\n"
    "name: hard_sweep\n"
    "scenario: [ban.yaml, small.yaml]\n"
    "factors:\n"
    "  switches.demand_scale: [90 %, 110 %]\n"
    "  budget: {levels: {enough: {runs.max_events: 100000000}, short: {runs.max_events: 1000}}}\n"
    "ensemble: ensemble.csv\n"
    "replications: 4\n"
    "seed: 12\n"
    "keep: [fill_rate, exports]\n"
    "stop: {metric: fill_rate, sector: GLASS, half_width: 0.5 %, max_replications: 12}\n";

inline const std::string ensemble_table =
    "lines.PLANT_CN/separating.lead_time [d],switches.noise\n"
    "12,true\n"
    "15,true\n"
    "18,true\n";

/// Whether a text has a part.
inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The small world with sweeps of it: `small_sweep.yaml`, and `hard_sweep.yaml` with its ensemble.
class SweepWorld {
 public:
  SweepWorld();

  [[nodiscard]] const std::filesystem::path& path() const { return world_.path(); }

  void write(const std::string& name, const std::string& content) const;

  /// Puts another text in place of one that a file must have.
  void replace(const std::string& name, const std::string& text, const std::string& other) const;

  /// Runs the program in this folder.
  [[nodiscard]] ProgramRun run(const std::vector<std::string>& arguments) const {
    return run_program_in(path(), arguments);
  }

  /// Runs a sweep with a result folder `out`.
  [[nodiscard]] ProgramRun sweep(const std::string& file, const std::string& out,
                                 const std::vector<std::string>& options = {}) const {
    return run(sweep_arguments(file, out, options));
  }

  /// The same, and gives its tables. Throws, with what the program said, unless it ends with
  /// `exit_code`.
  [[nodiscard]] Tables swept(const std::string& file, const std::string& out,
                             const std::vector<std::string>& options = {}, int exit_code = 0) const;

  [[nodiscard]] Tables tables(const std::string& out) const { return tables_in(path() / out); }

  /// The words of `monazite sweep FILE --out OUT --quiet OPTIONS`.
  static std::vector<std::string> sweep_arguments(const std::string& file, const std::string& out,
                                                  const std::vector<std::string>& options = {});

 private:
  SmallWorld world_;
};

/// Checks that two sets of tables have the same names and bytes, and that there are some.
void check_equal_tables(const Tables& tables, const Tables& others);

/// The rows of a table by the names of its columns, without the quotes of cells.
std::vector<std::map<std::string, std::string>> records_of(const std::string& table);

}  // namespace monazite::test
