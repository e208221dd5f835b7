#include "sim/report/write_results.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/batch/sha256.hpp"
#include "sim/report/result_tables.hpp"
#include "sim/run/replication.hpp"
#include "tests/sim/batch/synthetic_batch.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite;
using test::read_whole;
using test::ScratchFolder;

namespace {

using Files = std::map<std::string, std::string>;

LoadedScenario loaded_scenario(const std::string& name) {
  LoadedScenario loaded;
  loaded.scenario.name = name;
  loaded.scenario.title = "The title of " + name;
  loaded.inputs = {{name + ".yaml", "monazite: 1\n"}, {"facilities.csv", "id\nmine\n"}};
  loaded.resolved_yaml = "monazite: 1\nname: " + name + "\n";
  loaded.resolved_tables = {{"inputs/facilities.csv", "id\nmine\n"}};
  return loaded;
}

MakeReplicate replications_with_a_failure() {
  return [] {
    return [](const BatchScenario& wanted, std::uint32_t replication) {
      if (wanted.name == "beta" && replication == 2) {
        throw RunFailure("the budget of 100 events is spent, in the second week");
      }
      return synthetic::slow_replications()()(wanted, replication);
    };
  };
}

Files files_below(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[entry.path().lexically_relative(folder).string()] = read_whole(entry.path());
    }
  }
  return files;
}

