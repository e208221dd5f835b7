#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

#include "models/behaviour/ordering.hpp"
#include "sim/engine/event_loop.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/run/replication.hpp"
#include "sim/run/state.hpp"
#include "sim/run/trace.hpp"

namespace monazite {

/// The phases of one instant, in order (decisions: time and order).
struct Phase {
  static constexpr std::uint8_t policy = 0;
  static constexpr std::uint8_t arrivals = 1;
  static constexpr std::uint8_t licences = 2;
  static constexpr std::uint8_t production = 3;
  static constexpr std::uint8_t demand = 4;
  static constexpr std::uint8_t orders = 5;
  static constexpr std::uint8_t trade = 6;
  static constexpr std::uint8_t prices = 7;
  static constexpr std::uint8_t metrics = 9;
};

/// What an event is; each kind has one handler.
enum class EventKind : std::uint8_t {
  instrument_step,  ///< slot: instrument
  instrument_news,  ///< slot: instrument (a step of its pipeline)
  calendar,         ///< slot: 0 new month, 1 + region: a region's pace changes
  arrival,          ///< slot: parcel
  lot_done,         ///< slot: parcel
  line_ready,       ///< slot: line
  plant_stop,       ///< slot: generation
  plant_restart,    ///< slot: generation
  plant_pace,       ///< slot: generation
  review,           ///< slot: facility
  settle,           ///< slot: pool
  customs,          ///< what no ban holds any longer goes on
  application,      ///< slot: application
  licence_expiry,   ///< slot: licence
  prices,           ///< all are assessed
  stockpile,        ///< slot: stockpile
  truce_begin,      ///< slot: truce
  truce_end,        ///< slot: truce, before what another action says on the day after
  round,            ///< slot: node of the talks
  breakdown,        ///< slot: the same, on one of its days
  hazard,           ///< slot: the same, at any moment
  command,          ///< slot: command of talks, a truce or a promise
  promise_mark,     ///< slot: promise (what is delivered from here on counts)
  promise_check,    ///< slot: promise
  smuggling,        ///< slot: smuggling route
  contract,         ///< slot: contract
  lineage,          ///< slot: lineage (what it reaches is looked at again)
  report_begin,
  interval_end,  ///< slot: interval
  month_end,     ///< slot: month
  track          ///< slot: track day
};

/// No way through the talks.
inline constexpr std::uint32_t no_leaf = ~std::uint32_t{0};

inline constexpr std::uint32_t no_lane = ~std::uint32_t{0};

/// When a supplier is qualified that nobody has begun to qualify, in seconds.
inline constexpr std::int64_t not_begun = std::numeric_limits<std::int64_t>::max();

/// A surplus leaves when so many days of it have come together.
inline constexpr double push_days = 10;

/// How far a stock is from one push to the next at the opening, in [0, 1), by its key.
inline double push_phase(const Pool& pool) { return static_cast<double>(pool.key % 1024) / 1024; }

/// What the orders for a line's products call for.
struct LotDemand {
  double per_day = 0;   ///< lots expected a day
  double variance = 0;  ///< of the lots of a day
  double behind = 0;    ///< lots that orders need beyond what is on hand and in process, as far
                        ///< as the line can make up for them within its production days
};

/// What random draws are for.
enum class Purpose : std::uint8_t {
  transit = 1,
  lead_time = 2,
  demand_level = 3,
  licence = 4,
  customs = 5,
  qualification = 6,
  price = 7,
  hoarding = 8,
  smuggling = 9,
  contract = 10,
  talks = 11,
  promise = 12
};

/// What a worker keeps from run to run.
struct Workspace::Memory {
  State state;
  engine::EventLoop<> loop;
  std::vector<DurationSampler> durations;
  std::vector<Distribution> sampled;  ///< what `durations` draw from
};

/// One replication: the events of one world under one seed. One handler an event kind; handlers
/// call models/ for what agents decide and keep the ledger whole.
class Run {
 public:
  Run(const World& world, std::uint64_t seed, std::uint32_t replication, Workspace::Memory& memory);

  /// Lets the talks take one way through their tree; else they draw it. To be called before the run
  /// begins.
  void take_branch(std::uint32_t leaf) { leaf_ = leaf; }

  /// Tells each event before it is executed. To be called before the run begins; `trace` must
  /// outlive it.
  void trace_to(const Trace& trace) { trace_ = &trace; }

  /// From the first day simulated to the last; throws RunFailure.
  Observations complete();

  /// The same in steps, for tests: sets the opening, then runs up to a date, then finishes.
  void open();
  void advance_to(Date date) { advance_to_second(seconds_at(date)); }
  void advance_to_second(std::int64_t second);
  Observations finish();

  /// Files an application on a lane that needs licences now, for tests of the desks.
  void apply_by_hand(std::uint32_t licensed_lane, std::int64_t grams) {
    file(licensed_lane, grams);
  }

  /// The state, for tests that disturb it on purpose.
  State& state() { return state_; }

  /// Compares every place with its ledger, to the gram; throws RunFailure with the place's name.
  void verify_balance() const;

 private:
  using Loop = engine::EventLoop<>;

  void dispatch(const engine::Event& event);

  // tracing.cpp
  [[nodiscard]] TraceRow trace_row(const engine::Event& event) const;
  /// The id of the instrument or truce that a command moves.
  [[nodiscard]] const std::string& subject_of(const PolicyCommand& command) const;

