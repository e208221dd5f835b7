#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/behaviour/allocation.hpp"
#include "models/behaviour/forecast.hpp"
#include "models/behaviour/supplier_choice.hpp"
#include "models/material/element.hpp"
#include "models/policy/export_quota.hpp"
#include "models/policy/schedule.hpp"
#include "models/quantity/mass.hpp"
#include "models/scenario/world.hpp"
#include "sim/engine/event_loop.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/engine/settle.hpp"
#include "sim/engine/timers.hpp"
#include "sim/run/duration_sampler.hpp"
#include "sim/run/licence_state.hpp"
#include "sim/run/market_state.hpp"
#include "sim/run/observation.hpp"
#include "sim/run/parcels.hpp"

namespace monazite {

/// One stock, with what of its Pool is read for every shipment. Masses in grams. The first line of
/// cache is what shipping and receiving touch.
struct alignas(64) PoolState {
  std::int64_t gross = 0;     ///< on hand, reported mass
  std::int64_t held = 0;      ///< what its elements must sum to, from what came and went
  std::int64_t on_order = 0;  ///< input: ordered and not received
  std::int64_t owed = 0;      ///< output: ordered and not sent
  std::int64_t unserved = 0;  ///< output: owed on open lanes after the last settlement
  std::uint32_t facility = 0;
  std::uint32_t offset = 0;    ///< Pool::offset
  std::uint16_t elements = 0;  ///< Pool::elements
  bool oxide_equivalent = false;
  bool is_sink = false;
  std::uint32_t waiting = 0;  ///< output: lanes in its stretch of State::waiting
  float lead_days = 0;        ///< perceived lead time
  float backlog = 0;          ///< input: what products owed and not yet started on need

