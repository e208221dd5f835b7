#include <array>
#include <fmt/format.h>

#include "models/scenario/leverage_looks.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_tracks() {
  for (const int day : leverage_look_days(*scenario_.leverage)) {
    world_.plan.track_days.push_back(scenario_.leverage->from + day);
  }
  for (const LeverageSideSpec& side : scenario_.leverage->sides) {
    std::array<Figure, side_figures> figures;
    figures[lost_output].kind = FigureKind::lost_value;
    figures[delayed_output].kind = FigureKind::delayed_value;
    figures[exports_sent].kind = FigureKind::exports_value;
    for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
      if (world_.plants[p].usd_per_gram > 0 &&
          names_region(side.regions, world_.plants[p].region)) {
        figures[lost_output].items.push_back(p);
        figures[delayed_output].items.push_back(p);
      }
    }
    for (std::uint32_t t = 0; t < world_.trades.size(); ++t) {
      const auto& trade = world_.trades[t];
      if (names_region(side.regions, trade.origin) &&
          !names_region(side.regions, trade.destination)) {
        figures[exports_sent].items.push_back(t);
      }
    }
    if (figures[lost_output].items.empty() && figures[exports_sent].items.empty()) {
      warnings_.add(side.place,
                    fmt::format("the side '{}' has no plant with a value and no exports: nothing "
                                "can hurt it",
                                side.id));
    }
    world_.tracked_figures.insert(world_.tracked_figures.end(), figures.begin(), figures.end());
  }
  world_.plan.tracks = world_.tracked_figures.size();
}

}  // namespace monazite
