#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr Range multiple_range = {0, 1000, true};

void check_reserve(const ReserveSpec& reserve, const FieldPlaces& places, Diagnostics& problems) {
  if (reserve.least_tonnes > reserve.tonnes) {
    problems.add(places.of("least"), "'least' is above the amount that is held",
                 fmt::format("at most {} t", reserve.tonnes));
  }
  if (reserve.target_tonnes && !(reserve.refill_tonnes_per_day > 0)) {
    problems.add(places.of("target"), "'target' of what is never bought", "a 'refill' of t/d");
  }
}

void check_stockpile(const StockpileSpec& stockpile, const FieldPlaces& places,
                     Diagnostics& problems) {
  const auto& release = stockpile.release;
  if (!release.rule.price_multiple && !release.rule.fill_below && release.instruments.empty()) {
    problems.add(places.of("release"), "a release that nothing calls for",
                 "'price_multiple', 'fill_below' or 'instruments'");
  }
  const bool buys = std::any_of(stockpile.contents.begin(), stockpile.contents.end(),
                                [](const auto& held) { return held.refill_tonnes_per_day > 0; });
  for (const auto* key : {"buys_from", "refill"}) {
    if (places.has(key) && !buys) {
      problems.add(places.of(key), fmt::format("'{}' of a stockpile that never buys", key),
                   "a 'refill' of t/d in its contents");
    }
  }
  if (!release.sectors.empty() && !release.rule.fill_below) {
    problems.add(places.of("release"), "'sectors' without 'fill_below'", "'fill_below'");
  }
}

const Section& reserve_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&ReserveSpec::material>("material", Reference::material,
                                                       "What is held.")),
        required(real_key<&ReserveSpec::tonnes>("amount", "t", tonnes_range,
                                                "How much of it at the start of the warm-up.")),
        required(real_key<&ReserveSpec::most_release_tonnes_per_day>(
            "most_release", "t/d", {1e-6, 1e6, false}, "It hands out no more.")),
        real_key<&ReserveSpec::least_tonnes>("least", "t", tonnes_range,
                                             "It releases down to this."),
        real_key<&ReserveSpec::refill_tonnes_per_day>(
            "refill", "t/d", tonnes_per_day_range, "What it buys when it may; 0: it never does."),
        real_key<&ReserveSpec::target_tonnes>(
            "target", "t", tonnes_range, "It buys up to this; by default what it starts with."),
    };
    add_provenance<&ReserveSpec::provenance>(keys);
    auto result = section_of<ReserveSpec>("reserve", std::move(keys), {"material"});
    set_check<ReserveSpec, &check_reserve>(result, {"amount", "least", "refill", "target"});
    return result;
  }();
  return section;
}

const Section& release_section() {
  static const Section section = section_of<ReleaseSpec>(
      "release",
      {real_key<&ReleaseSpec::rule, &ReleaseRule::price_multiple>(
           "price_multiple", "", multiple_range,
           "The quoted price in the owner's market is above so many times that of the base year."),
       real_key<&ReleaseSpec::rule, &ReleaseRule::fill_below>(
           "fill_below", "", {0, 1, true},
           "Plants of the regions served had less than this share of the use that they wanted, "
           "over about four weeks."),
       references_key<&ReleaseSpec::sectors>("sectors", Reference::sector_or_group,
                                             "The sectors of these plants; by default all."),
       references_key<&ReleaseSpec::instruments>("instruments", Reference::instrument,
                                                 "One of these is in force."),
       whole_key<&ReleaseSpec::rule, &ReleaseRule::after_days>(
           "after", "d", {0, 3660, false}, "It releases when any of that has held for so long."),
       whole_key<&ReleaseSpec::rule, &ReleaseRule::ends_after_days>(
           "ends_after", "d", {0, 3660, false}, "It ends when none of it has held for so long.")});
  return section;
}

const Section& refill_section() {
  static const Section section = section_of<RefillRule>(
      "refill rule",
      {real_key<&RefillRule::price_multiple>(
           "price_multiple", "", multiple_range,
           "It buys when the traded price is below so many times that of the base year. "
           "Estimated, 0.8 to 1.5."),
       real_key<&RefillRule::cover>("cover", "", {0, 1000, false},
                                    "And the market's cover is at least so many times the usual "
                                    "one. Estimated, 0.9 to 1.2.")});
  return section;
}

}  // namespace

const Section& stockpile_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&StockpileSpec::id>("The id of the stockpile."),
        required(reference_key<&StockpileSpec::owner>("owner", Reference::region,
                                                      "The region whose state keeps it, in it.")),
        references_key<&StockpileSpec::serves>("serves", Reference::region_or_group,
                                               "Whose buyers it serves; by default the owner's."),
        references_key<&StockpileSpec::buys_from>("buys_from", Reference::region_or_group,
                                                  "Where it buys; by default anywhere."),
        required(
            records_key<&StockpileSpec::contents>("contents", reserve_section(), "What it holds.")),
        required(record_key<&StockpileSpec::release>("release", release_section(),
                                                     "What calls for a release: any of it.")),
        record_key<&StockpileSpec::refill>("refill", refill_section(), "When it buys."),
        references_key<&StockpileSpec::priority>(
            "priority", Reference::sector_or_group,
            "Sectors that are served before others, in this order; inside a rank pro rata."),
        whole_key<&StockpileSpec::review_days>("review", "d", {1, 366, false},
                                               "Days between two looks at the rule."),
        distribution_key<&StockpileSpec::delivery>("delivery", "s", seconds_range,
                                                   "Time from a release to the buyer."),
    };
    add_provenance<&StockpileSpec::provenance>(keys);
    auto result = section_of<StockpileSpec>("stockpile", std::move(keys), {"id"});
    set_check<StockpileSpec, &check_stockpile>(result, {"release", "contents"});
    return result;
  }();
  return section;
}

}  // namespace monazite
