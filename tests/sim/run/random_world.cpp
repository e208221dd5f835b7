#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {

namespace {

/// Numbers of SplitMix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  int between(int low, int high) {
    return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  double real(double low, double high) {
    return low + (high - low) * static_cast<double>(next() >> 11) * 0x1p-53;
  }
  bool chance(double probability) { return real(0, 1) < probability; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[next() % list.size()];
  }
  /// Each item with the probability given.
  template <class T>
  std::vector<T> some(const std::vector<T>& list, double probability) {
    std::vector<T> chosen;
    for (const auto& item : list) {
      if (chance(probability)) {
        chosen.push_back(item);
      }
    }
    return chosen;
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t k = list.size(); k > 1; --k) {
      std::swap(list[k - 1], list[next() % k]);
    }
  }

 private:
  std::uint64_t state_;
};

const std::vector<Element> ore_elements = {Element::La, Element::Ce, Element::Pr, Element::Nd,
                                           Element::Dy};
const std::vector<Element> magnet_elements = {Element::Pr, Element::Nd, Element::Dy};

/// Grows a network from its plants up to its mines, so that every line has the rate that its
/// customers need.
class RandomWorld {
 public:
  explicit RandomWorld(std::uint64_t seed)
      : dice_(seed), sketch_(dice_.between(150, 400), dice_.between(0, 90)) {}

  Scenario build() {
    add_settings();
    add_materials_and_processes();
    add_plants();
    const auto makers = add_makers("maker", Stage::magnet, "sinter", dice_.between(1, 3));
    const auto smelters = add_makers("smelter", Stage::metal, "reduce", dice_.between(1, 2));
    const auto separators =
        add_makers("separator", Stage::separation, "separate", dice_.between(1, 3));
    const auto recyclers = add_makers("recycler", Stage::recycling, "recover", dice_.between(0, 1));
    const auto collectors = add_makers("collector", Stage::scrap_source, "collect",
                                       recyclers.empty() ? 0 : dice_.between(0, 1));
    buy(cars_, "magnet", makers, 1, 1);
    buy(glass_, "ce_oxide", separators, 1, 0);
    buy(makers, "ndpr_metal", smelters, 0.4, 1);
    buy(makers, "dy_oxide", separators, 0.02, 0);
    // Recyclers may live on swarf alone, which leads back to no mine: nobody depends on them only.
    buy(smelters, "ndpr_oxide", separators, 1.2, 4);
    buy(smelters, "ndpr_oxide", recyclers, 0.3, 1);
    buy(makers, "dy_oxide", recyclers, 0.005, 0);
    buy(recyclers, "old_magnet", collectors, 1, 0.4);
    push(makers, "swarf", recyclers.empty() ? std::vector{std::string("sink")} : recyclers);
    push(separators, "la_oxide", {"sink"});
    push(separators, "ce_oxide", {"sink", "heap"});
    add_mines(separators);
    add_lines();
    add_instruments();
    add_outages();
    add_export_quotas();
    add_markets();
    if (dice_.chance(0.5)) {
      add_stockpile();
    }
    if (!sketch_.scenario.markets.empty() && dice_.chance(0.9)) {
      add_way_round();
    }
    if (dice_.chance(0.5)) {
      add_contract();
    }
    if (dice_.chance(0.5)) {
      add_demand_changes();
    }
    if (dice_.chance(0.5)) {
      add_batches();
    }
    return sketch_.scenario;
  }

 private:
  Distribution duration(double days) {
    const double seconds = days * 86400;
    switch (dice_.between(0, 4)) {
      case 0:
        return Lognormal{seconds, dice_.real(0.1, 0.6)};
      case 1:
        return Triangular{0.5 * seconds, seconds, 2 * seconds};
      case 2:
        return Uniform{0.5 * seconds, 1.5 * seconds};
      case 3:
        return Choice{{0.5 * seconds, seconds, 3 * seconds}, {2, 5, 1}};
      default:
        return Constant{seconds};
    }
  }