  std::int64_t in_process = 0;     ///< output: expected from lots in process
  std::int64_t period_flow = 0;    ///< since the last review: wanted (plants), ordered (outputs)
  std::int64_t period_pushed = 0;  ///< since the last review: received without order
  Forecast forecast;               ///< of period_flow
  double pushed_per_day = 0;       ///< smoothed period_pushed
  std::int64_t stuck = 0;          ///< output: of `owed`, on lanes that a ban blocks
  std::uint32_t disturbed = 0;     ///< input: supplier lanes under a ban or a tariff
  std::uint32_t owing = 0;         ///< input: supplier lanes that owe something
};
static_assert(sizeof(PoolState) == 128);

/// One lane, with what of its Lane is read for every order and shipment: one line of cache. Seconds
/// count from the world's origin.
struct alignas(64) LaneState {
  std::int64_t owed = 0;         ///< grams ordered and not sent
  std::int64_t month = 0;        ///< grams sent this month
  engine::CoarseStream transit;  ///< of transit times
  PoolId from;
  PoolId to;
  FacilityId buyer;                ///< whose pool `to` is
  std::uint32_t owed_since = 0;    ///< when it was ordered, on the mean of `owed`
  float tariff = 0;                ///< ad valorem rate on entry now
  std::uint16_t trade = 0;         ///< Lane::trade
  std::uint16_t duration = 0;      ///< Lane::transit
  std::uint16_t blocked = 0;       ///< bans that block it, and quotas that are used up
  std::uint16_t holding = 0;       ///< of the bans, the ones that hold what is under way
  std::uint8_t exhausted : 1 = 0;  ///< of `blocked`: its quota is used up
  bool metered : 1 = false;        ///< what leaves counts on a quota: see State::export_accounts
  bool licensed : 1 = false;       ///< needs a licence to send: see State::licensed_lanes
  bool slowed : 1 = false;         ///< under a friction: see State::frictions
  bool contracted : 1 = false;     ///< under a contract: see State::contracted
  bool reserve : 1 = false;        ///< LaneDetail::is_reserve
  bool push = false;               ///< Lane::push
  bool waiting = false;            ///< stands in its supplier's stretch of State::waiting
};
static_assert(sizeof(LaneState) == 64);

/// All shipments of one trade over the reported span, and what is under way. Grams, USD.
struct TradeTally {
  std::int64_t shipped = 0;
  std::int64_t received = 0;
  std::int64_t ordered = 0;
  std::int64_t in_transit = 0;  ///< under way or at customs now
  double tariff_usd = 0;
  std::array<double, rent_holder_names.size()> rent_usd{};  ///< by RentHolder
  double goods_usd = 0;
  double freight_usd = 0;
  std::int64_t paid_for = 0;  ///< of `received`
};

/// What of the goods under way at the opening arrives up to the first review of their buyer. Grams.
struct EarlyArrivals {
  std::int64_t ordered = 0;
  std::int64_t pushed = 0;
};

/// What one stock keeps for its own region, of a seller with `Allocation::reserve`.
struct KeptAtHome {
  std::int64_t grams = 0;  ///< reserved and not yet taken by home buyers
  std::int64_t seen = 0;   ///< in stock after the last settlement; more has come since
};

struct LineState {
  std::int64_t free_at = 0;       ///< seconds: when capacity allows the next lot
  std::int64_t started_at = 0;    ///< seconds: when the last lot started
  std::int64_t wakes_at = -1;     ///< seconds: its ready event; one with another instant is stale
  std::int64_t frozen_until = 0;  ///< seconds: until then what is in process stands still
  engine::CoarseStream lead_times;
};

/// When the lines of an outage site break down, and where in this it is.
struct OutageSiteState {
  Slice spans;                ///< into State::outage_spans
  std::uint32_t current = 0;  ///< of these, the first that is not over
  bool has_begun = false;     ///< of `current`
};

struct PlantState {
  std::int64_t normal_rate = 0;  ///< grams of use a day that its calendar asks for
  std::int64_t rate = 0;         ///< grams of use a day now: 0 when stopped, more when catching up
  std::int64_t anchor = 0;       ///< seconds: since when `rate` holds
  std::int64_t used = 0;         ///< grams used since `anchor`, as booked
  std::int64_t booked_at = 0;    ///< seconds: up to when use is booked
  std::int64_t stopped_at = 0;   ///< seconds: when the present stop began
  double recoverable = 0;        ///< grams of lost use that overtime may make up
  double level = 1;              ///< demand of this month, relative to the trend
  double asked = 1;              ///< share of the base year's use that its courses ask for
  std::int64_t first_stopped_at = -1;  ///< seconds: first stop since the report began; -1 if none
  std::uint32_t draws = 0;             ///< demand levels drawn
  bool stopped = false;
  bool restarting = false;
  bool watched = false;  ///< a stop event is scheduled
};

/// What a stockpile has seen of its users.
struct StockpileSight {
  double wanted = 0;  ///< grams of use, up to its last review
  double lost = 0;
  double fill = 1;
};

/// A reserve of a stockpile. Grams and USD over the reported span.
struct ReserveState {
  StockpileState rule;
  std::int64_t released = 0;
  double sold_usd = 0;
  double bought_usd = 0;
};

/// Days into the present period and the present term of contracts.
struct ContractState {
  int period_days = 0;
  int term_days = 0;
};

/// What orders and shipments touch of a lane under contract: one line of cache. Grams of the
/// present period unless said otherwise; USD over the reported span.
struct alignas(64) ContractedLaneState {
  double volume = 0;             ///< of the contract, up to now
  std::int64_t deliverable = 0;  ///< the most that is delivered up to the next look
  std::int64_t called = 0;       ///< ordered, whoever serves it in the end
  std::int64_t delivered = 0;    ///< less what came back: less than nothing if that was sent before
  std::int64_t all_delivered = 0;  ///< over the reported span
  double premium_usd = 0;
  double called_share = 0;  ///< of the buyer's purchases, when last told
  float spot_part = 1;      ///< of the trade of the base year, while in force
  bool is_in_force = true;
};
static_assert(sizeof(ContractedLaneState) == 64);

/// What was agreed on a shipment when it was sent, and is paid when it is received.
struct ShipmentTerms {
  std::int64_t contracted = 0;  ///< grams of it under contract
  double rent_usd = 0;          ///< what the rest fetches beyond price and duty
  RentHolder rent_to = RentHolder::exporter;
  bool is_reported = false;  ///< sent in the reported span
};

/// What is read of a lane under contract when a period or the term ends. Grams; USD over the
/// reported span.
struct ContractAccount {
  engine::CoarseStream draws;
  double duty = 0;                ///< volume of the period, without the days of force majeure
  double carried = 0;             ///< called before the period, to be delivered under the contract
  std::int64_t before_grace = 0;  ///< of ContractedLaneState::called, what may be late at its end
  std::int64_t taken_back = 0;    ///< of the same, withdrawn within the grace, or lost on its way
  std::int64_t missed = 0;        ///< withdrawn after it
  std::int64_t owed = 0;          ///< on the lane, when the period began
  double charged = 0;             ///< of this, what was late and has been paid for
  double backlog = 0;             ///< called and not delivered, not yet paid for
  double trust = 1;               ///< share of what was called that is not late, smoothed
  double penalty_usd = 0;
  double take_or_pay_usd = 0;
};

/// What goes round on a route.
struct SmugglingState {
  double tonnes_a_year = 0;  ///< smoothed over four weeks
  std::int64_t sent = 0;     ///< grams since the last look
};

/// What went round in one trade on one route over the reported span. Grams, USD.
struct ContrabandTally {
  std::int64_t sent = 0;
  std::int64_t seized = 0;
  double markup_usd = 0;
  double fine_of_exporter_usd = 0;
  double fine_of_importer_usd = 0;
};

struct QuotaState {
  std::int64_t limit = 0;  ///< grams of throughput this year
  std::int64_t used = 0;
  std::int64_t issued = 0;  ///< by its plan and by actions; the limit while it is in force
  std::int64_t extra = 0;   ///< of this, by actions, what was left when last looked at
};

struct ExportQuotaState {
  bool in_force = false;
  std::int64_t extra = 0;  ///< grams issued by actions in this year, what was left when last looked
                           ///< at; less than 0: withdrawn
  std::int64_t opened_at = 0;  ///< seconds: when its year began
};

/// Sums over the reported span, from which figures follow. Masses in grams, by the index named.
struct Tallies {
  std::vector<std::int64_t> mined;         ///< line: oxide equivalent
  std::vector<std::int64_t> recycled;      ///< line: elements
  std::vector<std::int64_t> made;          ///< line output: gross
  std::vector<std::int64_t> surplus;       ///< pool
  std::vector<double> wanted;              ///< plant: use that its calendar asked for
  std::vector<double> lost;                ///< plant
  std::vector<double> delayed;             ///< plant
  std::vector<double> substituted;         ///< plant: of stopped lines
  std::vector<std::int64_t> stop_seconds;  ///< plant
  std::vector<std::int64_t> first_stop;    ///< plant: seconds, -1 if none
  std::vector<std::int64_t> last_restart;  ///< plant: the same
};

/// The ledger of the whole world by element, in grams, over the reported span.
struct Ledger {
  std::array<Mass, element_count> mined{};
  std::array<Mass, element_count> recycled{};
  std::array<Mass, element_count> consumed{};
  std::array<Mass, element_count> lost{};
  std::array<Mass, element_count> seized{};
};

/// What a run follows of a rule on lineage.
struct LineageState {
  std::vector<double> shares;  ///< of listed content, 0-1, by element slot of the stocks
  std::vector<std::array<double, element_count>> parcels;  ///< the same of lots and shipments
  std::vector<std::uint8_t> is_reached;                    ///< by pool, of those watched
  bool is_due = false;                                     ///< it is looked at tomorrow
};

/// How an instrument stood before an answer to a breach.
struct StandingBefore {
  std::uint32_t instrument = 0;
  std::int32_t set = -1;
  std::uint32_t truce = 0;
};

/// What a run has measured of a promise.
struct PromiseState {
  std::int64_t delivered = 0;          ///< grams, of the whole run
  std::vector<std::int64_t> marks;     ///< grams delivered when a window began, a ring by check
  std::uint32_t checks = 0;            ///< made
  std::uint32_t marked = 0;            ///< windows begun
  bool is_answered = false;            ///< the other side does what it does at a breach
  Date breached_since;                 ///< the day of the first breach that is answered
  std::vector<StandingBefore> before;  ///< of the instruments that the answer has moved
};

/// What has come on a lane that brings a good to a plant abroad.
struct GoodsTally {
  std::int64_t delivered = 0;  ///< millionths of a unit
  double diverted = 0;         ///< units that reach the military end use
  double end_use_check = 0;    ///< of the licence regime in force on the lane, now
};

/// Everything that changes in a run: flat arrays, reused from run to run.
struct State {
  std::vector<TruceState> truces;
  std::vector<std::uint32_t> truce_of;     ///< by instrument: which takes back what is set
  std::vector<std::uint32_t> last_action;  ///< by instrument: what has moved it last
  std::vector<PromiseState> promises;
  std::uint32_t node = ~std::uint32_t{0};  ///< the round of the talks that comes next
  std::uint32_t leaf = ~std::uint32_t{0};  ///< the way that they took
  std::vector<double> sways;               ///< by branch of the round that is held
  std::vector<PoolState> pools;
  std::vector<std::int64_t> elements;  ///< grams, by Pool::offset
  std::vector<LaneState> lanes;
  std::vector<SupplierAccount>
      accounts;  ///< by lane: the buyer's, or of a pushed lane the seller's
  std::vector<std::int32_t> lane_banned_on;  ///< day on which its present ban began
  std::vector<std::uint32_t> waiting;        ///< lanes with orders, by Pool::customers
  std::vector<KeptAtHome> kept_at_home;      ///< by pool; empty when no seller reserves
  std::vector<std::int64_t> qualified_at;    ///< by lane, seconds; empty without a candidate
  std::vector<LineState> lines;
  std::vector<PlantState> plants;
  std::vector<std::int64_t> plant_input_used;  ///< grams booked since the anchor, by plant input
  std::vector<double> shares_asked;            ///< now, by demand course
  std::vector<OutageSpan> outage_spans;        ///< of this run, by OutageSiteState::spans
  std::vector<OutageSiteState> outage_sites;
  std::vector<InstrumentState> instruments;
  std::vector<LineageState> lineages;  ///< empty where nothing follows goods
  MarketState markets;
  std::vector<float> expected_changes;         ///< of duty, by lane; empty when nobody expects one
  std::vector<double> expected_of_instrument;  ///< of duty, what is in `expected_changes` of each
  std::vector<std::uint32_t> floors_in_force;  ///< instruments
  std::vector<double> support_usd;             ///< by support account
  std::vector<std::int64_t> made_when_supported;  ///< grams, by line output: paid for up to here
  std::vector<BuyerState> buyers;                 ///< by pool; empty when nobody takes fright
  std::vector<QuotaState> quotas;
  std::vector<StockpileSight> stockpiles;
  std::vector<ReserveState> reserves;
  std::vector<ContractState> contracts;
  std::vector<ContractedLaneState> contracted;
  std::vector<ShipmentTerms> shipment_terms;  ///< by parcel; empty without contracts and markets
  std::vector<ContractAccount> contract_accounts;  ///< by contracted lane
  std::vector<double> contract_prices;  ///< by contract and cell; without markets by contract
  std::vector<double> past_prices;  ///< by assessment, a ring, and cell; empty without contracts
  std::vector<SmugglingState> smuggling;
  std::vector<ContrabandTally> contraband;
  std::vector<double> smuggled_claims;  ///< grams, by SmugglingRoute::first_claim and place
  std::vector<engine::CoarseStream> smuggling_draws;  ///< the same
  std::vector<std::int64_t> blacklisted_until;        ///< seconds, by facility
  std::vector<ExportQuotaState> export_quotas;
  std::vector<QuotaAccount> export_accounts;
  std::vector<double> openness_of_accounts;         ///< when routes were last opened
  std::vector<std::uint32_t> frictions;             ///< instruments in force
  std::vector<engine::CoarseStream> customs_draws;  ///< by lane; empty without a friction
  std::vector<GoodsTally> goods;                    ///< by goods lane
  std::vector<LicensedLaneState> licensed_lanes;
  std::vector<RegimeState> regimes;  ///< by instrument; of others empty
  std::vector<Application> applications;
  std::vector<std::uint32_t> free_applications;
  std::vector<Licence> licences;
  std::vector<std::uint32_t> free_licences;
  std::vector<std::uint32_t> newly_licensed;                   ///< lanes, while a regime begins
  std::vector<std::uint32_t> newly_covered;                    ///< the same, whatever they carry
  std::vector<std::pair<double, std::uint32_t>> filing_order;  ///< of these
  std::size_t most_waits = 0;                 ///< decisions in any run of the workspace so far
  std::size_t most_applications = 0;          ///< the same of recorded applications
  std::vector<LicenceTally> licence_tallies;  ///< by cell
  std::vector<LicenceDecisions> licence_decisions;  ///< by cell
  std::vector<double> activity;                     ///< pace of each region now
  std::vector<TradeTally> trades;
  ParcelStore parcels;
  engine::SettleBook settlements;
  engine::Timers stops;
  engine::Timers restarts;
  engine::Timers paces;

