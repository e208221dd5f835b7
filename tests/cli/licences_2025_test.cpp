#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

namespace {

/// The rows of a table as maps from column to cell.
std::vector<std::map<std::string, std::string>> rows_of(const std::string& table) {
  std::vector<std::map<std::string, std::string>> rows;
  const auto lines = lines_of(table);
  const auto header = cells_of(lines.front());
  for (std::size_t k = 1; k < lines.size(); ++k) {
    const auto cells = cells_of(lines[k]);
    auto& row = rows.emplace_back();
    for (std::size_t column = 0; column < header.size(); ++column) {
      row[header[column]] = cells.at(column);
    }
  }
  return rows;
}

/// Tonnes out of China in some months, of what `is_meant`.
template <class IsMeant>
double exports(const Tables& tables, const std::vector<std::string>& months,
               const IsMeant& is_meant) {
  double tonnes = 0;
  for (const auto& row : rows_of(tables.at("flows.csv"))) {
    if (row.at("origin_region") == "CN" && row.at("destination_region") != "CN" &&
        std::find(months.begin(), months.end(), row.at("month")) != months.end() &&
        is_meant(row.at("material"))) {
      tonnes += std::stod(row.at("tonnes_mean"));
    }
  }
  return tonnes;
}

bool is_magnet(const std::string& material) { return material.rfind("magnet", 0) == 0; }

Tables year_2025(const std::string& scenario, const std::string& replications) {
  const ScratchFolder scratch;
  return run_scenarios(
      MONAZITE_SOURCE_DIR "/scenarios", {scenario}, scratch.path() / "out",
      {"--replications", replications, "--seed", "20250404", "--set", "calendar.end=2025-12-31"});
}

/// The first stop of a plant on the mean of the replications in which it stops, in days from
/// 1 January; negative when it never does.
double first_stop(const Tables& tables, const std::string& plant) {
  for (const auto& row : rows_of(tables.at("summary.csv"))) {
    if (row.at("metric") == "first_stop_date" && row.at("facility") == plant) {
      return row.at("mean").empty() ? -1 : std::stod(row.at("mean"));
    }
  }
  throw std::out_of_range("no plant " + plant);
}

}  // namespace

TEST_CASE("the licences of 2025 halve magnet exports, stop car plants and refuse defence") {
  const Tables with = year_2025("history/licences_2025.yaml", "2");
  const Tables without = year_2025("stockholm/no_licence.yaml", "2");
  // Eight weeks from 4 April are nearly April and May.
  CHECK(exports(with, {"2025-04"}, is_magnet) < 0.5 * exports(without, {"2025-04"}, is_magnet));
  // All rare earths but magnets, of which lanthanum and cerium are the most.
  const auto is_other = [](const std::string& material) { return !is_magnet(material); };
  CHECK(exports(with, {"2025-04", "2025-05", "2025-06"}, is_other) >
        0.9 * exports(without, {"2025-04", "2025-05", "2025-06"}, is_other));
  // Free magnets are held for a while, and come through.
  const auto is_free = [](const std::string& material) {
    return material == "magnet_ndfeb_light" || material == "magnet_bonded";
  };
  CHECK(exports(with, {"2025-04"}, is_free) < 0.75 * exports(without, {"2025-04"}, is_free));
  CHECK(exports(with, {"2025-08", "2025-09"}, is_free) >
        0.9 * exports(without, {"2025-08", "2025-09"}, is_free));

  int refused = 0;
  for (const auto& row : rows_of(with.at("licences.csv"))) {
    if (row.at("end_use") == "DEFENCE" || row.at("end_use") == "SMCO_DEFENCE") {
      CHECK(row.at("approved") == "0");
      refused += std::stod(row.at("refused")) > 0 ? 1 : 0;
    }
  }
  CHECK(refused > 10);

  // Plants by stock cover: those that live from hand to mouth, and the stocked ones of Japan.
  CHECK(first_stop(with, "DM_EV_US_q25") > 94);
  CHECK(first_stop(with, "DM_EV_KR_q10") > 94);
  for (const char* plant : {"DM_AUTO_JP_q75", "DM_AUTO_JP_q90", "DM_EV_JP_q90"}) {
    CAPTURE(plant);
    CHECK(first_stop(with, plant) < 0);
  }
}

TEST_CASE("applied is approved, refused, expired and pending, up to the end of any month") {
  const Tables tables = year_2025("history/licences_2025.yaml", "1");
  struct Sums {
    double applied = 0;
    double ended = 0;
  };
  std::map<std::string, Sums> of_cell;
  int checked = 0;
  for (const auto& row : rows_of(tables.at("licences.csv"))) {
    auto& sums = of_cell[row.at("end_use") + ' ' + row.at("destination")];
    sums.applied += std::stod(row.at("applied"));
    sums.ended +=
        std::stod(row.at("approved")) + std::stod(row.at("refused")) + std::stod(row.at("expired"));
    CHECK(sums.applied == Approx(sums.ended + std::stod(row.at("pending"))).margin(1e-6));
    ++checked;
  }
  CHECK(checked > 100);
  // The one replication has each application by itself too.
  double applied = 0;
  double pending = 0;
  for (const auto& row : rows_of(tables.at("licences.csv"))) {
    applied += std::stod(row.at("applied"));
    pending += row.at("month") == "2025-12" ? std::stod(row.at("pending")) : 0;
  }
  double filed = 0;
  double open = 0;
  for (const auto& row : rows_of(tables.at("applications.csv"))) {
    filed += 1;
    open += row.at("outcome") == "pending" ? 1 : 0;
    CHECK(row.at("filed") >= "2025-04-04");
  }
  CHECK(filed == applied);
  CHECK(open == pending);
}
