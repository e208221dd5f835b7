#include "models/scenario/figure_planner.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace monazite {

namespace {

/// The metrics of series.csv when a scenario names none.
constexpr std::array default_series = {
    Metric::mined,           Metric::produced,         Metric::exports,   Metric::inventory,
    Metric::in_transit,      Metric::backlog,          Metric::fill_rate, Metric::stopped_share,
    Metric::tariff_paid_usd, Metric::lost_output_units};

/// Of strategic_cost: no money that anybody pays or loses.
constexpr std::string_view strategic_unit = "strategic USD";

std::vector<std::string_view> all_names(const World& world,
                                        const std::vector<NamedSet>& region_groups,
                                        const std::vector<NamedSet>& sector_groups) {
  std::vector<std::string_view> names = {"",       "t",     "d",     "share",       "USD",
                                         "USD/kg", "ratio", "count", strategic_unit};
  const auto add_ids = [&names](const auto& records) {
    for (const auto& record : records) {
      names.emplace_back(record.id);
    }
  };
  std::ranges::copy(metric_names, std::back_inserter(names));
  std::ranges::copy(form_names, std::back_inserter(names));
  std::ranges::copy(stage_names, std::back_inserter(names));
  add_ids(world.regions);
  add_ids(region_groups);
  add_ids(world.sectors);
  add_ids(sector_groups);
  add_ids(world.materials);
  for (const auto& material : world.materials) {
    names.emplace_back(material.unit);
  }
  add_ids(world.facilities);
  add_ids(world.smuggling);
  add_ids(world.contracts);
  add_ids(world.instruments);
  for (const auto& instrument : world.instruments) {
    names.emplace_back(instrument.issuer);
  }
  std::ranges::copy(rent_holder_names, std::back_inserter(names));
  std::ranges::copy(party_names, std::back_inserter(names));
  std::ranges::copy(world.prices.markets, std::back_inserter(names));
  return names;
}

}  // namespace

FigurePlanner::FigurePlanner(const World& world, std::vector<NamedSet> region_groups,
                             std::vector<NamedSet> sector_groups,
                             const std::vector<std::string>& chosen_series)
    : world_(world),
      region_groups_(std::move(region_groups)),
      sector_groups_(std::move(sector_groups)),
      names_(all_names(world, region_groups_, sector_groups_)),
      tonnes_(names_.rank("t")),
      days_(names_.rank("d")),
      share_(names_.rank("share")),
      dollars_(names_.rank("USD")),
      dollars_per_kg_(names_.rank("USD/kg")),
      ratio_(names_.rank("ratio")),
      count_(names_.rank("count")),
      strategic_(names_.rank(strategic_unit)) {
  for (std::size_t m = 0; m < metric_names.size(); ++m) {
    metrics_[m] = names_.rank(metric_names[m]);
    is_series_[m] = std::find(chosen_series.begin(), chosen_series.end(), metric_names[m]) !=
                    chosen_series.end();
  }
  for (const auto metric : default_series) {
    auto& is_series = is_series_[static_cast<std::size_t>(metric)];
    is_series = is_series || chosen_series.empty();
  }
  rank_ids(world.regions, regions_);
  rank_ids(world.sectors, sectors_);
  rank_ids(world.materials, materials_);
  rank_ids(world.facilities, facilities_);
  for (const auto& material : world.materials) {
    // Goods are counted in units of their own: each stands for itself, none for all of its form.
    forms_.push_back(names_.rank(material.form == Form::good
                                     ? std::string_view(material.id)
                                     : form_names[static_cast<std::size_t>(material.form)]));
    units_.push_back(names_.rank(material.unit));
  }
  for (const auto& plant : world.plants) {
    plant_units_.push_back(unit_of_plant(plant));
  }
  for (const auto& group : sector_groups_) {
    mixed_groups_.push_back(mixes_units(group));
  }
}