  // opening.cpp
  void reset_state();
  void fill_stocks();
  void fill_lots();
  void fill_outputs();
  void fill_transit();
  void spread_turns();
  void replay_orders(PoolId pool);
  void replay_pushes(PoolId pool);
  void settle_stock(PoolId pool);
  void put_in_stock(PoolId pool, std::int64_t grams);
  [[nodiscard]] std::int64_t opening_output(const LineOutput& output) const;
  void send_before_opening(std::uint32_t lane, std::int64_t grams, std::int64_t seconds);
  void prime_plants();
  void schedule_first_events();

  // production.cpp
  void try_start(LineId line);
  [[nodiscard]] double wanted_pace(const Line& line) const;
  [[nodiscard]] bool has_inputs(const Line& line) const;
  [[nodiscard]] double pace_of(const Line& line) const;
  [[nodiscard]] double available(const Line& line, double days) const;
  [[nodiscard]] std::int64_t line_seconds(const Line& line, double pace) const;
  void wake_line(LineId line, std::int64_t seconds);
  void on_line_ready(LineId line);
  void start_lot(LineId id, double pace);
  void draw_inputs(const Line& line, std::uint32_t parcel);
  void on_lot_done(std::uint32_t parcel);
  std::int64_t deliver_output(const LineOutput& output, std::span<std::int64_t> left,
                              std::uint32_t parcel);
  void push_surplus(PoolId pool);
  /// The lane whose turn it is to take a surplus; `no_lane` when bans close them all.
  [[nodiscard]] std::uint32_t best_push_lane(const Pool& pool) const;
  /// The same, and books `grams` on its account and the claims of the others.
  std::uint32_t take_turn(const Pool& pool, std::int64_t grams);
  /// Something has come that idle lines may have waited for.
  void kick_lines(const Facility& facility);
  /// Something has changed that lines may run faster or slower for.
  void look_again(const Facility& facility);

  // lineages.cpp
  void reset_lineages();
  /// What so many grams of what a stock holds count for.
  [[nodiscard]] double worth_of(std::uint32_t lineage, PoolId pool, double grams) const;
  /// What the listed content in a stock counts for.
  [[nodiscard]] double listed_worth_of(std::uint32_t lineage, PoolId pool) const;
  /// Whether a rule reaches a shipment by what it holds and who made it.
  [[nodiscard]] bool is_reached(std::uint32_t lineage, std::uint32_t parcel) const;
  /// Whether it reaches what a stock holds; of an empty one what held before.
  [[nodiscard]] bool is_reached_now(std::uint32_t lineage, PoolId pool) const;
  /// Whether an instrument bears on what is sent on a lane that it covers; without a lineage it
  /// does.
  [[nodiscard]] bool bears_on(std::uint32_t lineage, std::uint32_t lane) const {
    return lineage == Lineage::none ||
           state_.lineages[lineage].is_reached[state_.lanes[lane].from.index()] != 0;
  }
  std::span<double> shares_of_parcel(LineageState& lineage, std::uint32_t parcel) const;
  /// @name Follow listed content before grams are moved. Places are those of element sets.
  /// @{
  void trace_shipment(PoolId from, std::uint32_t parcel);
  void trace_lot(std::uint32_t parcel);
  void trace_input(std::uint32_t parcel, std::size_t place, PoolId from, std::size_t place_in_pool,
                   double added);
  void trace_output(std::uint32_t parcel, std::size_t place, PoolId to, std::size_t place_in_pool,
                    double added);
  void trace_arrival(std::uint32_t parcel, const ElementSet& from, PoolId to);
  /// @}
  /// Has it looked at tomorrow whether a stock is still reached, or still free.
  void look_at_lineage_of(PoolId pool);
  void on_lineage(std::uint32_t lineage);
  /// Whether an instrument is in force on a lane, whatever is sent on it.
  [[nodiscard]] bool covers_now(std::uint32_t instrument, std::uint32_t lane) const;
  /// Whether a rule on lineage that holds what is under way holds a shipment, by what that holds.
  [[nodiscard]] bool is_held_by_lineage(std::uint32_t parcel) const;
  /// Lets an instrument in force bear on a lane, or lets it go. Whether it covers the lane.
  bool reach(std::uint32_t instrument, std::uint32_t lane, bool is_reached);
  void note_reach(std::uint32_t instrument, std::string_view action);
  /// Of stocks the share of listed content, of lanes the share that is reached.
  [[nodiscard]] double share_by_lineage(const Figure& figure) const;

  // coproducts.cpp
  /// What a kg of a line's throughput gives at the prices of the scenario, USD. What bans and
  /// used-up quotas keep from its buyers of the base year is worth nothing.
  [[nodiscard]] double basket_value(const Line& line) const;
  /// The share of a stock's sales of the base year whose lanes are open; 0 of a stock without any.
  [[nodiscard]] double sellable_share(PoolId pool) const;
  /// Whether too much of an output that blocks is in stock.
  [[nodiscard]] bool is_blocked(const Line& line) const;
  /// Throws away what is over the limit of a stock.
  void dispose_of_surplus(PoolId pool);

