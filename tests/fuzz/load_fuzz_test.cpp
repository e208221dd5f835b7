#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "tests/models/scenario/scenario_folder.hpp"

/// Damaged scenarios: whatever is read is either a world or refused, soon.
namespace monazite {
namespace {

using Clock = std::chrono::steady_clock;

/// Two seconds of the same damage in an ordinary run. MONAZITE_FUZZ_SECONDS gives another time, and
/// other damage each time.
struct Effort {
  std::chrono::seconds time{2};
  std::uint64_t seed = 1;
};

Effort effort_given() {
  const char* text = std::getenv("MONAZITE_FUZZ_SECONDS");
  return text == nullptr ? Effort{}
                         : Effort{std::chrono::seconds(std::atoi(text)), std::random_device{}()};
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The files that damage starts from: valid ones with every kind of key, and those that a reader
/// stumbles over.
std::vector<std::filesystem::path> seeds(const std::string& extension) {
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"/tests/bad_input", "/tests/models/scenario/rich", "/tests/cli/world",
                             "/scenarios/teaching"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(MONAZITE_SOURCE_DIR + std::string(folder))) {
      if (entry.path().extension() == extension) {
        paths.push_back(entry.path());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// Their contents, each also written whole into the folder, where damaged ones look for their bases
/// and tables.
std::vector<std::string> contents(const std::vector<std::filesystem::path>& paths,
                                  const ScenarioFolder& folder) {
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    texts.push_back(content_of(path));
    folder.write(path.filename().string(), texts.back());
  }
  return texts;
}

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }

  const std::string& one_of(const std::vector<std::string>& texts) {
    return texts[below(texts.size())];
  }

  /// A few changes to a text: bytes, words that mean something to the loader, pieces moved within
  /// it or from another text.
  std::string done_to(std::string text, const std::vector<std::string>& others) {
    static const std::vector<std::string> words = {"&a ",
                                                   "*a ",
                                                   "<<: ",
                                                   "- ",
                                                   "? ",
                                                   "! ",
                                                   "|\n",
                                                   "%",
                                                   "#",
                                                   "'",
                                                   "\"",
                                                   "{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ": ",
                                                   "\n",
                                                   "\t",
                                                   "\r\n",
                                                   "\xEF\xBB\xBF",
                                                   "\xC0",
                                                   std::string(1, '\0'),
                                                   "1e999",
                                                   "-1",
                                                   "nan",
                                                   "9999999999999999999999",
                                                   "2025-02-30",
                                                   "35 d",
                                                   "t/yr",
                                                   "base: x.yaml\n",
                                                   "{table: x.csv}",
                                                   "remove: true",
                                                   "---\n",
                                                   "...\n",
                                                   "~",
                                                   "true",
                                                   ",",
                                                   ";"};
    for (auto changes = 1 + below(4); changes > 0; --changes) {
      const auto at = below(text.size() + 1);
      const auto length = std::min(text.size() - at, below(40));
      switch (below(6)) {
        case 0:
          text.erase(at, length);
          break;
        case 1:
          text.insert(at, one_of(words));
          break;
        case 2:
          text.insert(at, text.substr(at, length));
          break;
        case 3: {
          const auto& other = one_of(others);
          const auto from = below(other.size() + 1);
          text.insert(at, other.substr(from, below(200)));
          break;
        }
        case 4:
          if (at < text.size()) {
            text[at] = static_cast<char>(below(256));
          }
          break;
        default:
          text.resize(at);
      }
    }
    return text;
  }

 private:
  std::mt19937_64 random_;
};

TEST_CASE("a damaged scenario is a world or is refused, within two seconds") {
  const ScenarioFolder folder;
  const auto scenarios = contents(seeds(".yaml"), folder);
  const auto tables = contents(seeds(".csv"), folder);
  REQUIRE(scenarios.size() > 60);
  REQUIRE(tables.size() > 5);
  const auto effort = effort_given();
  CAPTURE(effort.seed);
  Damage damage(effort.seed);
  int taken = 0;
  int refused = 0;
  const auto begin = Clock::now();
  while (Clock::now() - begin < effort.time) {
    const auto scenario = damage.done_to(damage.one_of(scenarios), scenarios);
    folder.write("damaged.yaml", scenario);
    folder.write("x.csv", damage.done_to(damage.one_of(tables), tables));
    const auto start = std::clock();
    bool is_refused = false;
    try {
      const auto loaded = folder.load("damaged.yaml");
      static_cast<void>(compile(loaded.scenario));
    } catch (const InputError& error) {
      is_refused = true;
      CHECK_FALSE(error.diagnostics.empty());
    }
    (is_refused ? refused : taken) += 1;
    // Of the processor: what else the machine does is no fault of the loader.
    const auto seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (seconds >= 2) {
      CAPTURE(scenario);
      CHECK(seconds < 2);
    }
  }
  CHECK(refused > 10);
  WARN("damaged scenarios: " << refused << " refused, " << taken << " taken");
}

}  // namespace
}  // namespace monazite
