#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/figure_book.hpp"
#include "models/scenario/world.hpp"

namespace monazite {

/// A named set of regions or of sectors.
struct NamedSet {
  std::string_view id;
  std::vector<bool> holds;  ///< by the index of the region or sector
};

/// Says which figures are observed: of the whole run, and over time.
class FigurePlanner {
 public:
  /// Looks at the world, which must have its instruments. `chosen_series` names the metrics that
  /// are observed over time; none: the default ones.
  FigurePlanner(const World& world, std::vector<NamedSet> region_groups,
                std::vector<NamedSet> sector_groups, const std::vector<std::string>& chosen_series);

  /// Plans every figure; call it once.
  void plan_all();

  /// Gives the world its figures and their keys, in the order of the keys.
  void write(World& world) const;

 private:
  template <class Records>
  void rank_ids(const Records& records, std::vector<std::uint32_t>& ranks) const;
  void of_run(Metric metric, FigureKind kind, FigureKey key, std::uint32_t item);
  void over_time(Metric metric, FigureKind kind, FigureKey key, std::uint32_t item);
  void both(Metric metric, FigureKind kind, const FigureKey& key, std::uint32_t item);
  void plan_extraction(std::uint32_t l);
  void plan_output(const Line& line, std::uint32_t output);
  void plan_trade(std::uint32_t t);
  void plan_exports(std::uint32_t t);
  void plan_rents(std::uint32_t t);
  void plan_contraband(std::uint32_t c);
  /// One side of a transfer, of a party: 2 t when it pays transfer t, 2 t + 1 when it is paid.
  void plan_payment(std::uint32_t party, std::uint32_t side);
  void plan_stocks(std::uint32_t f);
  void plan_stock(const Facility& facility, std::uint32_t p);
  void plan_in_process(const Facility& facility, std::uint32_t p);
  void plan_backlog(const Facility& facility, std::uint32_t p);
  /// A plant counts for its sector and its groups, in its region and everywhere.
  void plan_use(std::uint32_t p);
  void plan_use_in(std::uint32_t sector, std::uint32_t region, std::uint32_t p);
  void plan_value_in(std::uint32_t sector, std::uint32_t region, std::uint32_t p);
  void plan_goods(std::uint32_t g);
  /// That of what a plant uses: of a good that of the good, of what is mixed tonnes.
  [[nodiscard]] std::uint32_t unit_of_plant(const Plant& plant) const;
  /// Whether the plants of a group use up different units, which cannot be summed.
  [[nodiscard]] bool mixes_units(const NamedSet& group) const;
  void plan_quota(std::uint32_t instrument, FigureKind kind, std::uint32_t quota);
  void plan_licences(std::uint32_t cell);
  void plan_lineages();
  void plan_prices(std::uint32_t cell);

  const World& world_;
  std::vector<NamedSet> region_groups_;
  std::vector<NamedSet> sector_groups_;
  NameRanks names_;
  std::uint32_t tonnes_;
  std::uint32_t days_;
  std::uint32_t share_;
  std::uint32_t dollars_;
  std::uint32_t dollars_per_kg_;
  std::uint32_t ratio_;
  std::uint32_t count_;
  std::uint32_t strategic_;
  std::array<std::uint32_t, metric_names.size()> metrics_{};
  std::array<bool, metric_names.size()> is_series_{};
  // Ranks in names_; that of the empty text, which stands for all, is 0.
  std::vector<std::uint32_t> regions_;      ///< by RegionId
  std::vector<std::uint32_t> sectors_;      ///< by SectorId
  std::vector<std::uint32_t> materials_;    ///< by MaterialId
  std::vector<std::uint32_t> forms_;        ///< of its form, or of a good itself, by MaterialId
  std::vector<std::uint32_t> units_;        ///< by MaterialId
  std::vector<std::uint32_t> plant_units_;  ///< by PlantId
  std::vector<bool> mixed_groups_;          ///< by the index of the sector group
  std::vector<std::uint32_t> facilities_;   ///< by FacilityId
  FigureBook run_;
  FigureBook series_;
};

}  // namespace monazite
