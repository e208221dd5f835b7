#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "sim/run/replication.hpp"
#include "sim/run/run_limits.hpp"
#include "tests/fuzz/text_edits.hpp"

// Scenarios of the library, edited as users edit them: each is refused with its problems or runs,
// and then mass and money close.
namespace monazite {
namespace {

namespace fs = std::filesystem;

/// How many edits are tried; `./dev test --full` asks for 10,000.
int edits_wanted() {
  const char* wanted = std::getenv("MONAZITE_RANDOM_EDITS");
  return wanted == nullptr ? 120 : std::atoi(wanted);
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A scenario of the library with its text, and settings that keep a run of it short.
struct Subject {
  fs::path path;
  std::string text;
  std::vector<std::string> short_run;
};

/// Whether a scenario is one under some settings.
bool loads(const fs::path& path, const std::vector<std::string>& settings, FileTexts& texts) {
  try {
    LoadOptions options;
    options.settings = settings;
    options.read_before = &texts;
    static_cast<void>(load_scenario(path, options));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

std::vector<Subject> library(FileTexts& texts) {
  std::vector<Subject> subjects;
  for (const auto& entry : fs::recursive_directory_iterator(MONAZITE_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    if (!loads(entry.path(), {}, texts)) {
      continue;  // a sweep
    }
    LoadOptions options;
    options.read_before = &texts;
    const Date start = load_scenario(entry.path(), options).scenario.calendar.start;
    Subject subject{fs::canonical(entry.path()),
                    content_of(entry.path()),
                    {fmt::format("calendar.end={}", to_iso(start + 45)), "calendar.warm_up=28 d",
                     "runs.max_seconds=60 s"}};
    if (!loads(entry.path(), subject.short_run, texts)) {
      subject.short_run.clear();  // its leverage lies later: it is read, and run where it is small
    }
    subjects.push_back(std::move(subject));
  }
  std::sort(subjects.begin(), subjects.end(),
            [](const Subject& a, const Subject& b) { return a.path < b.path; });
  return subjects;
}

void check_books(const World& world, const Observations& seen) {
  for (const auto& row : seen.balance) {
    CHECK(row.residual() == 0);
  }
  double net = 0;
  double turnover = 0;
  for (std::size_t k = 0; k < world.plan.run_figures.size(); ++k) {
    if (world.plan.run_figures[k].metric == name_of(Metric::net_payments_usd)) {
      CHECK(std::isfinite(seen.run_values[k]));
      net += seen.run_values[k];
      turnover += std::abs(seen.run_values[k]);
    }
  }
  // Each is a sum of some thousand payments, to the last bits of a double.
  CHECK(std::abs(net) <= 0.01 + 1e-9 * turnover);
}

struct Outcomes {
  int refused = 0;
  int too_large = 0;
  int failed = 0;
  int ran = 0;
};

/// Loads an edited scenario and runs it.
void try_edited(const Subject& subject, FileTexts& texts, Workspace& workspace,
                Outcomes& outcomes) {
  try {
    LoadOptions options;
    options.settings = subject.short_run;
    options.read_before = &texts;
    const auto loaded = load_scenario(subject.path, options);
    const auto compiled = compile(loaded.scenario);
    if (!compiled.world) {
      CHECK_FALSE(compiled.errors.empty());
      ++outcomes.refused;
      return;
    }
    const World& world = *compiled.world;
    constexpr double most_events = 2e6;
    if (!excess_of_events(world).empty() || expected_events(world) > most_events) {
      ++outcomes.too_large;
      return;
    }
    check_books(world, run_replication(world, 7, 0, workspace));
    ++outcomes.ran;
  } catch (const InputError& error) {
    CHECK_FALSE(error.diagnostics.empty());
    ++outcomes.refused;
  } catch (const RunFailure& failure) {
    // A budget may run out; a balance that does not close is a fault.
    CAPTURE(failure.what());
    CHECK(std::string(failure.what()).find("balance") == std::string::npos);
    ++outcomes.failed;
  }
}

/// Every fourth edit from `first` on, so that four can be made at a time.
void try_edits(int first) {
  FileTexts texts;
  const auto subjects = library(texts);
  REQUIRE(subjects.size() > 40);
  Workspace workspace;
  Outcomes outcomes;
  for (int edit = first; edit < edits_wanted(); edit += 4) {
    const Subject& subject = subjects[static_cast<std::size_t>(edit) % subjects.size()];
    TextEdits edits(static_cast<std::uint64_t>(edit));
    texts.known[subject.path] = edits.done_to(subject.text);
    CAPTURE(edit, subject.path.string(), fmt::format("{}", fmt::join(edits.told(), "; ")));
    try_edited(subject, texts, workspace, outcomes);
    texts.known[subject.path] = subject.text;
  }
  CHECK(outcomes.ran > 0);
  WARN("edits: " << outcomes.ran << " ran, " << outcomes.refused << " refused, "
                 << outcomes.too_large << " too large to run here, " << outcomes.failed
                 << " out of their budget");
}

TEST_CASE("an edited scenario is refused or runs, and its books close: first quarter") {
  try_edits(0);
}

TEST_CASE("an edited scenario is refused or runs, and its books close: second quarter") {
  try_edits(1);
}

TEST_CASE("an edited scenario is refused or runs, and its books close: third quarter") {
  try_edits(2);
}

TEST_CASE("an edited scenario is refused or runs, and its books close: last quarter") {
  try_edits(3);
}

}  // namespace
}  // namespace monazite
