#include "sim/cli/arguments.hpp"

#include <catch2/catch.hpp>

#include "sim/cli/exit_code.hpp"

using namespace monazite;

namespace {

ParsedArguments parse(std::vector<const char*> words) {
  words.insert(words.begin(), "monazite");
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

RunArguments parse_run(const std::vector<const char*>& words) {
  const ParsedArguments parsed = parse(words);
  INFO(parsed.error);
  REQUIRE(parsed.command);
  return std::get<RunArguments>(*parsed.command);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("run takes files and options in any order") {
  const RunArguments run = parse_run({"run",
                                      "--set",
                                      "runs.seed=3",
                                      "a.yaml",
                                      "--seed",
                                      "18446744073709551615",
                                      "b.yaml",
                                      "--replications",
                                      "50",
                                      "--threads=2",
                                      "--out",
                                      "results/x",
                                      "--force",
                                      "--set",
                                      "instruments.ban.grace=30 d",
                                      "--allow-path",
                                      "/data",
                                      "--quiet",
                                      "--no-progress",
                                      "--first-replication",
                                      "7"});
  CHECK(run.files == std::vector<std::string>{"a.yaml", "b.yaml"});
  CHECK(run.scenario.settings ==
        std::vector<std::string>{"runs.seed=3", "instruments.ban.grace=30 d"});
  CHECK(run.scenario.allowed_paths == std::vector<std::string>{"/data"});
  CHECK(run.scenario.seed == 18446744073709551615U);
  CHECK(run.scenario.replications == 50U);
  CHECK(run.threads == 2);
  CHECK(run.out == "results/x");
  CHECK(run.force);
  CHECK(run.talk.quiet);
  CHECK(run.talk.no_progress);
  CHECK(run.first_replication == 7);
  CHECK(run.command_line.front() == "monazite");
}

TEST_CASE("run has defaults") {
  const RunArguments run = parse_run({"run", "a.yaml"});
  CHECK_FALSE(run.scenario.seed);
  CHECK_FALSE(run.scenario.replications);
  CHECK(run.threads == 0);
  CHECK(run.out.empty());
  CHECK_FALSE(run.force);
}

TEST_CASE("a setting keeps its value as it is") {
  CHECK(parse_run({"run", "a.yaml", "--set", "a.b=[x, y]"}).scenario.settings.at(0) ==
        "a.b=[x, y]");
  CHECK(parse_run({"run", "a.yaml", "--set", "a.b=c=d"}).scenario.settings.at(0) == "a.b=c=d");
  CHECK(parse_run({"run", "a.yaml", "--set=a.b=-5"}).scenario.settings.at(0) == "a.b=-5");
}

TEST_CASE("check and network take their formats") {
  const ParsedArguments check = parse({"check", "a.yaml", "--format", "json"});
  REQUIRE(check.command);
  CHECK(std::get<CheckArguments>(*check.command).format == CheckFormat::json);
  const ParsedArguments network = parse({"network", "a.yaml", "--format", "graphml"});
  REQUIRE(network.command);
  CHECK(std::get<NetworkArguments>(*network.command).format == NetworkFormat::graphml);
  const ParsedArguments plain = parse({"network", "a.yaml"});
  REQUIRE(plain.command);
  CHECK(std::get<NetworkArguments>(*plain.command).format == NetworkFormat::dot);
}

TEST_CASE("compare takes result folders and a baseline") {
  const ParsedArguments parsed =
      parse({"compare", "a", "b", "--baseline", "calm/v0", "c", "--out", "x.csv", "--force"});
  REQUIRE(parsed.command);
  const auto compare = std::get<CompareArguments>(*parsed.command);
  CHECK(compare.folders == std::vector<std::string>{"a", "b", "c"});
  CHECK(compare.baseline == "calm/v0");
  CHECK(compare.out == "x.csv");
  CHECK(compare.force);
  CHECK_FALSE(compare.quiet);
}

TEST_CASE("wrong usage is refused with its own code") {
  const std::vector<std::vector<const char*>> wrong = {
      {},
      {"run"},
      {"check"},
      {"network"},
      {"network", "a.yaml", "b.yaml"},
      {"network", "a.yaml", "--format", "svg"},
      {"run", "a.yaml", "--speed", "3"},
      {"run", "a.yaml", "--seed"},
      {"run", "a.yaml", "--seed", "x"},
      {"run", "a.yaml", "--seed", "-1"},
      {"run", "a.yaml", "--seed", "010"},
      {"run", "a.yaml", "--seed", "18446744073709551616"},
      {"run", "a.yaml", "--replications", "0"},
      {"run", "a.yaml", "--replications", "2.5"},
      {"run", "a.yaml", "--replications", "4294967296"},
      {"run", "a.yaml", "--threads", "-2"},
      {"run", "a.yaml", "--threads", "100000"},
      {"run", "a.yaml", "--set", "runs.seed"},
      {"run", "a.yaml", "--set", "=3"},
      {"run", "a.yaml", "--quiet", "--verbose"},
      {"run", "a.yaml", "--progress", "--no-progress"},
      {"run", "a.yaml", "--out", ""},
      {"network", "a.yaml", "--out", ""},
      {"network", "a.yaml", "--overview", "many"},
      {"validate", "--out", ""},
      {"check", "a.yaml", "--replications", "0"},
      {"compare"},
      {"compare", "a", "b", "--out", ""},
      {"compare", "a", "b", "--seed", "1"},
  };
  for (const auto& words : wrong) {
    const ParsedArguments parsed = parse(words);
    CAPTURE(words, parsed.error);
    CHECK_FALSE(parsed.command);
    CHECK(parsed.exit_code == exit_usage);
    CHECK(parsed.output.empty());
    CHECK(contains(parsed.error, "monazite: error: "));
    CHECK(contains(parsed.error, "--help"));
  }
}

TEST_CASE("an unknown format is told the ones there are") {
  CHECK(contains(parse({"network", "a.yaml", "--format", "xml"}).error,
                 "--format: there is no 'xml'; expected csv, dot, graphml\n"));
  CHECK(contains(parse({"check", "a.yaml", "--format", "xml"}).error,
                 "--format: there is no 'xml'; expected json, text\n"));
}

TEST_CASE("an unknown command is told the nearest one") {
  const ParsedArguments parsed = parse({"chekc", "a.yaml"});
  CHECK(parsed.exit_code == exit_usage);
  CHECK(contains(parsed.error, "there is no command 'chekc'"));
  CHECK(contains(parsed.error, "did you mean 'check'?"));
}

TEST_CASE("help and version go to standard output") {
  const ParsedArguments help = parse({"--help"});
  CHECK(help.exit_code == exit_done);
  CHECK(help.error.empty());
  for (const auto* word : {"run", "check", "network", "Examples:", "Exit codes:"}) {
    CHECK(contains(help.output, word));
  }
  const ParsedArguments run_help = parse({"run", "--help"});
  CHECK(run_help.exit_code == exit_done);
  for (const auto* word : {"--replications", "--seed", "--threads", "--set", "--out", "--quiet",
                           "--verbose", "--no-progress", "--force", "--allow-path", "Examples:"}) {
    CHECK(contains(run_help.output, word));
  }
  const ParsedArguments version = parse({"--version"});
  CHECK(version.exit_code == exit_done);
  for (const auto* word : {"monazite ", "commit ", "compiler ", "build "}) {
    CHECK(contains(version.output, word));
  }
}
