#include "sim/report/result_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "sim/report/output_error.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw OutputError(OutputError::Kind::cannot_create, message);
}

/// Whether write_results() gives this name to a file or folder of a result folder.
bool is_of_results(std::string_view name) {
  constexpr std::array others = {"manifest.json", "scenario.resolved.yaml", "inputs", "resolved"};
  const auto tables = result_tables();
  return std::find(others.begin(), others.end(), name) != others.end() ||
         std::any_of(tables.begin(), tables.end(),
                     [&](const ResultTable& table) { return table.file == name; });
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
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (const auto name = entry.path().filename().string(); !is_of_results(name)) {
      refuse(fmt::format("{} holds '{}', which is no result and would be lost; move it away",
                         path.string(), name));
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
  check_place(path_, existing_);
  staging_ = path_;
  staging_ += fmt::format(".partial-{}", ::getpid());
  try {
    create_parents();
    std::error_code error;
    fs::remove_all(staging_, error);
    if (!fs::create_directory(staging_, error)) {
      refuse(fmt::format("cannot create {}: {}", path_.string(), error.message()));
    }
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
  fs::rename(staging_, path_, error);
  if (!error) {
    committed_ = true;
    return;
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