  // shipping.cpp
  void place_order(std::uint32_t lane, std::int64_t grams);
  /// Adds to what a lane's supplier owes, as ordered on a date; seconds from the world's origin.
  void owe(std::uint32_t lane, std::int64_t grams, std::uint32_t since);
  /// Takes back so many of the grams that a supplier owes on a lane, and gives it a claim of as
  /// many, up to `most_claim`, to the next orders.
  void withdraw_order(std::uint32_t lane, std::int64_t grams, double most_claim);
  /// Puts a lane among those that wait for its supplier.
  void wait_for(std::uint32_t lane, PoolState& supplier);
  void on_settle(PoolId pool);
  void ship(std::uint32_t lane, std::int64_t grams);
  /// Takes goods out of a seller's stock and makes a shipment of them; returns it.
  std::uint32_t load(std::uint32_t lane, std::int64_t grams);
  void put_under_way(std::uint32_t parcel, std::int64_t seconds);
  /// How long customs hold a shipment before it leaves, in seconds.
  [[nodiscard]] std::int64_t held_before_leaving(std::uint32_t lane);
  /// Sends off what a supplier has handed over.
  void depart(std::uint32_t parcel);
  [[nodiscard]] std::int64_t time_under_way(std::uint32_t lane);
  [[nodiscard]] std::uint64_t key_of_lane(const LaneState& lane) const {
    return lane_key(world_.pools[lane.from.index()].key, world_.pools[lane.to.index()].key);
  }
  void on_arrival(std::uint32_t parcel);
  void receive(std::uint32_t parcel);
  void receive_return(std::uint32_t parcel);
  void collect_duty(std::uint32_t lane, std::int64_t grams);
  void learn_lead_time(PoolId pool, const Parcel& parcel);
  void request_settlement(PoolId pool);

  // allocating.cpp
  /// Shares a stock out among the open lanes; `is_cut`: of which quotas allow less than is ordered.
  void allocate(PoolId pool, bool is_cut);
  /// Shares out by the rule of a seller; `lanes`, in order of rank under `priority`, `orders` and
  /// `allotted` go together.
  void share_out(const Profile& profile, std::span<const std::uint32_t> lanes,
                 std::span<const std::int64_t> orders, std::int64_t available, std::int64_t lot,
                 std::span<std::int64_t> allotted);
  /// Shares `state_.orders` out: what contracts are due first, then the rest, each by the rule.
  void share_out_by_contract(const Profile& profile, std::int64_t available, std::int64_t lot);
  /// Who is served first by `priority`: 0.
  [[nodiscard]] std::uint8_t rank_of(std::uint32_t lane, const Profile& profile) const;
  void sort_by_rank(const Profile& profile);
  /// Sorts the open lanes: those to buyers of the seller's region first. Returns how many these
  /// are.
  std::size_t put_home_first(PoolId pool);
  /// Shares `state_.orders` out with the reserve of the stock, and keeps account of it.
  void allocate_from_reserve(PoolId pool, std::size_t home_orders, std::int64_t lot);
  /// Whether the seller keeps some of a stock back even while there is enough for all.
  [[nodiscard]] bool keeps_back(PoolId pool) const;

  // reviewing.cpp
  void on_review(FacilityId facility);
  void expect_use(const Facility& facility, const Profile& profile);
  /// What a line's products call for, up to what it can make.
  [[nodiscard]] LotDemand lot_demand(const Line& line, double production_days) const;
  void review_input(PoolId pool, const Profile& profile);
  [[nodiscard]] StockPosition position_of(const Pool& pool, const PoolState& stock,
                                          const Profile& profile) const;
  void order(PoolId pool, const Profile& profile, std::int64_t grams);
  [[nodiscard]] OrderSplit split_of(const Pool& pool, const Profile& profile,
                                    std::int64_t grams) const;
  /// Whether a lane has owed something for more than so many days.
  [[nodiscard]] bool overdue(std::uint32_t lane, double days) const;
  /// Whether a buyer has lost patience with a lane: it is late, or has been banned for so long.
  [[nodiscard]] bool given_up(std::uint32_t lane, const Profile& profile) const;
  /// Grams on order on banned lanes that the buyer has given up, while another lane is open.
  [[nodiscard]] std::int64_t stuck_orders(const Pool& pool, const Profile& profile) const;
  [[nodiscard]] bool has_open_lane(const Pool& pool) const;
  /// The share of the suppliers that are not given up; 0 when none or all are.
  [[nodiscard]] float punctual_share(const Pool& pool, const Profile& profile) const;
  void withdraw_late_orders(const Pool& pool, const Profile& profile);
  void tilt_suppliers(PoolId pool, const Profile& profile);
  /// What a supplier's goods cost more now than in the base year, as a share of value.
  [[nodiscard]] double rise_of(std::uint32_t lane, const Profile& profile) const;

  // qualifying.cpp
  void reset_qualification();
  /// Whether the buyer of a lane has qualified its supplier.
  [[nodiscard]] bool may_order(std::uint32_t lane) const {
    return state_.qualified_at.empty() || state_.qualified_at[lane] <= now();
  }
  /// Begins to qualify a supplier when the buyer has given up those that it has, and gives those
  /// that are qualified by now their part of the purchases.
  void qualify_suppliers(PoolId pool, const Profile& profile);
  /// Whether a buyer has given up those that it bought from in the base year, and no newcomer
  /// helps.
  [[nodiscard]] bool needs_another(const Pool& pool, const Profile& profile) const;
  /// The open candidate that nobody qualifies with the largest claim to purchases, or `no_lane`.
  [[nodiscard]] std::uint32_t best_candidate(const Pool& pool, const Profile& profile) const;