void FigurePlanner::plan_all() {
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    plan_extraction(l);
  }
  for (const auto& line : world_.lines) {
    for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
      plan_output(line, line.outputs.first + k);
    }
  }
  for (std::uint32_t t = 0; t < world_.trades.size(); ++t) {
    plan_trade(t);
  }
  for (std::uint32_t f = 0; f < world_.facilities.size(); ++f) {
    plan_stocks(f);
  }
  for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
    plan_use(p);
  }
  for (std::uint32_t q = 0; q < world_.quotas.size(); ++q) {
    plan_quota(world_.quotas[q].instrument, FigureKind::quota_used, q);
  }
  for (std::uint32_t q = 0; q < world_.export_quotas.size(); ++q) {
    plan_quota(world_.export_quotas[q].instrument, FigureKind::exported, q);
  }
  for (std::uint32_t cell = 0; cell < world_.plan.licence_cells.size(); ++cell) {
    plan_licences(cell);
  }
  for (std::uint32_t i = 0; i < world_.instruments.size(); ++i) {
    const auto& instrument = world_.instruments[i];
    if (std::holds_alternative<PriceFloor>(instrument.kind)) {
      for (std::uint32_t account = 0; account < world_.support_accounts.size(); ++account) {
        if (world_.support_accounts[account].instrument != i) {
          continue;
        }
        both(Metric::support_paid_usd, FigureKind::support,
             {.region = names_.rank(instrument.issuer),
              .facility = names_.rank(instrument.id),
              .unit = dollars_},
             account);
      }
    }
  }
  for (std::uint32_t cell = 0; cell < world_.prices.cells.size(); ++cell) {
    plan_prices(cell);
  }
  for (std::uint32_t c = 0; c < world_.contraband.size(); ++c) {
    plan_contraband(c);
  }
  for (std::uint32_t c = 0; c < world_.contracted_lanes.size(); ++c) {
    const auto& contracted = world_.contracted_lanes[c];
    const auto& trade = world_.trades[world_.lanes[contracted.lane].trade];
    FigureKey key{.region = regions_[trade.origin.index()],
                  .facility = names_.rank(world_.contracts[contracted.contract].id),
                  .unit = units_[trade.material.index()]};
    both(Metric::contracted, FigureKind::contracted, key, c);
    key.unit = share_;
    both(Metric::in_contract, FigureKind::in_contract, key, c);
  }
  for (std::uint32_t g = 0; g < world_.goods_lanes.size(); ++g) {
    plan_goods(g);
  }
  plan_lineages();
  for (std::uint32_t t = 0; t < world_.transfers.size(); ++t) {
    plan_payment(world_.transfers[t].payer, 2 * t);
    plan_payment(world_.transfers[t].payee, 2 * t + 1);
  }
  for (std::uint32_t r = 0; r < world_.reserves.size(); ++r) {
    const auto& reserve = world_.reserves[r];
    const auto& stockpile = world_.stockpiles[reserve.stockpile];
    const auto& pool = world_.pools[reserve.pool.index()];
    const FigureKey key{.region = regions_[stockpile.owner.index()],
                        .material = materials_[pool.material.index()],
                        .facility = facilities_[stockpile.facility.index()],
                        .unit = units_[pool.material.index()]};
    both(Metric::stockpiled, FigureKind::inventory, key, reserve.pool.value);
    both(Metric::released, FigureKind::released, key, r);
  }
}

void FigurePlanner::write(World& world) const {
  run_.write(names_, world.plan.run_figures, world.run_figures);
  series_.write(names_, world.plan.series_figures, world.series_figures);
}

template <class Records>
void FigurePlanner::rank_ids(const Records& records, std::vector<std::uint32_t>& ranks) const {
  ranks.reserve(records.size());
  for (const auto& record : records) {
    ranks.push_back(names_.rank(record.id));
  }
}

void FigurePlanner::of_run(Metric metric, FigureKind kind, FigureKey key, std::uint32_t item) {
  key.metric = metrics_[static_cast<std::size_t>(metric)];
  run_.add(kind, key, item);
}

