#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include "models/scenario/load.hpp"

namespace monazite {

/// A folder of its own for the files of a test, gone at its end.
class ScenarioFolder {
 public:
  ScenarioFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "monazite_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~ScenarioFolder() { std::filesystem::remove_all(path_); }
  ScenarioFolder(const ScenarioFolder&) = delete;
  ScenarioFolder& operator=(const ScenarioFolder&) = delete;

  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }

  [[nodiscard]] LoadedScenario load(const std::string& name,
                                    const std::vector<std::string>& settings = {}) const {
    return load_scenario(path(name), {settings, {}});
  }

  /// The messages for a file that must be refused, with paths from this folder.
  [[nodiscard]] std::vector<std::string> messages(
      const std::string& name, const std::vector<std::string>& settings = {}) const {
    try {
      static_cast<void>(load(name, settings));
    } catch (const InputError& error) {
      std::vector<std::string> texts;
      for (Diagnostic diagnostic : error.diagnostics) {
        const std::string prefix = path_.string() + "/";
        if (diagnostic.file.rfind(prefix, 0) == 0) {
          diagnostic.file = diagnostic.file.substr(prefix.size());
        }
        texts.push_back(to_text(diagnostic));
      }
      return texts;
    }
    return {"taken"};
  }

 private:
  std::filesystem::path path_;
};

/// The start of every scenario of a test.
inline const std::string scenario_head =
    "monazite: 1\n"
    "calendar: {start: 2025-01-01, end: 2025-12-31}\n";

}  // namespace monazite
