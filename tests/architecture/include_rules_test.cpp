#include "tests/architecture/include_rules.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using monazite::architecture::find_violations;
using monazite::architecture::Violation;

/// A source tree of a test's own, removed with the object. It starts with one file in each of
/// models/quantity, models/policy, sim/engine and sim/run, which break no rule.
class SyntheticTree {
 public:
  SyntheticTree() {
    std::string name = (fs::temp_directory_path() / "monazite-tree-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    root_ = name;
    write("models/quantity/mass.hpp", "#pragma once\n#include <cstdint>\n");
    write("models/policy/tariff.hpp", "#include \"models/quantity/mass.hpp\"\n");
    write("sim/engine/clock.hpp", "#include <thread>\n");
    write("sim/run/loop.cpp",
          "#include \"models/policy/tariff.hpp\"\n#include \"sim/engine/clock.hpp\"\n");
  }
  ~SyntheticTree() { fs::remove_all(root_); }
  SyntheticTree(const SyntheticTree&) = delete;
  SyntheticTree& operator=(const SyntheticTree&) = delete;

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

std::string describe(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& [file, line, reason] : violations) {
    text += file + ':' + std::to_string(line) + ": " + reason + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("every include of the project follows the order of the rooms") {
  const fs::path root = MONAZITE_SOURCE_DIR;
  REQUIRE(fs::exists(root / "models/quantity"));
  CHECK(describe(find_violations(root)) == "");
}

TEST_CASE("a tree in order breaks no rule") {
  const SyntheticTree tree;
  CHECK(describe(find_violations(tree.root())) == "");
}

TEST_CASE("an include that runs back is found at its line") {
  const SyntheticTree tree;
  const auto [file, text, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"models/quantity/price.hpp", "#pragma once\n\n#include \"models/policy/tariff.hpp\"\n",
       "models/quantity/price.hpp:3: models/quantity may not include models/policy\n"},
      {"models/policy/ban.cpp", "  #  include \"sim/engine/clock.hpp\"\n",
       "models/policy/ban.cpp:1: models/policy may not include sim/engine\n"},
      {"models/policy/ban.cpp", "#include <sim/engine/clock.hpp>\n",
       "models/policy/ban.cpp:1: models/policy may not include sim/engine\n"},
      {"sim/engine/queue.hpp", "#include \"models/quantity/mass.hpp\"\n",
       "sim/engine/queue.hpp:1: sim/engine may not include models/quantity\n"},
      {"sim/run/report.cpp", "#include \"sim/run/loop.cpp\"\n#include \"sim/cli/table.hpp\"\n",
       "sim/run/report.cpp:2: sim/run may not include sim/cli\n"},
      {"sim/analysis/risk.cpp", "#include \"sim/report/csv.hpp\"\n",
       "sim/analysis/risk.cpp:1: sim/analysis may not include sim/report\n"},
  }));
  tree.write("sim/cli/table.hpp", "#include \"sim/report/csv.hpp\"\n");
  tree.write("sim/report/csv.hpp", "#include \"sim/run/loop.cpp\"\n");
  tree.write(file, text);
  CHECK(describe(find_violations(tree.root())) == expected);
}

TEST_CASE("a room may include those below it, over several floors") {
  const SyntheticTree tree;
  tree.write("sim/batch/runner.hpp",
             "#include \"sim/run/loop.cpp\"\n#include <tbb/task_arena.h>\n");
  tree.write("sim/cli/main.cpp",
             "#include \"generated/commit.hpp\"\n#include \"sim/batch/runner.hpp\"\n"
             "#include \"models/quantity/mass.hpp\"\n");
  CHECK(describe(find_violations(tree.root())) == "");
}

TEST_CASE("a folder that is unknown or missing is named") {
  const SyntheticTree tree;
  tree.write("models/finance/loan.hpp", "#include \"sim/cli/main.hpp\"\n");
  tree.write("models/policy/quota.hpp",
             "#include \"models/finance/loan.hpp\"\n#include \"models/quantity/date.hpp\"\n"
             "#include \"tariff.hpp\"\n");
  tree.write("sim/version.hpp", "");
  CHECK(
      describe(find_violations(tree.root())) ==
      "models/finance:0: the architecture knows no such room\n"
      "models/policy/quota.hpp:1: \"models/finance/loan.hpp\" lies in no room of the architecture\n"
      "models/policy/quota.hpp:2: \"models/quantity/date.hpp\" does not exist\n"
      "models/policy/quota.hpp:3: \"tariff.hpp\" lies in no room of the architecture\n"
      "sim/version.hpp:0: a source file lies in a room, not beside the rooms\n");

  fs::remove_all(tree.root() / "sim");
  fs::remove_all(tree.root() / "models");
  CHECK(describe(find_violations(tree.root())) ==
        "models:0: the folder is missing\nsim:0: the folder is missing\n");
}

TEST_CASE("models have no clock, no thread and no terminal") {
  const auto [header, expected] = GENERATE(table<std::string, std::string>({
      {"chrono", "models/ has no clock: <chrono>"},
      {"ctime", "models/ has no clock: <ctime>"},
      {"thread", "models/ has no thread: <thread>"},
      {"mutex", "models/ has no thread: <mutex>"},
      {"atomic", "models/ has no thread: <atomic>"},
      {"cstdio", "models/ prints nothing: <cstdio>"},
      {"iostream", "models/ prints nothing: <iostream>"},
  }));
  const SyntheticTree tree;
  tree.write("models/scenario/table.cpp", "#include <string>\n#include <" + header + ">\n");
  CHECK(describe(find_violations(tree.root())) ==
        "models/scenario/table.cpp:2: " + expected + "\n");
}

TEST_CASE("models have no thread, no file and no random device of their own") {
  const SyntheticTree tree;
  tree.write("models/scenario/table.cpp", "#include <fstream>\n#include <random>\n");
  tree.write("models/market/price.cpp", "#include <fstream>\n#include <mutex>\n");
  tree.write("sim/cli/bar.cpp", "#include <chrono>\n#include <cstdio>\n");
  tree.write("sim/run/draw.cpp", "#include <random>\n// #include \"sim/cli/main.hpp\"\n");
  const std::string random = "<random> gives other numbers on other standard libraries\n";
  CHECK(describe(find_violations(tree.root())) ==
        "models/market/price.cpp:1: only models/scenario opens files: <fstream>\n"
        "models/market/price.cpp:2: models/ has no thread: <mutex>\n"
        "models/scenario/table.cpp:2: " +
            random + "sim/run/draw.cpp:1: " + random);
}