  // markets.cpp
  void reset_markets();
  void on_prices();
  /// Looks at stocks, trade and fear of each cell.
  void look_at_markets(double days);
  void move_prices(double days);
  /// How much of what is wanted each account of an export quota allows, 0-1.
  void open_accounts();
  /// How much of what is wanted may leave on each route.
  void open_routes();
  /// Lets those who buy in several markets choose again where prices have moved apart.
  void choose_by_price();
  /// Lets the volumes of trade go on when the tallies begin anew.
  void forget_trade();
  /// The traded price of a cell now, or the quoted one.
  [[nodiscard]] double price_usd_per_kg(std::uint32_t cell, bool is_quoted) const;
  /// The same, mean over the assessments of the reported span.
  [[nodiscard]] double mean_price(std::uint32_t cell, bool is_quoted) const;
  /// Adds to the duties that a lane means for prices; of the logarithms of 1 + rate.
  void change_duty(std::uint32_t lane, double old_rate, double new_rate);
  /// The price of what a stock holds over that of the base year: 1 without markets.
  [[nodiscard]] double price_of(PoolId pool) const {
    const auto& cells = world_.prices.cell_of_pool;
    if (cells.empty() || cells[pool.index()] == PriceBoard::no_cell) {
      return 1;
    }
    return state_.markets.price[cells[pool.index()]];
  }
  /// The price of what a stock holds now.
  [[nodiscard]] double usd_per_kg_of(PoolId pool) const {
    return world_.materials[world_.pools[pool.index()].material.index()].price_usd_per_kg *
           price_of(pool);
  }
  /// Mean of ln(P / P_0) over what a plant uses, by value.
  [[nodiscard]] double log_price_of_inputs(const Plant& plant) const;
  /// Keeps what so many grams of a shipment fetch beyond price and duty where not all that is
  /// wanted may leave, until they are received.
  void agree_on_rent(std::uint32_t parcel, std::int64_t grams);
  /// Who gets it, as the rules of the lane say; without rules the exporter.
  [[nodiscard]] RentHolder rent_holder(std::uint32_t lane) const;

  // money.cpp
  /// Pays for what has been received since the last time, at the prices of now.
  void book_goods();
  /// The price at which goods of a trade are paid, over that of the base year.
  [[nodiscard]] double multiple_paid(const Trade& trade) const;
  /// Pays for a shipment that is received what was agreed when it was sent: rent, and the
  /// difference of the contract price to the spot price that all goods are paid for at.
  void pay_as_agreed(std::uint32_t parcel);
  /// What goods of a lane were worth in the base year, USD.
  [[nodiscard]] double usd_of_base(std::uint32_t lane, std::int64_t grams) const;
  /// What has been paid in the reported span, USD.
  [[nodiscard]] double amount_of(const Transfer& transfer) const;
  /// What parties got less what they paid, USD in whole cents.
  [[nodiscard]] double net_payments(const Figure& figure) const;

  // price_floors.cpp
  void reset_price_floors();
  /// Pays for what has been made since the last time, at the prices of now.
  void book_support();
  void forget_support();
  /// The price by which a floor goes for one of its outputs.
  [[nodiscard]] double floor_price(const PriceFloor& floor, std::size_t place) const;
  /// What a kilogram of an output brings its maker, with what price floors add or take.
  [[nodiscard]] double earned_usd_per_kg(std::uint32_t output) const;

  // front_loading.cpp
  void reset_expectations();
  /// What buyers expect of a tariff from now on; `is_known`: they have heard of it.
  void expect(std::uint32_t instrument, const Tariff& tariff, bool is_known);
  /// What buyers expect of a tariff that was announced before the opening.
  void hear_of_before_opening(std::uint32_t instrument);
  /// Days of cover that a buyer orders ahead of duties that it expects.
  [[nodiscard]] double loaded_ahead(const Pool& pool, const Profile& profile) const;

  // panic.cpp
  void reset_buyers();
  /// The share of a stock's purchases in the base year from sellers whose rules of sharing out
  /// reward larger orders; 1 of a stock without any.
  [[nodiscard]] double rewarded_share(const Pool& pool) const;
  /// What a buyer feels at a review.
  void take_fright(PoolId pool, const HoardingRules& rules);
  [[nodiscard]] FearSignals signals_of(PoolId pool, const HoardingRules& rules) const;
  /// Grams that suppliers owe to a stock.
  [[nodiscard]] std::int64_t owed_to(PoolId pool) const;
  /// Share of four weeks' use of a stock that its suppliers owe, phantoms left out, 0-1.
  [[nodiscard]] double unmet_of(PoolId pool) const;
  /// News of an instrument: whoever buys on its lanes hears of it.
  void alarm(std::uint32_t instrument);
  /// Grams to order beyond a need of `grams`.
  std::int64_t inflate(PoolId pool, const HoardingRules& rules, std::int64_t grams);
  /// Takes back phantom orders beyond what is still feared for.
  void withdraw_phantoms(PoolId pool, const HoardingRules& rules);
  /// Keeps what is owed at the end of a review.
  void remember_orders(PoolId pool);

