#include <algorithm>
#include <fmt/format.h>
#include <tuple>

#include "models/scenario/figure_book.hpp"
#include "models/scenario/figure_planner.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_plan() {
  auto& plan = world_.plan;
  const auto interval = scenario_.outputs.interval;
  plan.interval_name = interval == Interval::day    ? "day"
                       : interval == Interval::week ? "week"
                                                    : "month";
  for (Date date = world_.start; date <= world_.end;) {
    plan.intervals.push_back(date);
    date = interval == Interval::day    ? date + 1
           : interval == Interval::week ? date + 7
                                        : first_of_next_month(date);
  }
  for (Date date = world_.start; date <= world_.end; date = first_of_next_month(date)) {
    plan.months.push_back(to_iso(date).substr(0, 7));
  }
  plan.flows = scenario_.outputs.flows;
  plan.applications = scenario_.outputs.applications;
  for (const auto& instrument : world_.instruments) {
    plan.instruments.push_back({instrument.id, instrument.type, instrument.issuer});
  }
  for (const auto& truce : world_.truces) {
    plan.instruments.push_back({truce.id, "truce", {}});
  }
  for (const auto& promise : world_.promises) {
    plan.instruments.push_back({promise.id, "promise", promise.by});
  }
  for (const auto& round : world_.talks.rounds) {
    plan.instruments.push_back({round.id, "talks", {}});
  }
  for (auto& site : world_.outage_sites) {
    site.label = site.instrument;
    if (site.facility) {
      site.label = static_cast<std::uint32_t>(plan.instruments.size());
      plan.instruments.push_back({fmt::format("{}/{}", world_.instruments[site.instrument].id,
                                              world_.facilities[site.facility->index()].id),
                                  "outage",
                                  {}});
    }
  }
  for (const auto& leaf : world_.talks.leaves) {
    plan.branches.push_back({leaf.branch, leaf.probability, leaf.exact});
  }
  plan.branches_are_enumerated = world_.talks.is_enumerated && !plan.branches.empty();
  add_labels();
  add_figures();
  if (scenario_.leverage) {
    add_tracks();
  }
}

void WorldBuilder::add_labels() {
  std::vector<std::string_view> ids;
  for (const auto& facility : world_.facilities) {
    ids.emplace_back(facility.id);
  }
  const NameRanks names(ids);
  std::vector<std::uint32_t> rank_of(ids.size());
  std::transform(ids.begin(), ids.end(), rank_of.begin(),
                 [&](std::string_view id) { return names.rank(id); });
  // Materials are sorted by id already. By origin, destination, material and lane.
  std::vector<std::tuple<std::uint32_t, std::uint32_t, MaterialId, std::uint32_t>> order;
  order.reserve(world_.lanes.size());
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& from = world_.pools[world_.lanes[l].from.index()];
    const auto& to = world_.pools[world_.lanes[l].to.index()];
    order.emplace_back(rank_of[from.facility.index()], rank_of[to.facility.index()], from.material,
                       l);
  }
  std::sort(order.begin(), order.end());
  world_.lane_labels.resize(world_.lanes.size());
  world_.plan.lanes.reserve(world_.lanes.size());
  for (std::uint32_t row = 0; row < order.size(); ++row) {
    const auto& lane = world_.lanes[std::get<3>(order[row])];
    world_.lane_labels[std::get<3>(order[row])] = row;
    const auto& from = world_.pools[lane.from.index()];
    const auto& to = world_.pools[lane.to.index()];
    const auto& trade = world_.trades[lane.trade];
    world_.plan.lanes.push_back(
        {world_.facilities[from.facility.index()].id, world_.regions[trade.origin.index()].id,
         world_.facilities[to.facility.index()].id, world_.regions[trade.destination.index()].id,
         world_.materials[from.material.index()].id});
  }
}

void WorldBuilder::add_figures() {
  std::vector<NamedSet> region_groups;
  for (const auto& [id, members] : region_groups_of_) {
    auto& group = region_groups.emplace_back(NamedSet{id, {}});
    for (std::uint32_t r = 0; r < world_.regions.size(); ++r) {
      group.holds.push_back(names_region({id}, RegionId{r}));
    }
  }
  std::vector<NamedSet> sector_groups;
  for (const auto& [id, members] : sector_groups_of_) {
    auto& group = sector_groups.emplace_back(NamedSet{id, {}});
    for (std::uint32_t s = 0; s < world_.sectors.size(); ++s) {
      group.holds.push_back(names_sector({id}, SectorId{s}));
    }
  }
  FigurePlanner planner(world_, std::move(region_groups), std::move(sector_groups),
                        scenario_.outputs.series);
  planner.plan_all();
  planner.write(world_);
}

}  // namespace monazite