void FigurePlanner::over_time(Metric metric, FigureKind kind, FigureKey key, std::uint32_t item) {
  if (is_series_[static_cast<std::size_t>(metric)]) {
    key.metric = metrics_[static_cast<std::size_t>(metric)];
    series_.add(kind, key, item);
  }
}

void FigurePlanner::both(Metric metric, FigureKind kind, const FigureKey& key, std::uint32_t item) {
  of_run(metric, kind, key, item);
  over_time(metric, kind, key, item);
}

void FigurePlanner::plan_extraction(std::uint32_t l) {
  const auto& line = world_.lines[l];
  if (line.extracted.empty() || line.makes_good) {
    return;
  }
  const auto metric = line.recycled ? Metric::recycled : Metric::mined;
  const auto kind = line.recycled ? FigureKind::recycled : FigureKind::mined;
  const auto region = regions_[world_.facilities[line.facility.index()].region.index()];
  both(metric, kind, {.unit = tonnes_}, l);
  both(metric, kind, {.region = region, .unit = tonnes_}, l);
  of_run(metric, kind,
         {.region = region, .facility = facilities_[line.facility.index()], .unit = tonnes_}, l);
}

void FigurePlanner::plan_output(const Line& line, std::uint32_t output) {
  const auto region = regions_[world_.facilities[line.facility.index()].region.index()];
  const auto material = world_.pools[world_.line_outputs[output].pool.index()].material;
  const auto form = forms_[material.index()];
  const auto id = materials_[material.index()];
  const auto unit = units_[material.index()];
  constexpr auto metric = Metric::produced;
  constexpr auto kind = FigureKind::made;
  both(metric, kind, {.region = region, .material = form, .unit = unit}, output);
  both(metric, kind, {.material = form, .unit = unit}, output);
  of_run(Metric::hhi, FigureKind::concentration, {.material = form, .unit = share_}, output);
  if (id != form) {
    of_run(metric, kind, {.region = region, .material = id, .unit = unit}, output);
    of_run(metric, kind, {.material = id, .unit = unit}, output);
  }
  of_run(metric, kind,
         {.region = region,
          .material = form,
          .facility = facilities_[line.facility.index()],
          .unit = unit},
         output);
}

void FigurePlanner::plan_trade(std::uint32_t t) {
  const auto& trade = world_.trades[t];
  const auto origin = regions_[trade.origin.index()];
  const auto destination = regions_[trade.destination.index()];
  const auto form = forms_[trade.material.index()];
  const auto unit = units_[trade.material.index()];
  both(Metric::in_transit, FigureKind::in_transit, {.material = form, .unit = unit}, t);
  of_run(Metric::shipped, FigureKind::shipped, {.region = origin, .material = form, .unit = unit},
         t);
  both(Metric::orders, FigureKind::ordered, {.region = destination, .material = form, .unit = unit},
       t);
  if (trade.origin != trade.destination) {
    plan_exports(t);
    of_run(Metric::imports, FigureKind::received,
           {.region = destination, .material = form, .unit = unit}, t);
    both(Metric::tariff_paid_usd, FigureKind::tariff, {.region = destination, .unit = dollars_}, t);
    both(Metric::tariff_paid_usd, FigureKind::tariff, {.unit = dollars_}, t);
    if (!world_.prices.cells.empty()) {
      plan_rents(t);
    }
  }
}

void FigurePlanner::plan_rents(std::uint32_t t) {
  const auto& trade = world_.trades[t];
  const auto origin = regions_[trade.origin.index()];
  const auto form = forms_[trade.material.index()];
  constexpr auto kind = FigureKind::rent;
  for (std::uint32_t holder = 0; holder < rent_holder_names.size(); ++holder) {
    const auto item = static_cast<std::uint32_t>(rent_holder_names.size()) * t + holder;
    both(Metric::rent_usd, kind, {.unit = dollars_}, item);
    both(Metric::rent_usd, kind, {.region = origin, .unit = dollars_}, item);
    of_run(Metric::rent_usd, kind, {.region = origin, .material = form, .unit = dollars_}, item);
    of_run(Metric::rent_usd, kind,
           {.region = origin, .partner = regions_[trade.destination.index()], .unit = dollars_},
           item);
    of_run(Metric::rent_usd, kind,
           {.region = origin, .facility = names_.rank(rent_holder_names[holder]), .unit = dollars_},
           item);
  }
}

