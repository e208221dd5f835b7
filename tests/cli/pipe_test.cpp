#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

// The pipe of the teaching scenarios, whose ban begins on day 93 of the year (4 April 2025) and
// lasts 90 days: what left before it arrives for 35 days (the transit), then the stock lasts 30
// (the cover).
namespace {

constexpr double ban_begins = 93;
constexpr double ban_days = 90;
constexpr double transit = 35;
constexpr double cover = 30;
constexpr double tonnes_a_day = 1.1664;

struct Stop {
  double first_day;
  double days;
  double lost_tonnes;
};

double mean_of(const std::string& summary, const std::string& metric) {
  for (const std::string& line : lines_of(summary)) {
    const auto cells = cells_of(line);
    if (cells.at(3) == metric && cells.at(4) == "US" && cells.at(6) == "GLASS") {
      return std::stod(cells.at(10));
    }
  }
  throw std::runtime_error("no figure " + metric);
}

Stop stop_of_user(const std::vector<std::string>& settings = {}) {
  std::vector<std::string> options;
  for (const std::string& setting : settings) {
    options.insert(options.end(), {"--set", setting});
  }
  const ScratchFolder scratch;
  const Tables tables = run_scenarios(MONAZITE_SOURCE_DIR "/scenarios/teaching", {"pipe.yaml"},
                                      scratch.path() / "out", options);
  const std::string& summary = tables.at("summary.csv");
  return {mean_of(summary, "first_stop_date"), mean_of(summary, "line_stop_days"),
          mean_of(summary, "lost_output_units")};
}

}  // namespace

TEST_CASE("the user of the pipe stops when transit and cover are over, to the day",
          "[exact-check-4]") {
  const Stop stop = stop_of_user();
  CHECK(stop.first_day == ban_begins + transit + cover);
  CHECK(stop.days == ban_days - cover);
  CHECK(stop.lost_tonnes == Approx(tonnes_a_day * (ban_days - cover)));
}

TEST_CASE("cover puts the stop of the pipe off and shortens it, transit only puts it off",
          "[exact-check-4]") {
  const Stop careful = stop_of_user({"demand.USER.cover=45 d"});
  CHECK(careful.first_day == ban_begins + transit + 45);
  CHECK(careful.days == ban_days - 45);
  const Stop distant = stop_of_user({"lanes.SEPARATION/USER/oxide_Nd.transit=50 d"});
  CHECK(distant.first_day == ban_begins + 50 + cover);
  CHECK(distant.days == ban_days - cover);
}

TEST_CASE("the pipe loses nothing under a ban as long as its cover, and something a day later",
          "[exact-check-4]") {
  const auto lost_under_ban_until = [](const std::string& last_day) {
    const ScratchFolder scratch;
    const Tables tables =
        run_scenarios(MONAZITE_SOURCE_DIR "/scenarios/teaching", {"pipe.yaml"},
                      scratch.path() / "out", {"--set", "instruments.valve.until=" + last_day});
    return mean_of(tables.at("summary.csv"), "lost_output_units");
  };
  CHECK(lost_under_ban_until("2025-05-03") == 0);
  CHECK(lost_under_ban_until("2025-05-04") > 0);
}
