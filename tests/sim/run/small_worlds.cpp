#include "tests/sim/run/small_worlds.hpp"

#include <array>
#include <tuple>
#include <utility>

namespace monazite::small_worlds {

Distribution constant_days(double days) { return Constant{days * 86400}; }

Sketch::Sketch(int days, int warm_up_days) {
  scenario.name = "small";
  scenario.files = {"small.yaml"};
  scenario.calendar.start = date_of(2025, 1, 1);
  scenario.calendar.end = scenario.calendar.start + (days - 1);
  scenario.calendar.warm_up_days = warm_up_days;
  scenario.outputs.interval = Interval::day;
  scenario.switches.growth = false;
  scenario.switches.holidays = false;
  scenario.switches.noise = false;
  BehaviourSpec behaviour;
  behaviour.id = "default";
  behaviour.ordering = Ordering::base_stock;
  behaviour.review_days = 1;
  behaviour.lead_time_learning = 0;
  behaviour.forecast_days = 1e300;  // expected use stands still
  scenario.behaviour.push_back(behaviour);
}

Place Sketch::next_place() { return {0, next_line_++, 1}; }

RegionSpec& Sketch::region(const std::string& id) {
  auto& row = scenario.regions.emplace_back();
  row.id = id;
  row.place = next_place();
  return row;
}

SectorSpec& Sketch::sector(const std::string& id) {
  auto& row = scenario.sectors.emplace_back();
  row.id = id;
  row.place = next_place();
  return row;
}

MaterialSpec& Sketch::material(const std::string& id, Form form, std::vector<Element> elements,
                               double usd_per_kg) {
  auto& row = scenario.materials.emplace_back();
  row.id = id;
  row.form = form;
  row.elements = std::move(elements);
  row.price_usd_per_kg = usd_per_kg;
  row.place = next_place();
  return row;
}

ProcessSpec& Sketch::extraction(const std::string& id, const std::vector<Element>& elements) {
  auto& composition = scenario.compositions.emplace_back();
  composition.id = id;
  composition.place = next_place();
  for (const auto element : elements) {
    composition.oxide_share[index_of(element)] = 1.0 / static_cast<double>(elements.size());
  }
  auto& row = process(id);
  row.composition = id;
  return row;
}

ProcessSpec& Sketch::process(const std::string& id) {
  auto& row = scenario.processes.emplace_back();
  row.id = id;
  row.place = next_place();
  return row;
}

ProcessInputSpec& Sketch::input(const std::string& process, const std::string& material,
                                double amount) {
  auto& row = scenario.process_inputs.emplace_back();
  row.process = process;
  row.slot = material;
  row.material = material;
  row.tonnes_per_tonne = amount;
  row.place = next_place();
  return row;
}

ProcessOutputSpec& Sketch::output(const std::string& process, const std::string& material,
                                  OutputRole role) {
  auto& row = scenario.process_outputs.emplace_back();
  row.process = process;
  row.material = material;
  row.share = 1;
  row.role = role;
  row.place = next_place();
  return row;
}

FacilitySpec& Sketch::facility(const std::string& id, Stage stage, const std::string& region) {
  auto& row = scenario.facilities.emplace_back();
  row.id = id;
  row.stage = stage;
  row.region = region;
  row.behaviour = "default";
  row.place = next_place();
  return row;
}

LineSpec& Sketch::line(const std::string& facility, const std::string& process,
                       double tonnes_a_day) {
  auto& row = scenario.lines.emplace_back();
  row.facility = facility;
  row.process = process;
  row.rate_tonnes_per_year = per_year(tonnes_a_day);
  row.capacity_tonnes_per_year = 2 * row.rate_tonnes_per_year;
  row.lot_days = 0.5;
  row.lead_time = constant_days(1);
  row.place = next_place();
  return row;
}

DemandSpec& Sketch::demand(const std::string& facility, const std::string& sector,
                           const std::string& process, double tonnes_a_day) {
  auto& row = scenario.demand.emplace_back();
  row.facility = facility;
  row.sector = sector;
  row.process = process;
  row.rate_tonnes_per_year = per_year(tonnes_a_day);
  row.place = next_place();
  return row;
}

LaneSpec& Sketch::lane(const std::string& from, const std::string& to, const std::string& material,
                       double tonnes_a_day, double transit_days) {
  auto& row = scenario.lanes.emplace_back();
  row.from = from;
  row.to = to;
  row.material = material;
  row.tonnes_per_year = per_year(tonnes_a_day);
  row.transit = constant_days(transit_days);
  row.place = next_place();
  return row;
}

LaneSpec& Sketch::push(const std::string& from, const std::string& to, const std::string& material,
                       double tonnes_a_day, double transit_days) {
  auto& row = lane(from, to, material, tonnes_a_day, transit_days);
  row.push = true;
  return row;
}

OutageSpec& Sketch::outage(const std::string& id, const std::string& facility, Date from,
                           int days) {
  auto& row = scenario.shocks.emplace_back();
  row.id = id;
  row.facilities = {facility};
  row.from = from;
  row.until = from + (days - 1);
  row.place = next_place();
  return row;
}

InstrumentSpec& Sketch::instrument(const std::string& id, const std::string& issuer,
                                   decltype(InstrumentSpec::kind) kind) {
  auto& row = scenario.instruments.emplace_back();
  row.id = id;
  row.issuer = issuer;
  row.kind = std::move(kind);
  row.place = next_place();
  return row;
}

Sketch pipe(int lines, PipeDays days, int reported_days) {
  struct Step {
    const char* facility;
    Stage stage;
    const char* process;
    const char* product;
  };
  static constexpr std::array<Step, 3> steps = {{
      {"mine", Stage::mine, "dig", "crude_metal"},
      {"separator", Stage::separation, "separate", "pure_metal"},
      {"refiner", Stage::separation, "refine", "fine_metal"},
  }};
  Sketch sketch(reported_days);
  sketch.region("AA");
  sketch.region("BB");
  sketch.sector("cars");
  const char* before = nullptr;
  const char* from = nullptr;
  for (int k = 0; k < lines; ++k) {
    const auto& step = steps[static_cast<std::size_t>(k)];
    sketch.material(step.product, Form::metal, {Element::Nd});
    if (before == nullptr) {
      sketch.extraction(step.process, {Element::Nd});
    } else {
      sketch.process(step.process);
      sketch.input(step.process, before);
      sketch.lane(from, step.facility, before, 1, days.transit);
    }
    sketch.output(step.process, step.product);
    sketch.facility(step.facility, step.stage, "AA");
    // The mine's throughput is in oxide: so much for a tonne of metal.
    const double throughput = before == nullptr ? oxide_per_element[index_of(Element::Nd)] : 1;
    auto& line = sketch.line(step.facility, step.process, throughput);
    line.lead_time = constant_days(days.lead);
    line.input_cover_days = days.input_cover;
    line.output_cover_days = days.output_cover;
    before = step.product;
    from = step.facility;
  }
  sketch.process("build");
  sketch.input("build", before);
  sketch.facility("plant", Stage::end_use, "BB");
  sketch.demand("plant", "cars", "build", 1).cover_days = days.plant_cover;
  sketch.lane(from, "plant", before, 1, days.transit);
  return sketch;
}

int days_to_stop(int lines, PipeDays days) {
  return lines * (days.lead + days.output_cover + days.transit) + (lines - 1) * days.input_cover +
         days.plant_cover;
}

Sketch diamond(double north_share, int reported_days) {
  Sketch sketch(reported_days);
  for (const char* region : {"AA", "BB", "CC", "DD"}) {
    sketch.region(region);
  }
  sketch.sector("cars");
  sketch.material("ore", Form::concentrate, {Element::Nd});
  sketch.material("oxide", Form::oxide, {Element::Nd}, 50);
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "ore");
  sketch.process("separate");
  sketch.input("separate", "ore");
  sketch.output("separate", "oxide");
  sketch.process("build");
  sketch.input("build", "oxide");
  sketch.facility("mine", Stage::mine, "AA");
  sketch.line("mine", "dig", 2).output_cover_days = 5;
  sketch.facility("plant", Stage::end_use, "DD");
  sketch.demand("plant", "cars", "build", 2).cover_days = 30;
  for (const auto& [id, region, share] :
       {std::tuple("north", "BB", north_share), std::tuple("south", "CC", 1 - north_share)}) {
    const double flow = 2 * share;
    sketch.facility(id, Stage::separation, region);
    auto& line = sketch.line(id, "separate", flow);
    line.capacity_tonnes_per_year = per_year(4);
    line.lot_days = 0.25;
    line.input_cover_days = 5;
    line.output_cover_days = 5;
    sketch.lane("mine", id, "ore", flow, 5);
    sketch.lane(id, "plant", "oxide", flow, 10);
  }
  return sketch;
}

