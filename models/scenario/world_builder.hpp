#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/policy/affiliates.hpp"
#include "models/scenario/diagnostic.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/world.hpp"

namespace monazite {

class SteadyContents;

/// The steps from a scenario to a world, in the order in which `compile` takes them. Every step
/// goes on past problems where it can, so that all of them are told at once.
class WorldBuilder {
 public:
  /// Builds into an empty world, which the builder does not own: a world is costly to move.
  WorldBuilder(const Scenario& scenario, World& world) : scenario_(scenario), world_(world) {}

  /// Leaves the world unfinished when there are errors.
  void build();

  [[nodiscard]] const Diagnostics& errors() const { return errors_; }
  [[nodiscard]] const Diagnostics& warnings() const { return warnings_; }

 private:
  /// By the ids of the scenario, which outlives the builder. Nothing may go by the order of it.
  template <class Value>
  using ById = std::unordered_map<std::string_view, Value>;

  // world_builder.cpp: names, calendar, who is there
  void add_calendar();
  void add_regions_and_sectors();
  void add_materials();
  void add_facilities();
  void add_profiles();
  [[nodiscard]] std::uint32_t profile_index(const FacilitySpec& facility);
  void check_keys();
  void tell_equal_keys();

  // build_lines.cpp: stocks and lines
  void add_pools_and_lines();
  void add_line(const LineSpec& spec, Facility& facility);
  PoolId output_pool(FacilityId facility, const std::string& material, OutputRole role,
                     double cover_days, double lead_days);
  [[nodiscard]] static std::uint64_t pool_place(FacilityId facility, MaterialId material) {
    return std::uint64_t{facility.value} << 32 | material.value;
  }
  std::uint32_t element_set_of(const std::vector<std::string>& materials);
  std::uint32_t intern(const ElementSet& set);
  std::uint32_t duration_of(const Distribution& distribution);
  void add_line_outputs(Line& line, const LineSpec& spec);
  void extract(Line& line, const ProcessSpec& process);

  // build_inputs.cpp: what lines and plants draw
  struct InputSlot {
    std::string name{};
    std::vector<std::string> materials;  ///< substitutes, by id
    double tonnes_per_tonne = 0;
    bool by_oxide_equivalent = false;  ///< how a line weighs a blend
    Place place{};
  };
  [[nodiscard]] std::vector<InputSlot> slots_of(const std::string& process);
  /// How its materials are weighed; nothing when they differ.
  [[nodiscard]] std::optional<GrossRule> gross_rule_of(const InputSlot& slot) const;
  [[nodiscard]] bool is_process_of_good(const std::string& process) const;
  PoolId input_pool(FacilityId facility, const InputSlot& slot, double cover_days);
  void add_line_inputs(Line& line, const LineSpec& spec);
  void add_plant(const DemandSpec& spec, Facility& facility);
  /// By what its use is multiplied; to be asked when all plants are there.
  [[nodiscard]] double demand_scale_of(const Plant& plant) const;

  // build_demand.cpp: what plants are asked for by date
  void add_demand_courses();
  [[nodiscard]] bool is_asked_by(const DemandChangeSpec& spec, const Plant& plant) const;
  /// The share of the use of the base year that a change asks for.
  double share_of_base(const DemandChangeSpec& spec, const DemandCourse& course);
  void tell_no_plants(const DemandChangeSpec& spec);

  // build_batches.cpp: how orders come in batches
  void add_order_batches();

  // build_lanes.cpp: who buys from whom
  void add_lanes();
  void add_outlets();
  struct FoundLane;
  [[nodiscard]] std::vector<FoundLane> find_lanes();
  [[nodiscard]] std::optional<FoundLane> find_lane(const LaneSpec& spec);
  [[nodiscard]] const RouteSpec* route_between(const std::string& from, const std::string& to,
                                               Form form) const;
  void index_lanes();
  void add_shares();
  void add_graph();
  void check_reach();

