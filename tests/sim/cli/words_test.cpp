#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/cli/prepare.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/result_place.hpp"
#include "sim/cli/shell_text.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite;

namespace {

PreparedScenario named(const std::string& name) {
  PreparedScenario prepared;
  prepared.loaded.scenario.name = name;
  return prepared;
}

/// Works in a folder of its own for a while.
class InFolder {
 public:
  explicit InFolder(const std::filesystem::path& folder)
      : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  ~InFolder() { std::filesystem::current_path(before_); }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

 private:
  std::filesystem::path before_;
};

}  // namespace

TEST_CASE("a shell reads words back as they were") {
  CHECK(shell_text("scenarios/a.yaml") == "scenarios/a.yaml");
  CHECK(shell_text("") == "''");
  CHECK(shell_text("a b") == "'a b'");
  CHECK(shell_text("it's $HOME") == "'it'\\''s $HOME'");
}

TEST_CASE("a progress line tells runs done, pace and time left") {
  CHECK(progress_text({.done = 0, .failed = 0, .total = 200}, 0) ==
        "[........................] 0/200 runs");
  CHECK(progress_text({.done = 50, .failed = 0, .total = 200}, 10) ==
        "[######..................] 50/200 runs  5 runs/s  30 s left");
  CHECK(progress_text({.done = 200, .failed = 3, .total = 200}, 400) ==
        "[########################] 200/200 runs  0.5 runs/s  0 s left  3 failed");
  CHECK(progress_text({.done = 1, .failed = 0, .total = 101}, 75) ==
        "[........................] 1/101 runs  0.0133 runs/s  2 h 05 min left");
}

TEST_CASE("results go where they are wanted, or to a free name") {
  const test::ScratchFolder scratch;
  const InFolder here(scratch.path());
  const std::vector<PreparedScenario> one = {named("truce")};
  RunArguments arguments;
  CHECK(result_place(arguments, one) == "results/truce");
  std::filesystem::create_directories("results/truce");
  CHECK(result_place(arguments, one) == "results/truce-2");
  std::filesystem::create_directories("results/truce-2");
  CHECK(result_place(arguments, one) == "results/truce-3");
  arguments.force = true;
  CHECK(result_place(arguments, one) == "results/truce");
  arguments.out = "elsewhere";
  CHECK(result_place(arguments, one) == "elsewhere");
}

TEST_CASE("results of several scenarios carry their names") {
  const test::ScratchFolder scratch;
  const InFolder here(scratch.path());
  std::vector<PreparedScenario> scenarios;
  scenarios.push_back(named("a"));
  scenarios.push_back(named("b"));
  CHECK(result_place({}, scenarios) == "results/a+b");
  scenarios.push_back(named("c/d"));
  CHECK(result_place({}, scenarios) == "results/a+b+c_d");
  scenarios.push_back(named("e"));
  CHECK(result_place({}, scenarios) == "results/a+3_more");
}

TEST_CASE("a warning reads as an error does, but for the word") {
  Diagnostic diagnostic;
  diagnostic.file = "x: error: .yaml";
  diagnostic.place = {.file = 0, .line = 3, .column = 5};
  diagnostic.message = "no source reaches the buyer 'stuttgart'";
  CHECK(warning_text(diagnostic) ==
        "x: error: .yaml:3:5: warning: no source reaches the buyer 'stuttgart'");
}

TEST_CASE("the exit code of a preparation tells missing from wrong input") {
  Preparation preparation;
  CHECK(preparation.exit_code() == 0);
  preparation.errors.emplace_back();
  CHECK(preparation.exit_code() == 66);
  preparation.all_missing = false;
  CHECK(preparation.exit_code() == 65);
}
