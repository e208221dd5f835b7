#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/behaviour/contract.hpp"
#include "models/behaviour/demand_course.hpp"
#include "models/behaviour/order_batches.hpp"
#include "models/behaviour/profile.hpp"
#include "models/behaviour/smuggling.hpp"
#include "models/market/money.hpp"
#include "models/market/price.hpp"
#include "models/material/element.hpp"
#include "models/material/material.hpp"
#include "models/metrics/figure.hpp"
#include "models/metrics/observation_plan.hpp"
#include "models/network/graph.hpp"
#include "models/network/ids.hpp"
#include "models/policy/action.hpp"
#include "models/policy/instrument.hpp"
#include "models/policy/lineage.hpp"
#include "models/policy/promise.hpp"
#include "models/policy/talks.hpp"
#include "models/policy/truce.hpp"
#include "models/quantity/date.hpp"
#include "models/quantity/distribution.hpp"
#include "models/quantity/mass.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// A run of consecutive items in one of the world's flat tables.
struct Slice {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

struct Region {
  std::string id;
  std::vector<HolidaySpec> holidays;
  /// Pace of its plants on a day without a holiday, so that a year with holidays adds up to the use
  /// of the tables.
  double everyday_pace = 1;
};

struct Material {
  std::string id;
  Form form = Form::oxide;
  GrossRule rule = GrossRule::oxide_equivalent;
  std::vector<Element> elements;
  double price_usd_per_kg = 0;  ///< of a good: a thousandth of the price of a unit
  Mass lot;
  std::string unit = "t";  ///< in which its rows count
  double diversion = 0;    ///< of a good: share of civil deliveries that goes on, 0-1
  double strategic_weight_usd_per_unit = 0;
};

struct Facility {
  std::string id;
  Stage stage = Stage::mine;
  RegionId region;
  std::uint64_t key = 0;      ///< stable hash of the id: streams, ties, offsets
  std::uint32_t profile = 0;  ///< index into World::profiles
  Slice inputs;               ///< into World::pools
  Slice outputs;              ///< into World::pools
  Slice lines;                ///< into World::lines
  std::int64_t review_offset_seconds = 0;
  bool is_plant = false;
  PlantId plant;  ///< when is_plant
};

/// The elements that a stock or a lot can hold, in a fixed order.
struct ElementSet {
  std::uint8_t count = 0;
  std::array<std::uint8_t, element_count> elements{};

