#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/scenario/write_scenario.hpp"
#include "tests/models/scenario/scenario_folder.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

const std::string rich_file = MONAZITE_SOURCE_DIR "/tests/models/scenario/rich/rich.yaml";
constexpr double day = 86400;

void check_run_keys(const Scenario& s) {
  CHECK(s.name == "everything");
  CHECK(s.title == "Every key: \"set\"");
  CHECK(s.description == "Two lines,\nthe second with a tab\tin it.\n");
  CHECK(s.calendar.start == date_of(2025, 1, 1));
  CHECK(s.calendar.end == date_of(2026, 6, 30));
  CHECK(s.calendar.warm_up_days == 84);
  CHECK(s.runs.replications == 7);
  CHECK(s.runs.seed == 18446744073709551615ULL);
  CHECK(s.runs.max_events == 5000000);
  CHECK(s.runs.max_seconds == 120);
  CHECK(s.outputs.interval == Interval::month);
  CHECK(s.outputs.series == Texts{"produced", "inventory"});
  CHECK_FALSE(s.outputs.flows);
  CHECK_FALSE(s.switches.growth);
  CHECK_FALSE(s.switches.holidays);
  CHECK_FALSE(s.switches.noise);
  CHECK(s.switches.demand_scale == 0.8);
}

void check_world_keys(const Scenario& s) {
  REQUIRE(s.regions.size() == 2);
  CHECK(s.regions[0].name == "China");
  REQUIRE(s.regions[0].holidays.size() == 2);
  CHECK(s.regions[0].holidays[0].from == date_of(2025, 1, 28));
  CHECK(s.regions[0].holidays[0].activity == 0.4);
  CHECK(s.regions[0].holidays[1].activity == 0.35);
  REQUIRE(s.region_groups.size() == 1);
  CHECK(s.region_groups[0].members == Texts{"CN", "US"});
  const auto& sector = s.sectors.at(0);
  CHECK(sector.growth_per_year == 0.08);
  CHECK(sector.growth_from == date_of(2025, 3, 1));
  CHECK(sector.recoverable_share == 0.6);
  CHECK(sector.overtime == 0.25);
  CHECK(sector.restart_days == 1.5);
  CHECK(sector.stop_cover_days == 0.5);
  CHECK(sector.demand_cv == 0.1);
  CHECK(sector.qualification_time == Distribution(Triangular{365 * day, 730 * day, 1095 * day}));
  CHECK(sector.provenance.confidence == "estimated");
  CHECK(s.sector_groups.at(0).members == Texts{"auto"});
  REQUIRE(s.materials.size() == 3);
  CHECK(s.materials[0].id == "oxide_nd");
  CHECK(s.materials[0].name == "Neodymium oxide");
  CHECK(s.materials[0].form == Form::oxide);
  CHECK(s.materials[0].elements == std::vector<Element>{Element::Nd, Element::Pr});
  CHECK(s.materials[0].price_usd_per_kg == 60);
  CHECK(s.materials[0].lot_tonnes == 0.5);
  CHECK(s.materials[1].name == "Ore, \"ionic\"");
  CHECK(s.materials[1].elements.empty());
  CHECK(s.materials[1].provenance.note == "two\r\nlines");
  const auto& shares = s.compositions.at(0).oxide_share;
  CHECK(shares[index_of(Element::Pr)] == 0.055);
  CHECK(shares[index_of(Element::Dy)] == 0.04);
  CHECK(shares[index_of(Element::Sc)] == 0);
}

void check_process_keys(const Scenario& s) {
  REQUIRE(s.processes.size() == 3);
  CHECK(s.processes[0].composition == "clay");
  CHECK(s.processes[0].recycled);
  REQUIRE(s.process_inputs.size() == 2);
  CHECK(s.process_inputs[0].slot == "feed");
  CHECK(s.process_inputs[0].tonnes_per_tonne == 1.25);
  CHECK(s.process_inputs[1].slot == "oxide_nd");
  REQUIRE(s.process_outputs.size() == 4);
  CHECK_FALSE(s.process_outputs[0].element.has_value());
  CHECK(s.process_outputs[0].role == OutputRole::driver);
  CHECK(s.process_outputs[1].element == Element::Nd);
  CHECK(s.process_outputs[1].share == 0.925);
  CHECK(s.process_outputs[3].gross_per_tonne == 0.3);
  CHECK(s.process_outputs[1].role == OutputRole::co_driver);
  CHECK(s.process_outputs[2].role == OutputRole::byproduct);
}

