#include <algorithm>
#include <fmt/format.h>

#include "models/network/stable_hash.hpp"
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

OutageTiming WorldBuilder::timing_of(const OutageSpec& spec) {
  constexpr std::int64_t seconds_a_day = 86400;
  const auto second_of = [](Date date) { return date.days_since_epoch * seconds_a_day; };
  const auto end = second_of(world_.end + 1);
  OutageTiming timing;
  timing.first_second = second_of(spec.from.value_or(world_.origin));
  timing.end_second = spec.until ? std::min(end, second_of(*spec.until + 1)) : end;
  timing.is_running = !spec.from;
  if (spec.lasts) {
    timing.lasts = duration_of(*spec.lasts);
  }
  if (spec.every) {
    timing.every = duration_of(*spec.every);
  }
  return timing;
}

void WorldBuilder::add_outage(const OutageSpec& spec) {
  OutageSite all;
  all.instrument = static_cast<std::uint32_t>(world_.instruments.size());
  all.outage = {spec.capacity_left, static_cast<RecoveryCurve>(spec.recovery), spec.recovery_days,
                static_cast<GoodsInProcess>(spec.in_process)};
  all.timing = timing_of(spec);
  all.key = stable_hash(spec.id);
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    if (selects(spec.regions, spec.facilities, spec.stage, world_.lines[l])) {
      all.lines.push_back(LineId{l});
    }
  }
  refuse_without_lines(spec.place, fmt::format("outage '{}'", spec.id), spec.facilities, all.lines);
  if (spec.every) {
    add_sites_apart(spec, all);
  } else {
    add_outage_site(all);
  }
  Instrument instrument{spec.id, "outage", {}, {}, true, all.outage};
  if (spec.announced) {
    instrument.pipeline.push_back({*spec.announced, PipelineStage::announce, {}});
  }
  world_.instruments.push_back(std::move(instrument));
}

void WorldBuilder::add_sites_apart(const OutageSpec& spec, const OutageSite& all) {
  for (auto line = all.lines.begin(); line != all.lines.end();) {
    OutageSite site = all;
    site.facility = world_.lines[line->index()].facility;
    const auto& facility = world_.facilities[site.facility->index()];
    site.key = stable_hash_of_joined({spec.id, "@", facility.id});
    site.lines.clear();
    for (; line != all.lines.end() && world_.lines[line->index()].facility == site.facility;
         ++line) {
      site.lines.push_back(*line);
    }
    add_outage_site(site);
  }
}

void WorldBuilder::add_outage_site(const OutageSite& site) {
  for (const auto line : site.lines) {
    world_.lines[line.index()].outages.push_back(
        static_cast<std::uint32_t>(world_.outage_sites.size()));
  }
  world_.outage_sites.push_back(site);
}

}  // namespace monazite
