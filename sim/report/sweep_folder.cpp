#include "sim/report/sweep_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "sim/report/output_error.hpp"
#include "sim/report/output_file.hpp"
#include "sim/report/trace_table.hpp"
#include "sim/report/write_results.hpp"

namespace monazite {

namespace fs = std::filesystem;

namespace {

/// Whether a file is what a process that was killed has left of a table.
bool is_unfinished(const std::string& name, const SweepTable& table) {
  return name.starts_with(fmt::format("{}.partial-", table.file));
}

void remove_unfinished(const fs::path& folder, const SweepTable& table) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (is_unfinished(entry.path().filename().string(), table)) {
      fs::remove(entry.path(), ignored);
    }
  }
}

void write_table(const fs::path& folder, const SweepTable& table, const SweepReport& sweep) {
  const fs::path place = folder / table.file;
  fs::path aside = place;
  aside += fmt::format(".partial-{}", ::getpid());
  std::error_code error;
  try {
    OutputFile file(aside);
    table.write([&file](std::string_view text) { file.write(text); }, sweep);
    file.close();
  } catch (...) {
    fs::remove(aside, error);
    throw;
  }
  fs::rename(aside, place, error);
  if (error) {
    std::error_code ignored;
    fs::remove(aside, ignored);
    throw OutputError(
        OutputError::Kind::io,
        fmt::format("cannot rename {} to {}: {}", aside.string(), place.string(), error.message()));
  }
}

}  // namespace

bool is_of_sweep(const std::string& name) {
  if (name.starts_with(store_file)) {
    const std::string rest = name.substr(std::strlen(store_file));
    return rest.empty() || rest == "-wal" || rest == "-shm";
  }
  const auto tables = sweep_tables();
  return name == lock_file || name == resolved_sweep_file || name == trace_file ||
         std::any_of(tables.begin(), tables.end(), [&](const SweepTable& table) {
           return table.file == name || is_unfinished(name, table);
         });
}

void remove_half_written(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    const std::string whole = name.substr(0, name.find(".partial-"));
    if (whole != name && (whole == "manifest.json" || is_of_sweep(whole))) {
      files.push_back(entry.path());
    }
  }
  for (const fs::path& file : files) {
    fs::remove(file, ignored);
  }
}

FolderLock::FolderLock(const fs::path& folder) {
  const fs::path place = folder / lock_file;
  file_ = ::open(place.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) {
    throw OutputError(OutputError::Kind::cannot_create,
                      fmt::format("cannot write to {}: {}", folder.string(),
                                  std::generic_category().message(errno)));
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    ::close(file_);
    throw OutputError(OutputError::Kind::cannot_create,
                      fmt::format("another process works on {}", folder.string()));
  }
}

FolderLock::~FolderLock() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

namespace {

/// Whether nobody works on a folder that was never given its name.
bool is_abandoned(const fs::path& folder) {
  // A process makes the folder and then its lock; of other programs nobody knows.
  constexpr auto time_to_lock = std::chrono::minutes(10);
  const int file = ::open((folder / lock_file).c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) {
    std::error_code error;
    const auto changed = fs::last_write_time(folder, error);
    return !error && fs::file_time_type::clock::now() - changed > time_to_lock;
  }
  const bool is_free = ::flock(file, LOCK_EX | LOCK_NB) == 0;
  ::close(file);
  return is_free;
}

}  // namespace

void remove_abandoned(const fs::path& result_folder) {
  const std::string beginning = result_folder.filename().string() + ".partial-";
  std::error_code ignored;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(result_folder.parent_path(), ignored)) {
    if (entry.path().filename().string().starts_with(beginning) &&
        entry.symlink_status(ignored).type() == fs::file_type::directory &&
        is_abandoned(entry.path())) {
      found.push_back(entry.path());
    }
  }
  for (const fs::path& folder : found) {
    fs::remove_all(folder, ignored);
  }
}

namespace {

/// The folders of the scenarios of a sweep, below its own.
std::vector<fs::path> resolved_folders(std::span<const SweepScenario> scenarios) {
  std::vector<std::string> names;
  for (const SweepScenario& scenario : scenarios) {
    names.push_back(scenario.name);
  }
  std::vector<fs::path> folders;
  for (const std::string& name : folder_names(names)) {
    folders.push_back(fs::path("resolved") / name);
  }
  return folders;
}

std::string resolved_text(const LoadedSweep& sweep, const std::vector<fs::path>& folders) {
  std::string text = "monazite_sweep: 1\nscenario:\n";
  for (const fs::path& folder : folders) {
    text += fmt::format("  - {}/scenario.resolved.yaml\n", folder.string());
  }
  for (const auto& [key, value] : sweep.entries) {
    if (key != "monazite_sweep") {
      text += fmt::format("{}: {}\n", key, value);
    }
  }
  return text;
}

}  // namespace

void write_resolved_sweep(const fs::path& folder, const LoadedSweep& sweep,
                          std::span<const SweepScenario> scenarios) {
  const std::vector<fs::path> folders = resolved_folders(scenarios);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    write_resolved(folder / folders[i], *scenarios[i].loaded);
  }
  for (const InputFile& table : sweep.resolved_tables) {
    std::error_code ignored;
    fs::create_directories((folder / table.path).parent_path(), ignored);
    write_file(folder / table.path, table.content);
  }
  write_file(folder / resolved_sweep_file, resolved_text(sweep, folders));
}

void update_resolved_sweep(const fs::path& folder, const LoadedSweep& sweep,
                           std::span<const SweepScenario> scenarios) {
  for (const InputFile& table : sweep.resolved_tables) {
    write_file_whole(folder / table.path, table.content, true);
  }
  write_file_whole(folder / resolved_sweep_file, resolved_text(sweep, resolved_folders(scenarios)),
                   true);
}

void remove_sweep_tables(const fs::path& folder) {
  for (const SweepTable& table : sweep_tables()) {
    std::error_code error;
    fs::remove(folder / table.file, error);
    if (error) {
      throw OutputError(
          OutputError::Kind::io,
          fmt::format("cannot remove {}: {}", (folder / table.file).string(), error.message()));
    }
  }
}

void write_sweep_tables(const fs::path& folder, const SweepReport& sweep) {
  for (const SweepTable& table : sweep_tables()) {
    remove_unfinished(folder, table);
    if (is_in_use(table, sweep.plan->spec())) {
      write_table(folder, table, sweep);
    }
  }
}

}  // namespace monazite