void check_network_keys(const Scenario& s) {
  REQUIRE(s.facilities.size() == 3);
  CHECK(s.facilities[0].stage == Stage::mine);
  CHECK(s.facilities[0].behaviour == "cautious");
  CHECK(s.facilities[0].latitude == -25.5);
  CHECK(s.facilities[0].longitude == 115.25);
  CHECK(s.facilities[1].provenance.confidence == "derived");
  CHECK(s.facilities[2].stage == Stage::end_use);
  REQUIRE(s.lines.size() == 2);
  CHECK(s.lines[0].capacity_tonnes_per_year == 1200);
  CHECK(s.lines[0].capacity_range.low == 1000.0);
  CHECK(s.lines[0].capacity_range.high == 1500.0);
  CHECK(s.lines[0].rate_tonnes_per_year == 1080);
  CHECK(s.lines[0].lead_time == Distribution(Lognormal{35 * day, 0.3}));
  CHECK(s.lines[0].lot_days == 7);
  CHECK(s.lines[0].input_cover_days == 20);
  CHECK(s.lines[0].output_cover_days == 14);
  CHECK_FALSE(s.lines[1].capacity_range.low.has_value());
  CHECK(s.lines[1].lead_time == Distribution(Choice{{2 * day, 2.5 * day}, {1, 1}}));
  const auto& demand = s.demand.at(0);
  CHECK(demand.sector == "auto");
  CHECK(demand.process == "using");
  CHECK(demand.rate_range.high == 120.0);
  CHECK(demand.cover_days == 35);
  CHECK(demand.cover_range.low == 15.0);
  REQUIRE(s.lanes.size() == 3);
  CHECK(s.lanes[0].push);
  CHECK(s.lanes[0].transit == Distribution(Triangular{20 * day, 30 * day, 50 * day}));
  CHECK_FALSE(s.lanes[1].push);
  CHECK_FALSE(s.lanes[1].transit.has_value());
  CHECK(s.lanes[1].tonnes_per_year == 100);
  CHECK_FALSE(s.lanes[0].bid_usd_per_kg.has_value());
  CHECK(s.lanes[1].bid_usd_per_kg == 75.5);
  CHECK_FALSE(s.lanes[1].qualified.has_value());
  CHECK(s.lanes[2].qualified == false);
  REQUIRE(s.routes.size() == 2);
  CHECK(s.routes[0].from == "*");
  CHECK(s.routes[0].form.empty());
  CHECK(s.routes[0].transit == Distribution(Uniform{30 * day, 40 * day}));
  CHECK(s.routes[0].freight_usd_per_kg == 0.35);
  CHECK(s.routes[1].form == "magnet");
  CHECK(s.routes[1].transit == Distribution(Choice{{20 * day, 35 * day}, {0.7, 0.3}}));
}

void check_behaviour_keys(const BehaviourSpec& b) {
  CHECK(b.ordering == Ordering::base_stock);
  CHECK(b.review_days == 14);
  CHECK(b.forecast_days == 42);
  CHECK(b.adjustment_days == 60);
  CHECK(b.production_days == 10);
  CHECK(b.supply_line_weight == 0.5);
  CHECK(b.safety_factor == 1.64);
  CHECK(b.lead_time_learning == 0.3);
  CHECK(b.cost_sensitivity == 0.2);
  CHECK(b.holding_cost_per_day == 0.0005);
  CHECK(b.orders_per_review == 3);
  CHECK(b.allocation == Allocation::priority);
  CHECK(b.home_first);
  CHECK(b.priority_sectors == Texts{"vehicles"});
}

