#include "sim/cli/validation_arms.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <utility>

#include "models/quantity/date.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

/// A year of a file after a warm-up from the first day of the year before the base year.
Arm year_of_arm(const std::string& file, int year) {
  const int warm_up = date_of(year, 1, 1) - date_of(base_year - 1, 1, 1);
  return {file,
          {fmt::format("calendar.start={}-01-01", year), fmt::format("calendar.end={}-12-31", year),
           fmt::format("calendar.warm_up={} d", warm_up), "outputs.flows=false",
           "outputs.interval=month"}};
}

Arm year_without_growth(const std::string& file, int year) {
  Arm arm = year_of_arm(file, year);
  arm.settings.emplace_back("switches.growth=false");
  return arm;
}

std::vector<Arm> base_year_arms(const std::string& base) {
  const auto folder = std::filesystem::path(base).parent_path() / "arms";
  const std::string less = folder / "demand_minus_20.yaml";
  const std::string more = folder / "demand_plus_10.yaml";
  const std::string outage = folder / "bayan_obo_off.yaml";
  const int second_year = base_year + 1;
  const int fourth_year = base_year + 3;
  return {year_of_arm(base, base_year),
          {folder / "level.yaml", {}},
          {folder / "steady.yaml", {}},
          year_without_growth(base, base_year),
          year_without_growth(base, second_year),
          year_without_growth(base, fourth_year),
          year_without_growth(base, last_year),
          year_without_growth(less, base_year),
          year_without_growth(less, second_year),
          year_without_growth(more, base_year),
          year_without_growth(more, second_year),
          year_without_growth(outage, base_year),
          year_without_growth(outage, second_year),
          year_without_growth(outage, fourth_year),
          year_without_growth(outage, last_year)};
}

/// The first day of the opening in licences_2025.yaml, whose warm-up an arm that begins on another
/// day lengthens.
constexpr Date history_opening = date_of(2024, 1, 2);
constexpr Date first_control = date_of(2025, 4, 4);

std::vector<Arm> history_arms(const std::string& licences, const std::string& markets) {
  const std::vector<std::string> spring = {"calendar.end=2025-06-30", "outputs.flows=false",
                                           "outputs.applications=false"};
  std::vector<std::string> months = spring;
  months.insert(months.end(), {"outputs.interval=month", "outputs.series=[exports]"});
  std::vector<std::string> weeks = spring;
  weeks.insert(weeks.end(),
               {"outputs.interval=week", "outputs.series=[price_quoted, price_traded]"});
  // Both have the seed of licences_2025.yaml, so that the same happens by chance.
  const std::vector<std::string> stops = {
      "calendar.start=2025-04-04",
      "calendar.end=2025-08-31",
      fmt::format("calendar.warm_up={} d", first_control - history_opening),
      "runs.seed=20250404",
      "runs.replications=20",
      "outputs.flows=false",
      "outputs.applications=false",
      "outputs.series=[mined]"};
  return {{licences, months}, {licences, weeks}, {licences, stops}, {markets, stops}};
}

std::vector<Arm> shape_arms(const fs::path& folder) {
  const std::string bubble = folder / "bubble.yaml";
  const std::string rationing = folder / "rationing.yaml";
  return {{folder / "storage.yaml", {}, false},
          {bubble, {}, false},
          {bubble, {"switches.hoarding=false", "switches.phantom_orders=false"}, false},
          {rationing, {"behaviour.seller.allocation=pro_rata"}, false},
          {rationing, {"behaviour.seller.allocation=uniform"}, false}};
}

}  // namespace

ValidationArms validation_arms(const std::string& base) {
  ValidationArms all;
  all.arms = base_year_arms(base);
  const auto add = [&](const std::vector<Arm>& more) {
    const auto place = all.arms.size();
    all.arms.insert(all.arms.end(), more.begin(), more.end());
    return place;
  };
  const fs::path own = fs::path(base).parent_path();
  const fs::path beside = own.parent_path();
  if (const auto targets = beside / "history" / "targets_2025.csv"; fs::exists(targets)) {
    all.history_targets = targets;
    all.history_file = beside / "history" / "licences_2025.yaml";
    all.history = add(history_arms(all.history_file, own / "markets.yaml"));
  }
  if (fs::exists(beside / "shapes")) {
    all.shapes = add(shape_arms(beside / "shapes"));
  }
  return all;
}

}  // namespace monazite
