#include "models/scenario/load.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <utility>

#include "models/scenario/check_scenario.hpp"
#include "models/scenario/decode.hpp"
#include "models/scenario/keys.hpp"
#include "models/scenario/layer.hpp"
#include "models/scenario/read_yaml.hpp"
#include "models/scenario/settings.hpp"
#include "models/scenario/source_files.hpp"
#include "models/scenario/write_scenario.hpp"
#include "models/scenario/written_keys.hpp"

namespace monazite {

namespace {

constexpr std::size_t longest_chain = 16;

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    text += text.empty() ? "" : "\n";
    text += to_text(diagnostic);
  }
  return text;
}

void erase_key(Node& map, std::string_view key) {
  map.items.erase(std::remove_if(map.items.begin(), map.items.end(),
                                 [&](const Node& item) { return item.key == key; }),
                  map.items.end());
}

/// Reads a scenario file and what lies below it into one tree.
class LayerReader {
 public:
  LayerReader(SourceFiles& files, Diagnostics& problems) : files_(files), problems_(problems) {}

  Node read(std::uint32_t file) {
    chain_.push_back(file);
    Node root = read_root(file);
    check_version(root, file);
    open_tables(root, scenario_section(), files_, problems_);
    Node tree = read_base(root);
    chain_.pop_back();
    erase_key(root, "base");
    lay_over(tree, std::move(root));
    return tree;
  }

 private:
  static Node empty_map(std::uint32_t file) {
    Node map;
    map.kind = Node::Kind::map;
    map.place = {file, 1, 1};
    return map;
  }

  Node read_root(std::uint32_t file) {
    auto root = read_yaml(files_.content(file), file, files_.texts, files_.budget, problems_);
    const bool is_map = root && root->kind == Node::Kind::map;
    const Node* sweep = is_map ? find_item(*root, "monazite_sweep") : nullptr;
    const bool is_sweep = sweep != nullptr && find_item(*root, "monazite") == nullptr;
    if (is_map && !is_sweep) {
      return std::move(*root);
    }
    if (is_sweep) {
      problems_.add(sweep->key_place, "this is a sweep, not a scenario",
                    "monazite: 1, or `monazite sweep`");
    } else if (root) {
      problems_.add({file, 1, 1},
                    root->kind == Node::Kind::null ? "the file is empty" : "the file is no map",
                    "the keys of a scenario, 'monazite: 1' first");
    }
    files_.set_failed();
    Node unreadable = empty_map(file);
    assume_version(unreadable);
    return unreadable;
  }

  static void assume_version(Node& root) {
    erase_key(root, "monazite");
    Node& assumed = root.items.emplace_back();
    assumed.kind = Node::Kind::scalar;
    assumed.place = root.place;
    assumed.key = "monazite";
    assumed.text = "1";
  }

  void check_version(Node& root, std::uint32_t file) {
    const Node* version = find_item(root, "monazite");
    if (version != nullptr && version->text == "1" && !version->quoted) {
      return;
    }
    if (version != nullptr) {
      problems_.add(version->place,
                    fmt::format("unknown version '{}' of the format", version->text),
                    "monazite: 1");
    } else {
      problems_.add({file, 1, 1}, "missing key 'monazite'", "monazite: 1");
    }
    assume_version(root);
  }

  /// The tree of the bases that a file names, the later over the earlier, or an empty one.
  Node read_base(const Node& root) {
    const Node* base = find_item(root, "base");
    if (base == nullptr) {
      return empty_map(root.place.file);
    }
    if (base->kind != Node::Kind::list) {
      return read_one_base(*base, root.place.file);
    }
    Node tree = empty_map(root.place.file);
    for (const Node& one : base->items) {
      lay_over(tree, read_one_base(one, root.place.file));
    }
    return tree;
  }

  void lay_over(Node& tree, Node layer) {
    merge_record(tree, std::move(layer), scenario_section(), problems_,
                 files_.has_failed() ? Below::missing_files : Below::whole);
  }

  Node read_one_base(const Node& base, std::uint32_t below) {
    if (base.kind != Node::Kind::scalar) {
      problems_.add(base.place, "the value of 'base'", "the path of a scenario file");
      files_.set_failed();
      return empty_map(below);
    }
    const auto file = files_.open_yaml({base.text, base.place});
    if (!file || !may_follow(*file, base.place)) {
      return empty_map(below);
    }
    Node tree = read(*file);
    for (const Key& key : scenario_section().keys) {
      if (key.is_of_file) {
        erase_key(tree, key.name);
      }
    }
    return tree;
  }

