#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/file_texts.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/text_store.hpp"

namespace monazite {

/// Whether the scenario file at `scenario_path` may name the file at `named_path` as it is: both
/// lie in one tree (see load_scenario). Neither has to exist.
bool lie_in_one_tree(const std::string& scenario_path, const std::string& named_path);

/// The files of one scenario: opens them where they may be, holds their bytes, their tables and
/// the texts made of them, and numbers them for places. Opening throws std::system_error where the
/// machine fails (a disk that gives no bytes, no more descriptors): that is no problem of the
/// input.
class SourceFiles {
 public:
  /// A file that is named in another.
  struct Mention {
    std::string_view path;
    Place place;
  };

  /// The tree that files must stay in is that of `scenario_path` (see load_scenario).
  /// Files that `read_before` knows are taken from there; it must outlive this.
  SourceFiles(const std::string& scenario_path, const std::vector<std::string>& allowed_paths,
              Diagnostics& problems, FileTexts* read_before = nullptr);

  /// Opens the scenario file itself: number 0. Nothing, and a problem told, when it cannot be read.
  std::optional<std::uint32_t> open_scenario();

  /// Opens a YAML file; its path resolves against the file of the mention.
  std::optional<std::uint32_t> open_yaml(const Mention& mention);

  /// Opens and reads a table; each file is read once. Null, and a problem told, when it cannot be.
  const Table* open_table(const Mention& mention);

  /// Numbers a text that stands in no file (a setting), for places.
  std::uint32_t add_name(std::string name);

  /// The directory of the scenario file has number 0; a setting's paths resolve against it.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::string_view content(std::uint32_t file) const { return contents_[file]; }
  [[nodiscard]] std::size_t not_found_count() const { return not_found_count_; }
  [[nodiscard]] bool has_failed() const { return has_failed_; }
  void set_failed() { has_failed_ = true; }

  /// Every file that was read, in the order of reading.
  [[nodiscard]] std::vector<InputFile> inputs() const;

  /// How far reading has come.
  struct Mark {
    std::size_t names = 0;
    std::size_t texts = 0;
    std::size_t read = 0;
    std::size_t not_found = 0;
    bool has_failed = false;
    ReadBudget budget;
  };
  [[nodiscard]] Mark mark() const {
    return {names_.size(), texts.size(), read_.size(), not_found_count_, has_failed_, budget};
  }

  /// Forgets names, files, tables and texts that came after the mark; no node may look at them.
  void forget_since(const Mark& mark);

  TextStore texts;
  ReadBudget budget;

 private:
  std::optional<std::uint32_t> open(const std::filesystem::path& path, std::string name,
                                    Place place, std::uintmax_t size_limit);
  std::optional<std::uint32_t> open_mention(const Mention& mention, std::uintmax_t size_limit);
  std::optional<std::uint32_t> fail(Place place, std::string message, std::string expected = {});
  std::optional<std::uint32_t> not_found(Place place, std::string message);
  std::optional<std::string> read(const std::filesystem::path& canonical, const std::string& name,
                                  Place place, std::uintmax_t size_limit);
  [[nodiscard]] bool is_allowed(const std::filesystem::path& canonical) const;
  bool has_good_bytes(std::uint32_t file);

  std::string scenario_path_;
  std::vector<std::filesystem::path> roots_;
  Diagnostics& problems_;
  FileTexts* read_before_;
  std::vector<std::string> names_;
  std::deque<std::string> contents_;
  std::vector<std::uint32_t> read_;  ///< files in the order of reading
  std::map<std::filesystem::path, std::optional<std::uint32_t>> by_path_;  ///< nothing: unreadable
  std::map<std::uint32_t, Table> tables_;
  std::size_t not_found_count_ = 0;
  bool has_failed_ = false;
};

}  // namespace monazite