  /// In half of the worlds prices move, in half of them buyers take fright.
  void add_markets() {
    auto& scenario = sketch_.scenario;
    if (dice_.chance(0.5)) {
      for (const auto& region : regions_) {
        auto& value = scenario.values.emplace_back();
        value.id = "V" + region;
        value.sectors = {"everything"};
        value.regions = {region};
        value.usd_per_year = dice_.real(1e6, 1e9);
      }
    }
    if (dice_.chance(0.5)) {
      for (const auto& region : regions_) {
        auto& market = scenario.markets.emplace_back();
        market.id = "M" + region;
        market.regions = {region};
      }
      scenario.prices.step_days = dice_.between(1, 14);
      scenario.prices.rules.noise_per_root_day = dice_.real(0, 0.02);
      for (auto& sector : scenario.sectors) {
        sector.price_elasticity = dice_.real(-0.3, 0);
      }
    }
    if (dice_.chance(0.5)) {
      for (auto& behaviour : scenario.behaviour) {
        behaviour.hoarding = HoardingRules{};
      }
    }
  }

  Date some_date() {
    const auto& calendar = sketch_.scenario.calendar;
    return calendar.start - calendar.warm_up_days / 2 +
           dice_.between(0, (calendar.end - calendar.start) * 2 / 3);
  }

  void add_settings() {
    auto& scenario = sketch_.scenario;
    scenario.name = "random";
    scenario.switches = {};
    scenario.switches.noise = dice_.chance(0.8);
    const int count = dice_.between(2, 4);
    for (int r = 0; r < count; ++r) {
      auto& region = sketch_.region(std::string("R") + static_cast<char>('0' + r));
      regions_.push_back(region.id);
      if (dice_.chance(0.4)) {
        const Date from = some_date();
        region.holidays.push_back(
            {from, from + dice_.between(1, 20), dice_.chance(0.5) ? 0.0 : 0.4, {}});
      }
    }
    scenario.region_groups.push_back({"UNION", "", {"R0", "R1"}, {}});
    for (const char* id : {"cars", "glass"}) {
      auto& sector = sketch_.sector(id);
      sector.growth_per_year = dice_.real(-0.1, 0.3);
      sector.growth_from = scenario.calendar.start;
      sector.recoverable_share = dice_.real(0, 0.8);
      sector.overtime = dice_.real(0, 0.3);
      sector.restart_days = dice_.between(0, 5);
      sector.stop_cover_days = dice_.real(0, 2);
      sector.demand_cv = dice_.chance(0.5) ? 0.2 : 0;
    }
    scenario.sector_groups.push_back({"everything", "", {"cars", "glass"}, {}});
    scenario.behaviour.clear();
    for (const char* id : {"default", "other"}) {
      auto& behaviour = scenario.behaviour.emplace_back();
      behaviour.id = id;
      behaviour.ordering = dice_.chance(0.5) ? Ordering::smoothed : Ordering::base_stock;
      behaviour.review_days = dice_.between(1, 14);
      behaviour.safety_factor = dice_.real(0, 2);
      behaviour.orders_per_review = dice_.between(1, 6);
      behaviour.allocation = static_cast<Allocation>(dice_.between(0, 5));
      behaviour.home_reserve = behaviour.allocation == Allocation::reserve ? 0.4 : 0;
      behaviour.home_first = dice_.chance(0.5);
      behaviour.priority_sectors = {dice_.chance(0.5) ? "glass" : "everything"};
      behaviour.patience_days = dice_.chance(0.5) ? dice_.real(7, 60) : 0;
      behaviour.cancel_after_days = dice_.chance(0.5) ? dice_.real(14, 90) : 0;
      behaviour.qualify_at = dice_.real(0.1, 1);
      behaviour.qualification_time = duration(dice_.real(5, 60));
    }
    auto& route = scenario.routes.emplace_back();
    route.from = "*";
    route.to = "*";
    route.transit = duration(15);
    route.freight_usd_per_kg = 0.1;
  }

  void add_output(const char* process, const char* material, OutputRole role, double share,
                  double gross = 0) {
    auto& output = sketch_.output(process, material, role);
    output.share = share;
    output.gross_per_tonne = gross;
  }