  // build_stockpiles.cpp
  /// Gives each stockpile its stocks and lanes; before `add_lanes`.
  void place_stockpiles();
  void add_lanes_of(const StockpileSpec& spec, const ReserveSpec& reserve);
  /// Resolves them; after instruments and markets.
  void add_stockpiles();
  /// What a reserve that is never bought consists of: what the largest maker makes.
  void settle_reserve(PoolId pool);
  Reserve make_reserve(const StockpileSpec& spec, const ReserveSpec& reserve);

  // build_contracts.cpp
  void add_contracts();

  // build_smuggling.cpp
  void add_smuggling();

  // build_money.cpp
  /// Says who pays whom for what; after all else that money is paid for.
  void add_money();
  std::uint32_t party(const Party& wanted);
  /// The price and the freight of each trade.
  void price_trades();
  [[nodiscard]] std::set<std::uint32_t> taxed_trades() const;
  /// Which state sells the permission to trade, by trade; without an entry none does.
  [[nodiscard]] std::map<std::uint32_t, RegionId> sellers_of_permissions() const;
  /// Refuses a rent that would go to a group, which has no purse.
  void refuse_group_as_seller(const InstrumentSpec& spec, RentHolder holder);

  // build_choices.cpp: what lanes say of buyers that may choose
  void warn_of_idle_bids();
  void add_candidates();
  /// What a candidate's landed cost is above the mean of the suppliers of the base year.
  [[nodiscard]] double extra_cost(const Pool& pool, std::uint32_t lane) const;
  /// How long a buyer takes to qualify a supplier, and what says so.
  struct QualificationTime;
  [[nodiscard]] QualificationTime qualification_time(const Facility& buyer) const;
  [[nodiscard]] const BehaviourSpec* behaviour_of(const Facility& facility) const;
  void warn_of_idle_qualification();

  // build_values.cpp: what end uses add in value
  void add_values();

  // build_goods.cpp: the lanes on which goods reach plants abroad
  void add_goods();
  void warn_of_idle_goods();

  // build_markets.cpp: where prices form
  void add_markets();
  /// The market of each region; adds errors for regions in none or in two.
  [[nodiscard]] std::vector<std::uint32_t> markets_of_regions();
  void add_cells(const std::vector<std::uint32_t>& market_of_region);
  void add_routes();
  void add_choosers();
  void weigh_inputs();
  /// The habits of fear of a profile, as the switches leave them.
  [[nodiscard]] std::optional<HoardingRules> fearful(const BehaviourSpec& spec) const;

  // steady_year.cpp: what a steady year of the table's flows looks like
  void add_rates();
  void settle_contents();
  void set_nominal_lots(const SteadyContents& contents);

  // build_instruments.cpp
  void add_instruments();
  void add_instrument(const InstrumentSpec& spec);
  /// An instrument with the first day that its pipeline gives it; nothing when it lies shelved.
  [[nodiscard]] static std::optional<InstrumentSpec> as_it_comes(const InstrumentSpec& spec);
  /// What is known of an instrument that lies shelved for good: the lanes that it would bear on.
  InstrumentKind as_announced(const InstrumentSpec& spec);
  /// @name What a specification makes of the world, by its kind.
  /// @{
  InstrumentKind make(const InstrumentSpec& spec, const BanSpec& ban);
  InstrumentKind make(const InstrumentSpec& spec, const TariffSpec& tariff);
  InstrumentKind make(const InstrumentSpec& spec, const ProductionQuotaSpec& quota);
  InstrumentKind make(const InstrumentSpec& spec, const LicenceSpec& licence);
  InstrumentKind make(const InstrumentSpec& spec, const FrictionSpec& friction);
  InstrumentKind make(const InstrumentSpec& spec, const ExportQuotaSpec& quota);
  InstrumentKind make(const InstrumentSpec& spec, const PriceFloorSpec& floor);
  /// @}
  /// The account of a floor with the producers of a region.
  std::uint32_t support_account(const InstrumentSpec& spec, RegionId region);
  /// Finds the prices that a floor goes by.
  void set_cells(const InstrumentSpec& spec, const PriceFloorSpec& floor, PriceFloor& result);
  void warn_without_lanes(const InstrumentSpec& spec, std::string_view type, bool has_lanes);
  void warn_outside_calendar(Place place, const std::string& id, Date from,
                             std::optional<Date> until);
  // build_covers.cpp: which lanes an instrument bears on
  /// What it covers: where neither end is named, what leaves its issuer.
  [[nodiscard]] static CoversSpec as_issued_at_home(CoversSpec covered, const std::string& issuer);
  /// The same of an instrument: one with a lineage covers what leaves anywhere else.
  [[nodiscard]] CoversSpec as_issued(CoversSpec covered, const InstrumentSpec& spec) const;
  [[nodiscard]] bool covers(const CoversSpec& spec, std::uint32_t lane) const;
  [[nodiscard]] std::vector<std::uint32_t> lanes_covered(
      const CoversSpec& spec, const std::vector<CoversSpec>& exempt) const;
  [[nodiscard]] bool names_region(const std::vector<std::string>& names, RegionId region) const;
  [[nodiscard]] bool names_sector(const std::vector<std::string>& names, SectorId sector) const;
  Ban make_ban(const InstrumentSpec& spec, const BanSpec& ban);