  bool operator==(const ElementSet&) const = default;
};

/// A stock: what one facility holds of one material (or of substitutes that it blends).
struct Pool {
  std::uint64_t key = 0;  ///< stable hash of facility, material and side
  FacilityId facility;
  MaterialId material;               ///< of a blend: the first
  std::uint32_t elements = 0;        ///< index into World::element_sets
  std::uint32_t offset = 0;          ///< of its elements in the state's element array
  bool oxide_equivalent = false;     ///< its gross mass follows from its elements
  bool is_sink = false;              ///< an outlet: what arrives is sold or disposed of at once
  Slice suppliers;                   ///< input: lanes into it, in World::lanes, pushed ones last
  std::uint32_t on_order_lanes = 0;  ///< input: how many of them deliver on order
  std::uint32_t candidates = 0;      ///< input: how many of these, the last, are not qualified
  std::uint32_t qualification = 0;   ///< input with candidates: index into World::durations
  Slice customers;                   ///< output: into World::lanes_out, ordered lanes by stable key
  Slice pushes;                      ///< output: into World::lanes_out, lanes sent without order
  OutputRole role = OutputRole::driver;
  SurplusRule surplus = SurplusRule::stock;
  std::int64_t surplus_limit = 0;  ///< grams beside what is owed: `surplus` acts on what is over it
  double use_per_day = 0;       ///< grams a day in the base year: input use, or orders on an output
  double push_per_day = 0;      ///< grams a day in the base year: pushed in, or pushed out
  double cover_days = 0;        ///< stock wanted, days of use (input) or of orders (output)
  double lead_days = 0;         ///< input: base transit; output: base lead time of its line
  double surplus_days = 0;      ///< output: what is over so many days of orders is surplus
  bool in_batches = false;      ///< input: it is ordered by order_in_batches
  bool lanes_differ = false;    ///< input: some of its lanes have batches of their own
  OrderBatch batch;             ///< input: the smallest of its lanes, or that of its material
  std::vector<double> content;  ///< of a steady year: grams of element per gram, by the element set
};

/// Read for every shipment, so kept small. Its random streams go by `lane_key`.
struct Lane {
  PoolId from;
  PoolId to;
  float share = 0;                 ///< of the buyer's purchases (pushed: of the supplier's pushes)
  std::uint16_t trade = 0;         ///< index into World::trades
  std::uint16_t transit : 14 = 0;  ///< index into World::durations
  std::uint16_t push : 1 = 0;      ///< sent without order
  std::uint16_t crosses_border : 1 = 0;
};
static_assert(sizeof(Lane) == 16);

/// What of a lane is read seldom.
struct LaneDetail {
  float freight = 0;          ///< share of the goods' value
  double bid = 0;             ///< USD/kg: what the buyer offers in a shortage
  float opening_share = 0;    ///< pushed: of what is pushed into the buyer in the base year
  float newcomer_share = 0;   ///< candidate: what it counts for once it is qualified
  bool is_candidate = false;  ///< the buyer has to qualify it before it may order
  bool is_reserve = false;    ///< from a stockpile, which alone decides on what it sends
};

/// All lanes that carry one material from one region to another: the cell in which trade is
/// counted.
struct Trade {
  RegionId origin;
  RegionId destination;
  MaterialId material;
  float freight = 0;                       ///< share of the value in the base year
  std::uint32_t cell = ~std::uint32_t{0};  ///< of the seller's market: whose price is paid; or none
};

/// One material in one market: where its price forms.
struct MarketCell {
  std::uint32_t market = 0;  ///< index into World::markets
  MaterialId material;
  std::uint64_t key = 0;     ///< stable hash of both: its random stream
  Slice pools;               ///< into PriceBoard::cell_pools, inputs first
  std::uint32_t inputs = 0;  ///< how many of these are inputs
  Slice trades;              ///< into PriceBoard::cell_trades: what brings the material in or round
  double volume_per_day = 0;            ///< grams a day that these bring in the base year
  bool has_users = false;               ///< else its use is what its sellers expect to be asked for
  std::vector<std::uint32_t> choosers;  ///< of PriceBoard::choosers, those that buy in it
};

/// What a lane counts for in prices.
struct LanePrice {
  std::uint32_t route = no_route;  ///< index into World::price_routes
  float of_route = 0;              ///< share of the route's base trade
  float of_supply = 0;             ///< share of the supply of its buyer's cell

  static constexpr std::uint32_t no_route = ~std::uint32_t{0};
};

/// Prices of a world: empty without markets.
struct PriceBoard {
  int step_days = 7;
  PriceRules rules;
  std::vector<std::string> markets;         ///< ids
  std::vector<MarketCell> cells;            ///< by market and material
  std::vector<PoolId> cell_pools;           ///< of MarketCell::pools
  std::vector<std::uint32_t> cell_trades;   ///< of MarketCell::trades
  std::vector<std::uint32_t> cell_of_pool;  ///< by PoolId, or no_cell
  std::vector<PriceRoute> routes;           ///< as in the base year: open, without duties
  std::vector<LanePrice> lanes;             ///< by LaneId
  std::vector<PoolId> choosers;             ///< inputs that several markets supply

