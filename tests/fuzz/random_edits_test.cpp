#include "tests/fuzz/random_edits.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <unistd.h>
#include <vector>

#include "models/scenario/compile.hpp"
#include "models/scenario/file_texts.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "sim/run/run.hpp"
#include "sim/run/run_limits.hpp"
#include "tests/fuzz/run_checks.hpp"
#include "tests/fuzz/text_edits.hpp"

/// Scenarios of the library with random edits: what is not refused runs, and its books close.
namespace monazite::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t by_default = 300;
/// One edit in so many is of a scenario on the world of 2024, which takes a hundred times as long.
constexpr std::size_t one_large_in = 8;
constexpr int most_warm_up_days = 60;
constexpr int most_reported_days = 75;
constexpr double most_expected_events = 4e6;
/// What of it runs into the limit on the events of a run is told, and is no fault.
constexpr int most_events = 5'000'000;

std::uint64_t number_given(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// A scenario with the files that it is read from.
struct LibraryScenario {
  std::string path;
  std::vector<fs::path> files;  ///< its own first
};

/// The scenarios of the library, and the two small worlds of other tests that have what its small
/// ones lack.
class Library {
 public:
  Library() {
    std::vector<fs::path> paths;
    const fs::path root = MONAZITE_SOURCE_DIR;
    for (const char* folder : {"scenarios", "tests/models/scenario/rich", "tests/cli/world"}) {
      for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const bool is_sweep = entry.path().parent_path().filename() == "sweeps";
        if (entry.path().extension() == ".yaml" && !is_sweep) {
          paths.push_back(entry.path());
        }
      }
    }
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      (is_large(path) ? large_ : small_).push_back({path.string(), {}});
    }
  }

  /// A scenario by chance; its files are looked for when it is first wanted.
  const LibraryScenario& one(Choice& choice) {
    auto& scenarios = choice.one_in(one_large_in) ? large_ : small_;
    auto& scenario = scenarios[choice.below(scenarios.size())];
    if (scenario.files.empty()) {
      for (const auto& input : load_scenario(scenario.path, {{}, {}, &texts}).inputs) {
        scenario.files.push_back(fs::canonical(input.path));
      }
    }
    return scenario;
  }
  [[nodiscard]] std::size_t size() const { return small_.size() + large_.size(); }

  /// What the files of all scenarios hold, of which one may be edited.
  FileTexts texts;

 private:
  /// Whether it lies in a folder of scenarios on the world of 2024.
  static bool is_large(const fs::path& path) {
    return std::any_of(path.begin(), path.end(), [](const fs::path& part) {
      return part == "history" || part == "stockholm" || part == "world_2024";
    });
  }

  std::vector<LibraryScenario> small_;
  std::vector<LibraryScenario> large_;
};