void check_ban(const InstrumentSpec& instrument) {
  CHECK(instrument.issuer == "CN");
  CHECK(instrument.announced == date_of(2025, 4, 4));
  CHECK(instrument.from == date_of(2025, 4, 10));
  CHECK(instrument.until == date_of(2025, 12, 31));
  CHECK(instrument.provenance.note == "the note");
  const auto& ban = std::get<BanSpec>(instrument.kind);
  CHECK(ban.covers.elements == std::vector<Element>{Element::Sm, Element::Dy});
  CHECK(ban.covers.forms == std::vector<Form>{Form::oxide, Form::magnet});
  CHECK(ban.covers.materials.empty());
  CHECK(ban.covers.origins == Texts{"CN"});
  CHECK(ban.covers.destinations == Texts{"ALL"});
  CHECK(ban.covers.end_uses == Texts{"vehicles"});
  CHECK(ban.covers.facilities == Texts{"MINE"});
  REQUIRE(ban.exempt.size() == 1);
  CHECK(ban.exempt[0].destinations == Texts{"US"});
  CHECK(ban.grace_days == 14);
  CHECK(ban.in_transit == InTransit::hold);
  REQUIRE(ban.changes.size() == 2);
  CHECK(ban.changes[0].in_force == false);
  CHECK_FALSE(ban.changes[0].covers.has_value());
  CHECK_FALSE(ban.changes[0].exempt.has_value());
  REQUIRE(ban.changes[1].covers.has_value());
  CHECK(ban.changes[1].covers->forms == std::vector<Form>{Form::metal});
  REQUIRE(ban.changes[1].exempt.has_value());
  CHECK(ban.changes[1].exempt->empty());
}

void check_policy_keys(const Scenario& s) {
  REQUIRE(s.instruments.size() == 3);
  check_ban(s.instruments[0]);
  const auto& tariff = std::get<TariffSpec>(s.instruments[1].kind);
  REQUIRE(tariff.schedule.size() == 3);
  CHECK(tariff.schedule[0].rate == 1.45);
  CHECK_FALSE(tariff.schedule[0].until.has_value());
  CHECK(tariff.schedule[1].until == date_of(2025, 8, 12));
  CHECK(tariff.schedule[1].then == TariffStep::Then::snap_back);
  CHECK(tariff.schedule[2].then == TariffStep::Then::lapse);
  const auto& quota = std::get<ProductionQuotaSpec>(s.instruments[2].kind);
  CHECK(quota.regions == Texts{"CN"});
  CHECK(quota.facilities == Texts{"PLANT"});
  CHECK(quota.stage == Stage::separation);
  REQUIRE(quota.limits.size() == 2);
  CHECK(quota.limits[1].year == 2026);
  CHECK(quota.limits[1].tonnes == 260000);
  CHECK(quota.limits[1].range.low == 250000.0);
  const auto& outage = s.shocks.at(0);
  CHECK(outage.facilities == Texts{"MINE"});
  CHECK(outage.regions == Texts{"CN"});
  CHECK(outage.stage == Stage::mine);
  CHECK(outage.capacity_left == 0.25);
  CHECK(outage.announced == date_of(2025, 6, 30));
  CHECK(outage.until == date_of(2025, 7, 31));
  CHECK(outage.recovery == Recovery::exponential);
  CHECK(outage.recovery_days == 21);
}

void check_rich(const Scenario& s) {
  check_run_keys(s);
  check_world_keys(s);
  check_process_keys(s);
  check_network_keys(s);
  REQUIRE(s.behaviour.size() == 2);
  check_behaviour_keys(s.behaviour[0]);
  CHECK(s.behaviour[1].allocation == Allocation::reserve);
  CHECK(s.behaviour[1].home_reserve == 0.2);
  CHECK(s.behaviour[1].qualify_at == 0.75);
  CHECK(s.behaviour[1].qualification_time == Distribution(Uniform{42 * day, 90 * day}));
  check_policy_keys(s);
}

}  // namespace

TEST_CASE("every key is read into its place") { check_rich(load_scenario(rich_file).scenario); }

TEST_CASE("places are those of the file and the line") {
  const auto s = load_scenario(rich_file).scenario;
  const auto text_of = [&](const Place& place) {
    const std::string& file = s.files.at(place.file);
    return file.substr(file.rfind('/') + 1) + ":" + std::to_string(place.line) + ":" +
           std::to_string(place.column);
  };
  CHECK(text_of(s.facilities[1].place) == "others.csv:2:1");
  CHECK(text_of(s.sectors[0].place) == "rich.yaml:20:5");
  CHECK(text_of(s.regions[0].holidays[1].place) == "rich.yaml:15:9");
  CHECK(text_of(std::get<BanSpec>(s.instruments[0].kind).changes[1].place) == "rich.yaml:94:9");
}

