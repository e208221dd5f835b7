#include "sim/analysis/back_test_targets.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "models/scenario/load.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite {
namespace {

constexpr auto header = "name,quantity,region,material,from,until,observed,low,high,unit,source\n";

std::vector<BackTestTarget> read(const std::string& rows) {
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "targets_2025.csv";
  std::ofstream(path) << header << rows;
  return read_back_test_targets(path);
}

/// Whether a table is refused with these words.
bool is_refused(const std::string& rows, const std::string& words) {
  try {
    read(rows);
  } catch (const InputError& error) {
    CAPTURE(error.what());
    return std::string(error.what()).find(words) != std::string::npos;
  }
  return false;
}

TEST_CASE("targets of a back-test are read with what was observed and what is allowed") {
  const auto targets = read(
      "May,exports,CN,magnet,2025-05-01,2025-05-31,\"1,238\",627,1849,t/month,SMM\n"
      "stop,first_stop,,,,,52,42,62,d,press\n");
  REQUIRE(targets.size() == 2);
  CHECK(targets[0].quantity == BackTestQuantity::exports);
  CHECK(targets[0].observed == "1,238");
  CHECK(targets[0].until == date_of(2025, 5, 31));
  CHECK(targets[0].high == 1849);
  CHECK(targets[1].quantity == BackTestQuantity::first_stop);
  CHECK_FALSE(targets[1].from);
}

TEST_CASE("a wrong table of a back-test is refused") {
  CHECK(is_refused("", "the table has no row"));
  CHECK(is_refused("a,guess,,,,,1,1,2,d,\n", "quantity"));
  CHECK(is_refused("a,first_stop,,,,,1,3,2,d,\n", "upside down"));
  CHECK(is_refused("a,exports,CN,magnet,,,1,1,2,t,\n", "no span"));
  CHECK(is_refused("a,price_quoted,EU,o,2025-05-01,2025-04-01,1,1,2,t,\n", "no span"));
  CHECK(is_refused("a,first_stop,,,,,1,1,2,d,\na,first_stop,,,,,1,1,2,d,\n", "stands above"));
}

TEST_CASE("the shipped targets of 2025 are a table that can be read") {
  const auto targets =
      read_back_test_targets(MONAZITE_SOURCE_DIR "/scenarios/history/targets_2025.csv");
  CHECK(targets.size() == 18);
  for (const auto& target : targets) {
    CHECK_FALSE(target.provenance.source.empty());
    CHECK_FALSE(target.provenance.confidence.empty());
  }
}

}  // namespace
}  // namespace monazite
