#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <set>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// Collects figures under their keys; both lists come out sorted by key.
class FigureBook {
 public:
  void add(Metric metric, FigureKind kind, MetricKey key, std::vector<std::uint32_t> items) {
    if (items.empty()) {
      return;
    }
    key.metric = name_of(metric);
    auto& figure = figures_[key];
    figure.kind = kind;
    figure.items.insert(figure.items.end(), items.begin(), items.end());
  }

  [[nodiscard]] const std::map<MetricKey, Figure>& figures() const { return figures_; }

 private:
  std::map<MetricKey, Figure> figures_;
};

MetricKey key_of(std::string region, std::string partner, std::string sector, std::string material,
                 std::string facility, std::string unit) {
  return {{},
          std::move(region),
          std::move(partner),
          std::move(sector),
          std::move(material),
          std::move(facility),
          std::move(unit)};
}

/// The metrics of series.csv when a scenario names none.
const std::set<std::string>& default_series() {
  static const std::set<std::string> names = {
      "mined",   "produced",  "exports",           "inventory",     "in_transit",
      "backlog", "fill_rate", "lost_output_units", "stopped_share", "tariff_paid_usd"};
  return names;
}

}  // namespace

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
  for (const auto& instrument : world_.instruments) {
    plan.instruments.push_back({instrument.id, instrument.type, instrument.issuer});
  }
  add_labels();
  add_figures();
}

void WorldBuilder::add_labels() {
  std::vector<std::pair<std::tuple<std::string, std::string, std::string>, std::uint32_t>> order;
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    const auto& from = world_.pools[lane.from.index()];
    order.push_back({{world_.facilities[from.facility.index()].id,
                      world_.facilities[world_.pools[lane.to.index()].facility.index()].id,
                      world_.materials[from.material.index()].id},
                     l});
  }
  std::sort(order.begin(), order.end());
  world_.lane_labels.resize(world_.lanes.size());
  for (std::uint32_t row = 0; row < order.size(); ++row) {
    const auto l = order[row].second;
    world_.lane_labels[l] = row;
    const auto& trade = world_.trades[world_.lanes[l].trade];
    world_.plan.lanes.push_back(
        {std::get<0>(order[row].first), world_.regions[trade.origin.index()].id,
         std::get<1>(order[row].first), world_.regions[trade.destination.index()].id,
         std::get<2>(order[row].first)});
  }
}

