#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <sys/resource.h>
#include <vector>

#include "models/scenario/load.hpp"

using monazite::InputError;
using monazite::load_scenario;
using Kind = monazite::InputError::Kind;

namespace {

const std::string source_folder = MONAZITE_SOURCE_DIR "/";
const std::string folder = source_folder + "tests/bad_input/";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_measured = false;
#else
constexpr bool is_measured = true;
#endif

struct BadInput {
  std::string file;
  Kind kind;
  std::vector<std::string> messages;
};

/// The list of `expected.txt`: a line for a file, indented lines for its messages.
std::vector<BadInput> bad_inputs() {
  std::vector<BadInput> list;
  std::ifstream stream(folder + "expected.txt");
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    if (line[0] == ' ') {
      list.back().messages.push_back(line.substr(2));
      continue;
    }
    const auto space = line.find(' ');
    list.push_back({line.substr(0, space),
                    line.substr(space + 1) == "not_found" ? Kind::not_found : Kind::bad_input,
                    {}});
  }
  return list;
}

std::string without(std::string text, const std::string& part, const std::string& instead) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part)) {
    text.replace(at, part.size(), instead);
  }
  return text;
}

std::vector<std::string> messages_of(const InputError& error) {
  std::vector<std::string> messages;
  for (const auto& diagnostic : error.diagnostics) {
    const std::string text = without(to_text(diagnostic), folder, "");
    messages.push_back(without(text, source_folder, "SOURCE/"));
  }
  return messages;
}

}  // namespace

TEST_CASE("the world that the bad files are layered over is right") {
  CHECK(load_scenario(folder + "valid_world.yaml").scenario.lanes.size() == 2);
}

TEST_CASE("each bad file gets its messages, in file order, in little time and memory") {
  const auto list = bad_inputs();
  REQUIRE(list.size() > 40);
  for (const BadInput& input : list) {
    CAPTURE(input.file);
    const auto start = std::chrono::steady_clock::now();
    try {
      load_scenario(folder + input.file);
      FAIL_CHECK("the file was taken");
    } catch (const InputError& error) {
      CHECK(messages_of(error) == input.messages);
      CHECK(error.kind == input.kind);
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CHECK((!is_measured || seconds.count() < 2));
  }
  rusage usage{};
  REQUIRE(getrusage(RUSAGE_SELF, &usage) == 0);
  CHECK((!is_measured || usage.ru_maxrss < 500'000));
}

TEST_CASE("no bad file is left out of the list") {
  std::set<std::string> files = {"valid_world.yaml", "includes_itself_below.yaml"};
  for (const BadInput& input : bad_inputs()) {
    files.insert(input.file);
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      CHECK(files.count(entry.path().filename().string()) == 1);
    }
  }
}

TEST_CASE("a scenario that is not there is not found") {
  try {
    load_scenario(folder + "no_such_file.yaml");
    FAIL("the file was taken");
  } catch (const InputError& error) {
    CHECK(error.kind == Kind::not_found);
    REQUIRE(error.diagnostics.size() == 1);
    const std::string path = folder + "no_such_file.yaml";
    CHECK(to_text(error.diagnostics[0]) == path + ": error: no file '" + path + "'");
    CHECK(std::string(error.what()) == to_text(error.diagnostics[0]));
  }
}

TEST_CASE("a folder is no scenario") {
  try {
    load_scenario(source_folder + "tests");
    FAIL("the folder was taken");
  } catch (const InputError& error) {
    CHECK(error.kind == Kind::not_found);
  }
}