Sketch coproduct(int reported_days) {
  Sketch sketch(reported_days, 400);
  sketch.region("AA");
  sketch.sector("cars");
  sketch.sector("glass");
  sketch.material("ore", Form::concentrate, {Element::Nd, Element::Ce});
  sketch.material("nd_oxide", Form::oxide, {Element::Nd}, 50);
  sketch.material("ce_oxide", Form::oxide, {Element::Ce}, 1);
  sketch.material("magnet", Form::magnet, {Element::Nd}, 60);
  sketch.material("swarf", Form::scrap, {Element::Nd}, 20);
  sketch.extraction("dig", {Element::Nd, Element::Ce});
  sketch.output("dig", "ore");
  sketch.process("separate");
  sketch.input("separate", "ore");
  sketch.output("separate", "nd_oxide");
  sketch.output("separate", "ce_oxide", OutputRole::coproduct);
  sketch.process("sinter");
  sketch.input("sinter", "nd_oxide");
  for (const auto& [material, gross, role] : {std::tuple("magnet", 1.0, OutputRole::driver),
                                              std::tuple("swarf", 0.5, OutputRole::byproduct)}) {
    auto& output = sketch.output("sinter", material, role);
    output.share = 0.5;
    output.gross_per_tonne = gross;
  }
  sketch.process("recover");
  sketch.input("recover", "swarf");
  sketch.output("recover", "nd_oxide");
  sketch.process("build");
  sketch.input("build", "magnet");
  sketch.process("melt");
  sketch.input("melt", "ce_oxide");
  const auto stocked_line = [&](const char* facility, const char* process, double rate) {
    auto& line = sketch.line(facility, process, rate);
    line.input_cover_days = 30;
    line.output_cover_days = 10;
  };
  sketch.facility("mine", Stage::mine, "AA");
  stocked_line("mine", "dig", 4);
  sketch.facility("separator", Stage::separation, "AA");
  stocked_line("separator", "separate", 4);
  sketch.facility("maker", Stage::magnet, "AA");
  stocked_line("maker", "sinter", 4);
  sketch.facility("recycler", Stage::recycling, "AA");
  stocked_line("recycler", "recover", 2);
  sketch.facility("stockyard", Stage::outlet, "AA");
  sketch.facility("car_plant", Stage::end_use, "AA");
  sketch.demand("car_plant", "cars", "build", 4).cover_days = 30;
  sketch.facility("glass_plant", Stage::end_use, "AA");
  sketch.demand("glass_plant", "glass", "melt", 1).cover_days = 30;
  sketch.lane("mine", "separator", "ore", 4, 5);
  sketch.lane("separator", "maker", "nd_oxide", 2, 5);
  sketch.lane("recycler", "maker", "nd_oxide", 2, 5);
  sketch.lane("maker", "car_plant", "magnet", 4, 5);
  sketch.lane("separator", "glass_plant", "ce_oxide", 1, 5);
  sketch.push("separator", "stockyard", "ce_oxide", 1, 5);
  sketch.push("maker", "recycler", "swarf", 2, 5);
  return sketch;
}