void WorldBuilder::add_figures() {
  FigureBook run;
  FigureBook series;
  const auto both = [&](Metric metric, FigureKind kind, const MetricKey& key,
                        const std::vector<std::uint32_t>& items) {
    run.add(metric, kind, key, items);
    series.add(metric, kind, key, items);
  };
  const auto region_name = [&](RegionId id) { return world_.regions[id.index()].id; };
  const auto form_name = [&](MaterialId id) {
    return std::string(form_names[static_cast<std::size_t>(world_.materials[id.index()].form)]);
  };

  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    if (line.extracted.empty()) {
      continue;
    }
    const auto& facility = world_.facilities[line.facility.index()];
    const auto metric = line.recycled ? Metric::recycled : Metric::mined;
    const auto kind = line.recycled ? FigureKind::recycled : FigureKind::mined;
    both(metric, kind, key_of("", "", "", "", "", "t"), {l});
    both(metric, kind, key_of(region_name(facility.region), "", "", "", "", "t"), {l});
    run.add(metric, kind, key_of(region_name(facility.region), "", "", "", facility.id, "t"), {l});
  }

  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    const auto& line = world_.lines[l];
    const auto& facility = world_.facilities[line.facility.index()];
    const auto region = region_name(facility.region);
    for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
      const auto o = line.outputs.first + k;
      const auto material = world_.pools[world_.line_outputs[o].pool.index()].material;
      const auto& id = world_.materials[material.index()].id;
      const auto form = form_name(material);
      both(Metric::produced, FigureKind::made, key_of(region, "", "", form, "", "t"), {o});
      both(Metric::produced, FigureKind::made, key_of("", "", "", form, "", "t"), {o});
      if (id != form) {
        run.add(Metric::produced, FigureKind::made, key_of(region, "", "", id, "", "t"), {o});
        run.add(Metric::produced, FigureKind::made, key_of("", "", "", id, "", "t"), {o});
      }
      run.add(Metric::produced, FigureKind::made, key_of(region, "", "", form, facility.id, "t"),
              {o});
    }
  }

  for (std::uint32_t t = 0; t < world_.trades.size(); ++t) {
    const auto& trade = world_.trades[t];
    const auto origin = region_name(trade.origin);
    const auto destination = region_name(trade.destination);
    const auto form = form_name(trade.material);
    const auto& id = world_.materials[trade.material.index()].id;
    both(Metric::in_transit, FigureKind::in_transit, key_of("", "", "", form, "", "t"), {t});
    run.add(Metric::shipped, FigureKind::shipped, key_of(origin, "", "", form, "", "t"), {t});
    run.add(Metric::orders, FigureKind::ordered, key_of(destination, "", "", form, "", "t"), {t});
    if (trade.origin == trade.destination) {
      continue;
    }
    both(Metric::exports, FigureKind::shipped, key_of(origin, "", "", form, "", "t"), {t});
    if (id != form) {
      both(Metric::exports, FigureKind::shipped, key_of(origin, "", "", id, "", "t"), {t});
    }
    both(Metric::exports, FigureKind::shipped, key_of(origin, destination, "", form, "", "t"), {t});
    run.add(Metric::imports, FigureKind::received, key_of(destination, "", "", form, "", "t"), {t});
    both(Metric::tariff_paid_usd, FigureKind::tariff, key_of(destination, "", "", "", "", "USD"),
         {t});
    for (const auto& [group, members] : region_groups_of_) {
      const bool to_member = names_region({group}, trade.destination);
      const bool from_member = names_region({group}, trade.origin);
      if (to_member && !from_member) {
        both(Metric::exports, FigureKind::shipped, key_of(origin, group, "", form, "", "t"), {t});
      }
    }
  }

  for (std::uint32_t f = 0; f < world_.facilities.size(); ++f) {
    const auto& facility = world_.facilities[f];
    const auto region = region_name(facility.region);
    for (const auto slice : {facility.inputs, facility.outputs}) {
      for (std::uint32_t k = 0; k < slice.count; ++k) {
        const auto p = slice.first + k;
        const auto& pool = world_.pools[p];
        const auto form = form_name(pool.material);
        if (pool.is_sink) {
          run.add(Metric::surplus, FigureKind::surplus,
                  key_of(region, "", "", world_.materials[pool.material.index()].id, "", "t"), {p});
          continue;
        }
        both(Metric::inventory, FigureKind::inventory, key_of(region, "", "", form, "", "t"), {p});
        both(Metric::inventory, FigureKind::inventory, key_of("", "", "", form, "", "t"), {p});
        if (const auto& id = world_.materials[pool.material.index()].id; id != form) {
          run.add(Metric::inventory, FigureKind::inventory, key_of(region, "", "", id, "", "t"),
                  {p});
        }
        if (facility.is_plant) {
          const auto& sector = world_.sectors[world_.plants[facility.plant.index()].sector.index()];
          series.add(Metric::inventory, FigureKind::inventory,
                     key_of(region, "", sector.id, form, "", "t"), {p});
        }
      }
    }
    for (std::uint32_t k = 0; k < facility.outputs.count; ++k) {
      const auto p = facility.outputs.first + k;
      if (world_.pools[p].customers.count > 0) {
        both(Metric::backlog, FigureKind::backlog,
             key_of(region, "", "", form_name(world_.pools[p].material), "", "t"), {p});
        const auto& id = world_.materials[world_.pools[p].material.index()].id;
        if (id != form_name(world_.pools[p].material)) {
          run.add(Metric::backlog, FigureKind::backlog, key_of(region, "", "", id, "", "t"), {p});
        }
      }
    }
  }

  for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
    const auto& plant = world_.plants[p];
    const auto region = region_name(plant.region);
    const auto& sector = world_.sectors[plant.sector.index()].id;
    std::vector<std::pair<std::string, std::string>> places = {{sector, region}, {sector, ""}};
    if (plant.uses_magnets) {
      places.emplace_back("", region);
      places.emplace_back("", "");
    }
    for (const auto& [group, members] : sector_groups_of_) {
      if (names_sector({group}, plant.sector)) {
        places.emplace_back(group, region);
        places.emplace_back(group, "");
      }
    }
    for (const auto& place : places) {
      const auto& named_sector = place.first;
      const auto& named_region = place.second;
      const auto key = [&](const char* unit) {
        return key_of(named_region, "", named_sector, "", "", unit);
      };
      both(Metric::fill_rate, FigureKind::fill_rate, key("share"), {p});
      both(Metric::stopped_share, FigureKind::stopped_share, key("share"), {p});
      both(Metric::lost_output_units, FigureKind::lost, key("t"), {p});
      both(Metric::delayed_output_units, FigureKind::delayed, key("t"), {p});
      run.add(Metric::line_stop_days, FigureKind::stop_days, key("d"), {p});
      run.add(Metric::first_stop_date, FigureKind::first_stop, key("d"), {p});
    }
  }

  for (std::uint32_t q = 0; q < world_.quotas.size(); ++q) {
    const auto& instrument = world_.instruments[world_.quotas[q].instrument];
    both(Metric::quota_used, FigureKind::quota_used,
         key_of(instrument.issuer, "", "", "", instrument.id, "share"), {q});
  }

  const auto& chosen = scenario_.outputs.series;
  for (const auto& [key, figure] : run.figures()) {
    world_.plan.run_figures.push_back(key);
    world_.run_figures.push_back(figure);
  }
  for (const auto& [key, figure] : series.figures()) {
    const bool wanted = chosen.empty()
                            ? default_series().count(key.metric) > 0
                            : std::find(chosen.begin(), chosen.end(), key.metric) != chosen.end();
    if (wanted) {
      world_.plan.series_figures.push_back(key);
      world_.series_figures.push_back(figure);
    }
  }
}

}  // namespace monazite
