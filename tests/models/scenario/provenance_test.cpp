#include <catch2/catch.hpp>
#include <regex>
#include <string>
#include <type_traits>
#include <vector>

#include "models/scenario/load.hpp"

// Every row of the shipped data says where it comes from, and an estimate how far it may be off.

namespace monazite {
namespace {

bool is_set(const ValueRange& range) { return range.low && range.high; }

/// Whether a note gives a range: `3-8 d`, `+-15 %`, `0.5-1.5 %`, or says where it stands.
bool gives_range(const std::string& note) {
  static const std::regex range("[0-9] ?%?-[0-9]|\\+-[0-9]|range ");
  return std::regex_search(note, range);
}

template <class Row>
bool has_range(const Row& row) {
  if constexpr (requires { row.capacity_range; }) {
    return is_set(row.capacity_range);
  } else if constexpr (requires { row.cover_range; }) {
    return is_set(row.rate_range) && is_set(row.cover_range);
  } else if constexpr (requires { row.amount_range; }) {
    return is_set(row.amount_range);
  } else if constexpr (requires { row.share_range; }) {
    return is_set(row.share_range);
  } else {
    return false;
  }
}

template <class Row>
void check_rows(const Scenario& scenario, const std::vector<Row>& rows) {
  REQUIRE_FALSE(rows.empty());
  for (const Row& row : rows) {
    const auto& [source, confidence, note] = row.provenance;
    const bool is_sourced = !source.empty() && !confidence.empty();
    const bool is_ranged = confidence != "estimated" || has_range(row) || gives_range(note);
    if (!is_sourced || !is_ranged) {
      CAPTURE(scenario.files.at(row.place.file), row.place.line, source, confidence, note);
      CHECK(is_sourced);
      CHECK(is_ranged);
    }
  }
}

Scenario shipped(const std::string& file) {
  return load_scenario(std::string(MONAZITE_SOURCE_DIR) + "/scenarios/" + file).scenario;
}

TEST_CASE("every row of the world of 2024 has a source, and what is estimated a range") {
  const Scenario world = shipped("world_2024/world_2024.yaml");
  check_rows(world, world.sectors);
  check_rows(world, world.materials);
  check_rows(world, world.compositions);
  check_rows(world, world.processes);
  check_rows(world, world.process_inputs);
  check_rows(world, world.process_outputs);
  check_rows(world, world.facilities);
  check_rows(world, world.lines);
  check_rows(world, world.demand);
  check_rows(world, world.lanes);
  check_rows(world, world.routes);
  check_rows(world, world.instruments);
}

TEST_CASE("the instruments of the histories have a source, and what is estimated a range") {
  for (const char* file : {"stockholm/truce_extended.yaml", "stockholm/snap_back.yaml"}) {
    const Scenario scenario = shipped(file);
    check_rows(scenario, scenario.instruments);
  }
}

TEST_CASE("the yield that drives a plant has a range around it") {
  for (const auto& output : shipped("world_2024/world_2024.yaml").process_outputs) {
    const bool is_recovery = output.role == OutputRole::driver && output.share < 1 &&
                             output.material != "carbonate" && output.material != "old_scrap";
    if (is_recovery) {
      CAPTURE(output.process, output.material, output.share);
      CHECK(is_set(output.share_range));
    }
  }
}

}  // namespace
}  // namespace monazite
