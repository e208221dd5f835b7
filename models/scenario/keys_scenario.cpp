
#include "models/metrics/metric.hpp"
#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

/// A key that is checked and not stored.
Key checked_only(std::string_view name, ValueKind kind, std::string_view documentation) {
  Key key;
  key.name = name;
  key.kind = kind;
  key.documentation = documentation;
  return key;
}

Key version_key() {
  Key key = checked_only("monazite", ValueKind::whole, "The version of the file format: 1.");
  key.range = {1, 1, false};
  key.is_required = true;
  return key;
}

std::vector<Key> description_keys() {
  return {
      of_file(version_key()),
      of_file(text_key<&Scenario::name>(
          "name",
          "What the rows of every result carry; by default the file's name without its "
          "ending. It is not taken from a base.")),
      text_key<&Scenario::title>("title", "One line that says what the scenario is."),
      text_key<&Scenario::description>("description", "What it assumes and what it leaves out."),
      of_file(checked_only("base", ValueKind::text,
                           "A scenario file that this one is laid over, or a list of them, each "
                           "laid over those before it.")),
  };
}

std::vector<Key> world_keys() {
  return {
      records_key<&Scenario::regions>("regions", region_section(), "Countries and other areas."),
      records_key<&Scenario::region_groups>("region_groups", region_group_section(),
                                            "Named sets of regions."),
      records_key<&Scenario::sectors>("sectors", sector_section(), "End uses."),
      records_key<&Scenario::sector_groups>("sector_groups", sector_group_section(),
                                            "Named sets of sectors."),
      records_key<&Scenario::materials>("materials", material_section(),
                                        "What is mined, made, shipped and used."),
      records_key<&Scenario::compositions>("compositions", composition_section(),
                                           "What ores and old scrap hold, by element."),
      records_key<&Scenario::processes>("processes", process_section(),
                                        "Ways to turn materials into others."),
      records_key<&Scenario::process_inputs>("process_inputs", process_input_section(),
                                             "What a process draws."),
      records_key<&Scenario::process_outputs>("process_outputs", process_output_section(),
                                              "What a process makes, by element."),
      records_key<&Scenario::facilities>("facilities", facility_section(),
                                         "Mines, plants, users and outlets."),
      records_key<&Scenario::lines>("lines", line_section(), "Production lines."),
      records_key<&Scenario::demand>("demand", demand_section(), "Plants that use materials up."),
      records_key<&Scenario::demand_changes>(
          "demand_changes", demand_change_section(),
          "What plants are asked for by date: steps, ramps, tables by month."),
      records_key<&Scenario::lanes>("lanes", lane_section(), "Suppliers of each buyer."),
      records_key<&Scenario::routes>("routes", route_section(), "Transit between regions."),
  };
}

std::vector<Key> policy_and_run_keys() {
  return {
      records_key<&Scenario::behaviour>("behaviour", behaviour_section(),
                                        "Habits of ordering and of serving."),
      records_key<&Scenario::values>("values", value_section(),
                                     "What end uses add in value, for losses in USD."),
      records_key<&Scenario::markets>("markets", market_section(),
                                      "Where prices form; without markets they stand still."),
      beside("markets", record_key<&Scenario::prices>("prices", prices_section(),
                                                      "How prices form and how often.")),
      omitted_empty(records_key<&Scenario::firms>(
          "firms", firm_section(), "Firms and who owns them, for rules on buyers and sellers.")),
      omitted_empty(records_key<&Scenario::entity_lists>("entity_lists", entity_list_section(),
                                                         "Lists of firms.")),
      omitted_empty(records_key<&Scenario::technologies>("technologies", technology_section(),
                                                         "Where a listed technology is used.")),
      records_key<&Scenario::instruments>("instruments", instrument_section(),
                                          "Policy: bans, tariffs, quotas, licences, slow customs."),
      records_key<&Scenario::truces>("truces", truce_section(),
                                     "Instruments moved together until a deadline."),
      records_key<&Scenario::talks>("talks", talks_section(),
                                    "Rounds whose outcome is uncertain: a tree of branches."),
      records_key<&Scenario::reciprocity>(
          "reciprocity", promise_section(),
          "Flows that one side has promised, and what the other does when they fall short."),
      records_key<&Scenario::shocks>("shocks", shock_section(),
                                     "Losses of capacity that are no policy."),
      records_key<&Scenario::contracts>("contracts", contract_section(),
                                        "Trade under contract; the rest is spot."),
      records_key<&Scenario::stockpiles>("stockpiles", stockpile_section(),
                                         "Stocks that states keep for a crisis."),
      beside("markets", records_key<&Scenario::smuggling>(
                            "smuggling", smuggling_section(),
                            "Ways round what bars or taxes goods, through a hub.")),
      beside("leverage", records_key<&Scenario::economies>("economies", economy_section(),
                                                           "What regions make in a year.")),
      record_key<&Scenario::leverage>("leverage", leverage_section(),
                                      "Who hurts whom by controls, and what it costs."),
      record_key<&Scenario::outputs>("outputs", outputs_section(), "What a run keeps."),
      record_key<&Scenario::switches>("switches", switches_section(),
                                      "Behaviours to switch off for a controlled experiment."),
  };
}