  // build_firms.cpp
  void add_firms();
  /// By firm: whether it is one of those named, or of an affiliate of theirs.
  [[nodiscard]] const std::vector<bool>& firms_named(const std::vector<std::string>& names,
                                                     std::optional<double> affiliates_from) const;
  [[nodiscard]] bool names_firm_of(const std::string& facility,
                                   const std::vector<std::string>& names,
                                   std::optional<double> affiliates_from) const;

  // build_lineages.cpp
  /// Adds what the instrument that is being made says of lineage; returns its index, or
  /// `Lineage::none`.
  std::uint32_t add_lineage(const InstrumentSpec& instrument);
  /// Finds the lanes that each may reach, those of the levels of talks and truces too.
  void watch_lanes();
  /// Whether a stock holds listed content in a steady year.
  [[nodiscard]] bool holds_listed(const Lineage& lineage, PoolId pool) const;
  [[nodiscard]] Place place_of_lineage(const Lineage& lineage) const;
  void weigh_content(const LineageSpec& spec, Lineage& lineage);
  void mark_makers(const InstrumentSpec& instrument, const LineageSpec& spec,
                   Lineage& lineage) const;
  Friction make_friction(const InstrumentSpec& spec, const FrictionSpec& friction);
  Tariff make_tariff(const InstrumentSpec& spec, const TariffSpec& tariff) const;

  // build_licences.cpp
  LicenceRegime make_licence(const InstrumentSpec& spec, const LicenceSpec& licence);
  /// Gives each lane of a regime its provincial desk and its place in the tables of licences.
  void place_lanes(const InstrumentSpec& spec, LicenceRegime& regime, int provinces);
  void warn_of_idle_check(const InstrumentSpec& spec, const LicenceRegime& regime);
  void add_licence_levels(const InstrumentSpec& spec, const LicenceSpec& licence,
                          LicenceRegime& regime);
  LicenceLevel licence_level(const LicenceSpec& licence, const LicenceRegime& regime);