  void add_materials_and_processes() {
    const auto add = [&](const char* id, Form form, std::vector<Element> elements) {
      sketch_.material(id, form, std::move(elements), dice_.real(1, 100)).lot_tonnes =
          dice_.chance(0.5) ? dice_.real(0, 0.5) : 0;
    };
    add("ore", Form::concentrate, ore_elements);
    add("ndpr_oxide", Form::oxide, {Element::Pr, Element::Nd});
    add("dy_oxide", Form::oxide, {Element::Dy});
    add("ce_oxide", Form::oxide, {Element::Ce});
    add("la_oxide", Form::oxide, {Element::La});
    add("ndpr_metal", Form::metal, {Element::Pr, Element::Nd});
    add("magnet", Form::magnet, magnet_elements);
    add("swarf", Form::scrap, magnet_elements);
    add("old_magnet", Form::scrap, magnet_elements);
    sketch_.process("separate");
    sketch_.input("separate", "ore");
    add_output("separate", "ndpr_oxide", OutputRole::driver, dice_.real(0.8, 1));
    add_output("separate", "dy_oxide", OutputRole::co_driver, dice_.real(0.8, 1));
    add_output("separate", "ce_oxide", OutputRole::coproduct, dice_.real(0.8, 1));
    add_output("separate", "la_oxide", OutputRole::byproduct, dice_.real(0.8, 1));
    sketch_.process("reduce");
    sketch_.input("reduce", "ndpr_oxide", 1.2);
    add_output("reduce", "ndpr_metal", OutputRole::driver, 0.97);
    sketch_.process("sinter");
    sketch_.input("sinter", "ndpr_metal", 0.4);
    sketch_.input("sinter", "dy_oxide", 0.02);
    add_output("sinter", "magnet", OutputRole::driver, 0.8, 1);
    add_output("sinter", "swarf", OutputRole::byproduct, 0.18, 0.3);
    sketch_.process("recover");
    for (const char* scrap : {"swarf", "old_magnet"}) {
      sketch_.input("recover", scrap).slot = "scrap";
    }
    add_output("recover", "ndpr_oxide", OutputRole::driver, 0.9);
    add_output("recover", "dy_oxide", OutputRole::coproduct, 0.85);
    sketch_.extraction("collect", magnet_elements).recycled = true;
    add_output("collect", "old_magnet", OutputRole::driver, 1, 3);
    sketch_.process("drive");
    sketch_.input("drive", "magnet");
    sketch_.process("melt");
    sketch_.input("melt", "ce_oxide");
  }

  std::string add_facility(const std::string& id, Stage stage) {
    sketch_.facility(id, stage, dice_.one_of(regions_)).behaviour =
        dice_.chance(0.5) ? "default" : "other";
    return id;
  }

  void add_plants() {
    for (int k = dice_.between(1, 4); k-- > 0;) {
      cars_.push_back(add_plant("cars" + std::to_string(k), "cars", "drive"));
    }
    for (int k = dice_.between(1, 2); k-- > 0;) {
      glass_.push_back(add_plant("glass" + std::to_string(k), "glass", "melt"));
    }
    add_facility("sink", Stage::outlet);
    add_facility("heap", Stage::outlet);
  }

  std::string add_plant(const std::string& id, const char* sector, const char* process) {
    add_facility(id, Stage::end_use);
    auto& demand = sketch_.demand(id, sector, process, dice_.real(0.2, 3));
    demand.cover_days = dice_.real(3, 60);
    needs_[id] = demand.rate_tonnes_per_year;
    return id;
  }

  std::vector<std::string> add_makers(const std::string& name, Stage stage, const char* process,
                                      int count) {
    std::vector<std::string> ids;
    for (int k = 0; k < count; ++k) {
      ids.push_back(add_facility(name + std::to_string(k), stage));
      processes_.emplace_back(ids.back(), process);
    }
    return ids;
  }

