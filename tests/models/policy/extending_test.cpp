#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "models/policy/gradual.hpp"
#include "models/policy/schedule.hpp"

// The worked example of docs/extending.md. What stands between the marks stands there too.

// [example]
namespace monazite::example {

/// From `on`, exporters pay this share of the value of what leaves.
struct ExportDutyLevel {
  Date on;
  std::string action;  ///< impose, ease, tighten, lapse
  double rate = 0;
};

/// A duty that the exporter pays when goods leave, on a set of lanes.
struct ExportDuty {
  std::vector<ExportDutyLevel> levels;  ///< in order of date; those on call last
  std::vector<std::uint32_t> lanes;     ///< lane numbers, ascending
};

/// The rate at a state, as a share of value.
inline double rate_at(const ExportDuty& duty, InstrumentState state) {
  const auto level = standing_level(state);
  return level < 0 ? 0.0 : duty.levels[static_cast<std::size_t>(level)].rate;
}

/// The state on a date: a pure function.
inline InstrumentState step(const ExportDuty& duty, InstrumentState state, Date today) {
  return level_on(duty.levels, state, today);
}

/// A level of which a share of the change is carried out, for a ramp.
inline ExportDutyLevel carried_out(const ExportDutyLevel& now, const ExportDutyLevel& before,
                                   const ExportDutyLevel& planned, double share) {
  auto level = planned;
  level.rate = monazite::carried_out(now.rate, before.rate, planned.rate, share);
  return level;
}

}  // namespace monazite::example
// [end]

namespace monazite::example {
namespace {

ExportDuty duty() {
  return {{{date_of(2025, 1, 1), "impose", 0.1},
           {date_of(2025, 6, 1), "tighten", 0.25},
           {on_call, "ease", 0.05}},
          {3, 4}};
}

TEST_CASE("the instrument of the worked example follows its dates and the actions on it") {
  const auto instrument = duty();
  auto state = step(instrument, {}, date_of(2024, 12, 31));
  CHECK(rate_at(instrument, state) == 0);
  state = step(instrument, state, date_of(2025, 1, 1));
  CHECK(rate_at(instrument, state) == 0.1);
  state.set = 2;
  state = step(instrument, state, date_of(2025, 7, 1));
  CHECK(rate_at(instrument, state) == 0.05);
  state.set = -1;
  CHECK(rate_at(instrument, state) == 0.25);
  CHECK_FALSE(next_wake(instrument.levels, state));
  CHECK(carried_out(instrument.levels[0], instrument.levels[0], instrument.levels[1], 0.5).rate ==
        Approx(0.175));
}

TEST_CASE("a date that is put off comes later by so many days") {
  const auto instrument = duty();
  auto state = step(instrument, {}, date_of(2025, 1, 1));
  state.delay_days = 30;
  CHECK(next_wake(instrument.levels, state) == date_of(2025, 7, 1));
  CHECK(rate_at(instrument, step(instrument, state, date_of(2025, 6, 30))) == 0.1);
  CHECK(rate_at(instrument, step(instrument, state, date_of(2025, 7, 1))) == 0.25);
}

std::string text_of(const std::string& file) {
  std::ifstream stream(std::string(MONAZITE_SOURCE_DIR) + "/" + file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST_CASE("the page shows the example that is compiled here") {
  const std::string source = text_of("tests/models/policy/extending_test.cpp");
  const std::string begin = "// [example]\n";
  const auto first = source.find(begin) + begin.size();
  const auto example = source.substr(first, source.find("// [end]\n", first) - first);
  CHECK(example.size() > 1000);
  CHECK(text_of("docs/extending.md").find(example) != std::string::npos);
}

}  // namespace
}  // namespace monazite::example
