#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "sim/report/sweep_folder.hpp"

namespace monazite {

/// A result folder that appears whole or not at all. It is filled beside its place, as
/// `NAME.partial-<process>`, and takes its name on commit(); without one it is removed.
class ResultFolder {
 public:
  enum class Existing {
    refuse,  ///< a folder that is not empty is an error
    replace  ///< a result folder (one with a manifest.json and nothing of others) gives way
  };

  /// Creates the folder to fill, and its parents, and removes what dead processes have left of such
  /// folders. A link is followed. Throws OutputError when the place is taken or cannot be written:
  /// what commit() could not do later is refused now.
  ResultFolder(const std::filesystem::path& final_path, Existing existing);
  ~ResultFolder();
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  /// Where files are to be written.
  [[nodiscard]] const std::filesystem::path& staging() const { return staging_; }

  /// Where they will be.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// The lock that tells others that the folder is being filled; who takes it keeps it beyond
  /// commit().
  FolderLock take_lock();

  /// Gives the folder its name. Throws OutputError.
  void commit();

 private:
  void check_volume() const;
  void create_parents();
  void remove_staging() noexcept;

  std::filesystem::path path_;
  std::filesystem::path staging_;
  std::vector<std::filesystem::path> created_parents_;  ///< innermost last
  Existing existing_;
  std::optional<FolderLock> lock_;
  bool committed_ = false;
};

}  // namespace monazite