  /// Every buyer takes `amount` per tonne of its need from some suppliers, whose need grows by
  /// `throughput` per tonne sold.
  void buy(const std::vector<std::string>& buyers, const std::string& material,
           const std::vector<std::string>& suppliers, double amount, double throughput) {
    for (const auto& buyer : buyers) {
      auto chosen = dice_.some(suppliers, 0.6);
      if (chosen.empty() && !suppliers.empty()) {
        chosen.push_back(dice_.one_of(suppliers));
      }
      for (const auto& supplier : suppliers) {
        if (std::find(chosen.begin(), chosen.end(), supplier) == chosen.end()) {
          add_candidate(supplier, buyer, material);
        }
      }
      for (const auto& supplier : chosen) {
        const double flow =
            needs_[buyer] * amount * dice_.real(0.5, 1.5) / static_cast<double>(chosen.size());
        needs_[supplier] += flow * throughput;
        add_lane(supplier, buyer, material, flow, false);
      }
    }
  }

  void add_candidate(const std::string& from, const std::string& to, const std::string& material) {
    if (dice_.chance(0.7)) {
      add_lane(from, to, material, 0, false);
      sketch_.scenario.lanes.back().qualified = false;
    }
  }

  void push(const std::vector<std::string>& makers, const std::string& material,
            const std::vector<std::string>& takers) {
    for (const auto& maker : makers) {
      for (const auto& taker : takers) {
        add_lane(maker, taker, material, needs_[maker] * dice_.real(0.02, 0.2), true);
      }
    }
  }

  void add_lane(const std::string& from, const std::string& to, const std::string& material,
                double tonnes_per_year, bool push) {
    auto& lane = sketch_.lane(from, to, material, 0, 1);
    lane.tonnes_per_year = tonnes_per_year;
    lane.push = push;
    lane.transit.reset();
    if (dice_.chance(0.7)) {
      lane.transit = duration(dice_.real(1, 40));
    }
    if (!push && dice_.chance(0.3)) {
      lane.bid_usd_per_kg = dice_.real(1, 200);
    }
  }

  void add_mines(const std::vector<std::string>& separators) {
    std::vector<std::string> mines;
    for (int k = dice_.between(1, 3); k-- > 0;) {
      const std::string process = "dig" + std::to_string(k);
      sketch_.extraction(process, ore_elements);
      for (const auto element : ore_elements) {
        sketch_.scenario.compositions.back().oxide_share[index_of(element)] = dice_.real(0.01, 1);
      }
      add_output(process.c_str(), "ore", OutputRole::driver, dice_.real(0.7, 1));
      mines.push_back(add_facility("mine" + std::to_string(k), Stage::mine));
      processes_.emplace_back(mines.back(), process);
    }
    buy(separators, "ore", mines, 1, 1.2);
  }

  void add_lines() {
    for (const auto& [facility, process] : processes_) {
      const double rate = std::max(needs_[facility], 10.0);
      auto& line = sketch_.line(facility, process, 0);
      line.rate_tonnes_per_year = rate;
      line.capacity_tonnes_per_year = rate * dice_.real(1.05, 1.6);
      line.lead_time = duration(dice_.real(1, 30));
      line.lot_days = dice_.real(0.5, 7);
      line.input_cover_days = dice_.real(5, 40);
      line.output_cover_days = dice_.real(0, 20);
    }
  }

  CoversSpec covers() {
    CoversSpec spec;
    spec.elements = dice_.some(magnet_elements, 0.3);
    spec.forms = dice_.some(std::vector<Form>{Form::oxide, Form::metal, Form::magnet}, 0.2);
    spec.destinations = dice_.some(regions_, 0.3);
    if (dice_.chance(0.2)) {
      spec.end_uses = {"cars"};
    }
    if (dice_.chance(0.2)) {
      spec.destinations.emplace_back("UNION");
    }
    return spec;
  }