  static constexpr std::uint32_t no_cell = ~std::uint32_t{0};
};

/// The key of a lane's random streams, from the keys of its ends: one round of SplitMix64's mixer.
constexpr std::uint64_t lane_key(std::uint64_t from, std::uint64_t to) {
  std::uint64_t z = from + 0x9e3779b97f4a7c15ULL * to;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// What a line draws for one lot.
struct LineInput {
  PoolId pool;
  Mass per_lot;
  std::array<std::uint8_t, element_count> position{};  ///< of a pool's element in the lot's set
};

/// The part of one element of a lot that goes to an output.
struct ElementRoute {
  std::uint8_t lot_position = 0;
  std::uint8_t pool_position = 0;
  double share = 0;
};

struct LineOutput {
  PoolId pool;
  Slice routes;  ///< into World::element_routes
  GrossRule rule = GrossRule::element_sum;
  Mass nominal_per_lot;  ///< gross mass that a lot is expected to give
};

struct Line {
  FacilityId facility;
  std::string process;
  Slice inputs;                        ///< into World::line_inputs
  Slice outputs;                       ///< into World::line_outputs
  std::uint32_t elements = 0;          ///< index into World::element_sets, of a lot
  std::vector<Mass> extracted;         ///< per lot by the element set; empty unless it extracts
  bool makes_good = false;             ///< "extracts" a good, of whose making nothing is modelled
  bool recycled = false;               ///< extracts from old goods
  bool pushes_only = false;            ///< runs at capacity: all its outputs are by-products
  bool runs_by_basket = false;         ///< at the pace that the value of its outputs pays for
  bool blocks = false;                 ///< stands still when too much of an output is in stock
  double variable_cost = 0;            ///< USD per kg of throughput
  double value_spread = 0;             ///< USD per kg of throughput
  Mass lot;                            ///< throughput of a lot
  std::int64_t lot_seconds = 0;        ///< at full capacity
  double base_lots_per_day = 0;        ///< in the base year
  std::uint32_t lead_time = 0;         ///< index into World::durations
  std::vector<std::uint32_t> quotas;   ///< into World::quotas
  std::vector<std::uint32_t> outages;  ///< into World::outage_sites
  std::uint64_t key = 0;               ///< stable hash of (facility, process)
};

/// A plant that uses materials up, at a rate that follows its sector's calendar.
struct PlantInput {
  PoolId pool;
  double per_tonne = 0;    ///< reported tonnes per tonne of use
  double value_share = 0;  ///< of what the plant's inputs cost in the base year
};

struct Plant {
  FacilityId facility;
  SectorId sector;
  RegionId region;
  Slice inputs;             ///< into World::plant_inputs
  double use_per_day = 0;   ///< grams a day in the base year, times the demand scale
  double usd_per_gram = 0;  ///< value added that stops with a gram of use; 0: not known
  bool uses_magnets = false;
  Slice courses;  ///< into World::courses_of_plants
};

/// What some plants are asked for, by date.
struct DemandCourse {
  std::string id;                     ///< the facility, or `sector/region`
  std::vector<DemandChange> changes;  ///< in order of their days
  std::vector<PlantId> plants;
};

/// A lane that brings a good to a plant: where deliveries by end use are counted.
struct GoodsLane {
  std::uint32_t lane = 0;
  MaterialId good;
  PlantId plant;
};

/// A production quota, resolved: the lines that share it and its limits by year.
struct QuotaPool {
  std::uint32_t instrument = 0;
  std::vector<LineId> lines;
};

/// An export quota, resolved.
struct ExportQuotaPool {
  std::uint32_t instrument = 0;
  Slice accounts;  ///< into World::export_accounts
};

/// What one exporter may send under a quota, or all of them together.
struct ExportAccount {
  std::uint32_t quota = 0;           ///< index into World::export_quotas
  std::optional<FacilityId> holder;  ///< none: all exporters
  double weight = 0;                 ///< of the quota at its beginning; they sum to one
  std::vector<std::uint32_t> lanes;  ///< that draw on it, ascending
};

/// A lane that a licence regime covers.
struct LicensedLane {
  std::uint32_t instrument = 0;
  std::uint32_t place = 0;  ///< among the lanes of the regime
  std::uint32_t lane = 0;
};

/// When the outages of an outage site come. Seconds after 1970-01-01; durations are indices into
/// World::durations.
struct OutageTiming {
  std::int64_t first_second = 0;  ///< none begins before; of one that comes once, its beginning
  std::int64_t end_second = 0;    ///< the last of them is over
  std::optional<std::uint32_t> lasts;  ///< none: until `end_second`
  std::optional<std::uint32_t> every;  ///< none: it comes once
  bool is_running = false;             ///< one may have begun before `first_second`, the opening
};

/// An outage of some lines, which break down together: all that it strikes, or of one that comes at
/// random those of a facility.
struct OutageSite {
  std::uint32_t instrument = 0;
  Outage outage;
  OutageTiming timing;
  std::optional<FacilityId> facility;  ///< none: all that it strikes
  std::uint32_t label = 0;             ///< row in plan.instruments: of a facility `SHOCK/FACILITY`
  std::vector<LineId> lines;
  std::uint64_t key = 0;  ///< stable hash of (shock, facility)
};

/// Who pays and who gets what a price floor makes up.
struct SupportAccount {
  std::uint32_t instrument = 0;
  RegionId issuer;
  RegionId region;  ///< of the producers
};

/// What a stockpile holds of one material, resolved. Masses in grams.
struct Reserve {
  std::uint32_t stockpile = 0;  ///< index into World::stockpiles
  PoolId pool;
  std::int64_t opening = 0;
  std::int64_t least = 0;   ///< it releases down to this
  std::int64_t target = 0;  ///< it buys up to this
  double most_release_per_day = 0;
  double refill_per_day = 0;
  std::uint32_t cell = PriceBoard::no_cell;  ///< whose price it goes by
  std::vector<std::uint32_t> lanes;          ///< to the stocks that it serves, by rank
  std::vector<std::uint8_t> ranks;           ///< of these: 0 is served first
};

/// A stockpile, resolved.
struct Stockpile {
  std::string id;
  RegionId owner;
  FacilityId facility;
  ReleaseRule release;
  RefillRule refill;
  int review_days = 1;
  std::vector<PlantId> plants;             ///< whose fill rate counts
  std::vector<std::uint32_t> instruments;  ///< that it watches
  Slice reserves;                          ///< into World::reserves
};

/// Contracts of the same terms.
struct Contract {
  std::string id;
  ContractTerms terms;
  Slice lanes;  ///< into World::contracted_lanes
};

/// A lane under contract.
struct ContractedLane {
  std::uint32_t contract = 0;
  std::uint32_t lane = 0;
  double grams_per_day = 0;  ///< what the contract is for
};

/// The chance of detection from a day on.
struct EnforcementLevel {
  Date on;
  double detection = 0;
};

/// What goes round in one trade on one route.
struct Contraband {
  std::uint32_t route = 0;  ///< index into World::smuggling
  std::uint32_t trade = 0;
};

/// A way round, resolved.
struct SmugglingRoute {
  std::string id;
  std::uint64_t key = 0;  ///< stable hash of the id: its random streams
  RegionId hub;
  SmugglingRules rules;
  std::uint32_t detour = 0;  ///< index into World::durations
  int blacklist_days = 0;
  int review_days = 7;
  std::vector<EnforcementLevel> enforcement;  ///< in order of date
  std::vector<std::uint32_t> lanes;           ///< ascending
  std::vector<std::uint32_t> contraband;      ///< by place in `lanes`: index into World::contraband
  std::uint32_t first_claim = 0;              ///< of its lanes in State::smuggled_claims
};

/// A scenario made ready to run: immutable, indexed, shared by all threads.
struct World {
  std::string name;
  Date start;   ///< first day reported
  Date end;     ///< last day reported
  Date origin;  ///< first day simulated: start less warm-up
  RunsSpec runs;
  SwitchesSpec switches;

  std::vector<Region> regions;
  std::vector<SectorSpec> sectors;
  std::vector<Material> materials;
  std::vector<Facility> facilities;
  std::vector<ElementSet> element_sets;
  std::vector<Pool> pools;
  std::vector<Lane> lanes;
  std::vector<LaneDetail> lane_details;  ///< by LaneId
  std::vector<OrderBatch> lane_batches;  ///< by LaneId; empty where no lane has one of its own
  std::vector<LaneId> lanes_out;
  std::vector<Trade> trades;
  std::vector<Line> lines;
  std::vector<LineInput> line_inputs;
  std::vector<LineOutput> line_outputs;
  std::vector<ElementRoute> element_routes;
  std::vector<Plant> plants;
  std::vector<PlantInput> plant_inputs;
  std::vector<DemandCourse> demand_courses;
  std::vector<std::uint32_t> courses_of_plants;  ///< into demand_courses: of Plant::courses
  std::vector<Profile> profiles;
  PriceBoard prices;
  std::vector<Distribution> durations;  ///< seconds; spread already removed when noise is off
  std::vector<Instrument> instruments;
  std::vector<Lineage> lineages;
  std::vector<LineageLane> lineage_lanes;    ///< by lineage and lane
  std::vector<LineageStock> lineage_stocks;  ///< by lineage and stock
  std::vector<QuotaPool> quotas;
  std::vector<ExportQuotaPool> export_quotas;
  std::vector<ExportAccount> export_accounts;
  std::vector<std::uint32_t> export_account_of_lane;  ///< by LaneId; or empty
  static constexpr std::uint32_t no_account = ~std::uint32_t{0};
  std::vector<OutageSite> outage_sites;
  std::vector<SupportAccount> support_accounts;
  std::vector<Party> parties;
  std::vector<Transfer> transfers;
  std::vector<PolicyCommand> commands;  ///< of talks, truces and promises
  std::vector<Truce> truces;
  Talks talks;
  std::vector<Promise> promises;
  std::vector<std::vector<std::uint32_t>> promises_of_lane;  ///< by LaneId; or empty
  std::vector<Stockpile> stockpiles;
  std::vector<Reserve> reserves;
  std::vector<Contract> contracts;
  std::vector<ContractedLane> contracted_lanes;
  std::vector<std::uint32_t> contract_of_lane;  ///< by LaneId, into contracted_lanes; or empty
  static constexpr std::uint32_t no_contract = ~std::uint32_t{0};
  std::vector<SmugglingRoute> smuggling;
  std::vector<Contraband> contraband;
  std::vector<GoodsLane> goods_lanes;        ///< by lane number
  std::vector<std::uint32_t> goods_of_lane;  ///< by LaneId, into goods_lanes; or empty
  static constexpr std::uint32_t no_goods = ~std::uint32_t{0};
  std::vector<LicensedLane> licensed_lanes;
  std::vector<std::uint32_t> licence_of_lane;  ///< by LaneId, into licensed_lanes; or empty
  static constexpr std::uint32_t no_licence = ~std::uint32_t{0};
  std::uint32_t element_slots = 0;  ///< length of the state's element array

  std::vector<Figure> run_figures;         ///< in the order of plan.run_figures
  std::vector<Figure> series_figures;      ///< in the order of plan.series_figures
  std::vector<Figure> tracked_figures;     ///< flows, looked at on plan.track_days
  std::vector<std::uint32_t> lane_labels;  ///< row of each lane in plan.lanes
  ObservationPlan plan;
  SupplyGraph graph;                  ///< nodes by FacilityId
  std::vector<std::uint32_t> layers;  ///< of the graph, by FacilityId
  SupplyRoutes routes;                ///< through the graph, by FacilityId
};

}  // namespace monazite