/// The result folder of the named scenarios, run on some threads.
Files results_of(const std::vector<std::string>& names, unsigned threads) {
  const ObservationPlan plan = synthetic::plan();
  std::vector<BatchScenario> scenarios;
  std::vector<LoadedScenario> loaded;
  for (const std::string& name : names) {
    scenarios.push_back(synthetic::scenario(name, plan, 90));
    loaded.push_back(loaded_scenario(name));
  }
  const BatchResults batch =
      run_batch(scenarios, replications_with_a_failure(), {.threads = threads});
  std::vector<ReportedScenario> reported;
  for (std::size_t i = 0; i < names.size(); ++i) {
    reported.push_back({names[i] + ".yaml", "monazite run " + names[i] + ".yaml", &loaded[i],
                        &batch.scenarios[i]});
  }
  CommandRecord record;
  record.arguments = {"monazite", "run"};
  record.threads = threads;
  record.state = ExitState::some_runs_failed;
  const ScratchFolder scratch;
  write_results(scratch.path(), reported, record);
  return files_below(scratch.path());
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("every table has the columns of the contract") {
  const Files files = results_of({"alpha"}, 1);
  const std::map<std::string, std::string> headers = {
      {"summary.csv",
       "metric,region,partner,sector,material,facility,unit,mean,std,ci95_low,ci95_high,p05,p50,"
       "p95,replications"},
      {"runs.csv",
       "replication,seed,digest,weight,metric,region,partner,sector,material,facility,unit,value"},
      {"series.csv",
       "date,interval,metric,region,partner,sector,material,facility,unit,mean,p05,p50,p95"},
      {"flows.csv",
       "month,origin_facility,origin_region,destination_facility,destination_region,material,"
       "tonnes_mean"},
      {"licences.csv",
       "instrument,month,end_use,destination,applied,approved,refused,expired,pending,"
       "wait_days_p50,wait_days_p95"},
      {"applications.csv",
       "instrument,filed,exporter,origin,end_user,destination,material,asked_tonnes,outcome,"
       "decided,granted_tonnes,valid_until"},
      {"policy.csv", "replication,date,instrument,type,issuer,action,parameter,value"},
      {"balance.csv",
       "replication,element,opening_g,mined_g,recycled_old_g,consumed_g,lost_g,seized_g,"
       "closing_g,residual_g"},
      {"failures.csv", "replication,seed,digest,reason,repeat_command"},
  };
  CHECK(result_tables().size() == headers.size());
  for (const auto& [file, columns] : headers) {
    CAPTURE(file);
    REQUIRE(files.count(file) == 1);
    CHECK(lines_of(files.at(file)).at(0) == "scenario,variant,branch," + columns);
  }
}

TEST_CASE("rows say what was observed") {
  const Files files = results_of({"alpha"}, 2);
  const auto runs = lines_of(files.at("runs.csv"));
  REQUIRE(runs.size() == 1 + 90 * 3);
  const Observations first = synthetic::observe(20250728, 0);
  CHECK(runs[1] == fmt::format("alpha,,,0,20250728,0123456789abcdef,1,exports,CN,,,magnet,,t,{}",
                               first.run_values[0]));
  const auto series = lines_of(files.at("series.csv"));
  REQUIRE(series.size() == 1 + 4 * 2);
  CHECK(series[1].rfind("alpha,,,2025-03-31,week,inventory,DE,,,magnet,,t,", 0) == 0);
  CHECK(series[8].rfind("alpha,,,2025-04-21,week,produced,CN,,,magnet,,t,", 0) == 0);
  const auto flows = lines_of(files.at("flows.csv"));
  REQUIRE(flows.size() == 3);
  CHECK(flows[1].rfind("alpha,,,2025-03,bayan_obo,CN,baotou,CN,concentrate,", 0) == 0);
  const auto policy = lines_of(files.at("policy.csv"));
  REQUIRE(policy.size() == 91);
  CHECK(policy[1] == "alpha,,,0,2025-04-04,cn_ban,ban,CN,impose,lanes_blocked,12");
  const auto balance = lines_of(files.at("balance.csv"));
  REQUIRE(balance.size() == 1 + 90 * rare_earth_count);
  CHECK(balance[1 + index_of(Element::Dy)] == "alpha,,,0,Dy,1000,500,0,300,0,0,1200,0");
  CHECK(lines_of(files.at("failures.csv")).size() == 1);
}

TEST_CASE("summary rows count the replications that define a figure") {
  const auto summary = lines_of(results_of({"alpha"}, 2).at("summary.csv"));
  REQUIRE(summary.size() == 4);
  int defined = 0;
  for (std::uint32_t r = 0; r < 90; ++r) {
    defined += std::isnan(synthetic::observe(20250728, r).run_values[1]) ? 0 : 1;
  }
  CHECK(defined < 90);
  CHECK(summary[2].rfind("alpha,,,first_stop_date,DE,,auto,,,d,", 0) == 0);
  CHECK(summary[2].substr(summary[2].rfind(',') + 1) == std::to_string(defined));
}

TEST_CASE("tables are the same bytes on any number of threads and in any order of scenarios") {
  Files alone = results_of({"alpha", "beta"}, 1);
  alone.erase("manifest.json");
  for (const unsigned threads : {2U, 7U, 16U}) {
    Files together = results_of({"beta", "alpha"}, threads);
    together.erase("manifest.json");
    CHECK(together == alone);
  }
}

TEST_CASE("a failed replication is listed with the command that repeats it") {
  const Files files = results_of({"alpha", "beta"}, 2);
  const auto failures = lines_of(files.at("failures.csv"));
  REQUIRE(failures.size() == 2);
  CHECK(failures[1] ==
        "beta,,,2,20250728,0123456789abcdef,\"the budget of 100 events is spent, in the second "
        "week\",monazite run beta.yaml --first-replication 2 --replications 1");
  CHECK(lines_of(files.at("runs.csv")).size() == 1 + (90 + 89) * 3);
}

TEST_CASE("what was run is kept beside the results") {
  const Files one = results_of({"alpha"}, 1);
  CHECK(one.at("scenario.resolved.yaml") == "monazite: 1\nname: alpha\n");
  CHECK(one.at("inputs/facilities.csv") == "id\nmine\n");
  const Files two = results_of({"alpha", "beta"}, 1);
  CHECK(two.count("scenario.resolved.yaml") == 0);
  CHECK(two.at("resolved/beta/scenario.resolved.yaml") == "monazite: 1\nname: beta\n");
  CHECK(two.at("resolved/alpha/inputs/facilities.csv") == "id\nmine\n");
}

TEST_CASE("the manifest tells program, seed, inputs and how it ended") {
  const Files files = results_of({"beta"}, 2);
  const auto manifest = nlohmann::json::parse(files.at("manifest.json"));
  CHECK(manifest["program"]["name"] == "monazite");
  CHECK_FALSE(manifest["program"]["version"].get<std::string>().empty());
  CHECK_FALSE(manifest["program"]["commit"].get<std::string>().empty());
  CHECK(manifest["command"] == nlohmann::json({"monazite", "run"}));
  CHECK(manifest["threads"] == 2);
  CHECK(manifest["started"] == "1970-01-01T00:00:00Z");
  CHECK(manifest["exit_state"] == "some_runs_failed");
  const auto scenario = manifest["scenarios"].at(0);
  CHECK(scenario["name"] == "beta");
  CHECK(scenario["title"] == "The title of beta");
  CHECK(scenario["seed"] == 20250728);
  CHECK(scenario["replications"] == 90);
  CHECK(scenario["completed"] == 89);
  CHECK(scenario["failed"] == 1);
  CHECK(scenario["inputs"].at(0)["sha256"] == sha256("monazite: 1\n"));
}

TEST_CASE("scenario names make folder names") {
  CHECK(folder_name("truce_extended-2.1") == "truce_extended-2.1");
  CHECK(folder_name("a b/../c") == "a_b_.._c");
  CHECK(folder_name("..") == "_..");
  CHECK(folder_name("") == "_");
}
