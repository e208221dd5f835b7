#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <system_error>
#include <vector>

#include "models/scenario/load.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/result_place.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/comparison_table.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/output_file.hpp"
#include "sim/report/recorded_worlds.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t tables_shown = 10;
constexpr std::size_t differences_shown = 8;

/// Where compare.csv goes. Never into a result folder of itself: that is whole as its run left it,
/// and `run --force` would refuse to replace it with a file of others inside.
fs::path compare_place(const CompareArguments& arguments) {
  if (arguments.out.empty()) {
    return free_place("compare", ".csv", arguments.force);
  }
  const fs::path out = arguments.out;
  std::error_code ignored;
  return !out.has_filename() || fs::is_directory(out, ignored) ? out / "compare.csv" : out;
}

void refuse_taken_place(const fs::path& place, bool force) {
  std::error_code ignored;
  if (!force && fs::exists(place, ignored)) {
    throw OutputError(OutputError::Kind::cannot_create,
                      fmt::format("{} exists; --force overwrites it", place.string()));
  }
}

/// What is not in the table because one side alone has it, over all comparisons.
struct LeftOut {
  std::uint64_t replications = 0;
  std::uint64_t figures = 0;

  void add(const Comparison& comparison) {
    replications += comparison.replications_left_out;
    figures += comparison.figures_left_out;
  }
};

void tell_left_out(const LeftOut& left_out) {
  if (left_out.replications > 0) {
    tell(fmt::format("monazite: warning: left out: {} replications without a partner\n",
                     left_out.replications));
  }
  if (left_out.figures > 0) {
    tell(fmt::format("monazite: warning: left out: {} figures that one side alone has\n",
                     left_out.figures));
  }
}

/// The tables of the first comparisons, for the terminal.
class ShownTables {
 public:
  void add(const RecordedResults& results, const Comparison& comparison, RecordedWorlds& worlds) {
    if (count_++ >= tables_shown) {
      return;
    }
    text_ += text_.empty() ? "" : "\n";
    text_ += comparison_table(results, comparison, output_style());
    const auto differences = worlds.differences(comparison.pair, differences_shown);
    text_ += differences.empty() ? "" : "differs in\n";
    for (const std::string& difference : differences) {
      text_ += fmt::format("  {}\n", difference);
    }
  }

  [[nodiscard]] std::string text(const std::string& place) const {
    std::string text = text_ + "\n* the 95 % interval does not hold 0\n";
    if (count_ > tables_shown) {
      text += fmt::format("{} more comparisons are in the file.\n", count_ - tables_shown);
    }
    return text + fmt::format("\nComparison: {}\n", place);
  }

 private:
  std::string text_;
  std::size_t count_ = 0;
};

int compare(const CompareArguments& arguments) {
  const fs::path place = compare_place(arguments);
  refuse_taken_place(place, arguments.force);
  const RecordedResults results = read_recorded_runs(arguments.folders);
  const Pairing pairing = arguments.unpaired ? Pairing::none : Pairing::by_replication;
  const std::vector<RunsPair> pairs = pair_runs(results, arguments.baseline, pairing);
  RecordedWorlds worlds(results);
  for (const RunsPair& pair : pairs) {
    worlds.check_calendars(pair);
  }
  std::string table;
  ComparisonCsv csv(results, [&table](std::string_view text) { table += text; });
  ShownTables shown;
  LeftOut left_out;
  for (const RunsPair& pair : pairs) {
    const Comparison comparison = compare_runs(results, pair, pairing);
    csv.add(comparison);
    shown.add(results, comparison, worlds);
    left_out.add(comparison);
  }
  csv.finish();
  if (arguments.out.empty()) {
    std::error_code ignored;
    fs::create_directory(place.parent_path(), ignored);
  }
  write_file_whole(place, table, arguments.force);
  if (!arguments.quiet) {
    tell_left_out(left_out);
    if (std::any_of(pairs.begin(), pairs.end(),
                    [&](const RunsPair& pair) { return !worlds.is_known(pair); })) {
      tell(
          "monazite: warning: a folder does not say what ran (scenario.resolved.yaml): whether the "
          "calendars are equal is not known\n");
    }
    write_output(shown.text(place.string()));
  }
  return exit_done;
}

}  // namespace

int execute(const CompareArguments& arguments) {
  try {
    return compare(arguments);
  } catch (const InputError& error) {
    for (const Diagnostic& diagnostic : error.diagnostics) {
      tell(fmt::format("{}\n", to_text(diagnostic)));
    }
    return error.kind == InputError::Kind::not_found ? exit_no_input : exit_bad_input;
  }
}

}  // namespace monazite
