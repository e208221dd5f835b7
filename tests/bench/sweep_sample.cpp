#include "tests/bench/sweep_sample.hpp"

#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/batch/run_store.hpp"
#include "sim/batch/sweep_runner.hpp"
#include "sim/report/sweep_folder.hpp"
#include "sim/report/sweep_tables.hpp"
#include "tests/bench/process_time.hpp"

namespace monazite::bench {
namespace {

namespace fs = std::filesystem;

fs::path scenarios() { return fs::path(MONAZITE_SOURCE_DIR) / "scenarios"; }

// A plan needs names only to tell scenarios apart: the files need not be read for that.
std::vector<std::string> names_of(const SweepSpec& spec) {
  std::vector<std::string> names;
  for (const std::string& file : spec.scenarios) names.push_back(fs::path(file).stem().string());
  return names;
}

// The bytes of a table, and a hash of them.
struct TableCount {
  double bytes = 0.0;
  std::uint64_t hash = 0;

  void add(std::string_view text) {
    bytes += static_cast<double>(text.size());
    for (const char byte : text) hash = hash * 31 + static_cast<unsigned char>(byte);
  }
  // The part of the hash that a double holds.
  [[nodiscard]] double short_hash() const { return static_cast<double>(hash >> 11); }
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "monazite-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

SweepSample::SweepSample(LoadedSweep loaded)
    : sweep(std::move(loaded)),
      plan(sweep.spec, names_of(sweep.spec)),
      sources{sweep.spec.scenarios, sweep.spec.settings, {scenarios().string()}, nullptr} {}

std::shared_ptr<const SweepSample> sweep_of_stockholm(std::uint64_t replications) {
  LoadedSweep sweep = read_sweep((scenarios() / "sweeps/stockholm_1000.yaml").string());
  for (FactorSpec& factor : sweep.spec.factors) {
    const bool varies = factor.name == "officers" || factor.name == "switches.cover_scale";
    std::get<std::vector<FactorLevel>>(factor.values).resize(varies ? 2 : 1);
  }
  sweep.spec.replications = replications;
  return std::make_shared<const SweepSample>(std::move(sweep));
}

std::shared_ptr<const SweepSample> sweep_of_pipe(std::uint64_t replications) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "pipe_sweep.yaml").string();
  std::ofstream(file) << "monazite_sweep: 1\nscenario: "
                      << (scenarios() / "teaching/pipe.yaml").string()
                      << "\nreplications: " << replications << '\n';
  return std::make_shared<const SweepSample>(read_sweep(file, {scenarios().string()}));
}

ShardRun run_shard(const SweepSample& sample, const Shard& shard, unsigned threads,
                   bool with_tables) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / store_file;
  RunStore::create(file, {}, shard);
  RunStore store(file);
  ShardRun run;
  run.start = wall_seconds();
  const double start_of_cpu = cpu_seconds();
  run_sweep(sample.plan, sample.sources, store, shard, {.threads = threads});
  run.end = wall_seconds();
  run.cpu_seconds = cpu_seconds() - start_of_cpu;
  const RunStore::Count count = store.count();
  if (count.failed > 0) throw std::runtime_error("a run of the sweep failed");
  run.runs = static_cast<double>(count.runs);
  const SweepReport report{&sample.plan, &store,
                           [](std::uint32_t, std::uint32_t) { return std::string(); }};
  if (with_tables) write_sweep_tables(folder.path(), report);
  TableCount table;
  write_sweep_runs([&table](std::string_view text) { table.add(text); }, report);
  run.table_bytes = table.bytes;
  run.table_hash = table.short_hash();
  store.settle();
  run.store_bytes = static_cast<double>(fs::file_size(file));
  return run;
}

}  // namespace monazite::bench