  // plants.cpp
  void book_use(PlantId plant);
  void set_rate(PlantId plant, std::int64_t rate);
  void choose_rate(PlantId plant);
  void watch(PlantId plant, std::int64_t horizon_seconds);
  void on_plant_received(PlantId plant);
  [[nodiscard]] bool can_restart(const Plant& plant) const;
  void on_plant_stop(PlantId plant, std::uint32_t generation);
  void on_plant_restart(PlantId plant, std::uint32_t generation);
  void on_plant_pace(PlantId plant, std::uint32_t generation);
  void on_calendar(std::uint32_t slot);
  void follow_calendar(PlantId plant);
  void schedule_calendar(std::uint32_t region);

  // instruments.cpp
  void on_instrument(std::uint32_t instrument);
  void on_news(std::uint32_t instrument);
  /// Whether actions of talks, truces and reactions can move it.
  template <class Kind>
  static constexpr bool is_moved_by_actions =
      std::is_same_v<Kind, Ban> || std::is_same_v<Kind, Tariff> ||
      std::is_same_v<Kind, LicenceRegime> || std::is_same_v<Kind, Friction> ||
      std::is_same_v<Kind, PriceFloor>;
  /// The same of a quota, whose plan goes on beneath what an action sets.
  template <class Kind>
  static constexpr bool is_quota =
      std::is_same_v<Kind, ProductionQuota> || std::is_same_v<Kind, ExportQuota>;
  /// Steps an instrument along its own dated course.
  template <class Kind>
  void follow_course(std::uint32_t instrument, const Kind& kind);
  /// Moves it by an action to another state.
  void move(std::uint32_t instrument, InstrumentState to, std::string_view action);
  void apply(std::uint32_t instrument, const Ban& ban, InstrumentState to, std::string_view action);
  void apply(std::uint32_t instrument, const Tariff& tariff, InstrumentState to,
             std::string_view action);
  void apply(std::uint32_t instrument, const ProductionQuota& quota);
  void apply(std::uint32_t instrument, const ProductionQuota& quota, InstrumentState to,
             std::string_view action);
  void apply(std::uint32_t instrument, const ExportQuota& quota);
  void apply(std::uint32_t instrument, const ExportQuota& quota, InstrumentState to,
             std::string_view action);
  void apply(std::uint32_t instrument, const Outage& outage);
  void apply(std::uint32_t instrument, const LicenceRegime& regime, InstrumentState to,
             std::string_view action);
  void apply(std::uint32_t instrument, const Friction& friction, InstrumentState to,
             std::string_view action);
  void apply(std::uint32_t instrument, const PriceFloor& floor, InstrumentState to,
             std::string_view action);
  void block_lane(std::uint32_t lane, InTransitRule rule);
  void release_lane(std::uint32_t lane, InTransitRule rule);
  /// A lane is as undisturbed as ever: its buyer returns to its old shares, its supplier sends.
  void calm(std::uint32_t lane);
  void stop_goods_under_way(std::span<const std::uint32_t> lanes, InTransitRule rule,
                            std::uint32_t lineage);
  void send_back(std::uint32_t parcel_id);
  void seize(std::uint32_t parcel_id);
  void look_at_customs();
  /// Lets go what no ban holds any longer.
  void clear_customs();
  void wake_at(std::uint32_t instrument, std::optional<Date> date);
  /// Adds a row of policy.csv. `acts`: whether the instrument changes anything from now on, or
  /// will; of what came before the reported span only that is told.
  void note(std::uint32_t instrument, std::string_view action, std::string_view parameter,
            double value, bool acts);

  // stockpiles.cpp
  void reset_stockpiles();
  void fill_stockpiles();
  void forget_stockpiles();
  void review_stockpile_at(std::uint32_t stockpile, std::int64_t seconds);
  void on_stockpile(std::uint32_t stockpile);
  /// The share of their use that the users of a stockpile have had, mean of about four weeks.
  double fill_seen_by(std::uint32_t stockpile);
  /// Serves what is owed to the buyers of a reserve, by rank.
  void release(std::uint32_t reserve);
  /// Takes orders of a buyer over from its suppliers: `grams` that they owe, at most.
  void take_over(std::uint32_t lane, std::int64_t grams);
  void refill(std::uint32_t reserve);
  /// Takes back what a stockpile has ordered where it may not leave, while others may send.
  void withdraw_barred_purchases(const Pool& pool);
  /// What goods of a reserve are worth at the price in its owner's market, USD.
  [[nodiscard]] double worth_of(const Reserve& reserve, std::int64_t grams) const;
  /// The index of the reserve that a stock is.
  [[nodiscard]] std::size_t reserve_of(PoolId stock) const;
  /// Pays for what a stockpile has received, and what others have received of it.
  void book_purchase(PoolId stock, std::int64_t grams);
  void book_sale(PoolId stock, std::int64_t grams);

  // contracts.cpp
  void reset_contracts();
  void begin_contracts();
  void forget_contracts();

