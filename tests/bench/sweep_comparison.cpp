#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "tests/bench/child_process.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/process_time.hpp"
#include "tests/bench/sweep_sample.hpp"

namespace monazite::bench {
namespace {

using Sample = std::shared_ptr<const SweepSample>;
using Piece = std::function<std::vector<double>()>;

// The hash of runs.csv, to compare one thread with two.
struct Expected {
  double table_hash = 0.0;
};

Piece shard_piece(const Sample& sample, const Shard& shard, unsigned threads, bool with_tables) {
  return [=]() -> std::vector<double> {
    const ShardRun run = run_shard(*sample, shard, threads, with_tables);
    return {run.start,       run.end,         run.cpu_seconds, run.runs,
            run.store_bytes, run.table_bytes, run.table_hash};
  };
}

ShardRun shard_run(const ChildResult& child) {
  const auto& figures = child.figures;
  return {figures.at(0), figures.at(1), figures.at(2), figures.at(3),
          figures.at(4), figures.at(5), figures.at(6)};
}

// The sweep in so many processes, each with one shard on so many threads. Turns run in children:
// nothing is left over from one to the next, and this process has no threads to fork beside.
Contender contender(const std::string& name, const Sample& sample, unsigned processes,
                    unsigned threads, const std::shared_ptr<Expected>& expected) {
  return {name, false, [=] {
            std::vector<Piece> pieces;
            for (unsigned p = 0; p < processes; ++p)
              pieces.push_back(shard_piece(sample, {p, processes}, threads, false));
            const auto children = run_in_children(pieces);
            ShardRun all = shard_run(children.front());
            for (std::size_t p = 1; p < children.size(); ++p) {
              const ShardRun one = shard_run(children[p]);
              all.start = std::min(all.start, one.start);
              all.end = std::max(all.end, one.end);
              all.cpu_seconds += one.cpu_seconds;
              all.runs += one.runs;
              all.store_bytes += one.store_bytes;
              all.table_bytes += one.table_bytes;
            }
            if (processes == 1) {
              if (expected->table_hash == 0.0) expected->table_hash = all.table_hash;
              if (all.table_hash != expected->table_hash)
                throw std::logic_error("sweep: one and two threads disagree");
            }
            return Measurement{all.runs / (all.end - all.start),
                               {{"cpu_ms", 1e3 * all.cpu_seconds / all.runs},
                                {"store_bytes", all.store_bytes / all.runs},
                                {"table_bytes", all.table_bytes / all.runs}}};
          }};
}

Criterion figure(std::string name, std::string of) {
  return {std::move(name), {std::move(of)}, [](const std::vector<double>& values) {
            return values.front();
          }};
}

Comparison throughput(const std::string& name, const Sample& sample) {
  const auto expected = std::make_shared<Expected>();
  Comparison comparison{name,
                        "runs/s",
                        {contender("threads_1", sample, 1, 1, expected),
                         contender("threads_2", sample, 1, 2, expected),
                         contender("processes_2", sample, 2, 1, expected)}};
  comparison.criteria = {figure(name + ": runs/s on one thread", "threads_1"),
                         figure(name + ": runs/s on two threads", "threads_2"),
                         figure(name + ": runs/s of two processes", "processes_2"),
                         figure(name + ": ms of CPU time a run, one thread", "threads_1:cpu_ms"),
                         figure(name + ": ms of CPU time a run, two threads", "threads_2:cpu_ms"),
                         figure(name + ": bytes of the store a run", "threads_1:store_bytes"),
                         figure(name + ": bytes of runs.csv a run", "threads_1:table_bytes")};
  return comparison;
}

Contender peak(const Sample& sample) {
  const auto replications = sample->sweep.spec.replications;
  return {"runs_" + std::to_string(replications), false, [=] {
            const auto children = run_in_children({shard_piece(sample, {}, 1, true)});
            const ShardRun run = shard_run(children.front());
            return Measurement{run.runs / (run.end - run.start),
                               {{"peak_MiB", children.front().peak_mebibytes}}};
          }};
}

Comparison memory() {
  Comparison comparison{
      "sweep/memory", "runs/s", {peak(sweep_of_pipe(100)), peak(sweep_of_pipe(10'000))}};
  comparison.criteria = {
      figure("sweep: MiB at most, 100 runs of the pipe", "runs_100:peak_MiB"),
      figure("sweep: MiB at most, 10,000 runs of the pipe", "runs_10000:peak_MiB"),
      {"sweep: memory of 10,000 runs / of 100",
       {"runs_10000:peak_MiB", "runs_100:peak_MiB"},
       [](const std::vector<double>& values) { return values[0] / values[1]; },
       Bound::at_most,
       1.2}};
  comparison.most_rounds = 3;
  return comparison;
}

// Makes the world of each variant from a scenario that `load` gives for its settings.
Contender maker(const std::string& name, const Sample& sample,
                std::function<LoadedScenario(const std::vector<std::string>&)> (*make_load)(
                    const SweepSample&)) {
  return {name, false, [=] {
            const auto children = run_in_children({[=]() -> std::vector<double> {
              constexpr int rounds = 3;
              const auto load = make_load(*sample);
              // The first reads the files, or finds them in the page cache.
              load(sample->plan.settings(0, 0));
              double load_seconds = 0.0;
              double made = 0.0;
              const double start = cpu_seconds();
              for (int round = 0; round < rounds; ++round)
                for (std::uint32_t arm = 0; arm < sample->plan.arms(); ++arm) {
                  const double start_of_load = cpu_seconds();
                  const LoadedScenario loaded = load(sample->plan.settings(arm, 0));
                  load_seconds += cpu_seconds() - start_of_load;
                  if (!compile(loaded.scenario).world)
                    throw std::runtime_error("a variant of the sweep has no world");
                  ++made;
                }
              return {made, cpu_seconds() - start, load_seconds};
            }});
            const auto& figures = children.front().figures;
            return Measurement{figures.at(0) / figures.at(1),
                               {{"ms", 1e3 * figures.at(1) / figures.at(0)},
                                {"load_ms", 1e3 * figures.at(2) / figures.at(0)}}};
          }};
}

Comparison making_variants(const Sample& sample) {
  const auto patched = [](const SweepSample& of) {
    const auto patcher = std::make_shared<ScenarioPatcher>(of.sources);
    return std::function(
        [patcher](const std::vector<std::string>& settings) { return patcher->load(0, settings); });
  };
  const auto from_files = [](const SweepSample& of) {
    return std::function(
        [file = of.sources.files.front()](const std::vector<std::string>& settings) {
          return load_scenario(file, {settings, {}});
        });
  };
  Comparison comparison{
      "sweep/variant",
      "variants/s",
      {maker("patched", sample, patched), maker("from_files", sample, from_files)}};
  comparison.criteria = {
      figure("sweep: ms to patch a variant", "patched:load_ms"),
      figure("sweep: ms to patch and compile a variant", "patched:ms"),
      figure("sweep: ms to load a variant from files", "from_files:load_ms"),
      figure("sweep: ms to load from files and compile it", "from_files:ms"),
      ratio_at_least("sweep: variants/s patched / from files", "patched", "from_files", 1)};
  return comparison;
}

}  // namespace

std::vector<Comparison> sweep_comparisons() {
  const Sample stockholm = sweep_of_stockholm(10);
  Comparison world = throughput("sweep/world", stockholm);
  world.criteria.push_back(
      ratio_at_least("sweep/world: two threads / one", "threads_2", "threads_1", 1.85));
  world.criteria.push_back(
      ratio_at_least("sweep/world: two threads / two processes", "threads_2", "processes_2", 0.97));
  Comparison pipe = throughput("sweep/pipe", sweep_of_pipe(4000));
  Criterion pipe_ratio =
      ratio_at_least("sweep/pipe: two threads / one", "threads_2", "threads_1", 0);
  pipe_ratio.bound = Bound::none;
  pipe.criteria.push_back(std::move(pipe_ratio));
  return {std::move(world), std::move(pipe), memory(), making_variants(stockholm)};
}

}  // namespace monazite::bench
