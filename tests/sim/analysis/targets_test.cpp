#include "sim/analysis/targets.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "models/scenario/load.hpp"
#include "tests/sim/report/scratch_folder.hpp"

namespace monazite {
namespace {

constexpr auto header = "quantity,region,material,target [t],yield,source,confidence\n";

std::vector<BaseYearTarget> read(const std::string& rows) {
  const test::ScratchFolder scratch;
  const auto path = scratch.path() / "targets.csv";
  std::ofstream(path) << header << rows;
  return read_targets(path);
}

/// The message of the refusal.
std::string refusal(const std::string& rows) {
  try {
    read(rows);
  } catch (const InputError& error) {
    CHECK(error.kind == InputError::Kind::bad_input);
    return error.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("targets are read with their yields and sources") {
  const auto targets = read("mined,CN,,270 kt,,USGS,sourced\nblanks,REST,NdFeB,19000,0.72,,\n");
  REQUIRE(targets.size() == 2);
  CHECK(targets[0].quantity == TargetQuantity::mined);
  CHECK(targets[0].tonnes == 270000);
  CHECK(targets[0].yield == 1);
  CHECK(targets[0].provenance.source == "USGS");
  CHECK(targets[1].yield == 0.72);
}

TEST_CASE("a wrong table of targets is refused") {
  CHECK(contains(refusal(""), "the table has no row"));
  CHECK(contains(refusal("melted,CN,,1,,,\n"), "targets.csv:2:1: error:"));
  CHECK(contains(refusal("mined,CN,,0,,,\n"), "targets.csv:2:11: error:"));
  CHECK(contains(refusal("mined,CN,,,,,\n"), "target"));
  CHECK(contains(refusal("mined,CN,,1,,,\nmined,CN,,2,,,\n"), "stands above"));
}

TEST_CASE("a table of targets that is not there is told as such") {
  const test::ScratchFolder scratch;
  try {
    read_targets(scratch.path() / "targets.csv");
    FAIL("accepted");
  } catch (const InputError& error) {
    CHECK(error.kind == InputError::Kind::not_found);
    CHECK(contains(error.what(), "targets.csv"));
  }
}

TEST_CASE("the shipped targets can be read and each names its source") {
  const auto targets =
      read_targets(std::string(MONAZITE_SOURCE_DIR) + "/scenarios/world_2024/targets.csv");
  CHECK(targets.size() >= 18);
  for (const auto& target : targets) {
    CAPTURE(target.region, target.material);
    CHECK_FALSE(target.provenance.source.empty());
    CHECK_FALSE(target.provenance.confidence.empty());
  }
}

}  // namespace
}  // namespace monazite
