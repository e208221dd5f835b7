#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "sim/engine/random_stream.hpp"
#include "tests/cli/sweep_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

/// A sweep of so many runs that it outlasts a test.
const std::vector<std::string> endless = {"--replications", "100000"};

/// Goes on with a sweep that was killed, or begins it when it was killed before there was one.
Tables finished(const SweepWorld& world, const std::string& file, const std::string& out,
                int exit_code) {
  const ProgramRun resumed = world.sweep(file, out, {"--resume"});
  CAPTURE(resumed.error);
  REQUIRE(resumed.exit_code == exit_code);
  return world.tables(out);
}

void kill_after(const SweepWorld& world, const std::vector<std::string>& arguments,
                std::chrono::duration<double> time) {
  RunningProgram program(world.path(), arguments);
  std::this_thread::sleep_for(time);
  program.send(SIGKILL);
  program.wait();
}

/// Kills a sweep at random moments, some again while it is resumed, and checks what is left.
void check_killed(const std::string& file, int exit_code, int kills, std::uint32_t number) {
  const SweepWorld world;
  const auto start = Clock::now();
  const Tables whole = world.swept(file, "whole", {}, exit_code);
  const std::chrono::duration<double> time = Clock::now() - start;
  monazite::engine::RandomStream stream({20, number, 0, 0});
  for (int kill = 0; kill < kills; ++kill) {
    const std::string out = "out" + std::to_string(kill);
    CAPTURE(file, kill);
    kill_after(world, SweepWorld::sweep_arguments(file, out), time * stream.uniform());
    if (kill % 3 == 0) {
      kill_after(world, SweepWorld::sweep_arguments(file, out, {"--resume"}),
                 time * stream.uniform());
    }
    check_equal_tables(whole, finished(world, file, out, exit_code));
    for (const auto& entry : fs::directory_iterator(world.path() / out)) {
      CAPTURE(entry.path().filename());
      CHECK_FALSE(contains(entry.path().filename(), ".partial"));
    }
  }
}

/// Starts a sweep and waits until some of its runs are in its store.
class SweepAtWork {
 public:
  SweepAtWork(const SweepWorld& world, const std::vector<std::string>& arguments,
              const std::string& out)
      : program_(world.path(), arguments) {
    const fs::path log = world.path() / out / "sweep.sqlite-wal";
    std::error_code ignored;
    const auto deadline = Clock::now() + std::chrono::seconds(20);
    while (!fs::exists(log, ignored) || fs::file_size(log, ignored) < 40'000) {
      REQUIRE(Clock::now() < deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  ProgramRun interrupt() {
    program_.send(SIGINT);
    return program_.wait();
  }

 private:
  RunningProgram program_;
};

/// The command that a message ends with.
std::string last_command(const std::string& message) {
  const auto at = message.rfind("  monazite ");
  REQUIRE(at != std::string::npos);
  const std::string command = message.substr(at + std::string("  monazite ").size());
  return command.substr(0, command.find('\n'));
}

}  // namespace

TEST_CASE("a sweep killed at twenty random moments and resumed gives the same bytes") {
  check_killed("small_sweep.yaml", 0, 10, 1);
  check_killed("hard_sweep.yaml", 1, 10, 2);
}

TEST_CASE("an interrupted sweep keeps what is complete and names the command that goes on") {
  const SweepWorld world;
  const std::vector<std::string> options = {"--replications", "60", "--threads", "2"};
  const Tables whole = world.swept("small_sweep.yaml", "whole", options);
  SweepAtWork sweep(world, SweepWorld::sweep_arguments("small_sweep.yaml", "my out", options),
                    "my out");
  const ProgramRun interrupted = sweep.interrupt();
  CAPTURE(interrupted.error);
  REQUIRE(interrupted.exit_code == 130);
  CHECK(contains(interrupted.error, "monazite: interrupted; the "));
  CHECK(contains(interrupted.error, " complete runs are kept. To go on:"));
  CHECK(contains(read_whole(world.path() / "my out/manifest.json"), "interrupted"));
  CHECK_FALSE(fs::exists(world.path() / "my out/runs.csv"));
  const std::string command = last_command(interrupted.error);
  CHECK(exit_code_in_shell(world.path(), command + " 2>error.txt") == 0);
  check_equal_tables(whole, world.tables("my out"));
}

TEST_CASE("what a killed process has left half written goes when its sweep is resumed") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "out").exit_code == 0);
  world.write("out/runs.csv.partial-4711", "scenario,var");
  world.write("out/manifest.json.partial-4711", "{");
  world.write("out/notes.partial-1", "mine");
  REQUIRE(world.sweep("small_sweep.yaml", "out", {"--resume"}).exit_code == 0);
  CHECK_FALSE(fs::exists(world.path() / "out/runs.csv.partial-4711"));
  CHECK_FALSE(fs::exists(world.path() / "out/manifest.json.partial-4711"));
  CHECK(fs::exists(world.path() / "out/notes.partial-1"));
}

