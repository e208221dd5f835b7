#include "models/scenario/section_catalogue.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "models/scenario/keys.hpp"

using namespace monazite;

namespace {

const CataloguedSection& named(const SectionCatalogue& catalogue, std::string_view name) {
  const auto& all = catalogue.sections();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const CataloguedSection& entry) { return entry.name == name; });
  REQUIRE(found != all.end());
  return *found;
}

std::string default_of(const CataloguedSection& entry, std::string_view key) {
  return entry.default_of(*entry.section->find(key));
}

}  // namespace

TEST_CASE("each section is catalogued once, under a name of its own") {
  const SectionCatalogue catalogue;
  std::set<std::string> names;
  std::set<const Section*> sections;
  for (const CataloguedSection& entry : catalogue.sections()) {
    CAPTURE(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK(sections.insert(entry.section).second);
    CHECK(&catalogue.of(*entry.section) == &entry);
  }
  CHECK(catalogue.sections().size() >= 28);
  CHECK(catalogue.sections().front().section == &scenario_section());
}

TEST_CASE("a section knows where it stands and which kind it is of") {
  const SectionCatalogue catalogue;
  CHECK(named(catalogue, "holiday").paths == std::vector<std::string>{"regions.holidays"});
  const CataloguedSection& ban = named(catalogue, "ban");
  CHECK(ban.variant_of == &instrument_section());
  CHECK(ban.variant == "ban");
  const auto covers = named(catalogue, "covers").paths;
  CHECK(std::find(covers.begin(), covers.end(), "instruments (type: tariff).covers") !=
        covers.end());
  CHECK(named(catalogue, "ban_change").section != named(catalogue, "licence_change").section);
}

TEST_CASE("defaults are what a record holds before anything is read") {
  const SectionCatalogue catalogue;
  const CataloguedSection& behaviour = named(catalogue, "behaviour");
  CHECK(default_of(behaviour, "ordering") == "smoothed");
  CHECK(default_of(behaviour, "review") == "7 d");
  CHECK(default_of(behaviour, "holding_cost") == "7e-04 /d");
  CHECK(default_of(behaviour, "priority_sectors") == "[]");
  CHECK(default_of(behaviour, "id").empty());
  CHECK(default_of(named(catalogue, "line"), "lead_time") == "0 d");
  CHECK(default_of(named(catalogue, "licence"), "validity") == "180 d");
  CHECK(default_of(named(catalogue, "covers"), "origins") == "all");
  CHECK(default_of(named(catalogue, "route"), "form") == "all");
  CHECK(default_of(named(catalogue, "facility"), "latitude").empty());
  CHECK(default_of(named(catalogue, "calendar"), "start").empty());
  CHECK(default_of(named(catalogue, "switches"), "growth") == "true");
}

TEST_CASE("a declaration is told in words") {
  const SectionCatalogue catalogue;
  const Key& capacity = *line_section().find("capacity");
  CHECK(type_text(capacity, catalogue) == "number");
  CHECK(unit_text(capacity) == "t/yr");
  CHECK(range_text(capacity) == "0 to 100000000 t/yr");
  const Key& transit = *lane_section().find("transit");
  CHECK(unit_text(transit) == "d");
  CHECK(range_text(transit) == "0 to 36525 d");
  CHECK(range_text(*lane_section().find("from")).empty());
  CHECK(type_text(*covers_section().find("origins"), catalogue) ==
        "list of ids (region or region group); or all");
  CHECK(type_text(*scenario_section().find("lanes"), catalogue) == "list of maps (lane) or table");
  CHECK(description_text(*behaviour_section().find("review"), "7 d") ==
        "Days between two reviews of orders. Unit: d. Range: 1 to 366 d. Default: 7 d.");
}