void check_calendar(const CalendarSpec& calendar, const FieldPlaces& places,
                    Diagnostics& problems) {
  if (calendar.end < calendar.start) {
    problems.add(places.of("end"), "the end '" + to_iso(calendar.end) + "' is before the start",
                 "a date from " + to_iso(calendar.start) + " on");
  }
}

}  // namespace

const Section& calendar_section() {
  static const Section section = [] {
    auto result = section_of<CalendarSpec>(
        "calendar",
        {required(date_key<&CalendarSpec::start>("start", "The first day reported.")),
         required(date_key<&CalendarSpec::end>("end", "The last day reported.")),
         whole_key<&CalendarSpec::warm_up_days>("warm_up", "d", {0, 36525, false},
                                                "Days simulated before the start, not reported.")});
    set_check<CalendarSpec, &check_calendar>(result, {"start", "end"});
    return result;
  }();
  return section;
}

const Section& runs_section() {
  static const Section section = section_of<RunsSpec>(
      "runs",
      {whole_key<&RunsSpec::replications>("replications", "", {1, 10'000'000, false},
                                          "How often the scenario is run."),
       whole_key<&RunsSpec::seed>("seed", "", not_negative, "The master seed."),
       whole_key<&RunsSpec::max_events>(
           "max_events", "", not_negative,
           "A replication that executes more has failed; 0: a hundred times what its reviews, "
           "orders and lots come to, at least ten million."),
       real_key<&RunsSpec::max_seconds>(
           "max_seconds", "s", not_negative,
           "A replication that takes longer has failed; 0: ten minutes."),
       whole_key<&RunsSpec::max_memory_mb>(
           "max_memory_mb", "", {1, 1e9, false},
           "Megabytes: runs that are expected to take more on all threads together are refused; by "
           "default 16,000.")});
  return section;
}

const Section& outputs_section() {
  static constexpr std::string_view intervals[] = {"day", "week", "month"};
  static_assert(names_all<Interval::month>(intervals));
  static const Section section = section_of<OutputsSpec>(
      "outputs",
      {choice_key<&OutputsSpec::interval>("interval", intervals, "The interval of series."),
       choices_key<&OutputsSpec::series>("series", metric_names,
                                         "Metrics to keep as series; empty: the default list."),
       boolean_key<&OutputsSpec::flows>("flows", "Whether monthly flows are written."),
       boolean_key<&OutputsSpec::applications>(
           "applications",
           "Whether each licence application of the first replication is written.")});
  return section;
}

const Section& switches_section() {
  static const Section section = section_of<SwitchesSpec>(
      "switches",
      {boolean_key<&SwitchesSpec::growth>("growth", "Growth of demand."),
       boolean_key<&SwitchesSpec::holidays>("holidays", "Holidays of regions."),
       boolean_key<&SwitchesSpec::noise>("noise", "Spread of lead times, transit and demand."),
       real_key<&SwitchesSpec::demand_scale>(
           "demand_scale", "", {0, 1000, false},
           "Multiplies every end use of magnets; in a world without magnets, every "
           "end use."),
       real_key<&SwitchesSpec::cover_scale>("cover_scale", "", {0, 100, false},
                                            "Multiplies the stock cover of every end use."),
       boolean_key<&SwitchesSpec::prices>("prices", "Prices that move."),
       boolean_key<&SwitchesSpec::arbitrage>("arbitrage",
                                             "Trade that closes a gap between two markets."),
       boolean_key<&SwitchesSpec::price_response>("price_response", "Use that answers to prices."),
       boolean_key<&SwitchesSpec::price_choice>("price_choice", "Suppliers chosen by prices."),
       boolean_key<&SwitchesSpec::hoarding>("hoarding", "Cover that grows with fear."),
       boolean_key<&SwitchesSpec::phantom_orders>("phantom_orders",
                                                  "Orders beyond the need when little is met."),
       boolean_key<&SwitchesSpec::contracts>("contracts", "Trade under contract."),
       boolean_key<&SwitchesSpec::smuggling>("smuggling",
                                             "Goods that go round what bars or taxes them.")});
  return section;
}

const Section& scenario_section() {
  static const Section section = [] {
    std::vector<Key> keys = description_keys();
    keys.push_back(required(
        record_key<&Scenario::calendar>("calendar", calendar_section(), "The span of a run.")));
    keys.push_back(
        record_key<&Scenario::runs>("runs", runs_section(), "Replications, seed and limits."));
    for (const auto& part : {world_keys(), policy_and_run_keys()}) {
      keys.insert(keys.end(), part.begin(), part.end());
    }
    return section_of<Scenario>("scenario", std::move(keys));
  }();
  return section;
}

}  // namespace monazite