TEST_CASE("a sweep that is done is not run again when it is resumed") {
  const SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "out");
  const ProgramRun again =
      world.run({"sweep", "small_sweep.yaml", "--out", "out", "--resume", "--verbose"});
  CHECK(again.exit_code == 0);
  CHECK(contains(again.error, "0 runs in "));
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("a resume with other inputs is refused and names what differs") {
  const SweepWorld world;
  const Tables whole = world.swept("hard_sweep.yaml", "out", {"--shard", "1/1"}, 1);
  const auto refused = [&](const std::vector<std::string>& options) {
    std::vector<std::string> all = {"--resume"};
    all.insert(all.end(), options.begin(), options.end());
    const ProgramRun run = world.sweep("hard_sweep.yaml", "out", all);
    CHECK(run.exit_code == 65);
    CHECK(
        contains(run.error, "monazite: error: out is of another sweep and cannot be resumed:\n  "));
    return run.error;
  };
  CHECK(contains(refused({"--seed", "13"}), "  seed: it is 12, now 13\n"));
  CHECK(contains(refused({"--replications", "5"}), "  replications: it is 4, now 5\n"));
  CHECK(contains(refused({"--set", "switches.noise=true"}),
                 "  set: it is [], now "
                 "[\"switches.noise=true\"]\n"));
  CHECK(contains(refused({"--shard", "1/2"}), "  shard: it is 1/1, now 1/2\n"));
  const auto with_change = [&](const std::string& file, const std::string& text,
                               const std::string& other) {
    const std::string before = read_whole(world.path() / file);
    world.replace(file, text, other);
    const std::string said = refused({});
    world.write(file, before);
    return said;
  };
  CHECK(contains(with_change("small.yaml", "5 d", "6 d"), "  input small.yaml: it is "));
  CHECK(contains(with_change("users.csv", "\n", "\n\n"), "  input users.csv: it is "));
  CHECK(contains(with_change("ensemble.csv", "18", "17"), "  input inputs/ensemble.csv: it is "));
  CHECK(contains(with_change("hard_sweep.yaml", "110 %", "120 %"), "  factors: it is "));
  CHECK(
      contains(with_change("hard_sweep.yaml", "small.yaml", "outage.yaml"), "  scenario: it is "));
  CHECK(contains(with_change("hard_sweep.yaml", "keep", "set: {runs.seed: 5}\nkeep"), "  set: "));
  CHECK(world.sweep("hard_sweep.yaml", "out", {"--resume"}).exit_code == 1);
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("two processes cannot work on one result folder") {
  const SweepWorld world;
  SweepAtWork first(world, SweepWorld::sweep_arguments("small_sweep.yaml", "out", endless), "out");
  for (const char* option : {"--resume", "--force"}) {
    CAPTURE(option);
    auto options = endless;
    options.emplace_back(option);
    const ProgramRun second = world.sweep("small_sweep.yaml", "out", options);
    CHECK(second.exit_code == 73);
    CHECK(contains(second.error, "monazite: error: another process works on out\n"));
  }
  const ProgramRun plain = world.sweep("small_sweep.yaml", "out", endless);
  CHECK(plain.exit_code == 73);
  CHECK(contains(plain.error, "choose another --out, or --force to overwrite it"));
  const ProgramRun merged = world.run({"merge", "out", "--out", "merged"});
  CHECK(merged.exit_code == 73);
  CHECK(first.interrupt().exit_code == 130);
  CHECK_FALSE(fs::exists(world.path() / "merged"));
}

TEST_CASE("of two sweeps begun at once into one folder, one is done and the other refused") {
  const SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "whole");
  for (int round = 0; round < 5; ++round) {
    const std::string out = "out" + std::to_string(round);
    const auto arguments = SweepWorld::sweep_arguments("small_sweep.yaml", out);
    RunningProgram first(world.path(), arguments);
    RunningProgram second(world.path(), arguments);
    const ProgramRun one = first.wait();
    const ProgramRun other = second.wait();
    CAPTURE(one.error, other.error);
    CHECK(std::min(one.exit_code, other.exit_code) == 0);
    CHECK(std::max(one.exit_code, other.exit_code) == 73);
    check_equal_tables(whole, world.tables(out));
  }
}