  // goods.cpp: what comes on the lanes that bring goods to plants abroad
  void forget_goods();
  /// The check that a licence regime makes on a lane from now on; none on a lane without goods.
  void check_end_use(std::uint32_t lane, double end_use_check);
  void count_goods(const Parcel& parcel);
  [[nodiscard]] double strategic_cost(const Figure& figure) const;
  void look_at_contract_on(std::uint32_t contract, std::int64_t seconds);
  [[nodiscard]] std::size_t assessments_in(int days) const;
  /// Keeps the traded prices of now for formulas.
  void remember_prices();
  /// The price under the contract of a lane, over that of the base year.
  [[nodiscard]] double contract_price_of(std::uint32_t lane) const;
  void on_contract(std::uint32_t contract);
  /// Settles the volumes of a period.
  void settle_contract(std::uint32_t contracted_lane);
  void renew(std::uint32_t contracted_lane);
  /// What a lane has of its contract while that is in force; none else.
  [[nodiscard]] const ContractedLaneState* contract_in_force(std::uint32_t lane) const {
    if (!state_.lanes[lane].contracted) {
      return nullptr;
    }
    const auto& contracted = state_.contracted[world_.contract_of_lane[lane]];
    return contracted.is_in_force ? &contracted : nullptr;
  }
  /// Calls more or less of a contract as its price has become; whether that is worth telling.
  bool adjust_call(std::uint32_t contracted_lane);
  /// Gives contracts their part of a buyer's `shares`, and the spot market what is left; `called`:
  /// the sum of `called_shares`.
  static void spread_over_contracts(std::span<const double> called_shares, double called,
                                    std::span<float> shares);
  /// Grams of a lane that are served before anything on spot.
  [[nodiscard]] std::int64_t due_under_contract(std::uint32_t lane) const;
  /// Counts what of a shipment is due under contract; returns it, in grams.
  std::int64_t deliver_under_contract(std::uint32_t parcel);
  /// What of a shipment was sent under contract comes back, or is lost on its way; returns it.
  std::int64_t take_back_delivery(std::uint32_t parcel);
  /// A buyer no longer calls what it has ordered.
  void take_back_call(std::uint32_t lane, std::int64_t grams);
  /// Whether what is owed on a lane under contract has been owed for longer than the grace.
  [[nodiscard]] bool is_late_under_contract(std::uint32_t lane) const;

  // smuggling.cpp
  void reset_smuggling();
  void look_for_gain_at(std::uint32_t route, std::int64_t seconds);
  void on_smuggling(std::uint32_t route);
  [[nodiscard]] double detection_now(const SmugglingRoute& route) const;
  [[nodiscard]] FacilityId seller_of(std::uint32_t lane) const;
  [[nodiscard]] bool is_blacklisted(FacilityId exporter) const {
    return !state_.blacklisted_until.empty() && state_.blacklisted_until[exporter.index()] > now();
  }
  /// What goods that go round fetch beyond the legal way, as a share of their value in the base
  /// year: the gap of prices where they may not leave, else the duty.
  [[nodiscard]] double gain_from_going_round(std::uint32_t lane) const;
  /// Grams owed on a lane that may go round: those that may not leave, if there are any.
  [[nodiscard]] std::int64_t most_going_round(std::uint32_t lane) const;
  void send_round(std::uint32_t route, std::size_t place, std::int64_t grams, double chance);
  void catch_smuggled(std::uint32_t parcel);
  void pay_smugglers(std::uint32_t parcel);
  [[nodiscard]] ContrabandTally& contraband_of(const Parcel& parcel);

  // quotas.cpp
  void reset_quotas();
  /// Brings a step of an export quota about: a batch, a new year, or its end.
  void change_quota(std::uint32_t quota, const ExportQuota& rules, const QuotaChange& change);
  /// Has lanes count on the accounts of a quota, or leave freely.
  void meter(std::uint32_t quota, bool in_force);
  void note_allotted(std::uint32_t quota, std::string_view action);
  /// Sets the limit of a production quota by what it has issued and how it stands.
  void limit_lines(std::size_t quota, const ProductionQuota& rules, std::string_view action);
  /// Closes the lanes of an account that is used up, or opens them.
  void set_exhausted(std::uint32_t account, bool is_exhausted);
  /// Adds up what the open lanes ask of each account, and tells whether one has less.
  bool quota_binds();
  /// Cuts `state_.orders` to what the accounts have left, by the seller's rule.
  void cut_to_quotas(const Profile& profile);
  /// Closes the lanes of those accounts asked of in this settlement that have nothing left.
  void close_empty_accounts();
  void use_quota(std::uint32_t lane, std::int64_t grams);
  /// Tells the shadow price of a quota, where buyers bid: what the highest bid that waits for it
  /// offers above the price of the goods.
  void note_scarcity(std::uint32_t quota);
  /// Days of cover that a buyer orders early for fear of exhaustion (model: 6.3).
  [[nodiscard]] double rush_into(const Pool& pool, const Profile& profile) const;
  /// The share of purchases that a quota is expected to leave unmet until there is more.
  [[nodiscard]] double shortfall_of(std::uint32_t quota) const;
  /// Whether a ban keeps goods from leaving, and not only a quota that is used up.
  [[nodiscard]] bool is_banned(std::uint32_t lane) const {
    return state_.lanes[lane].blocked > state_.lanes[lane].exhausted;
  }

