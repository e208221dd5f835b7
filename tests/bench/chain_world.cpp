#include "tests/bench/chain_world.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "tests/sim/run/small_worlds.hpp"

namespace monazite::bench {
namespace {

using small_worlds::Sketch;

struct Echelon {
  const char* name;
  Stage stage;
  const char* process;
  const char* product;    // of which it sells `tonnes_per_day`
  int twentieths;         // of all facilities
  double tonnes_per_day;  // of each
  double transit_days;    // mean, of what it buys
};

constexpr std::array<Echelon, 4> echelons = {{
    {"mine", Stage::mine, "dig", "crude_metal", 4, 0.150, 0},
    {"processor", Stage::separation, "separate", "pure_metal", 4, 0.150, 14},
    {"maker", Stage::magnet, "alloy", "fine_metal", 6, 0.100, 21},
    {"user", Stage::end_use, "build", "", 6, 0.100, 10},
}};

constexpr int suppliers = 3;
constexpr double lot_tonnes = 0.050;
constexpr double capacity_over_rate = 1.2345678;
// The base stock covers lead time, review and ten days more.
constexpr double input_cover_days = 10;
constexpr double output_cover_days = 5;
constexpr double seconds_per_day = 86400;
// exp(0.4^2) - 1 is the squared coefficient of variation at a logarithmic deviation of 0.4.
constexpr double transit_cv = 0.41655;

std::string id_of(const Echelon& echelon, int index) {
  return echelon.name + std::to_string(index);
}

void set_habits(Sketch& sketch) {
  sketch.scenario.switches.noise = true;
  sketch.scenario.outputs.interval = Interval::month;
  sketch.scenario.outputs.series = {"fill_rate"};
  sketch.scenario.outputs.flows = false;
  sketch.scenario.behaviour.front().orders_per_review = suppliers;
}

void add_products(Sketch& sketch) {
  const Echelon* before = nullptr;
  for (const Echelon& echelon : echelons) {
    if (before == nullptr) {
      sketch.extraction(echelon.process, {Element::Nd});
    } else {
      sketch.process(echelon.process);
      sketch.input(echelon.process, before->product);
    }
    if (echelon.stage != Stage::end_use) {
      sketch.material(echelon.product, Form::metal, {Element::Nd}).lot_tonnes = 0.001;
      sketch.output(echelon.process, echelon.product);
    }
    before = &echelon;
  }
}

void add_line(Sketch& sketch, const Echelon& echelon, const std::string& id) {
  // The mine's throughput is in oxide: so much for a tonne of metal.
  const double throughput =
      echelon.stage == Stage::mine ? oxide_per_element[index_of(Element::Nd)] : 1;
  LineSpec& line = sketch.line(id, echelon.process, throughput * echelon.tonnes_per_day);
  line.capacity_tonnes_per_year = capacity_over_rate * line.rate_tonnes_per_year;
  line.lot_days = lot_tonnes / (capacity_over_rate * echelon.tonnes_per_day);
  line.lead_time = small_worlds::constant_days(line.lot_days);
  line.input_cover_days = input_cover_days;
  line.output_cover_days = output_cover_days;
}

void add_lanes(Sketch& sketch, const Echelon& from, const Echelon& to, int sellers, int buyer) {
  for (int k = 0; k < suppliers; ++k) {
    const int seller = (buyer + k * std::max(1, sellers / suppliers)) % sellers;
    sketch
        .lane(id_of(from, seller), id_of(to, buyer), from.product, to.tonnes_per_day / suppliers, 0)
        .transit = Lognormal{to.transit_days * seconds_per_day, transit_cv};
  }
}

}  // namespace

Scenario chain_world(int facilities, int days) {
  Sketch sketch(days, 0);
  set_habits(sketch);
  sketch.region("AA");
  sketch.sector("users");
  add_products(sketch);
  for (std::size_t e = 0; e < echelons.size(); ++e) {
    const Echelon& echelon = echelons[e];
    for (int i = 0; i < facilities * echelon.twentieths / 20; ++i) {
      const std::string id = id_of(echelon, i);
      sketch.facility(id, echelon.stage, "AA");
      if (echelon.stage == Stage::end_use) {
        sketch.demand(id, "users", echelon.process, echelon.tonnes_per_day).cover_days =
            input_cover_days;
      } else {
        add_line(sketch, echelon, id);
      }
      if (e > 0)
        add_lanes(sketch, echelons[e - 1], echelon, facilities * echelons[e - 1].twentieths / 20,
                  i);
    }
  }
  return sketch.scenario;
}

}  // namespace monazite::bench