  void add_instruments() {
    for (int k = dice_.between(0, 3); k-- > 0;) {
      BanSpec ban;
      ban.covers = covers();
      ban.exempt = {covers()};
      ban.grace_days = dice_.between(0, 10);
      ban.in_transit = static_cast<InTransit>(dice_.between(0, 3));
      const Date from = some_date();
      Date on = from;
      for (int changes = dice_.between(0, 2); changes-- > 0;) {
        BanChange change;
        change.on = on = on + dice_.between(1, 60);
        change.in_force = dice_.chance(0.5);
        if (dice_.chance(0.5)) {
          change.covers = covers();
        }
        ban.changes.push_back(std::move(change));
      }
      auto& row = sketch_.instrument("ban" + std::to_string(k), dice_.one_of(regions_), ban);
      row.announced = from - 10;
      row.from = from;
      if (dice_.chance(0.6)) {
        row.until = on + dice_.between(1, 90);
      }
    }
    for (int k = dice_.between(0, 2); k-- > 0;) {
      TariffSpec tariff;
      tariff.covers = covers();
      tariff.covers.destinations.clear();
      TariffStep step;
      step.from = some_date();
      step.rate = dice_.real(0.05, 1);
      if (dice_.chance(0.5)) {
        step.until = step.from + dice_.between(1, 60);
        step.then = TariffStep::Then::lapse;
      }
      tariff.schedule.push_back(step);
      sketch_.instrument("tariff" + std::to_string(k), dice_.one_of(regions_), tariff);
    }
    if (dice_.chance(0.4)) {
      ProductionQuotaSpec quota;
      const auto& capped = some_producer();
      quota.regions = {capped.region};
      quota.stage = capped.stage;
      quota.limits.push_back({2024, dice_.real(100, 3000), {}, {}, {}});
      quota.limits.push_back({2025, dice_.real(100, 3000), {}, {}, {}});
      sketch_.instrument("quota", "R0", quota);
    }
  }

  void add_export_quotas() {
    // Materials that are never pushed, each under one quota.
    for (const char* material : {"dy_oxide", "ndpr_metal", "magnet"}) {
      if (!dice_.chance(0.3)) {
        continue;
      }
      ExportQuotaSpec quota;
      quota.covers.materials = {material};
      quota.covers.origins = {dice_.one_of(regions_)};
      quota.holder = static_cast<QuotaHolder>(dice_.between(0, 1));
      quota.carry_over = dice_.chance(0.5) ? dice_.real(0, 1) : 0;
      quota.use_or_lose =
          quota.holder == QuotaHolder::exporters && dice_.chance(0.5) ? dice_.real(0, 1) : 0;
      quota.limits.push_back({2025, dice_.real(0, 500), {}, {}, {}});
      if (dice_.chance(0.5)) {
        quota.limits[0].batches = {{date_of(2025, 2, 3), 0.5}, {date_of(2025, 6, 9), 0.5}};
      }
      auto& row =
          sketch_.instrument("export_" + quota.covers.materials[0], quota.covers.origins[0], quota);
      row.from = some_date();
      if (dice_.chance(0.3)) {
        row.until = *row.from + dice_.between(1, 200);
      }
    }
  }

  const FacilitySpec& some_producer() {
    const auto& id = dice_.one_of(processes_).first;
    const auto& facilities = sketch_.scenario.facilities;
    return *std::find_if(facilities.begin(), facilities.end(),
                         [&](const FacilitySpec& facility) { return facility.id == id; });
  }

  void add_outages() {
    for (int k = dice_.between(0, 3); k-- > 0;) {
      auto& outage =
          sketch_.outage("outage" + std::to_string(k), "", some_date(), dice_.between(1, 90));
      outage.facilities.clear();
      if (dice_.chance(0.5)) {
        outage.facilities.push_back(dice_.one_of(processes_).first);
      } else {
        outage.regions.push_back(some_producer().region);
      }
      outage.capacity_left = dice_.chance(0.5) ? 0 : dice_.real(0, 0.9);
      outage.recovery = static_cast<Recovery>(dice_.between(0, 2));
      outage.recovery_days = dice_.real(1, 40);
      if (!(outage.capacity_left > 0)) {
        outage.in_process = static_cast<InProcess>(dice_.between(0, 2));
      }
      if (dice_.chance(0.3)) {
        outage.until.reset();
        outage.lasts = duration(dice_.real(1, 30));
        if (dice_.chance(0.7)) {
          outage.every = duration(dice_.real(5, 90));
          if (dice_.chance(0.5)) {
            outage.from.reset();
          }
        }
      }
    }
  }