TEST_CASE("a resolved scenario loads again to the same scenario") {
  const auto loaded = load_scenario(rich_file);
  ScenarioFolder folder;
  folder.write("scenario.resolved.yaml", loaded.resolved_yaml);
  for (const auto& table : loaded.resolved_tables) {
    folder.write(table.path, table.content);
  }
  const auto again = folder.load("scenario.resolved.yaml");
  check_rich(again.scenario);
  CHECK(again.resolved_yaml == loaded.resolved_yaml);
  REQUIRE(again.resolved_tables.size() == 10);
  for (std::size_t i = 0; i < again.resolved_tables.size(); ++i) {
    CHECK(again.resolved_tables[i].path == loaded.resolved_tables[i].path);
    CHECK(again.resolved_tables[i].content == loaded.resolved_tables[i].content);
  }
  CHECK(loaded.resolved_yaml.find("base:") == std::string::npos);
  CHECK(loaded.resolved_yaml.find("name: everything\n") != std::string::npos);
  CHECK(loaded.resolved_yaml.find("lanes: {table: inputs/lanes.csv}\n") != std::string::npos);
}

TEST_CASE("every file that was read is an input") {
  const auto loaded = load_scenario(rich_file);
  std::vector<std::string> names;
  for (const auto& input : loaded.inputs) {
    names.push_back(input.path.substr(input.path.rfind('/') + 1));
  }
  CHECK(names == Texts{"rich.yaml", "materials.csv", "process_inputs.csv", "process_outputs.csv",
                       "mines.csv", "others.csv", "lines.csv", "demand.csv", "lanes.csv",
                       "routes.csv", "waits.csv"});
}

TEST_CASE("what is not written has its default") {
  ScenarioFolder folder;
  folder.write("least.yaml", scenario_head);
  const auto loaded = folder.load("least.yaml");
  CHECK(loaded.scenario.name == "least");
  CHECK(loaded.scenario.runs.replications == 1);
  CHECK(loaded.scenario.switches.noise);
  CHECK(loaded.resolved_yaml ==
        "monazite: 1\nname: least\n"
        "calendar:\n  start: 2025-01-01\n  end: 2025-12-31\n  warm_up: 0 d\n"
        "runs:\n  replications: 1\n  seed: 1\n  max_events: 0\n  max_seconds: 0 s\n"
        "outputs:\n  interval: week\n  series: []\n  flows: true\n  applications: false\n"
        "switches:\n  growth: true\n  holidays: true\n  noise: true\n  demand_scale: 1\n  "
        "cover_scale: 1\n"
        "  prices: true\n  arbitrage: true\n  price_response: true\n  price_choice: true\n"
        "  hoarding: true\n  phantom_orders: true\n  contracts: true\n  smuggling: true\n");
  CHECK(loaded.resolved_tables.empty());
}

TEST_CASE("carriage returns alone end the lines of a file, as YAML says") {
  const ScenarioFolder folder;
  const std::string lines =
      "monazite: 1\n# a comment\nname: lines\ncalendar: {start: 2025-01-01, end: 2025-12-31}\n"
      "title: |\n  two\n  lines\nregions:\n  - {id: CN, name: 'a\n     b'}\n";
  folder.write("feeds.yaml", lines);
  const std::string text = "calendar: {start: 2025-01-01, ende: 2025-12-31}\nfoo: 1\n";
  folder.write("wrong_feeds.yaml", "monazite: 1\n" + text);
  for (const char* end : {"\r", "\r\n"}) {
    const auto with_ends = [&](std::string content) {
      for (auto at = content.find('\n'); at != std::string::npos;
           at = content.find('\n', at + std::string(end).size())) {
        content.replace(at, 1, end);
      }
      return content;
    };
    folder.write("returns.yaml", with_ends(lines));
    CHECK(folder.load("returns.yaml").resolved_yaml == folder.load("feeds.yaml").resolved_yaml);
    folder.write("wrong_feeds.yaml", with_ends("monazite: 1\n" + text));
    const auto messages = folder.messages("wrong_feeds.yaml");
    REQUIRE(messages.size() == 3);
    CHECK(messages[0].rfind("wrong_feeds.yaml:2:11: error: missing key 'end'", 0) == 0);
    CHECK(messages[1].rfind("wrong_feeds.yaml:2:31: error: unknown key 'ende'", 0) == 0);
    CHECK(messages[2].rfind("wrong_feeds.yaml:3:1: error: unknown key 'foo'", 0) == 0);
  }
}
