#include <catch2/catch.hpp>

#include "tests/cli/sweep_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

constexpr int refused = 65;

/// Runs a sweep in shards `NAME1`, `NAME2`, … and gives their folders.
std::vector<std::string> shards_of(const SweepWorld& world, const std::string& file, int count,
                                   const std::string& name,
                                   const std::vector<std::string>& options = {}) {
  std::vector<std::string> folders;
  for (int k = 1; k <= count; ++k) {
    folders.push_back(name + std::to_string(k));
    auto all = options;
    all.insert(all.end(), {"--shard", std::to_string(k) + "/" + std::to_string(count)});
    const ProgramRun run = world.sweep(file, folders.back(), all);
    CAPTURE(run.error);
    REQUIRE((run.exit_code == 0 || run.exit_code == 1));
    CHECK_FALSE(fs::exists(world.path() / folders.back() / "runs.csv"));
  }
  return folders;
}

ProgramRun merge(const SweepWorld& world, const std::vector<std::string>& shards,
                 const std::string& out) {
  std::vector<std::string> arguments = {"merge"};
  arguments.insert(arguments.end(), shards.begin(), shards.end());
  arguments.insert(arguments.end(), {"--out", out, "--quiet"});
  return world.run(arguments);
}

void check_merged(const SweepWorld& world, const std::string& file, int exit_code,
                  const std::vector<std::string>& options = {}) {
  CAPTURE(file);
  const Tables whole = world.swept(file, "whole", options, exit_code);
  for (const int count : {3, 7}) {
    CAPTURE(count);
    auto shards = shards_of(world, file, count, "part_of_" + std::to_string(count) + "_", options);
    std::swap(shards.front(), shards.back());
    const std::string out = "merged" + std::to_string(count);
    const ProgramRun merged = merge(world, shards, out);
    CAPTURE(merged.error);
    CHECK(merged.exit_code == exit_code);
    check_equal_tables(whole, world.tables(out));
  }
}

}  // namespace

TEST_CASE("the shards of a sweep merge to the bytes of one process") {
  check_merged(SweepWorld(), "small_sweep.yaml", 0);
}

TEST_CASE("the shards of a sweep with a stop rule, an ensemble and failures merge to the same") {
  check_merged(SweepWorld(), "hard_sweep.yaml", 1);
}

TEST_CASE("shards merge under options of the command line, and without a common seed") {
  const SweepWorld world;
  world.write("own.yaml",
              "monazite_sweep: 1\n"
              "scenario: small.yaml\n"
              "design: {method: latin_hypercube, size: 5}\n"
              "factors: {switches.demand_scale: \"uniform(80 %, 120 %)\"}\n"
              "replications: 4\n"
              "common_random_numbers: false\n"
              "antithetic: true\n"
              "keep: [fill_rate]\n");
  check_merged(world, "own.yaml", 0,
               {"--seed", "5", "--replications", "2", "--set", "switches.noise=true"});
}

TEST_CASE("a missing, doubled, foreign or incomplete shard is refused by name") {
  const SweepWorld world;
  const auto shards = shards_of(world, "small_sweep.yaml", 3, "part");

  const ProgramRun missing = merge(world, {"part1", "part3"}, "out");
  CHECK(missing.exit_code == refused);
  CHECK(missing.error == "monazite: error: part 2/3 is missing\n");

  fs::copy(world.path() / "part2", world.path() / "copy");
  const ProgramRun doubled = merge(world, {"part1", "part2", "part3", "copy"}, "out");
  CHECK(doubled.exit_code == refused);
  CHECK(contains(doubled.error, "monazite: error: copy: is part 2/3, and so is part2\n"));

  const ProgramRun twice = merge(world, {"part1", "part2", "part3", "./part2"}, "out");
  CHECK(twice.exit_code == refused);
  CHECK(contains(twice.error, "monazite: error: ./part2: is named twice\n"));

  shards_of(world, "small_sweep.yaml", 3, "seeded", {"--seed", "4"});
  const ProgramRun foreign = merge(world, {"part1", "seeded2", "part3"}, "out");
  CHECK(foreign.exit_code == refused);
  CHECK(contains(foreign.error,
                 "monazite: error: seeded2: is of another sweep than part1: seed: "
                 "it is 11, now 4\n"));

  shards_of(world, "small_sweep.yaml", 2, "half");
  const ProgramRun halves = merge(world, {"part1", "half2", "part3"}, "out");
  CHECK(halves.exit_code == refused);
  CHECK(contains(halves.error, "monazite: error: half2: is part 2/2, but part1 is part 1/3\n"));

  const ProgramRun absent = merge(world, {"part1", "nothing", "part3"}, "out");
  CHECK(absent.exit_code == 66);
  CHECK(contains(absent.error, "monazite: error: nothing: holds no sweep\n"));

  CHECK_FALSE(fs::exists(world.path() / "out"));
  CHECK(merge(world, shards, "out").exit_code == 0);
  CHECK(merge(world, shards, "out").exit_code == 73);
}

TEST_CASE("a shard that was interrupted is refused by name until it is complete") {
  const SweepWorld world;
  const Tables whole = world.swept("hard_sweep.yaml", "whole", {}, 1);
  auto shards = shards_of(world, "hard_sweep.yaml", 3, "part");
  // The second is begun again, and interrupted as soon as it has a folder.
  fs::remove_all(world.path() / "part2");
  const auto arguments =
      SweepWorld::sweep_arguments("hard_sweep.yaml", "part2", {"--shard", "2/3", "--threads", "1"});
  const ProgramRun interrupted =
      interrupt_program_in(world.path(), arguments, world.path() / "part2");
  REQUIRE(interrupted.exit_code == 130);
  const ProgramRun merged = merge(world, shards, "out");
  CHECK(merged.exit_code == refused);
  CHECK(merged.error ==
        "monazite: error: part2: is not complete; go on with --resume before it is merged\n");
  const ProgramRun resumed =
      world.sweep("hard_sweep.yaml", "part2", {"--shard", "2/3", "--resume"});
  CHECK((resumed.exit_code == 0 || resumed.exit_code == 1));
  CHECK(merge(world, shards, "out").exit_code == 1);
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("a merged sweep can be replayed and merged again") {
  const SweepWorld world;
  const auto shards = shards_of(world, "small_sweep.yaml", 2, "part");
  REQUIRE(merge(world, shards, "merged").exit_code == 0);
  CHECK(world.run({"replay", "merged", "--variant", "5", "--replication", "3", "--out", "one"})
            .exit_code == 0);
  CHECK(merge(world, {"merged"}, "again").exit_code == 0);
  check_equal_tables(world.tables("merged"), world.tables("again"));
}