  // build_actions.cpp: what talks, truces and promises do to instruments
  /// One thing that an action does to how an instrument is meant to stand.
  struct Edit {
    const StandingSpec* patch = nullptr;
    std::optional<bool> in_force{};
    Date on{};
    double share = 1;   ///< of the change of figures that is carried out
    int ramp_days = 0;  ///< over which it is
  };
  /// What the actions on the way to a point of the tree have made of an instrument.
  struct Course {
    std::vector<Edit> edits;
    std::vector<std::pair<Date, int>> delays;  ///< on which day its next dates are put off, by days
  };
  using Courses = std::map<std::uint32_t, Course>;  ///< by instrument
  /// Who brings an action about, and when.
  struct Occasion {
    Date on;
    std::uint32_t truce = PolicyCommand::none;  ///< that takes it back
    double share = 1;                           ///< of 'ease' and 'tighten'
    int delay_days = 0;
  };
  CommandRange add_commands(const std::vector<ActionSpec>& actions, const Occasion& occasion,
                            Courses& courses);
  void add_move(const ActionSpec& action, std::uint32_t instrument, const Occasion& occasion,
                Courses& courses);
  void add_move_of_truce(const ActionSpec& action, const Occasion& occasion);
  /// Leaves of a ramp what another action on a day lets come about.
  static void cut_short(Edit& edit, Date on);
  /// Adds a step of an action, whose number is that of the last one begun.
  void add_step(PolicyCommand command);
  /// The level on call for what a course comes to; made once.
  std::int32_t level_for(std::uint32_t instrument, const Course& course, const std::string& action);
  template <class Kind, class Spec>
  void append_level(std::uint32_t instrument, Kind& kind, const Spec& spec, const Course& course,
                    const std::string& action);
  /// @name How an instrument is meant to stand on a date after the first edits of a course.
  /// @{
  BanLevel planned(const InstrumentSpec& spec, const BanSpec& ban, const Ban& made,
                   const Course& course, std::size_t edits, Date at);
  static TariffLevel planned(const InstrumentSpec& spec, const TariffSpec& tariff,
                             const Tariff& made, const Course& course, std::size_t edits, Date at);
  LicenceLevel planned(const InstrumentSpec& spec, const LicenceSpec& licence,
                       const LicenceRegime& made, const Course& course, std::size_t edits, Date at);
  static FrictionLevel planned(const InstrumentSpec& spec, const FrictionSpec& friction,
                               const Friction& made, const Course& course, std::size_t edits,
                               Date at);
  static FloorLevel planned(const InstrumentSpec& spec, const PriceFloorSpec& floor,
                            const PriceFloor& made, const Course& course, std::size_t edits,
                            Date at);
  static QuotaLevel planned(const InstrumentSpec&, const ProductionQuotaSpec&,
                            const ProductionQuota&, const Course& course, std::size_t edits, Date) {
    return planned_quota(course, edits);
  }
  static QuotaLevel planned(const InstrumentSpec&, const ExportQuotaSpec&, const ExportQuota&,
                            const Course& course, std::size_t edits, Date) {
    return planned_quota(course, edits);
  }
  static QuotaLevel planned_quota(const Course& course, std::size_t edits);
  /// @}
  /// Tells of what no action can do to a quota.
  void check_action_on_quota(const ActionSpec& action, const InstrumentSpec& spec, Date on);
  void check_patch(const StandingSpec& patch, const InstrumentSpec& spec, bool is_gradual);
  [[nodiscard]] std::uint32_t truce_index(const std::string& id) const;

  // build_talks.cpp
  class ExactWeights;
  void add_truces();
  void add_promises();
  void add_talks();
  /// Rounds that have been agreed on and not been held, and what has been done up to now.
  struct Standing {
    std::vector<const TalksSpec*> pending;
    Courses courses;
    std::string path;
    Date since{};  ///< the day of the last round
  };
  std::uint32_t add_node(Standing standing, ExactWeights& weights);
  void add_branch(std::uint32_t node, const std::string& id, const std::vector<ActionSpec>& actions,
                  Date on, const std::string& next, Standing standing, ExactWeights& weights);
  void set_sway(const BranchSpec& spec, TalksBranch& branch);
  void check_rounds();
  void check_days_before(const TalksSpec& round, Date since);
  /// The first day on which a truce may begin; nothing when it never does.
  [[nodiscard]] std::optional<Date> first_day_of(const TruceSpec& truce) const;
  void check_method(const std::vector<const TalksSpec*>& rounds);

  // build_coproducts.cpp
  void limit_surpluses();
  /// Warns of lines that their basket does not run at the rate of the base year.
  void check_baskets();

  // build_quotas.cpp
  [[nodiscard]] std::vector<QuotaLevel> quota_levels(const InstrumentSpec& spec,
                                                     const std::vector<QuotaLimit>& limits) const;
  ProductionQuota make_quota(const InstrumentSpec& spec, const ProductionQuotaSpec& quota) const;
  ExportQuota make_export_quota(const InstrumentSpec& spec, const ExportQuotaSpec& quota);
  /// Whether a quota may count what leaves on these lanes; adds an error otherwise.
  bool can_be_metered(const InstrumentSpec& spec, const std::vector<std::uint32_t>& lanes);
  void add_accounts(const ExportQuotaSpec& spec, ExportQuota& quota);

