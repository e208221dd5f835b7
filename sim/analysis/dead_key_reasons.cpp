#include "sim/analysis/dead_key_reasons.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <string_view>
#include <variant>

#include "models/scenario/scenario.hpp"
#include "models/scenario/world.hpp"
#include "models/scenario/written_keys.hpp"

namespace monazite {

namespace {

constexpr std::string_view habits_of_buying[] = {
    ".adjustment_time",  ".supply_line_weight", ".lead_time_learning", ".safety_factor",
    ".cost_sensitivity", ".holding_cost",       ".orders_per_review",  ".patience",
    ".cancel_after",     ".most_front_loading", ".most_waiting"};

std::string reason_of_days(const WrittenKey& key, const DeadKeySetting& setting) {
  const auto& calendar = setting.scenario.calendar;
  const auto& world = setting.world;
  if (key.day_ends && *key.day_ends >= calendar.end) {
    return fmt::format("what it ends goes on to the end of the calendar, {}", to_iso(calendar.end));
  }
  if (key.begins && *key.begins > calendar.end) {
    return fmt::format("nothing comes of it before {}, and the calendar ends on {}",
                       to_iso(*key.begins), to_iso(calendar.end));
  }
  if (key.ends && *key.ends < world.origin) {
    return fmt::format("it is over on {}, before the first day that is simulated, {}",
                       to_iso(*key.ends), to_iso(world.origin));
  }
  if (key.day_begins && *key.day_begins <= calendar.start) {
    return fmt::format("what it begins stands from the first day reported, {}",
                       to_iso(calendar.start));
  }
  return {};
}

/// Whether a day is the last of a step of a tariff whose rate stays after it.
bool goes_on_after(const WrittenKey& key, const Scenario& scenario) {
  for (const auto& instrument : scenario.instruments) {
    const auto* tariff = std::get_if<TariffSpec>(&instrument.kind);
    if (tariff == nullptr || instrument.id != key.instrument || !key.day_ends) {
      continue;
    }
    return std::any_of(tariff->schedule.begin(), tariff->schedule.end(),
                       [&](const TariffStep& step) {
                         return step.until == key.day_ends && step.then == TariffStep::Then::keep;
                       });
  }
  return false;
}

/// Why the officers of a licence do nothing; more of them and a single one were tried.
std::string reason_of_desk(const WrittenKey& key, const Scenario& scenario) {
  for (const auto& instrument : scenario.instruments) {
    const auto* licence = std::get_if<LicenceSpec>(&instrument.kind);
    if (licence == nullptr || instrument.id != key.instrument ||
        key.path != fmt::format("instruments.{}.review.officers", instrument.id)) {
      continue;
    }
    if (licence->changes.empty() && licence->review.officers == 1) {
      return "no application waits for the one officer";
    }
    const auto is_zero = [](const NamedShare& share) { return share.share == 0; };
    if (!licence->approval.empty() &&
        std::all_of(licence->approval.begin(), licence->approval.end(), is_zero)) {
      return "nothing is approved, however soon it is decided";
    }
  }
  return {};
}

/// Why the facilities of a firm do nothing.
std::string reason_of_firm(const WrittenKey& key, const Scenario& scenario) {
  for (const auto& firm : scenario.firms) {
    const bool is_listed = std::any_of(
        scenario.entity_lists.begin(), scenario.entity_lists.end(), [&](const auto& list) {
          return std::find(list.members.begin(), list.members.end(), firm.id) != list.members.end();
        });
    if (!is_listed && key.path == fmt::format("firms.{}.facilities", firm.id)) {
      return fmt::format("no rule reaches '{}'", firm.id);
    }
  }
  return {};
}

/// Why the price of a material does nothing.
std::string reason_of_price(const WrittenKey& key, const World& world) {
  const auto region = [&](PoolId pool) {
    return world.facilities[world.pools[pool.index()].facility.index()].region;
  };
  for (std::size_t id = 0; id < world.materials.size(); ++id) {
    if (key.path != fmt::format("materials.{}.price", world.materials[id].id)) {
      continue;
    }
    const bool is_traded =
        std::any_of(world.lanes.begin(), world.lanes.end(), [&](const auto& lane) {
          return world.trades[lane.trade].material.index() == id &&
                 region(lane.from) != region(lane.to);
        });
    return is_traded ? std::string() : "nobody trades it across a border";
  }
  return {};
}

/// Why what names elements does nothing: there are no others.
std::string reason_of_elements(const WrittenKey& key, const World& world) {
  const bool names_elements = (key.list == "materials" && key.path.ends_with(".elements")) ||
                              (key.list == "process_outputs" && key.path.ends_with(".element"));
  std::set<std::uint8_t> held;
  for (const auto& set : world.element_sets) {
    held.insert(set.elements.begin(), set.elements.begin() + set.count);
  }
  return names_elements && held.size() == 1 ? "nothing here holds another element" : std::string();
}

/// Why a key of a sector does nothing that only a stopped plant asks for.
std::string reason_of_sector(const WrittenKey& key, const DeadKeySetting& setting) {
  if (key.list != "sectors") {
    return {};
  }
  for (const auto& sector : setting.scenario.sectors) {
    const auto own = fmt::format("sectors.{}.", sector.id);
    if (key.path == own + "recoverable_share" && sector.overtime == 0) {
      return "nothing is made up without 'overtime'";
    }
    if (!key.path.starts_with(own) || setting.stopped.count(sector.id) > 0) {
      continue;
    }
    for (const std::string_view name :
         {"overtime", "restart", "recoverable_share", "substitution."}) {
      if (std::string_view(key.path).substr(own.size()).starts_with(name)) {
        return fmt::format("no plant of '{}' stops here", sector.id);
      }
    }
  }
  return {};
}

/// Why a bound does nothing: it does not bind, nor do the values tried.
std::string reason_of_bound(const WrittenKey& key) {
  const auto name = std::string_view(key.path).substr(key.path.rfind('.') + 1);
  return name == "least" || name.starts_with("most_") ? "a bound that is not reached here"
                                                      : std::string();
}

/// Whether a key of a profile is a habit of buying alone.
bool is_of_buying(std::string_view path) {
  return std::any_of(std::begin(habits_of_buying), std::end(habits_of_buying),
                     [&](std::string_view name) { return path.ends_with(name); });
}

/// Why a key of a profile does nothing.
std::string reason_of_profile(const WrittenKey& key, const World& world) {
  for (std::size_t p = 0; p < world.profiles.size(); ++p) {
    if (key.list != "behaviour" ||
        !key.path.starts_with(fmt::format("behaviour.{}.", world.profiles[p].id))) {
      continue;
    }
    bool is_taken = false;
    bool buys = false;
    for (const Facility& facility : world.facilities) {
      is_taken = is_taken || facility.profile == p;
      buys = buys || (facility.profile == p && facility.inputs.count > 0);
    }
    if (!is_taken) {
      return fmt::format("no facility takes the profile '{}'", world.profiles[p].id);
    }
    if (!buys && is_of_buying(key.path)) {
      return fmt::format("no facility of the profile '{}' buys anything", world.profiles[p].id);
    }
  }
  return {};
}

/// Whether every rule of a scenario is one on what lines may make, so that nothing moves what a
/// supplier's goods cost or when they come.
bool has_only_quotas_of_production(const Scenario& scenario) {
  return std::all_of(scenario.instruments.begin(), scenario.instruments.end(),
                     [](const InstrumentSpec& instrument) {
                       return std::holds_alternative<ProductionQuotaSpec>(instrument.kind);
                     });
}

/// Why a key does nothing that answers to duties, prices, delays or news.
std::string reason_of_calm(const WrittenKey& key, const DeadKeySetting& setting) {
  if (!has_only_quotas_of_production(setting.scenario)) {
    return {};
  }
  const auto ends_with = [&](std::string_view name) { return key.path.ends_with(name); };
  if (ends_with(".fear_of_news") || ends_with(".news_wear_off")) {
    return "nothing here that buyers hear of bears on their suppliers";
  }
  if (ends_with(".pass_through")) {
    return "no duty is levied here";
  }
  const bool has_prices = setting.world.switches.prices && !setting.world.prices.cells.empty();
  if (key.list == "behaviour" && !has_prices &&
      (ends_with(".cost_sensitivity") || ends_with(".holding_cost"))) {
    return "nothing here moves what a supplier's goods cost";
  }
  return {};
}

/// Why the form of a route does nothing.
std::string reason_of_route(const WrittenKey& key, const World& world) {
  if (key.list != "routes" || !key.path.ends_with(".form")) {
    return {};
  }
  std::set<Form> forms;
  const std::string_view path = key.path;
  for (const Trade& trade : world.trades) {
    const auto ends = fmt::format("routes.{}/{}/", world.regions[trade.origin.index()].id,
                                  world.regions[trade.destination.index()].id);
    if (path.starts_with(ends)) {
      forms.insert(world.materials[trade.material.index()].form);
    }
  }
  return forms.size() == 1 ? "goods of one form alone go this way" : std::string();
}

/// Whether a round of talks only extends truces, or does nothing.
bool only_extends(const TalksSpec& talks) {
  const auto extends = [](const std::vector<ActionSpec>& actions) {
    return std::all_of(actions.begin(), actions.end(), [](const ActionSpec& action) {
      return !action.truce.empty() && action.extend_days && action.after_days == 0;
    });
  };
  return talks.breakdowns.empty() && !talks.hazard &&
         std::all_of(talks.branches.begin(), talks.branches.end(), [&](const BranchSpec& branch) {
           return extends(branch.actions) && !branch.sway;
         });
}

/// Whether a plant of an end use, or of a group of them, buys on one of the lanes.
bool buys_on(std::span<const std::uint32_t> lanes, const std::string& use,
             const DeadKeySetting& setting) {
  const World& world = setting.world;
  const auto& groups = setting.scenario.sector_groups;
  const auto group =
      std::find_if(groups.begin(), groups.end(), [&](const GroupSpec& g) { return g.id == use; });
  return std::any_of(lanes.begin(), lanes.end(), [&](std::uint32_t lane) {
    const auto& to = world.pools[world.lanes[lane].to.index()];
    const Facility& buyer = world.facilities[to.facility.index()];
    if (!buyer.is_plant) {
      return false;
    }
    const auto& sector = world.sectors[world.plants[buyer.plant.index()].sector.index()].id;
    return sector == use ||
           (group != groups.end() && std::find(group->members.begin(), group->members.end(),
                                               sector) != group->members.end());
  });
}

/// Why the approval of an end use does nothing.
std::string reason_of_approval(const WrittenKey& key, const DeadKeySetting& setting) {
  for (const Instrument& instrument : setting.world.instruments) {
    const auto own = fmt::format("instruments.{}.approval.", instrument.id);
    if (!std::holds_alternative<LicenceRegime>(instrument.kind) || !key.path.starts_with(own)) {
      continue;
    }
    const std::string use = key.path.substr(own.size());
    if (use != "default" && !buys_on(lanes_of(instrument.kind), use, setting)) {
      return fmt::format("no plant of '{}' buys what is covered", use);
    }
  }
  return {};
}

/// Why a key of talks does nothing.
std::string reason_of_talks(const WrittenKey& key, const Scenario& scenario) {
  for (const TalksSpec& talks : scenario.talks) {
    const auto own = fmt::format("talks.{}.", talks.id);
    if (key.path == own + "deadline") {
      return "a bound that the round keeps";
    }
    if (key.path == own + "date" && only_extends(talks)) {
      return "it puts off what comes later than any of its days";
    }
    for (const BranchSpec& branch : talks.branches) {
      for (std::size_t a = 0; a < branch.actions.size(); ++a) {
        const auto action = fmt::format("{}branches.{}.actions.{}.", own, branch.id, a);
        if (branch.actions[a].keep && key.path.starts_with(action)) {
          return "nothing else would move here what it keeps";
        }
      }
    }
  }
  return {};
}

/// Why a key of a truce does nothing.
std::string reason_of_truce(const WrittenKey& key, const Scenario& scenario) {
  for (const TruceSpec& truce : scenario.truces) {
    if (key.path == fmt::format("truces.{}.extension", truce.id)) {
      return "it goes on again and again, by whatever time";
    }
  }
  return {};
}

/// Whether a buyer on a lane that an instrument bears on takes fright at the news of it.
bool frightens(const WrittenKey& key, const World& world) {
  if (!world.switches.hoarding) {
    return false;
  }
  return std::any_of(
      world.instruments.begin(), world.instruments.end(), [&](const Instrument& instrument) {
        const auto lanes = lanes_of(instrument.kind);
        return instrument.id == key.instrument &&
               std::any_of(lanes.begin(), lanes.end(), [&](std::uint32_t lane) {
                 const auto& buyer = world.pools[world.lanes[lane].to.index()];
                 const auto profile = world.facilities[buyer.facility.index()].profile;
                 return world.profiles[profile].hoarding.has_value();
               });
      });
}

}  // namespace

std::string reason_not_to_act(const WrittenKey& key, const DeadKeySetting& setting) {
  if (key.list == "switches" && key.is_boolean) {
    return "there is nothing here that it could switch";
  }
  const auto& [scenario, world, stopped] = setting;
  for (const auto& reason :
       {reason_of_days(key, setting), reason_of_sector(key, setting), reason_of_bound(key),
        reason_of_desk(key, scenario), reason_of_firm(key, scenario), reason_of_price(key, world),
        reason_of_elements(key, world), reason_of_profile(key, world), reason_of_calm(key, setting),
        reason_of_approval(key, setting), reason_of_route(key, world),
        reason_of_talks(key, scenario), reason_of_truce(key, scenario)}) {
    if (!reason.empty()) {
      return reason;
    }
  }
  if (goes_on_after(key, scenario)) {
    return "the rate stays after it ('then: keep')";
  }
  if (key.path.ends_with(".announced") && !frightens(key, world)) {
    return "nobody who buys here answers to the news of it";
  }
  if (key.path.ends_with(".issuer")) {
    return "it names whose rule it is; nothing of that state enters here";
  }
  for (const auto& instrument : world.instruments) {
    if (instrument.id == key.instrument && !instrument.comes) {
      return fmt::format("'{}' lies shelved", instrument.id);
    }
  }
  return {};
}

}  // namespace monazite