  /// One that serves a buyer of the world, whatever it buys.
  void add_stockpile() {
    auto& scenario = sketch_.scenario;
    std::vector<const LaneSpec*> bought;
    for (const auto& lane : scenario.lanes) {
      if (!lane.push && lane.qualified.value_or(true)) {
        bought.push_back(&lane);
      }
    }
    const auto& lane = *dice_.one_of(bought);
    const auto buyer = std::find_if(scenario.facilities.begin(), scenario.facilities.end(),
                                    [&](const FacilitySpec& f) { return f.id == lane.to; });
    StockpileSpec stockpile;
    stockpile.id = "stockpile";
    stockpile.owner = buyer->region;
    ReserveSpec reserve;
    reserve.material = lane.material;
    reserve.tonnes = dice_.real(0, 300);
    reserve.least_tonnes = dice_.chance(0.5) ? dice_.real(0, reserve.tonnes) : 0;
    reserve.most_release_tonnes_per_day = dice_.real(0.01, 5);
    reserve.refill_tonnes_per_day = dice_.chance(0.7) ? dice_.real(0.01, 2) : 0;
    stockpile.contents.push_back(reserve);
    stockpile.release.rule.fill_below = dice_.real(0.5, 1);
    stockpile.release.rule.price_multiple = dice_.real(1, 2);
    for (const auto& instrument : scenario.instruments) {
      if (dice_.chance(0.5)) {
        stockpile.release.instruments.push_back(instrument.id);
      }
    }
    stockpile.release.rule.after_days = dice_.between(0, 20);
    stockpile.release.rule.ends_after_days = dice_.between(0, 20);
    stockpile.review_days = dice_.between(1, 14);
    scenario.stockpiles.push_back(stockpile);
    if (scenario.routes.empty()) {
      scenario.routes.push_back({"*", "*", "", constant_days(9), 0, {}, {}});
    }
  }

  void add_way_round() {
    auto& route = sketch_.scenario.smuggling.emplace_back();
    route.id = "way_round";
    route.hub = dice_.one_of(regions_);
    if (dice_.chance(0.5)) {
      route.covers = covers();
    }
    route.rules.most_share = dice_.real(0, 1);
    route.rules.evasion_cost = dice_.real(0, 0.2);
    route.rules.fine = dice_.chance(0.3) ? 0 : dice_.real(0, 3);
    route.rules.at_volume = dice_.real(1, 1000);
    route.rules.least_volume = dice_.real(0, 1000);
    route.detection = dice_.real(0, 0.9);
    route.detour = duration(dice_.real(1, 40));
    route.blacklist_days = dice_.between(0, 60);
    route.review_days = dice_.between(1, 14);
  }

  void add_contract() {
    auto& contract = sketch_.scenario.contracts.emplace_back();
    contract.id = "contract";
    if (dice_.chance(0.7)) {
      contract.covers = covers();
    }
    auto& terms = contract.terms;
    terms.share = dice_.real(0.1, 1);
    terms.least_volume = dice_.real(0, 1);
    terms.most_volume = dice_.real(1, 1.5);
    terms.premium = dice_.real(0, 0.5);
    terms.floor = dice_.real(0, 1);
    terms.penalty = dice_.real(0, 1);
    terms.period_days = 7 * dice_.between(1, 13);
    terms.term_days = terms.period_days * dice_.between(1, 4);
    terms.grace_days = dice_.between(0, terms.period_days);
    terms.force_majeure = dice_.chance(0.5);
  }