  /// Per element: what lots in process and shipments must hold.
  std::array<Mass, element_count> in_process{};
  std::array<Mass, element_count> in_transit{};
  std::array<Mass, element_count> opening{};  ///< held by all when `ledger` was opened
  Ledger ledger;
  Tallies tallies;
  std::vector<double> last_cumulative;  ///< series figure: its flow up to the last interval

  std::vector<EarlyArrivals> early_arrivals;  ///< input pool

  std::vector<float> opening_phases;  ///< by lane: between two turns of its buyer, in [0, 1)
  std::vector<SupplierAccount> opening_accounts;
  std::vector<float> push_phases;

  // Buffers of the handlers.
  AllocationScratch allocation;
  std::vector<std::int64_t> orders;
  std::vector<std::int64_t> allotted;
  std::vector<std::int64_t> contract_orders;
  std::vector<std::uint8_t> ranks;
  std::vector<double> past_sales;
  std::vector<double> bids;
  std::vector<std::uint32_t> open_lanes;
  std::vector<std::pair<std::uint32_t, std::int64_t>> asked_of_accounts;  ///< account, grams
  std::vector<std::uint32_t> cut_lanes;
  std::vector<std::int64_t> cut_orders;
  std::vector<std::int64_t> cut_allotted;
  std::vector<double> cost_rises;
  std::vector<float> base_shares;
  std::vector<float> shares;
  std::vector<double> called_shares;
};

}  // namespace monazite