void FigurePlanner::plan_payment(std::uint32_t p, std::uint32_t side) {
  const auto& party = world_.parties[p];
  const bool is_somewhere = party.kind == PartyKind::industry || party.kind == PartyKind::state;
  both(Metric::net_payments_usd, FigureKind::net_payments,
       {.region = is_somewhere ? regions_[party.region.index()] : 0,
        .facility = names_.rank(party_names[static_cast<std::size_t>(party.kind)]),
        .unit = dollars_},
       side);
}

void FigurePlanner::plan_contraband(std::uint32_t c) {
  const auto& contraband = world_.contraband[c];
  const auto& route = world_.smuggling[contraband.route];
  const auto& trade = world_.trades[contraband.trade];
  const auto origin = regions_[trade.origin.index()];
  const auto destination = regions_[trade.destination.index()];
  const auto hub = regions_[route.hub.index()];
  const auto form = forms_[trade.material.index()];
  const auto id = names_.rank(route.id);
  const auto unit = units_[trade.material.index()];
  for (const auto& [metric, kind] :
       {std::pair(Metric::smuggled, FigureKind::smuggled),
        std::pair(Metric::smuggled_and_seized, FigureKind::smuggled_and_seized)}) {
    both(metric, kind, {.region = origin, .facility = id, .unit = unit}, c);
    both(metric, kind, {.region = origin, .material = form, .unit = unit}, c);
    of_run(metric, kind, {.region = origin, .partner = destination, .material = form, .unit = unit},
           c);
  }
  both(Metric::trans_shipped, FigureKind::smuggled,
       {.region = hub, .partner = destination, .material = form, .unit = unit}, c);
  of_run(Metric::leakage, FigureKind::leakage, {.region = origin, .unit = ratio_}, c);
  of_run(Metric::leakage, FigureKind::leakage, {.region = origin, .material = form, .unit = ratio_},
         c);
}

void FigurePlanner::plan_exports(std::uint32_t t) {
  const auto& trade = world_.trades[t];
  const auto form = forms_[trade.material.index()];
  const auto id = materials_[trade.material.index()];
  const auto unit = units_[trade.material.index()];
  constexpr auto metric = Metric::exports;
  constexpr auto kind = FigureKind::shipped;
  both(metric, kind, {.material = form, .unit = unit}, t);
  FigureKey key = {.region = regions_[trade.origin.index()], .material = form, .unit = unit};
  both(metric, kind, key, t);
  if (id != form) {
    key.material = id;
    both(metric, kind, key, t);
    key.material = form;
  }
  key.partner = regions_[trade.destination.index()];
  both(metric, kind, key, t);
  for (const auto& group : region_groups_) {
    if (group.holds[trade.destination.index()] && !group.holds[trade.origin.index()]) {
      key.partner = names_.rank(group.id);
      both(metric, kind, key, t);
    }
  }
}

void FigurePlanner::plan_stocks(std::uint32_t f) {
  const auto& facility = world_.facilities[f];
  if (facility.stage == Stage::stockpile) {
    return;  // what nobody can count on is told apart
  }
  for (const auto slice : {facility.inputs, facility.outputs}) {
    for (std::uint32_t k = 0; k < slice.count; ++k) {
      plan_stock(facility, slice.first + k);
    }
  }
  for (std::uint32_t k = 0; k < facility.outputs.count; ++k) {
    plan_backlog(facility, facility.outputs.first + k);
    if (facility.lines.count > 0) {
      plan_in_process(facility, facility.outputs.first + k);
    }
  }
}

void FigurePlanner::plan_in_process(const Facility& facility, std::uint32_t p) {
  const auto material = world_.pools[p].material;
  const auto form = forms_[material.index()];
  const auto unit = units_[material.index()];
  constexpr auto metric = Metric::in_process;
  constexpr auto kind = FigureKind::in_process;
  both(metric, kind, {.region = regions_[facility.region.index()], .material = form, .unit = unit},
       p);
  both(metric, kind, {.material = form, .unit = unit}, p);
}