Sketch market(int reported_days) {
  Sketch sketch(reported_days, 100);
  for (const char* region : {"AA", "BB", "CC"}) {
    sketch.region(region);
  }
  sketch.sector("cars");
  sketch.sector("glass");
  const auto add_product = [&](const char* material, Form form, Element element,
                               const char* process) {
    sketch.material(material, form, {element});
    sketch.extraction(process, {element});
    sketch.output(process, material);
    sketch.line("mine", process, 5).output_cover_days = 10;
    sketch.input("build", material);
  };
  sketch.process("build");
  sketch.facility("mine", Stage::mine, "AA");
  add_product("nd_oxide", Form::oxide, Element::Nd, "dig_nd");
  add_product("dy_oxide", Form::oxide, Element::Dy, "dig_dy");
  add_product("nd_metal", Form::metal, Element::Nd, "dig_metal");
  for (const auto& [plant, region, sector] :
       {std::tuple("home_cars", "AA", "cars"), std::tuple("near_cars", "BB", "cars"),
        std::tuple("near_glass", "BB", "glass"), std::tuple("far_cars", "CC", "cars")}) {
    sketch.facility(plant, Stage::end_use, region);
    sketch.demand(plant, sector, "build", 1).cover_days = 400;
    for (const char* material : {"nd_oxide", "dy_oxide", "nd_metal"}) {
      sketch.lane("mine", plant, material, 1, 20);
    }
  }
  return sketch;
}

}  // namespace monazite::small_worlds
