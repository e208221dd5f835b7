#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

bool WorldBuilder::selects(const std::vector<std::string>& regions,
                           const std::vector<std::string>& facilities,
                           const std::optional<Stage>& stage, const Line& line) const {
  const auto& facility = world_.facilities[line.facility.index()];
  return (regions.empty() || names_region(regions, facility.region)) &&
         (facilities.empty() ||
          std::find(facilities.begin(), facilities.end(), facility.id) != facilities.end()) &&
         (!stage || facility.stage == *stage);
}

void WorldBuilder::refuse_without_lines(Place place, const std::string& instrument,
                                        const std::vector<std::string>& facilities,
                                        const std::vector<LineId>& lines) {
  bool is_told = false;
  for (const auto& facility : facilities) {
    if (std::none_of(world_.lines.begin(), world_.lines.end(), [&](const Line& line) {
          return world_.facilities[line.facility.index()].id == facility;
        })) {
      errors_.add(place, fmt::format("{}: '{}' has no production line", instrument, facility),
                  "a facility that produces");
      is_told = true;
    }
  }
  if (lines.empty() && !is_told) {
    errors_.add(place, fmt::format("{} covers no production line", instrument),
                "facilities, regions and a stage that have one in common");
  }
}

void WorldBuilder::add_outage(const OutageSpec& spec) {
  OutageWindow window;
  window.instrument = static_cast<std::uint32_t>(world_.instruments.size());
  auto& outage = window.outage;
  outage.from = spec.from;
  outage.until = spec.until;
  outage.capacity_left = spec.capacity_left;
  outage.recovery = static_cast<RecoveryCurve>(spec.recovery);
  outage.recovery_days = spec.recovery_days;
  outage.levels = {{spec.from, "begin"}, {spec.until + 1, "end"}};
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    if (!selects(spec.regions, spec.facilities, spec.stage, world_.lines[l])) {
      continue;
    }
    window.lines.push_back(LineId{l});
    world_.lines[l].outages.push_back(static_cast<std::uint32_t>(world_.outages.size()));
  }
  refuse_without_lines(spec.place, fmt::format("outage '{}'", spec.id), spec.facilities,
                       window.lines);
  Instrument instrument{spec.id, "outage", {}, {}, true, outage};
  if (spec.announced) {
    instrument.pipeline.push_back({*spec.announced, PipelineStage::announce, {}});
  }
  world_.instruments.push_back(std::move(instrument));
  world_.outages.push_back(std::move(window));
}

}  // namespace monazite
