#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/behaviour/allocation.hpp"
#include "models/behaviour/contract.hpp"
#include "models/behaviour/hoarding.hpp"
#include "models/behaviour/smuggling.hpp"
#include "models/behaviour/substitution.hpp"
#include "models/market/money.hpp"
#include "models/market/price.hpp"
#include "models/material/element.hpp"
#include "models/material/material.hpp"
#include "models/policy/stockpile.hpp"
#include "models/quantity/date.hpp"
#include "models/quantity/distribution.hpp"
#include "models/scenario/place.hpp"
#include "models/scenario/policy_spec.hpp"
#include "models/scenario/stage.hpp"
#include "models/scenario/talks_spec.hpp"

namespace monazite {

/// The span of a run. `end` is the last day reported; `warm_up` days precede `start`.
struct CalendarSpec {
  Date start;
  Date end;
  int warm_up_days = 0;
};

struct RunsSpec {
  int replications = 1;
  std::uint64_t seed = 1;
  std::uint64_t max_events = 0;  ///< a replication that executes more has failed; 0: by the world
  double max_seconds = 0;        ///< so has one that takes longer, in wall seconds; 0: ten minutes
  std::optional<int> max_memory_mb;  ///< runs that are expected to take more are refused
};

/// Days on which a region works at a part of its pace (New Year, a shutdown).
struct HolidaySpec {
  Date from;
  Date until;           ///< the last day
  double activity = 0;  ///< share of the normal pace, 0-1
  Place place;
};

struct RegionSpec {
  std::string id;
  std::string name;
  std::vector<HolidaySpec> holidays;
  Place place;
};

/// A named set of regions (EU27) or of sectors (auto), for instruments and reports.
struct GroupSpec {
  std::string id;
  std::string name;
  std::vector<std::string> members;
  Place place;
};

/// A firm with its facilities and its owners, for rules on firms.
struct FirmSpec {
  std::string id;
  std::string name;
  std::vector<std::string> facilities;
  std::vector<NamedShare> owners;  ///< firms, with what each owns of it
  Provenance provenance;
  Place place;
};

/// A published list: of firms, or of facilities that use a technology.
struct ListSpec {
  std::string id;
  std::string name;
  std::vector<std::string> members;
  Provenance provenance;
  Place place;
};

/// An end use: how its plants grow, stop, restart and catch up.
struct SectorSpec {
  std::string id;
  std::string name;
  double growth_per_year = 0;       ///< share of demand added a year, from `growth_from`
  std::optional<Date> growth_from;  ///< default: the start of the calendar
  double recoverable_share = 0;     ///< share of lost output made up later by overtime, 0-1
  double overtime = 0;              ///< pace above normal while catching up, share of normal
  double restart_days = 0;          ///< days from delivery to a running line after a stop
  double stop_cover_days = 0;       ///< a line stops when its cover falls below this
  double demand_cv = 0;             ///< coefficient of variation of a plant's monthly demand
  std::optional<Distribution> qualification_time;  ///< seconds; default: that of the behaviour
  double price_elasticity = 0;                     ///< of use to the price of what is used, <= 0
  std::vector<SubstitutionPoint> substitution;     ///< in order of days; none: nothing replaces
  std::optional<bool> is_military;                 ///< an end use of goods; default: civil
  Provenance provenance;
  Place place;
};

struct MaterialSpec {
  std::string id;
  std::string name;
  Form form = Form::oxide;
  std::vector<Element> elements;    ///< the elements that it can hold; all when empty
  std::string unit;                 ///< of a good: what one of it is; empty of all others
  double price_usd_per_kg = 0;      ///< constant price of 2024, per kg of reported mass
  double lot_tonnes = 0;            ///< the smallest useful shipment, reported tonnes
  std::optional<double> diversion;  ///< of a good: share of civil deliveries that goes on, 0-1
  ValueRange diversion_range;
  std::optional<double> strategic_weight_usd_per_unit;  ///< of a good in the military end use
  ValueRange strategic_weight_range;
  Provenance provenance;
  Place place;
};

/// What an ore or an old scrap holds: shares of the oxide equivalent by element (they are scaled
/// to sum to one).
struct CompositionSpec {
  std::string id;
  std::array<double, rare_earth_count> oxide_share{};
  Provenance provenance;
  Place place;
};

/// One way to turn inputs into outputs, per tonne of throughput. A process with a composition
/// takes its elements out of the ground (or out of old goods, `recycled`).
struct ProcessSpec {
  std::string id;
  std::string name;
  std::string composition;  ///< of what is mined; empty for a process with inputs
  bool recycled = false;    ///< old scrap: booked as recycled_old, not as mined
  Provenance provenance;
  Place place;
};

/// A material that a process draws. Materials that share a `slot` are substitutes, kept in one
/// stock and drawn as a blend, in equal amounts.
struct ProcessInputSpec {
  std::string process;
  std::string slot;  ///< default: the material's id
  std::string material;
  double tonnes_per_tonne = 0;  ///< reported tonnes drawn per tonne of throughput
  ValueRange amount_range;
  Provenance provenance;
  Place place;
};

enum class OutputRole : std::uint8_t {
  driver,     ///< made to order: the line runs at the pace that its orders and stock want
  co_driver,  ///< a co-product worth running for: the line also runs when its orders exceed all
              ///< that is on hand and in process
  coproduct,  ///< comes with the driver; sold on order, its surplus goes to push lanes
  byproduct   ///< comes with the driver; all of it goes to push lanes
};

/// What becomes of a co-product that nobody orders and no push lane takes, over a line's surplus
/// cover.
enum class SurplusRule : std::uint8_t {
  stock,    ///< kept
  dispose,  ///< thrown away
  block     ///< the line stands still until there is less of it
};

/// Where the elements of a lot go. What no output takes is lost (tailings, slag, dust).
struct ProcessOutputSpec {
  std::string process;
  std::string material;
  std::optional<Element> element;  ///< empty: every element that the material can hold
  double share = 0;                ///< of the element's mass in the lot
  ValueRange share_range;
  double gross_per_tonne = 0;  ///< alloy, magnet, scrap: reported tonnes per tonne of throughput
  OutputRole role = OutputRole::driver;
  SurplusRule surplus = SurplusRule::stock;
  Provenance provenance;
  Place place;
};

struct FacilitySpec {
  std::string id;
  std::string name;
  Stage stage = Stage::mine;
  std::string region;
  std::string behaviour;            ///< id of a profile; empty: the default of its stage
  std::optional<double> latitude;   ///< degrees north
  std::optional<double> longitude;  ///< degrees east
  Provenance provenance;
  Place place;
};

/// A production line: a process at a facility, with its capacity and its habits of stock.
struct LineSpec {
  std::string facility;
  std::string process;
  double capacity_tonnes_per_year = 0;
  ValueRange capacity_range;
  double rate_tonnes_per_year = 0;  ///< throughput of the base year: where a steady year starts
  Distribution lead_time;           ///< seconds from charge to product
  double lot_days = 0;              ///< a lot is so many days of capacity
  double input_cover_days = 0;      ///< stock of inputs wanted, in days of use
  double output_cover_days = 0;     ///< stock of products wanted, in days of orders
  double surplus_cover_days = 60;   ///< a co-product over so many days of orders is surplus
  std::optional<double> variable_cost_usd_per_kg;  ///< of throughput: the line runs by its basket
  std::optional<double> value_spread_usd_per_kg;   ///< of the costs over shifts and ores
  Provenance provenance;
  Place place;
};

/// A plant that uses materials up: an end use of magnets, a non-magnet use of oxides.
struct DemandSpec {
  std::string facility;
  std::string sector;
  std::string process;              ///< its inputs are the bill of materials per tonne of use
  double rate_tonnes_per_year = 0;  ///< use in the base year
  ValueRange rate_range;
  double cover_days = 0;  ///< stock wanted, in days of use, transit not counted
  ValueRange cover_range;
  Provenance provenance;
  Place place;
};

/// From `from`, plants are asked for another share of their use of the base year. What a change
/// does not name it holds for; changes with equal names follow each other, others multiply.
struct DemandChangeSpec {
  Date from;
  std::string sector;                          ///< or a group; empty: all
  std::string region;                          ///< or a group; empty: all
  std::string facility;                        ///< one plant; then neither of the others
  std::optional<double> scale;                 ///< of the use of the base year
  std::optional<double> rate_tonnes_per_year;  ///< of one plant, in place of `scale`
  int ramp_days = 0;                           ///< over which it is reached; 0: at once
  Provenance provenance;
  Place place;
};

/// A supplier of a buyer, with the flow of the base year; its share is flow over the sum of flows.
struct LaneSpec {
  std::string from;
  std::string to;
  std::string material;
  double tonnes_per_year = 0;            ///< reported tonnes of the base year
  bool push = false;                     ///< sent when there is a lot of it, not on order
  std::optional<Distribution> transit;   ///< seconds; default: the route between the regions
  std::optional<bool> qualified;         ///< false: the buyer may order only after a qualification
  std::optional<double> bid_usd_per_kg;  ///< the buyer's; default: the price of the material
  double least_order_tonnes = 0;         ///< an order on it is no smaller
  double order_lot_tonnes = 0;           ///< an order on it is a multiple; 0: of any size
  Provenance provenance;
  Place place;
};

/// Transit between two regions for what has no time of its own. `*` stands for any region; the
/// most specific row wins (pair, then from, then to, then any).
struct RouteSpec {
  std::string from;
  std::string to;
  std::string form;      ///< a form's name, or empty for all
  Distribution transit;  ///< seconds, door to door with customs and handling
  double freight_usd_per_kg = 0;
  Provenance provenance;
  Place place;
};

enum class Ordering : std::uint8_t {
  base_stock,
  smoothed,
  up_to_level,    ///< sS: nothing above a reorder point, else up to the level
  fixed_quantity  ///< rQ: nothing above a reorder point, else whole fixed quantities
};

/// How long a buyer takes to qualify a supplier where nothing is said: 6 to 18 months, as of car
/// makers (model: 4.5; estimated, defence takes 12 to 36). Seconds.
inline constexpr Triangular default_qualification_time{180 * 86400.0, 365 * 86400.0, 540 * 86400.0};

/// Habits of ordering and of serving (model: 4.1, 4.2, 4.5, 4.6).
struct BehaviourSpec {
  std::string id;
  Ordering ordering = Ordering::smoothed;
  int review_days = 7;
  double forecast_days = 28;           ///< time constant of expected use
  double adjustment_days = 28;         ///< time in which a gap of stock is closed (smoothed)
  double production_days = 14;         ///< time in which a line closes a gap of its product's stock
  double supply_line_weight = 0.7;     ///< share of the gap on order that is seen (smoothed)
  double safety_factor = 0;            ///< standard deviations of use over review and lead time
  std::optional<double> reorder_days;  ///< of use: sS and rQ order at this position or below
  double fixed_order_days = 0;         ///< of use: what rQ orders
  double least_order_days = 0;         ///< of use: no order is smaller
  double order_lot_days = 0;           ///< of use: an order is a multiple; 0: of any size
  std::optional<double> shortage_cost_per_day;  ///< share of value; sets the safety factor
  double lead_time_learning = 0.2;  ///< weight of the latest delivery in the perceived lead time
  double cost_sensitivity = 0.1;    ///< relative landed cost that changes a share by e (mu)
  double holding_cost_per_day = 0.0007;  ///< share of value, prices a day of expected delay
  int orders_per_review = 6;             ///< suppliers called in one review, at most
  double patience_days = 0;      ///< a supplier that owes for longer gets no new order; 0: never
  double cancel_after_days = 0;  ///< an order owed for longer is withdrawn; 0: never
  double qualify_at = 0.5;       ///< share of purchases that fails when another is qualified, 0-1
  std::optional<Distribution> qualification_time;  ///< seconds; default: default_qualification_time
  Allocation allocation = Allocation::pro_rata;
  bool home_first = false;                    ///< priority: own region before others
  std::vector<std::string> priority_sectors;  ///< priority: these before others, in this order
  double home_reserve = 0;  ///< reserve: share of what comes into stock, for the own region, 0-1
  double rush_days_per_shortfall = 60;    ///< cover ordered early, a unit of a quota's shortfall
  double most_rush_days = 30;             ///< at most so many days of cover ordered early
  double most_front_loading_days = 60;    ///< cover ordered before a duty rises, at most
  double most_waiting = 0.25;             ///< share of cover run down before a duty falls, at most
  std::optional<HoardingRules> hoarding;  ///< none: no fear
  Place place;
};

/// What the plants of some sectors in some regions add in value, all together.
struct ValueSpec {
  std::string id;
  std::vector<std::string> sectors;  ///< sectors or groups
  std::vector<std::string> regions;  ///< regions or groups
  double usd_per_year = 0;           ///< value added at the use of the base year
  ValueRange range;
  double exposed_share = 1;  ///< of it that stops when the sectors' inputs run out, 0-1
  ValueRange exposed_range;
  Provenance provenance;
  Place place;
};

/// Regions that share the price of each material.
struct MarketSpec {
  std::string id;
  std::string name;
  std::vector<std::string> regions;  ///< regions or groups
  Place place;
};

/// How prices form, and how often they are assessed.
struct PricesSpec {
  int step_days = 7;
  PriceRules rules;
};

/// What a stockpile holds of one material.
struct ReserveSpec {
  std::string material;
  double tonnes = 0;                    ///< at the start
  double least_tonnes = 0;              ///< it releases down to this
  std::optional<double> target_tonnes;  ///< it buys up to this; default: what it starts with
  double most_release_tonnes_per_day = 0;
  double refill_tonnes_per_day = 0;  ///< 0: it never buys
  Provenance provenance;
  Place place;
};

/// What calls for a release from a stockpile.
struct ReleaseSpec {
  ReleaseRule rule;                      ///< without `on_instruments`, which follows
  std::vector<std::string> sectors;      ///< whose fill rate counts; none: all
  std::vector<std::string> instruments;  ///< to watch
};

/// A stock that a state keeps for a crisis: it serves by rule what suppliers owe to the buyers of
/// its regions, and buys by rule when goods are cheap and plenty.
struct StockpileSpec {
  std::string id;
  std::string owner;                   ///< region
  std::vector<std::string> serves;     ///< regions or groups; none: the owner
  std::vector<std::string> buys_from;  ///< regions or groups; none: any
  std::vector<ReserveSpec> contents;
  ReleaseSpec release;
  std::vector<std::string> priority;  ///< sectors served before others, in this order
  RefillRule refill;
  int review_days = 1;
  Distribution delivery{Constant{86400.0}};  ///< seconds to the buyer
  Provenance provenance;
  Place place;
};

/// From `on`, a shipment that goes round is found with another chance.
struct EnforcementChange {
  Date on;
  double detection = 0;
  Place place;
};

/// A way round what bars or taxes goods: through a hub that their papers name as the origin.
struct SmugglingSpec {
  std::string id;
  std::string hub;  ///< region
  CoversSpec covers;
  SmugglingRules rules;
  double detection = 0;  ///< chance at the volume of the rules
  Distribution detour;   ///< seconds
  int blacklist_days = 180;
  int review_days = 7;
  std::vector<EnforcementChange> changes;
  Provenance provenance;
  Place place;
};

/// Contracts of the same terms, one of each seller with each buyer that it covers.
struct ContractSpec {
  std::string id;
  CoversSpec covers;
  ContractTerms terms;
  Provenance provenance;
  Place place;
};

/// What a region makes in a year, against which losses may be told.
struct EconomySpec {
  std::string region;
  double gdp_usd_per_year = 0;  ///< gross domestic product at current prices
  ValueRange gdp_range;
  Provenance provenance;
  Place place;
};

/// One who holds controls, or stands them.
struct LeverageSideSpec {
  std::string id;
  std::vector<std::string> regions;   ///< regions or groups
  std::vector<std::string> controls;  ///< ids of its instruments
  double export_value_added = 1;      ///< value added at home in a USD of its exports, 0-1
  ValueRange export_value_added_range;
  Provenance provenance;
  Place place;
};

/// How long the end uses of each side stand the controls of another.
struct EnduranceSpec {
  int most_days = 180;   ///< controls that are stood for so long are not tried for longer
  int replications = 8;  ///< of each trial
  double loss_days = 1;  ///< days of the value added of a side; less than that is no loss
};

/// Whether the controls of each side wear off when they are used again and again.
struct ErosionSpec {
  int uses = 0;        ///< how often they are put on
  int days = 0;        ///< for so long each time
  int apart_days = 0;  ///< off between two uses, and after the last
  Place place;
};

/// Who hurts whom by controls, and what it costs (model: 8).
struct LeverageSpec {
  Date from;                       ///< the first day of the horizons
  std::vector<int> horizons_days;  ///< at most a year
  double discount_per_year = 0.05;
  double relative = 1;         ///< w: 1 relative to the product of a side, 0 absolute
  int step_days = 7;           ///< between two looks, to which a crossing is exact
  std::optional<double> ease;  ///< by which a control is eased to find what its last part does
  std::vector<LeverageSideSpec> sides;
  std::optional<EnduranceSpec> endurance;  ///< none: it is not looked for
  std::optional<ErosionSpec> erosion;      ///< none: it is not looked for
  Place place;
};

/// How lost capacity comes back after an outage.
enum class Recovery : std::uint8_t { step, linear, exponential };

/// What becomes of goods in process in an outage.
enum class InProcess : std::uint8_t { go_on, freeze, lose };

/// A loss of capacity that is no policy: strike, flood, fire; or breakdowns at random, of each
/// facility by itself.
struct OutageSpec {
  std::string id;
  std::vector<std::string> facilities;
  std::vector<std::string> regions;
  std::optional<Stage> stage;
  double capacity_left = 0;  ///< share of capacity that remains, 0-1
  std::optional<Date> announced;
  std::optional<Date> from;   ///< with `every` the first day on which one may begin
  std::optional<Date> until;  ///< the last day at `capacity_left`; with `lasts` at the latest
  std::optional<Distribution> lasts;  ///< seconds
  std::optional<Distribution> every;  ///< seconds up between two; none: it comes once
  Recovery recovery = Recovery::step;
  double recovery_days = 0;  ///< linear: to full; exponential: time constant
  InProcess in_process = InProcess::go_on;
  Provenance provenance;
  Place place;
};

enum class Interval : std::uint8_t { day, week, month };

struct OutputsSpec {
  Interval interval = Interval::week;
  std::vector<std::string> series;  ///< metric names; empty: the default list
  bool flows = true;
  bool applications = false;
};

/// Every behaviour that can be switched off for a controlled experiment.
struct SwitchesSpec {
  bool growth = true;
  bool holidays = true;
  bool noise = true;           ///< spread of lead times, transit and demand
  double demand_scale = 1;     ///< multiplies every end use of magnets
  double cover_scale = 1;      ///< multiplies the stock cover of every end use
  bool prices = true;          ///< prices move
  bool arbitrage = true;       ///< a gap between two markets closes by trade
  bool price_response = true;  ///< use answers to prices
  bool price_choice = true;    ///< suppliers are chosen by prices
  bool hoarding = true;        ///< buyers who take fright want more cover
  bool phantom_orders = true;  ///< and order more than they need
  bool contracts = true;       ///< a part of trade is under contract
  bool smuggling = true;       ///< goods go round what bars or taxes them
};

/// A scenario as written: plain values in the units of their names, with their places. Ids are not
/// resolved and nothing is derived; `compile` does both.
struct Scenario {
  std::string name;  ///< what the rows of every CSV carry
  std::string title;
  std::string description;
  std::vector<std::string> files;  ///< paths as given, for places
  CalendarSpec calendar;
  RunsSpec runs;
  std::vector<RegionSpec> regions;
  std::vector<GroupSpec> region_groups;
  std::vector<SectorSpec> sectors;
  std::vector<GroupSpec> sector_groups;
  std::vector<MaterialSpec> materials;
  std::vector<CompositionSpec> compositions;
  std::vector<ProcessSpec> processes;
  std::vector<ProcessInputSpec> process_inputs;
  std::vector<ProcessOutputSpec> process_outputs;
  std::vector<FacilitySpec> facilities;
  std::vector<LineSpec> lines;
  std::vector<DemandSpec> demand;
  std::vector<DemandChangeSpec> demand_changes;
  std::vector<LaneSpec> lanes;
  std::vector<RouteSpec> routes;
  std::vector<BehaviourSpec> behaviour;
  std::vector<ValueSpec> values;
  std::vector<MarketSpec> markets;
  PricesSpec prices;
  std::vector<FirmSpec> firms;
  std::vector<ListSpec> entity_lists;
  std::vector<ListSpec> technologies;
  std::vector<InstrumentSpec> instruments;
  std::vector<TruceSpec> truces;
  std::vector<TalksSpec> talks;
  std::vector<PromiseSpec> reciprocity;
  std::vector<OutageSpec> shocks;
  std::vector<ContractSpec> contracts;
  std::vector<StockpileSpec> stockpiles;
  std::vector<SmugglingSpec> smuggling;
  std::vector<EconomySpec> economies;
  std::optional<LeverageSpec> leverage;
  OutputsSpec outputs;
  SwitchesSpec switches;
};

/// Calls `tell` with each list of actions of talks, truces and promises.
template <class ScenarioType, class Tell>
void for_each_list_of_actions(ScenarioType& scenario, const Tell& tell) {
  for (auto& truce : scenario.truces) {
    tell(truce.actions);
  }
  for (auto& promise : scenario.reciprocity) {
    tell(promise.answer.actions);
  }
  for (auto& round : scenario.talks) {
    for (auto& branch : round.branches) {
      tell(branch.actions);
    }
    for (auto& breakdown : round.breakdowns) {
      tell(breakdown.actions);
    }
    if (round.hazard) {
      tell(round.hazard->actions);
    }
  }
}

}  // namespace monazite