  void add_demand_changes() {
    auto& changes = sketch_.scenario.demand_changes;
    const auto add = [&](const std::string& sector, const std::string& region,
                         const std::string& facility) {
      Date from = some_date();
      for (int k = dice_.between(1, 3); k-- > 0; from = from + dice_.between(1, 60)) {
        auto& change = changes.emplace_back();
        change.from = from;
        change.sector = sector;
        change.region = region;
        change.facility = facility;
        change.ramp_days = dice_.chance(0.5) ? dice_.between(1, 90) : 0;
        if (facility.empty() || dice_.chance(0.5)) {
          change.scale = dice_.chance(0.2) ? 0 : dice_.real(0.1, 1.8);
        } else {
          change.rate_tonnes_per_year = per_year(dice_.real(0.1, 3));
        }
      }
    };
    add("everything", "", "");
    add("cars", "UNION", "");
    add("", dice_.one_of(regions_), "");
    add("", "", dice_.one_of(cars_));
  }

  void add_batches() {
    auto& scenario = sketch_.scenario;
    for (auto& behaviour : scenario.behaviour) {
      if (dice_.chance(0.3)) {
        behaviour.least_order_days = dice_.real(0, 60);
      }
      if (behaviour.ordering == Ordering::base_stock && dice_.chance(0.5)) {
        behaviour.ordering = dice_.chance(0.5) ? Ordering::up_to_level : Ordering::fixed_quantity;
        behaviour.reorder_days = dice_.real(1, 60);
      }
      if (behaviour.ordering == Ordering::fixed_quantity) {
        behaviour.fixed_order_days = dice_.real(0.1, 60);
      } else if (dice_.chance(0.3)) {
        behaviour.order_lot_days = dice_.real(0.1, 20);
      }
    }
    for (auto& lane : scenario.lanes) {
      if (!lane.push && dice_.chance(0.3)) {
        lane.least_order_tonnes = dice_.real(0, 100);
      }
      if (!lane.push && dice_.chance(0.2)) {
        lane.order_lot_tonnes = dice_.real(0.01, 30);
      }
    }
  }

  Dice dice_;
  Sketch sketch_;
  std::vector<std::string> regions_;
  std::vector<std::string> cars_;
  std::vector<std::string> glass_;
  std::vector<std::pair<std::string, std::string>> processes_;  ///< facility, process
  std::map<std::string, double> needs_;                         ///< throughput by facility, t/yr
};

}  // namespace

Scenario random_world(std::uint64_t seed) { return RandomWorld(seed).build(); }

Scenario shuffled(Scenario scenario, std::uint64_t seed) {
  Dice dice(seed);
  const auto shuffle_covers = [&](CoversSpec& covers) {
    dice.shuffle(covers.elements);
    dice.shuffle(covers.forms);
    dice.shuffle(covers.destinations);
  };
  dice.shuffle(scenario.regions);
  dice.shuffle(scenario.region_groups);
  for (auto& group : scenario.region_groups) {
    dice.shuffle(group.members);
  }
  dice.shuffle(scenario.sectors);
  dice.shuffle(scenario.sector_groups);
  dice.shuffle(scenario.materials);
  for (auto& material : scenario.materials) {
    dice.shuffle(material.elements);
  }
  dice.shuffle(scenario.compositions);
  dice.shuffle(scenario.processes);
  dice.shuffle(scenario.process_inputs);
  dice.shuffle(scenario.process_outputs);
  dice.shuffle(scenario.facilities);
  dice.shuffle(scenario.lines);
  dice.shuffle(scenario.demand);
  dice.shuffle(scenario.demand_changes);
  dice.shuffle(scenario.lanes);
  dice.shuffle(scenario.routes);
  dice.shuffle(scenario.behaviour);
  dice.shuffle(scenario.instruments);
  for (auto& instrument : scenario.instruments) {
    if (auto* ban = std::get_if<BanSpec>(&instrument.kind)) {
      shuffle_covers(ban->covers);
      dice.shuffle(ban->exempt);
    } else if (auto* quota = std::get_if<ProductionQuotaSpec>(&instrument.kind)) {
      dice.shuffle(quota->limits);
    }
  }
  dice.shuffle(scenario.shocks);
  dice.shuffle(scenario.contracts);
  dice.shuffle(scenario.values);
  dice.shuffle(scenario.markets);
  dice.shuffle(scenario.outputs.series);
  return scenario;
}

}  // namespace monazite::small_worlds