void FigurePlanner::plan_stock(const Facility& facility, std::uint32_t p) {
  const auto& pool = world_.pools[p];
  const auto region = regions_[facility.region.index()];
  const auto form = forms_[pool.material.index()];
  const auto id = materials_[pool.material.index()];
  const auto unit = units_[pool.material.index()];
  if (pool.is_sink) {
    of_run(Metric::surplus, FigureKind::surplus, {.region = region, .material = id, .unit = unit},
           p);
    return;
  }
  if (pool.surplus == SurplusRule::dispose) {
    of_run(Metric::surplus, FigureKind::surplus, {.region = region, .material = id, .unit = unit},
           p);
  }
  constexpr auto metric = Metric::inventory;
  constexpr auto kind = FigureKind::inventory;
  both(metric, kind, {.region = region, .material = form, .unit = unit}, p);
  both(metric, kind, {.material = form, .unit = unit}, p);
  if (id != form) {
    of_run(metric, kind, {.region = region, .material = id, .unit = unit}, p);
  }
  if (facility.is_plant) {
    const auto sector = sectors_[world_.plants[facility.plant.index()].sector.index()];
    over_time(metric, kind, {.region = region, .sector = sector, .material = form, .unit = unit},
              p);
  }
}

void FigurePlanner::plan_backlog(const Facility& facility, std::uint32_t p) {
  const auto& pool = world_.pools[p];
  if (pool.customers.count == 0) {
    return;
  }
  const auto region = regions_[facility.region.index()];
  const auto form = forms_[pool.material.index()];
  const auto id = materials_[pool.material.index()];
  const auto unit = units_[pool.material.index()];
  both(Metric::backlog, FigureKind::backlog, {.region = region, .material = form, .unit = unit}, p);
  if (id != form) {
    of_run(Metric::backlog, FigureKind::backlog, {.region = region, .material = id, .unit = unit},
           p);
  }
}

void FigurePlanner::plan_use(std::uint32_t p) {
  const auto& plant = world_.plants[p];
  const auto region = regions_[plant.region.index()];
  const auto plan_sector = [&](std::uint32_t sector) {
    plan_use_in(sector, region, p);
    plan_use_in(sector, 0, p);
  };
  plan_sector(sectors_[plant.sector.index()]);
  if (plant.uses_magnets) {
    plan_sector(0);
  }
  for (std::size_t k = 0; k < sector_groups_.size(); ++k) {
    const auto& group = sector_groups_[k];
    if (!group.holds[plant.sector.index()]) {
      continue;
    }
    if (mixed_groups_[k]) {
      plan_value_in(names_.rank(group.id), region, p);
      plan_value_in(names_.rank(group.id), 0, p);
    } else {
      plan_sector(names_.rank(group.id));
    }
  }
  FigureKey own = {.region = region,
                   .sector = sectors_[plant.sector.index()],
                   .facility = facilities_[plant.facility.index()],
                   .unit = share_};
  of_run(Metric::fill_rate, FigureKind::fill_rate, own, p);
  own.unit = days_;
  of_run(Metric::line_stop_days, FigureKind::stop_days, own, p);
  of_run(Metric::first_stop_date, FigureKind::first_stop, own, p);
  of_run(Metric::time_to_recover_days, FigureKind::recovery, own, p);
}