  bool may_follow(std::uint32_t file, Place place) {
    const bool is_cycle = std::find(chain_.begin(), chain_.end(), file) != chain_.end();
    if (!is_cycle && chain_.size() < longest_chain) {
      return true;
    }
    std::string chain;
    for (const std::uint32_t link : chain_) {
      chain += files_.names()[link] + " -> ";
    }
    problems_.add(place,
                  fmt::format("{}: {}{}", is_cycle ? "a base includes itself" : "too many bases",
                              chain, files_.names()[file]),
                  is_cycle ? std::string() : fmt::format("at most {}", longest_chain));
    files_.set_failed();
    return false;
  }

  SourceFiles& files_;
  Diagnostics& problems_;
  std::vector<std::uint32_t> chain_;
};

void fill_defaults(Scenario& scenario, const std::string& path) {
  if (scenario.name.empty()) {
    scenario.name = std::filesystem::path(path).stem().string();
  }
  for (ProcessInputSpec& input : scenario.process_inputs) {
    if (input.slot.empty()) {
      input.slot = input.material;
    }
  }
}

[[noreturn]] void refuse(const Diagnostics& problems, const SourceFiles& files) {
  throw InputError(problems.sorted(files.names()), files.not_found_count() == problems.count()
                                                       ? InputError::Kind::not_found
                                                       : InputError::Kind::bad_input);
}

}  // namespace

InputError::InputError(std::vector<Diagnostic> problems, Kind problem_kind)
    : std::runtime_error(joined(problems)), diagnostics(std::move(problems)), kind(problem_kind) {}

/// What was read, before any setting.
struct ScenarioSource::Layers {
  Layers(std::string file_path, const std::vector<std::string>& allowed_paths,
         FileTexts* read_before)
      : path(std::move(file_path)), files(path, allowed_paths, problems, read_before) {
    if (const auto file = files.open_scenario()) {
      tree = LayerReader(files, problems).read(*file);
      is_read = true;
    }
    mark = files.mark();
    problems_of_files = problems;
  }

  std::string path;
  Diagnostics problems;
  SourceFiles files;  ///< tells its problems to `problems`
  Node tree;
  bool is_read = false;
  SourceFiles::Mark mark;
  Diagnostics problems_of_files;
};

ScenarioSource::ScenarioSource(std::string path, const std::vector<std::string>& allowed_paths,
                               FileTexts* read_before)
    : layers_(std::make_unique<Layers>(std::move(path), allowed_paths, read_before)) {}
ScenarioSource::~ScenarioSource() = default;
ScenarioSource::ScenarioSource(ScenarioSource&&) noexcept = default;
ScenarioSource& ScenarioSource::operator=(ScenarioSource&&) noexcept = default;

LoadedScenario ScenarioSource::load(const std::vector<std::string>& settings) {
  return load_changed(settings, nullptr);
}

LoadedScenario ScenarioSource::load(const std::vector<std::string>& settings,
                                    const KeyChange& change) {
  return load_changed(settings, &change);
}

std::vector<WrittenKey> ScenarioSource::keys_of_file() const {
  return written_keys(layers_->tree, scenario_section(), 0);
}

LoadedScenario ScenarioSource::load_changed(const std::vector<std::string>& settings,
                                            const KeyChange* change) {
  SourceFiles& files = layers_->files;
  Diagnostics& problems = layers_->problems;
  files.forget_since(layers_->mark);
  problems = layers_->problems_of_files;
  if (!layers_->is_read) {
    refuse(problems, files);
  }
  Node tree = layers_->tree;
  if (change != nullptr) {
    make_change(tree, *change);
  }
  for (const std::string& setting : settings) {
    apply_setting(tree, setting, files, problems);
  }
  LoadedScenario loaded;
  ReadContext context{files, problems, !files.has_failed()};
  Decoder(context).decode(scenario_section(), &loaded.scenario, tree);
  if (!files.has_failed()) {
    check_references(loaded.scenario, context, problems);
    check_scenario(loaded.scenario, problems);
  }
  if (!problems.empty()) {
    refuse(problems, files);
  }
  const Node* name = find_item(tree, "name");
  loaded.name_place = name == nullptr ? Place{0, 1, 1} : name->place;
  fill_defaults(loaded.scenario, layers_->path);
  loaded.scenario.files = files.names();
  auto written = write_scenario(loaded.scenario);
  loaded.resolved_yaml = std::move(written.yaml);
  loaded.resolved_tables = std::move(written.tables);
  loaded.inputs = files.inputs();
  loaded.notes = problems.notes(files.names());
  loaded.warnings = problems.warnings(files.names());
  return loaded;
}

LoadedScenario load_scenario(const std::string& path, const LoadOptions& options) {
  return ScenarioSource(path, options.allowed_paths, options.read_before).load(options.settings);
}

}  // namespace monazite