  // build_capacity.cpp: lines under quotas, and outages
  /// Refuses what names facilities without a line, or has no line of all: it would do nothing.
  void refuse_without_lines(Place place, const std::string& instrument,
                            const std::vector<std::string>& facilities,
                            const std::vector<LineId>& lines);
  void share_quota(const InstrumentSpec& spec, const ProductionQuotaSpec& quota);
  /// Whether a line is among the regions, the facilities and the stage given; what is not given
  /// leaves nothing out.
  [[nodiscard]] bool selects(const std::vector<std::string>& regions,
                             const std::vector<std::string>& facilities,
                             const std::optional<Stage>& stage, const Line& line) const;
  OutageTiming timing_of(const OutageSpec& spec);
  void add_outage(const OutageSpec& spec);
  /// Adds what an outage strikes, the lines of each facility by themselves.
  void add_sites_apart(const OutageSpec& spec, const OutageSite& all);
  void add_outage_site(const OutageSite& site);

  // build_plan.cpp: what is observed
  void add_plan();
  void add_labels();
  void add_figures();
  void add_tracks();

  /// The rows of a list by id, so that the order of a file changes nothing.
  template <class Spec>
  static std::vector<const Spec*> by_id(const std::vector<Spec>& specs) {
    std::vector<const Spec*> sorted;
    sorted.reserve(specs.size());
    for (const auto& spec : specs) {
      sorted.push_back(&spec);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const Spec* a, const Spec* b) { return a->id < b->id; });
    return sorted;
  }

  template <class Map, class Key>
  static const typename Map::mapped_type* find(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }

  const Scenario& scenario_;
  World& world_;
  Diagnostics errors_;
  Diagnostics warnings_;
  std::vector<std::string> firm_ids_;  ///< ascending
  std::map<std::string, std::uint32_t> firm_of_facility_;
  std::vector<Holding> holdings_;
  std::map<std::string, const std::vector<std::string>*> entity_lists_;
  std::map<std::string, const ListSpec*> technologies_;
  /// Found once for each list of names and each threshold; 0: without affiliates.
  mutable std::map<std::pair<std::vector<std::string>, double>, std::vector<bool>> named_firms_;
  std::map<std::string, RegionId> regions_;
  std::map<std::string, SectorId> sectors_;
  std::map<std::string, std::uint32_t> profiles_;
  ById<MaterialId> materials_;
  ById<FacilityId> facilities_;
  ById<const ProcessSpec*> processes_;
  ById<const CompositionSpec*> compositions_;
  ById<std::vector<const ProcessInputSpec*>> process_inputs_;
  ById<std::vector<const ProcessOutputSpec*>> process_outputs_;
  std::unordered_map<std::uint64_t, PoolId> input_pools_;             ///< by pool_place
  std::unordered_map<std::uint64_t, PoolId> output_pools_;            ///< by pool_place
  std::map<std::string, std::vector<std::string>> region_groups_of_;  ///< group: its regions
  std::map<std::string, std::vector<std::string>> sector_groups_of_;  ///< group: its sectors
  std::vector<std::uint32_t> market_of_region_;  ///< by RegionId; empty without markets
  std::vector<FacilitySpec> facilities_of_stockpiles_;
  std::vector<const InstrumentSpec*> instrument_specs_;  ///< by their place in the world
  std::vector<const TruceSpec*> truce_specs_;            ///< the same
  std::map<std::string, const TalksSpec*> rounds_;
  std::map<std::string, std::int32_t> levels_on_call_;  ///< by what they came from
  std::vector<LaneSpec> lanes_of_stockpiles_;           ///< to and from them
  std::vector<const LaneSpec*> lane_specs_;             ///< by LaneId
  std::vector<const LineSpec*> line_specs_;             ///< by LineId
  std::vector<const DemandSpec*> demand_specs_;         ///< by PlantId
  std::vector<double> lane_grams_per_day_;              ///< by LaneId: flow of the base year
  std::vector<double> line_tonnes_per_year_;            ///< by LineId: throughput of the base year
};

}  // namespace monazite