void FigurePlanner::plan_use_in(std::uint32_t sector, std::uint32_t region, std::uint32_t p) {
  const auto unit = plant_units_[p];
  FigureKey key = {.region = region, .sector = sector, .unit = share_};
  both(Metric::fill_rate, FigureKind::fill_rate, key, p);
  both(Metric::stopped_share, FigureKind::stopped_share, key, p);
  key.unit = unit;
  both(Metric::lost_output_units, FigureKind::lost, key, p);
  plan_value_in(sector, region, p);
  both(Metric::delayed_output_units, FigureKind::delayed, key, p);
  if (!world_.sectors[world_.plants[p].sector.index()].substitution.empty()) {
    both(Metric::substituted, FigureKind::substituted, key, p);
  }
  key.unit = days_;
  of_run(Metric::line_stop_days, FigureKind::stop_days, key, p);
  of_run(Metric::first_stop_date, FigureKind::first_stop, key, p);
  of_run(Metric::time_to_recover_days, FigureKind::recovery, key, p);
}

void FigurePlanner::plan_value_in(std::uint32_t sector, std::uint32_t region, std::uint32_t p) {
  if (world_.plants[p].usd_per_gram > 0) {
    const FigureKey key = {.region = region, .sector = sector, .unit = dollars_};
    both(Metric::lost_output_usd, FigureKind::lost_value, key, p);
    of_run(Metric::delayed_output_usd, FigureKind::delayed_value, key, p);
  }
}

void FigurePlanner::plan_quota(std::uint32_t number, FigureKind kind, std::uint32_t q) {
  const auto& instrument = world_.instruments[number];
  both(Metric::quota_used, kind,
       {.region = names_.rank(instrument.issuer),
        .facility = names_.rank(instrument.id),
        .unit = share_},
       q);
}

void FigurePlanner::plan_lineages() {
  const auto plan = [&](Metric metric, FigureKind kind, std::uint32_t lineage, PoolId from,
                        std::uint32_t item) {
    const auto& pool = world_.pools[from.index()];
    const auto region = regions_[world_.facilities[pool.facility.index()].region.index()];
    FigureKey key{
        .facility = names_.rank(world_.instruments[world_.lineages[lineage].instrument].id),
        .unit = share_};
    both(metric, kind, key, item);
    key.material = forms_[pool.material.index()];
    both(metric, kind, key, item);
    key.region = region;
    both(metric, kind, key, item);
  };
  for (std::uint32_t s = 0; s < world_.lineage_stocks.size(); ++s) {
    const auto& stock = world_.lineage_stocks[s];
    plan(Metric::listed_content, FigureKind::listed_content, stock.lineage, PoolId{stock.pool}, s);
  }
  for (std::uint32_t l = 0; l < world_.lineage_lanes.size(); ++l) {
    const auto& lane = world_.lineage_lanes[l];
    plan(Metric::reached_share, FigureKind::reached_share, lane.lineage,
         world_.lanes[lane.lane].from, l);
  }
}

void FigurePlanner::plan_licences(std::uint32_t cell) {
  const auto& label = world_.plan.licence_cells[cell];
  const auto& instrument = world_.instruments[label.instrument];
  const FigureKey all{.region = names_.rank(instrument.issuer),
                      .facility = names_.rank(instrument.id)};
  const auto sector = names_.rank(label.end_use);
  const auto partner = names_.rank(label.destination);
  for (const auto& [of_sector, of_partner] : {std::pair(0U, 0U), std::pair(sector, 0U),
                                              std::pair(0U, partner), std::pair(sector, partner)}) {
    FigureKey key = all;
    key.sector = of_sector;
    key.partner = of_partner;
    key.unit = count_;
    both(Metric::licences_pending, FigureKind::pending, key, cell);
    key.unit = days_;
    of_run(Metric::licence_wait_days, FigureKind::wait, key, cell);
    key.unit = share_;
    of_run(Metric::approval_rate, FigureKind::approval, key, cell);
  }
}

void FigurePlanner::plan_prices(std::uint32_t c) {
  const auto& cell = world_.prices.cells[c];
  FigureKey key{.region = names_.rank(world_.prices.markets[cell.market]),
                .material = materials_[cell.material.index()],
                .unit = dollars_per_kg_};
  both(Metric::price_traded, FigureKind::traded, key, c);
  both(Metric::price_quoted, FigureKind::quoted, key, c);
  key.unit = ratio_;
  of_run(Metric::price_multiple_max, FigureKind::multiple, key, c);
}

}  // namespace monazite
