#include "sim/report/result_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "sim/report/branches_table.hpp"
#include "sim/report/choices_table.hpp"
#include "sim/report/erosion_table.hpp"
#include "sim/report/leverage_table.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/result_tables.hpp"
#include "sim/report/sweep_folder.hpp"

namespace monazite {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw OutputError(OutputError::Kind::cannot_create, message);
}

/// Whether write_results() may have put a file at a path within its folder.
bool is_of_results(const fs::path& path) {
  std::vector<std::string> parts;
  for (const auto& part : path) {
    parts.push_back(part.string());
  }
  const auto begins_with = [&](const char* folder) {
    return parts.size() > 1 && parts.front() == folder;
  };
  if (begins_with("resolved")) {
    // Its own folder in there is like that of one scenario.
    parts.erase(parts.begin(), parts.begin() + 2);
  } else if (parts.size() == 1) {
    const auto tables = result_tables();
    if (parts.front() == "manifest.json" || parts.front() == leverage_file ||
        parts.front() == erosion_file || parts.front() == choices_file ||
        parts.front() == branches_file || is_of_sweep(parts.front()) ||
        std::any_of(tables.begin(), tables.end(),
                    [&](const ResultTable& table) { return table.file == parts.front(); })) {
      return true;
    }
  }
  return (parts.size() == 1 && parts.front() == "scenario.resolved.yaml") ||
         (parts.size() == 2 && parts.front() == "inputs" && path.extension() == ".csv");
}

/// Throws unless results may be put at `path`.
void check_place(const fs::path& path, ResultFolder::Existing existing) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return;
  }
  if (error) {
    refuse(fmt::format("cannot look at {}: {}", path.string(), error.message()));
  }
  if (!fs::is_directory(status)) {
    refuse(fmt::format("{} exists and is not a folder", path.string()));
  }
  const bool empty = fs::is_empty(path, error);
  if (error) {
    refuse(fmt::format("cannot look into {}: {}", path.string(), error.message()));
  }
  if (empty) {
    return;
  }
  if (existing == ResultFolder::Existing::refuse) {
    refuse(
        fmt::format("{} exists; choose another --out, or --force to overwrite it", path.string()));
  }
  if (!fs::exists(path / "manifest.json", error)) {
    refuse(fmt::format("{} exists and is not a result folder (it has no manifest.json)",
                       path.string()));
  }
  for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
    const auto name = entry.path().lexically_relative(path);
    if (!entry.is_directory(error) && !(entry.is_regular_file(error) && is_of_results(name))) {
      refuse(fmt::format("{} holds '{}', which is no result and would be lost; move it away",
                         path.string(), name.string()));
    }
  }
  if (error) {
    refuse(fmt::format("cannot look into {}: {}", path.string(), error.message()));
  }
}

/// Swaps two folders in one step, where the file system can.
bool exchange(const fs::path& a, const fs::path& b) {
  return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace

ResultFolder::ResultFolder(const fs::path& final_path, Existing existing)
    : path_(fs::absolute(final_path).lexically_normal()), existing_(existing) {
  if (!path_.has_filename()) {
    path_ = path_.parent_path();
  }
  std::error_code ignored;
  if (fs::is_symlink(path_, ignored)) {
    path_ = fs::weakly_canonical(path_, ignored);
  }
  check_place(path_, existing_);
  check_volume();
  remove_abandoned(path_);
  staging_ = path_;
  staging_ += fmt::format(".partial-{}", ::getpid());
  try {
    create_parents();
    std::error_code error;
    fs::remove_all(staging_, error);
    if (!fs::create_directory(staging_, error)) {
      refuse(fmt::format("cannot create {}: {}", path_.string(), error.message()));
    }
    lock_.emplace(staging_);
  } catch (...) {
    remove_staging();
    throw;
  }
}

ResultFolder::~ResultFolder() {
  if (!committed_) {
    remove_staging();
  }
}

void ResultFolder::check_volume() const {
  struct stat own {};
  struct stat parent {};
  if (::stat(path_.c_str(), &own) == 0 && ::stat(path_.parent_path().c_str(), &parent) == 0 &&
      own.st_dev != parent.st_dev) {
    refuse(
        fmt::format("{} is a volume of its own, which a result folder cannot take the place of; "
                    "name a folder in it",
                    path_.string()));
  }
}

FolderLock ResultFolder::take_lock() {
  FolderLock taken = std::move(*lock_);
  lock_.reset();
  return taken;
}

void ResultFolder::create_parents() {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path parent = path_.parent_path(); !fs::exists(parent, error);
       parent = parent.parent_path()) {
    if (error) {
      refuse(fmt::format("cannot create {}: {}", path_.string(), error.message()));
    }
    missing.push_back(parent);
  }
  for (auto parent = missing.rbegin(); parent != missing.rend(); ++parent) {
    if (!fs::create_directory(*parent, error) && error) {
      refuse(fmt::format("cannot create {}: {}", parent->string(), error.message()));
    }
    created_parents_.push_back(*parent);
  }
}

void ResultFolder::remove_staging() noexcept {
  std::error_code ignored;
  fs::remove_all(staging_, ignored);
  for (auto parent = created_parents_.rbegin(); parent != created_parents_.rend(); ++parent) {
    fs::remove(*parent, ignored);
  }
}

void ResultFolder::commit() {
  check_place(path_, existing_);
  std::error_code error;
  if (lock_) {
    fs::remove(staging_ / lock_file, error);
  }
  fs::rename(staging_, path_, error);
  if (!error) {
    committed_ = true;
    return;
  }
  if (existing_ == Existing::refuse) {
    refuse(fmt::format("cannot rename {} to {}: {}", staging_.string(), path_.string(),
                       error.message()));
  }
  // The place is held by older results.
  fs::path older = staging_;
  if (exchange(staging_, path_)) {
    committed_ = true;
  } else {
    older = path_;
    older += fmt::format(".replaced-{}", ::getpid());
    fs::rename(path_, older, error);
    if (!error) {
      fs::rename(staging_, path_, error);
      committed_ = !error;
    }
  }
  if (!committed_) {
    refuse(fmt::format("cannot rename {} to {}: {}", staging_.string(), path_.string(),
                       error.message()));
  }
  fs::remove_all(older, error);
}

}  // namespace monazite
