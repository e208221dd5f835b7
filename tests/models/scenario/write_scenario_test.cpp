#include "models/scenario/write_scenario.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>
#include <string>

#include "tests/models/scenario/scenario_folder.hpp"

using namespace monazite;

namespace {

/// Texts with everything that YAML and CSV must quote.
std::string any_text() {
  const auto characters =
      *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "a", "B", "7", " ", ",",  "\"", "'",    "\n", "\t",   "#", ":", "- ",   "{",   "]",
          "&", "*", "!", "%", "\\", "~",  "null", "é",  "稀土", "|", "?", "true", "\r\n"}));
  std::string text;
  for (const auto& character : characters) {
    text += character;
  }
  return text;
}

/// Within the bounds of every key, with all the digits that a number can have.
double any_amount() {
  const double value = std::abs(*rc::gen::arbitrary<double>());
  return std::isfinite(value) ? std::fmod(value, 100.0) : 1.0;
}

double any_share() { return *rc::gen::inRange(0, 1000000007) / 1000000007.0; }

Distribution any_distribution() {
  const double a = *rc::gen::inRange(1, 1000000000) / 7.0;
  const double b = a + *rc::gen::inRange(0, 1000000000) / 11.0;
  const double c = b + *rc::gen::inRange(0, 1000000) / 13.0;
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return Constant{a};
    case 1:
      return Lognormal{a, any_share()};
    case 2:
      return Triangular{a, b, c};
    case 3:
      return Uniform{a, b};
    default:
      return Choice{{a, b, c}, {1, any_share(), 0.5}};
  }
}

Provenance any_provenance() { return {any_text(), "estimated", any_text()}; }

Scenario any_scenario() {
  Scenario s;
  s.name = "any";
  s.title = any_text();
  s.description = any_text();
  s.calendar = {date_of(2025, 1, 1), date_of(2025, 12, 31), *rc::gen::inRange(0, 800)};
  s.runs = {*rc::gen::inRange(1, 1000), *rc::gen::arbitrary<std::uint64_t>(),
            *rc::gen::arbitrary<std::uint64_t>(), any_amount(),
            *rc::gen::inRange(1, 1'000'000'000)};
  s.regions = {
      {"CN", any_text(), {{date_of(2025, 1, 1), date_of(2025, 1, 9), any_share(), {}}}, {}},
      {"NO", any_text(), {}, {}}};
  s.materials = {{"null",
                  any_text(),
                  Form::alloy,
                  {},
                  "",
                  any_amount(),
                  any_amount(),
                  {},
                  {},
                  {},
                  {},
                  any_provenance(),
                  {}},
                 {"chip",
                  any_text(),
                  Form::good,
                  {},
                  "piece",
                  any_amount(),
                  any_amount(),
                  any_share() + 1e-300,
                  {},
                  any_amount() + 1e-300,
                  {},
                  any_provenance(),
                  {}}};
  s.processes = {{"p", any_text(), "", false, any_provenance(), {}}};
  s.process_inputs = {{"p", "slot", "null", any_amount() + 1e-300, {}, any_provenance(), {}}};
  s.facilities = {
      {"A", any_text(), Stage::mine, "CN", "", any_share(), -any_share(), any_provenance(), {}},
      {"B", any_text(), Stage::outlet, "NO", "", 0, 0, any_provenance(), {}}};
  s.lines = {{"A",
              "p",
              any_amount(),
              {},
              any_amount(),
              any_distribution(),
              any_amount(),
              any_amount(),
              any_amount(),
              any_amount(),
              any_amount(),
              any_amount() + 1e-300,
              any_provenance(),
              {}}};
  const bool is_pushed = *rc::gen::arbitrary<bool>();
  s.lanes = {{"A",
              "B",
              "null",
              any_amount(),
              is_pushed,
              any_distribution(),
              {},
              {},
              is_pushed ? 0 : any_amount(),
              is_pushed ? 0 : any_amount(),
              any_provenance(),
              {}},
             {"B", "A", "null", 0, false, {}, false, any_amount(), 0, 0, any_provenance(), {}}};
  s.demand_changes = {
      {date_of(2025, 3, 1), "", "CN", "", any_share(), {}, 0, any_provenance(), {}},
      {date_of(2025, 3, 1), "", "", "A", {}, any_amount(), 30, any_provenance(), {}}};
  return s;
}

}  // namespace

TEST_CASE("any scenario that is written loads to the same values") {
  rc::prop("bit for bit", [] {
    const Scenario s = any_scenario();
    const auto written = write_scenario(s);
    ScenarioFolder folder;
    folder.write("any.yaml", written.yaml);
    for (const auto& table : written.tables) {
      folder.write(table.path, table.content);
    }
    const auto loaded = folder.load("any.yaml");
    const Scenario& again = loaded.scenario;
    RC_ASSERT(loaded.resolved_yaml == written.yaml);
    RC_ASSERT(again.title == s.title);
    RC_ASSERT(again.runs.seed == s.runs.seed);
    RC_ASSERT(again.runs.max_seconds == s.runs.max_seconds);
    RC_ASSERT(again.regions[0].holidays[0].activity == s.regions[0].holidays[0].activity);
    RC_ASSERT(again.materials[0].id == "null");
    RC_ASSERT(again.materials[0].price_usd_per_kg == s.materials[0].price_usd_per_kg);
    RC_ASSERT(again.materials[0].provenance.note == s.materials[0].provenance.note);
    RC_ASSERT(again.materials[1].unit == "piece");
    RC_ASSERT(again.materials[1].diversion == s.materials[1].diversion);
    RC_ASSERT(again.materials[1].strategic_weight_usd_per_unit ==
              s.materials[1].strategic_weight_usd_per_unit);
    RC_ASSERT(again.facilities[0].longitude == s.facilities[0].longitude);
    RC_ASSERT(again.facilities[1].name == s.facilities[1].name);
    RC_ASSERT(again.lines[0].capacity_tonnes_per_year == s.lines[0].capacity_tonnes_per_year);
    RC_ASSERT(again.lines[0].lead_time == s.lines[0].lead_time);
    RC_ASSERT(again.lines[0].provenance.source == s.lines[0].provenance.source);
    RC_ASSERT(again.lanes[0].transit == s.lanes[0].transit);
    RC_ASSERT(again.lanes[0].push == s.lanes[0].push);
    RC_ASSERT(again.lanes[1].qualified == s.lanes[1].qualified);
    RC_ASSERT(again.lanes[1].bid_usd_per_kg == s.lanes[1].bid_usd_per_kg);
    for (std::size_t i = 0; i < written.tables.size(); ++i) {
      RC_ASSERT(loaded.resolved_tables[i].content == written.tables[i].content);
    }
  });
}