  // talks.cpp
  void reset_talks();
  void schedule_talks();
  /// Announces a round: its day, and those on which talks may break down before it.
  void await_round(std::uint32_t node);
  void on_round(std::uint32_t node);
  void on_breakdown(std::uint32_t node);
  void on_hazard(std::uint32_t node);
  /// The talks leave a node by a branch: its actions are begun, and the next round is awaited.
  void take(std::uint32_t node, const TalksBranch& branch);
  /// The share of the use of plants whose lines stand still now.
  [[nodiscard]] double stopped_share_of(std::span<const std::uint32_t> plants) const;
  void begin(CommandRange commands);
  void on_command(std::uint32_t command);
  void move_by(const PolicyCommand& command);
  /// Keeps how an instrument stands before an answer, and gives it back.
  void remember(PromiseState& promise, std::uint32_t instrument) const;
  void relent(const PolicyCommand& command);
  [[nodiscard]] double draw_of_round(const TalksNode& node, std::uint32_t draw) const;

  // truces.cpp
  void begin_truce(std::uint32_t truce);
  void end_truce(std::uint32_t truce, TruceEnd how);
  void extend_truce(std::uint32_t truce, int days);
  void believe(std::uint32_t truce, double chance);
  void on_truce_end(std::uint32_t truce);
  void watch_deadline(std::uint32_t truce);
  void note_truce(std::uint32_t truce, std::string_view action);
  /// Buyers look again at the duties that a truce holds down.
  void expect_again(std::uint32_t truce);
  /// The truce that holds an instrument down and lets go of it at its end; nothing else.
  [[nodiscard]] const TruceState* truce_over(std::uint32_t instrument) const;

  // promises.cpp
  void reset_promises();
  void schedule_promises();
  /// Books what has left on a lane on the promises that it counts for.
  void count_delivery(std::uint32_t lane, std::int64_t grams);
  void on_promise_mark(std::uint32_t promise);
  void on_promise_check(std::uint32_t promise);

  // licences.cpp
  void reset_licences();
  /// Puts a lane under its regime, or takes it out.
  void set_licensed(std::uint32_t lane, bool licensed);
  /// What customs still hold on lanes has not left and needs a licence: when its time there is over
  /// it goes back to its maker, who owes it again.
  void call_back_from_customs(std::span<const std::uint32_t> lanes);
  /// Grams that may leave on a lane now: nothing under a ban, what licences allow under a regime.
  [[nodiscard]] std::int64_t permitted(std::uint32_t lane) const {
    const auto& state = state_.lanes[lane];
    if (state.blocked > 0) {
      return 0;
    }
    return state.licensed ? state_.licensed_lanes[world_.licence_of_lane[lane]].left
                          : no_limit.grams;
  }
  /// Grams owed on a lane that may leave.
  [[nodiscard]] std::int64_t sendable(std::uint32_t lane) const {
    return std::min(state_.lanes[lane].owed, permitted(lane));
  }
  /// Whether nothing may leave on a lane now.
  [[nodiscard]] bool is_closed(std::uint32_t lane) const { return permitted(lane) == 0; }
  /// Whether a ban stops all that would be ordered on a lane; a licence may still be had.
  [[nodiscard]] bool is_barred(std::uint32_t lane) const { return state_.lanes[lane].blocked > 0; }
  /// Changes what may leave on a lane, and what its supplier counts as stuck.
  template <class Change>
  void change_permit(std::uint32_t lane, const Change& change) {
    const auto before = state_.lanes[lane].owed - sendable(lane);
    change();
    const auto after = state_.lanes[lane].owed - sendable(lane);
    state_.pools[state_.lanes[lane].from.index()].stuck += after - before;
  }
  /// Files applications for what is owed and expected on the lanes into a stock.
  void apply_for_licences(PoolId pool, const Profile& profile);
  void apply_for_licence(std::uint32_t lane, const Profile& profile);
  /// Lets the buyers on lanes that need licences from now on apply, in random order.
  void apply_at_once(std::span<const std::uint32_t> lanes);
  /// Grams a day that a buyer expects to need on a lane.
  [[nodiscard]] double need_per_day(std::uint32_t lane) const;
  void file(std::uint32_t licensed_lane, std::int64_t grams);
  void drop_applications(std::uint32_t instrument);
  void free_application(std::uint32_t application);
  void send_to_province(std::uint32_t application);
  void send_to_ministry(std::uint32_t application);
  /// Grams that licences of a lane allow beyond so many days.
  [[nodiscard]] std::int64_t lasting(const LicensedLaneState& lane, double days) const;
  /// An officer has done with an application: it goes on, or back, or is decided on.
  void leave_desk(DeskState& desk, std::uint32_t application);
  void serve(DeskState& desk, const ReviewDesk& rules, std::uint32_t instrument);
  void on_application(std::uint32_t application);
  void wait_for_answer(std::uint32_t application, ApplicationStage stage);
  void decide(std::uint32_t application);
  void grant(std::uint32_t licensed_lane, std::int64_t grams, int validity_days);
  void use_licences(std::uint32_t licensed_lane, std::int64_t grams);
  void on_licence_expiry(std::uint32_t licence);
  void schedule_application(std::uint32_t application, std::int64_t instant);
  /// When the officers of a regime have worked for so many seconds from now on.
  [[nodiscard]] std::int64_t after_work(std::uint32_t instrument, std::int64_t seconds) const;
  [[nodiscard]] double licence_draw(std::uint32_t licensed_lane);
  [[nodiscard]] std::int64_t licence_duration(std::uint32_t licensed_lane, std::uint32_t duration);
  [[nodiscard]] const LicenceRegime& regime_of(const LicensedLane& lane) const {
    return std::get<LicenceRegime>(world_.instruments[lane.instrument].kind);
  }
  [[nodiscard]] const LicenceLevel& level_of(const LicensedLane& lane) const;
  [[nodiscard]] double expected_wait(std::uint32_t lane) const;
  void report_licences(std::uint32_t month);
  /// Adds a row to the applications of the first replication, when they are kept.
  void record_application(std::uint32_t application, ApplicationOutcome outcome,
                          std::int64_t granted);
  void record_pending();

