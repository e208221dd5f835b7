#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/scenario/scenario.hpp"

/// Small scenarios built in code, whose figures can be worked out by hand.
namespace monazite::small_worlds {

/// A yearly rate (t/yr) of so many tonnes a day: whole tonnes a day are whole grams a day.
constexpr double per_year(double tonnes_a_day) { return tonnes_a_day * 365.25; }

/// A duration without spread, in the unit of distributions (seconds).
Distribution constant_days(double days);

/// Adds rows to a scenario with defaults that leave no spread: reviews every day, pure base stock,
/// expected use and perceived lead times that stand still, no growth, no noise. Every call returns
/// its row, so that a test can change one value of it; the row is valid until the next call of the
/// same kind.
class Sketch {
 public:
  /// Reports `days` days from 2025-01-01 after `warm_up_days`, in daily intervals.
  explicit Sketch(int days = 300, int warm_up_days = 200);

  RegionSpec& region(const std::string& id);
  SectorSpec& sector(const std::string& id);
  MaterialSpec& material(const std::string& id, Form form, std::vector<Element> elements,
                         double usd_per_kg = 10);
  /// A process that takes elements out of the ground: equal oxide shares of `elements`.
  ProcessSpec& extraction(const std::string& id, const std::vector<Element>& elements);
  ProcessSpec& process(const std::string& id);
  ProcessInputSpec& input(const std::string& process, const std::string& material,
                          double amount = 1);
  /// An output that takes all of each element that the material can hold.
  ProcessOutputSpec& output(const std::string& process, const std::string& material,
                            OutputRole role = OutputRole::driver);
  FacilitySpec& facility(const std::string& id, Stage stage, const std::string& region);
  /// A line with a base rate, twice the capacity and lots of one day of the base rate.
  LineSpec& line(const std::string& facility, const std::string& process, double tonnes_a_day);
  DemandSpec& demand(const std::string& facility, const std::string& sector,
                     const std::string& process, double tonnes_a_day);
  LaneSpec& lane(const std::string& from, const std::string& to, const std::string& material,
                 double tonnes_a_day, double transit_days);
  LaneSpec& push(const std::string& from, const std::string& to, const std::string& material,
                 double tonnes_a_day, double transit_days);
  OutageSpec& outage(const std::string& id, const std::string& facility, Date from, int days);
  InstrumentSpec& instrument(const std::string& id, const std::string& issuer,
                             decltype(InstrumentSpec::kind) kind);

  [[nodiscard]] Date start() const { return scenario.calendar.start; }

  Scenario scenario;

 private:
  std::uint32_t next_line_ = 1;  ///< every row has a place of its own
  Place next_place();
};

/// Days of the pipe: mine -> separator -> refiner -> plant, or fewer of them.
struct PipeDays {
  int lead = 4;          ///< from charge to product, on each line
  int output_cover = 2;  ///< of each line
  int input_cover = 3;   ///< of each line that has inputs
  int transit = 10;      ///< of each lane
  int plant_cover = 20;
};

/// One mine and `lines` - 1 further lines in region AA that feed one plant in region BB with a
/// tonne a day. The sector is `cars`; ids are mine, separator, refiner and plant; the materials
/// crude_metal, pure_metal and fine_metal are Nd, weighed as metal so that a tonne of goods is a
/// tonne of Nd. Nothing is random and every rate divides.
Sketch pipe(int lines, PipeDays days = {}, int reported_days = 300);

/// Days from the mine's outage to the plant's stop, by arithmetic: all leads, covers and transits.
int days_to_stop(int lines, PipeDays days);

/// A mine in AA, the separators `north` in BB and `south` in CC, and a plant in DD that buys
/// `north_share` of its oxide from north and the rest from south.
Sketch diamond(double north_share = 0.5, int reported_days = 300);

/// An ore of Nd and Ce. The separator runs for Nd; half of its Ce is sold to a glass plant, the
/// rest goes to the outlet `stockyard`. Half of the magnet maker's Nd leaves as swarf, which a
/// recycler turns into oxide again.
Sketch coproduct(int reported_days = 300);

/// One mine in AA that makes nd_oxide, dy_oxide and nd_metal on three lines and sends a tonne a day
/// of each to the plants home_cars (AA), near_cars and near_glass (BB) and far_cars (CC).
Sketch market(int reported_days = 120);

/// A random layered network that compiles: several regions, mines with coproducts, separators with
/// by-products, alloy and magnet makers with swarf, recyclers, plants, outlets; bans with every
/// in-transit rule, tariffs, quotas, outages, holidays, growth and noise. A function of the seed.
Scenario random_world(std::uint64_t seed);

/// The same scenario with the rows of every list in another order.
Scenario shuffled(Scenario scenario, std::uint64_t seed);

}  // namespace monazite::small_worlds
