#pragma once

#include <string>
#include <vector>

#include "sim/batch/read_sweep.hpp"
#include "tests/models/scenario/scenario_folder.hpp"

namespace monazite::test {

/// A folder of sweep files, gone at the end of a test.
class SweepFiles : public ScenarioFolder {
 public:
  /// Reads a sweep of this text below the version and the scenario, which stand in lines 1 and 2.
  [[nodiscard]] LoadedSweep read(const std::string& rest) const {
    return read_whole_text("monazite_sweep: 1\nscenario: world.yaml\n" + rest);
  }

  [[nodiscard]] LoadedSweep read_whole_text(const std::string& text) const {
    write("sweep.yaml", text);
    return read_sweep(path("sweep.yaml"), {});
  }

  /// What is said of a text that must be refused, with paths from this folder.
  [[nodiscard]] std::vector<std::string> said_of_whole_text(const std::string& text) const {
    try {
      static_cast<void>(read_whole_text(text));
    } catch (const InputError& error) {
      std::vector<std::string> texts;
      for (const Diagnostic& diagnostic : error.diagnostics) {
        std::string line = to_text(diagnostic);
        for (auto at = line.find(path("")); at != std::string::npos; at = line.find(path(""))) {
          line.erase(at, path("").size());
        }
        texts.push_back(line);
      }
      return texts;
    }
    return {"taken"};
  }

  [[nodiscard]] std::vector<std::string> said_of(const std::string& rest) const {
    return said_of_whole_text("monazite_sweep: 1\nscenario: world.yaml\n" + rest);
  }
};

/// A factor of levels named after themselves.
inline FactorSpec listed_factor(const std::string& key, const std::vector<std::string>& values) {
  FactorSpec factor;
  factor.name = key;
  factor.keys = {key};
  std::vector<FactorLevel> levels;
  for (const std::string& value : values) {
    levels.push_back({value, {key + "=" + value}, {}});
  }
  factor.values = std::move(levels);
  return factor;
}

/// A factor of numbers.
inline FactorSpec numeric_factor(const std::string& key, FactorNumbers numbers) {
  FactorSpec factor;
  factor.name = key;
  factor.keys = {key};
  factor.values = std::move(numbers);
  return factor;
}

}  // namespace monazite::test