  // sampling.cpp
  void begin_report();
  void on_interval_end(std::uint32_t interval);
  void on_month_end(std::uint32_t month);
  void on_track(std::uint32_t day);
  void book_all_use();
  [[nodiscard]] double cumulative(const Figure& figure) const;
  [[nodiscard]] double level(const Figure& figure) const;
  [[nodiscard]] double decisions(const Figure& figure) const;
  /// The Herfindahl-Hirschman index of the regions in what has been made (Hirschman, 1945).
  [[nodiscard]] double concentration(const Figure& figure) const;
  /// Days from the first stop of a plant to the end of its last, or to now while it stands: the
  /// mean of those that stopped, weighted by use.
  [[nodiscard]] double recovery_days(const Figure& figure) const;
  [[nodiscard]] double value_of(const Figure& figure) const;

  // balance.cpp
  [[nodiscard]] std::array<Mass, element_count> held_in_stocks() const;
  [[nodiscard]] std::array<Mass, element_count> held_in_all() const;
  [[nodiscard]] std::string unbalanced_element() const;
  void verify_stocks() const;
  void verify_parcels() const;
  void close_balance();

  [[nodiscard]] std::int64_t now() const { return loop_.now().seconds; }
  [[nodiscard]] Date today() const {
    return Date{static_cast<std::int32_t>(now() / engine::seconds_per_day)};
  }
  [[nodiscard]] static std::int64_t seconds_at(Date date) {
    return static_cast<std::int64_t>(date.days_since_epoch) * engine::seconds_per_day;
  }
  /// Seconds, at the next draw of a stream that belongs to the entity `key()`.
  template <class Key>
  std::int64_t draw_duration(std::uint32_t duration, engine::CoarseStream& draws, Purpose purpose,
                             const Key& key) const {
    const auto& sampler = memory_.durations[duration];
    return sampler.is_constant() ? sampler.constant_seconds()
                                 : sampler(draws.uniform([&] { return stream(purpose, key()); }));
  }
  [[nodiscard]] engine::StreamKey stream(Purpose purpose, std::uint64_t key) const {
    return {seed_, key, replication_, static_cast<std::uint8_t>(purpose)};
  }
  [[nodiscard]] std::uint32_t entity_of(PoolId pool) const {
    return static_cast<std::uint32_t>(world_.facilities.size()) + pool.value;
  }
  [[nodiscard]] std::uint32_t entity_of_instrument(std::uint32_t instrument) const {
    return static_cast<std::uint32_t>(world_.facilities.size() + world_.pools.size()) + instrument;
  }
  [[nodiscard]] std::uint32_t entity_of_clock() const {
    return static_cast<std::uint32_t>(world_.facilities.size() + world_.pools.size() +
                                      world_.instruments.size());
  }
  /// Talks, truces and promises: after the dated steps of instruments.
  [[nodiscard]] std::uint32_t entity_of_talks() const { return entity_of_clock() + 1; }
  [[nodiscard]] std::span<std::int64_t> elements_of(PoolId pool) const {
    const auto& p = state_.pools[pool.index()];
    return {state_.elements.data() + p.offset, world_.element_sets[p.elements].count};
  }
  [[nodiscard]] const ElementSet& set_of(PoolId pool) const {
    return world_.element_sets[state_.pools[pool.index()].elements];
  }
  /// Takes grams out of a stock, of each element its share, and books the part of each by its
  /// place in the stock's element set. `grams` is at most what the stock holds.
  template <class Book>
  void take_out(PoolId pool, std::int64_t grams, const Book& book) {
    auto& stock = state_.pools[pool.index()];
    const auto held = elements_of(pool);
    const Fraction share(grams, stock.gross);
    std::int64_t taken = 0;
    for (std::size_t place = 0; place < held.size(); ++place) {
      const auto part = share.of(Mass{held[place]});
      held[place] -= part.grams;
      taken += part.grams;
      book(place, part);
    }
    stock.held -= taken;
    stock.gross -= grams;
  }
  /// Seconds from the world's origin, in which shipments and orders are dated.
  [[nodiscard]] std::uint32_t since_origin() const {
    return static_cast<std::uint32_t>(now() - seconds_at(world_.origin));
  }

  const World& world_;
  std::uint64_t seed_;
  std::uint32_t replication_;
  State& state_;
  Loop& loop_;
  const Trace* trace_ = nullptr;
  std::uint32_t leaf_ = no_leaf;  ///< the way that the talks are to take; none: they draw it
  Workspace::Memory& memory_;
  engine::RunBudget budget_;
  Observations observations_;
  bool reporting_ = false;
  bool has_terms_;  ///< shipments have `ShipmentTerms`
};

}  // namespace monazite
