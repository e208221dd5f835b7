#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <vector>

#include "sim/batch/store_check.hpp"
#include "sim/batch/sweep_runner.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/sweep_session.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/result_folder.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

/// A result folder of one part of a sweep.
struct ShardFolder {
  std::string folder;
  std::unique_ptr<FolderLock> lock;
  std::unique_ptr<RunStore> store;
  Shard shard;
};

class MergeCommand {
 public:
  explicit MergeCommand(const MergeArguments& arguments) : arguments_(arguments) {
    record_.arguments = arguments.command_line;
    record_.started = std::chrono::system_clock::now();
  }

  int run() {
    const auto start = std::chrono::steady_clock::now();
    if (const int code = open_all(); code != exit_done) {
      return code;
    }
    check_parts();
    const fs::path first = shards_.front().folder;
    prepared_ = prepare_sweep((first / resolved_sweep_file).string(), {}, false);
    tell_problems(prepared_.bases, arguments_.talk);
    if (const int code = prepared_.exit_code(); code != exit_done) {
      return code;
    }
    for (const ShardFolder& shard : shards_) {
      require_whole(*prepared_.plan, *shard.store, (fs::path(shard.folder) / store_file).string());
    }
    check_complete();
    if (is_wrong_) {
      return exit_bad_input;
    }
    return join(first, start);
  }

 private:
  void refuse(const std::string& folder, const std::string& why) {
    tell(fmt::format("monazite: error: {}: {}\n", folder, why));
    is_wrong_ = true;
  }

  int open_all() {
    std::error_code ignored;
    bool is_missing = false;
    for (const std::string& folder : arguments_.shards) {
      if (!fs::exists(fs::path(folder) / store_file, ignored)) {
        refuse(folder, "holds no sweep");
        is_missing = true;
        continue;
      }
      ShardFolder shard;
      shard.folder = folder;
      const bool is_named_before = std::any_of(
          shards_.begin(), shards_.end(),
          [&](const ShardFolder& other) { return fs::equivalent(other.folder, folder, ignored); });
      if (is_named_before) {
        refuse(folder, "is named twice");
        continue;
      }
      shard.lock = std::make_unique<FolderLock>(folder);
      shard.store = std::make_unique<RunStore>(fs::path(folder) / store_file);
      shard.shard = shard.store->shard();
      shards_.push_back(std::move(shard));
    }
    return is_missing ? exit_no_input : is_wrong_ ? exit_bad_input : exit_done;
  }

  /// All are of the sweep of the first, and each part is there once.
  void check_parts() {
    const ShardFolder& first = shards_.front();
    std::vector<const ShardFolder*> parts(first.shard.count);
    for (const ShardFolder& shard : shards_) {
      const auto differences = differences_of(first.store->identity(), shard.store->identity());
      if (!differences.empty()) {
        refuse(shard.folder, fmt::format("is of another sweep than {}: {}", first.folder,
                                         fmt::join(differences, "; ")));
        continue;
      }
      if (shard.shard.count != first.shard.count) {
        refuse(shard.folder, fmt::format("is part {}/{}, but {} is part {}/{}",
                                         shard.shard.index + 1, shard.shard.count, first.folder,
                                         first.shard.index + 1, first.shard.count));
        continue;
      }
      const ShardFolder*& part = parts[shard.shard.index];
      if (part != nullptr) {
        refuse(shard.folder, fmt::format("is part {}/{}, and so is {}", shard.shard.index + 1,
                                         shard.shard.count, part->folder));
      }
      part = &shard;
    }
    for (std::size_t k = 0; k < parts.size() && !is_wrong_; ++k) {
      if (parts[k] == nullptr) {
        tell(fmt::format("monazite: error: part {}/{} is missing\n", k + 1, parts.size()));
        is_wrong_ = true;
      }
    }
  }

  void check_complete() {
    for (const ShardFolder& shard : shards_) {
      if (!is_wrong_ && !is_complete(*prepared_.plan, *shard.store, shard.shard)) {
        refuse(shard.folder, "is not complete; go on with --resume before it is merged");
      }
    }
  }

  static int tell_interrupted() {
    tell("monazite: interrupted; nothing is merged\n");
    return exit_interrupted;
  }

  int join(const fs::path& first, std::chrono::steady_clock::time_point start) {
    // From here on there is a folder to remove.
    const std::atomic<bool>& interrupt = watch_interrupts();
    ResultFolder folder(arguments_.out, arguments_.force ? ResultFolder::Existing::replace
                                                         : ResultFolder::Existing::refuse);
    for (const char* kept : {resolved_sweep_file, "inputs", "resolved"}) {
      if (fs::exists(first / kept)) {
        fs::copy(first / kept, folder.staging() / kept, fs::copy_options::recursive);
      }
    }
    const SweepIdentity identity = shards_.front().store->identity();
    const fs::path file = folder.staging() / store_file;
    RunStore::create(file, identity, {});
    RunStore::Count count;
    {
      RunStore store(file);
      for (const ShardFolder& shard : shards_) {
        store.take(*shard.store);
        if (interrupt) {
          return tell_interrupted();
        }
      }
      write_sweep_tables(folder.staging(), report_of(*prepared_.plan, store));
      count = store.count();
      store.settle();
    }
    record_.state = count.failed > 0 ? ExitState::some_runs_failed : ExitState::done;
    record_.duration_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    write_sweep_manifest(folder.staging(), prepared_, identity, {}, count, record_);
    if (interrupt) {
      return tell_interrupted();
    }
    folder.commit();
    if (!arguments_.talk.quiet) {
      write_output(fmt::format("{} shards: {} runs, {} failed\nResults: {}\n", shards_.size(),
                               count.runs, count.failed, arguments_.out));
    }
    return count.failed > 0 ? exit_runs_failed : exit_done;
  }

  const MergeArguments& arguments_;
  CommandRecord record_;
  std::vector<ShardFolder> shards_;
  PreparedSweep prepared_;
  bool is_wrong_ = false;
};

}  // namespace

int execute(const MergeArguments& arguments) { return MergeCommand(arguments).run(); }

}  // namespace monazite
