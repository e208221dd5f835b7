#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/file_texts.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

struct KeyChange;
struct WrittenKey;

/// What the caller adds to the file.
struct LoadOptions {
  /// Settings `key.path=value`, applied in order over everything the files say.
  std::vector<std::string> settings;
  /// Folders outside the scenario's tree that its files may name.
  std::vector<std::string> allowed_paths;
  /// What files held before, if they are to be read once; null: each load reads them.
  FileTexts* read_before = nullptr;
};

/// A file that was read (or is to be written), with its bytes.
struct InputFile {
  std::string path;
  std::string content;
};

/// A scenario with all that is needed to repeat it.
struct LoadedScenario {
  Scenario scenario;
  Place name_place;                  ///< of its name: 1:1 of the file when that is the file's
  std::vector<Diagnostic> notes;     ///< lists that took the place of a base's
  std::vector<Diagnostic> warnings;  ///< what may be meant otherwise
  std::vector<InputFile> inputs;     ///< every file read, in the order of reading
  std::string resolved_yaml;         ///< one scenario file: layers, settings and defaults applied
  std::vector<InputFile> resolved_tables;  ///< the tables it names, as `inputs/<section>.csv`
};

/// Thrown when a scenario cannot be loaded: every problem found, in file order.
struct InputError : std::runtime_error {
  enum class Kind {
    not_found,  ///< a file does not exist or cannot be read
    bad_input   ///< a file was read and is wrong
  };

  InputError(std::vector<Diagnostic> problems, Kind problem_kind);

  std::vector<Diagnostic> diagnostics;
  Kind kind;
};

/// A scenario file with its bases and tables, read and laid over one another once, from which the
/// scenario is loaded under one set of settings after another without reading a file again. Paths
/// in a file resolve against that file. They stay inside the tree of the root, which is the nearest
/// folder named `scenarios` above the file at `path`, else that file's own folder, unless an
/// allowed path holds them. For one thread at a time.
class ScenarioSource {
 public:
  /// Reads. What is wrong is told by `load`.
  explicit ScenarioSource(std::string path, const std::vector<std::string>& allowed_paths = {},
                          FileTexts* read_before = nullptr);
  ~ScenarioSource();
  ScenarioSource(ScenarioSource&&) noexcept;
  ScenarioSource& operator=(ScenarioSource&&) noexcept;
  ScenarioSource(const ScenarioSource&) = delete;
  ScenarioSource& operator=(const ScenarioSource&) = delete;

  /// Applies settings `key.path=value` in order over everything the files say, decodes and checks
  /// without the graph. Throws InputError with all the problems.
  [[nodiscard]] LoadedScenario load(const std::vector<std::string>& settings);

  /// The same after a change of one of `keys_of_file`.
  [[nodiscard]] LoadedScenario load(const std::vector<std::string>& settings,
                                    const KeyChange& change);

  /// The keys that the file at `path` itself writes.
  [[nodiscard]] std::vector<WrittenKey> keys_of_file() const;

 private:
  struct Layers;
  LoadedScenario load_changed(const std::vector<std::string>& settings, const KeyChange* change);

  std::unique_ptr<Layers> layers_;
};

/// Loads a scenario once: see ScenarioSource. Throws InputError with all the problems.
LoadedScenario load_scenario(const std::string& path, const LoadOptions& options = {});

}  // namespace monazite