/// One file of a scenario, edited for the time of a test.
class Edit {
 public:
  Edit(const LibraryScenario& scenario, FileTexts& texts, Choice& choice)
      : file_(choice.one_in(2) ? scenario.files.front() : choice.one_of(scenario.files)),
        text_(texts.known.at(file_)),
        before_(text_) {
    const auto count = choice.one_in(2) ? 1 : 1 + choice.below(4);
    if (file_.extension() == ".csv") {
      take(edited_table(before_, count, choice));
    } else if (choice.one_in(3)) {  // of the text, as it stands
      TextEdits edits(choice.below(1'000'000'000));
      text_ = edits.done_to(before_);
      edits_ = edits.told();
    } else {
      take(edited_yaml(before_, count, choice));
    }
  }
  ~Edit() { text_ = before_; }
  Edit(const Edit&) = delete;
  Edit& operator=(const Edit&) = delete;

  [[nodiscard]] std::string told() const {
    return fmt::format("{}\n{}", file_.string(), fmt::join(edits_, "\n"));
  }

 private:
  void take(EditedText edited) {
    text_ = std::move(edited.text);
    edits_ = std::move(edited.edits);
  }

  fs::path file_;
  std::string& text_;
  std::string before_;
  std::vector<std::string> edits_;
};

/// What of this is being done, kept in a file until it is over: after a death of the whole program
/// it is there still.
class LastWords {
 public:
  LastWords()
      : path_(fs::temp_directory_path() / fmt::format("monazite_random_edit_{}", ::getpid())) {}
  ~LastWords() { fs::remove(path_); }
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;

  void write(const std::string& text) const { std::ofstream(path_) << text; }

 private:
  fs::path path_;
};

struct Counts {
  int edited = 0;
  int refused = 0;
  int accepted = 0;
  int run = 0;
  int too_large = 0;
  int stopped = 0;  ///< by a limit of a run
};

bool is_refused_for_size(const World& world) {
  return !excess_of_events(world).empty() || !excess_of_memory(world, 1, 1).empty();
}

void run_and_check(const World& world, std::uint64_t seed, Counts& counts) {
  if (expected_events(world) > most_expected_events) {
    ++counts.too_large;
    return;
  }
  Workspace workspace;
  Run run(world, seed, 0, workspace.memory());
  try {
    run.open();
    run.advance_to(world.end + 1);
    check_shares(world, run.state());
    const auto observations = run.finish();
    ++counts.run;
    check_observations(world.plan, observations);
  } catch (const RunFailure& failure) {
    ++counts.stopped;
    UNSCOPED_INFO(failure.what());
    CHECK(is_limit(failure.what()));
    if (std::getenv("MONAZITE_RANDOM_EDITS") != nullptr) {
      WARN("stopped: seed " << seed << ": " << failure.what());
    }
  }
}

/// A part of the calendar of a scenario, so that a run is short.
std::vector<std::string> short_span(const CalendarSpec& calendar, Choice& choice) {
  const int days = calendar.end - calendar.start + 1;
  const int later =
      days > most_reported_days ? static_cast<int>(choice.below(1 + days - most_reported_days)) : 0;
  const Date start = calendar.start + (choice.one_in(4) ? 0 : later);
  const Date end = std::min(calendar.end, start + (most_reported_days - 1));
  return {fmt::format("calendar.start={}", to_iso(start)),
          fmt::format("calendar.end={}", to_iso(end)),
          fmt::format("calendar.warm_up={} d", std::min(calendar.warm_up_days, most_warm_up_days)),
          "runs.replications=1", fmt::format("runs.max_events={}", most_events)};
}

/// The world on a part of its calendar, or the whole where no part will do, as its talks or its
/// leverage lie outside.
std::shared_ptr<const World> shortened(ScenarioSource& source, const CalendarSpec& calendar,
                                       std::shared_ptr<const World> whole, Choice& choice) {
  try {
    const auto shorter = compile(source.load(short_span(calendar, choice)).scenario);
    return shorter.world ? shorter.world : whole;
  } catch (const InputError&) {
    return whole;
  }
}

/// Loads, compiles and runs; whether it was taken.
bool is_taken(const LibraryScenario& scenario, FileTexts& texts, Choice& choice, std::uint64_t seed,
              Counts& counts) {
  ScenarioSource source(scenario.path, {}, &texts);
  const auto loaded = source.load({});
  const auto compiled = compile(loaded.scenario);
  CHECK((compiled.world == nullptr) == !compiled.errors.empty());
  if (!compiled.world || is_refused_for_size(*compiled.world)) {
    return false;
  }
  run_and_check(*shortened(source, loaded.scenario.calendar, compiled.world, choice), seed, counts);
  return true;
}

void try_one(Library& library, std::uint64_t seed, const LastWords& last_words, Counts& counts) {
  Choice choice(seed);
  const auto& scenario = library.one(choice);
  const Edit edit(scenario, library.texts, choice);
  const auto told = fmt::format(
      "{}, edited in {}\nagain alone: MONAZITE_RANDOM_EDITS=1 MONAZITE_RANDOM_EDITS_FROM={}",
      scenario.path, edit.told(), seed);
  INFO(told);
  last_words.write(told + "\n");
  ++counts.edited;
  bool taken = false;
  try {
    taken = is_taken(scenario, library.texts, choice, seed, counts);
  } catch (const InputError& error) {
    CHECK_FALSE(error.diagnostics.empty());
  } catch (const std::exception& error) {
    FAIL_CHECK("an error that is not documented: " << error.what());
  }
  (taken ? counts.accepted : counts.refused) += 1;
}

/// Every fourth number from `quarter` on, so that four can be tried at a time.
void try_quarter(std::uint64_t quarter) {
  Library library;
  REQUIRE(library.size() > 40);
  const auto count = number_given("MONAZITE_RANDOM_EDITS", by_default);
  const auto first = number_given("MONAZITE_RANDOM_EDITS_FROM", 1);
  const LastWords last_words;
  Counts counts;
  for (std::uint64_t k = quarter; k < count; k += 4) {
    try_one(library, first + k, last_words, counts);
  }
  WARN("edited scenarios: " << counts.edited << ", " << counts.refused << " refused, "
                            << counts.accepted << " accepted, of these " << counts.run << " run, "
                            << counts.stopped << " stopped by a limit, " << counts.too_large
                            << " too large to run here");
  if (count >= by_default) {
    CHECK(counts.run > counts.edited / 10);
    CHECK(counts.refused > counts.edited / 10);
  }
}

TEST_CASE("an edited scenario is refused or runs, and its books close: first quarter") {
  try_quarter(0);
}

TEST_CASE("an edited scenario is refused or runs, and its books close: second quarter") {
  try_quarter(1);
}

TEST_CASE("an edited scenario is refused or runs, and its books close: third quarter") {
  try_quarter(2);
}

TEST_CASE("an edited scenario is refused or runs, and its books close: last quarter") {
  try_quarter(3);
}

}  // namespace
}  // namespace monazite::fuzz
