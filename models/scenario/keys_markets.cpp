#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr Range at_least_one = {1, 1000, false};
constexpr Range weight_range = {0, 1000, false};

constexpr Range money_range = {0, 1e15, false};

void check_value(const ValueSpec& value, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(value.usd_per_year, value.range, places, "value_added", problems);
  check_value_range(value.exposed_share, value.exposed_range, places, "exposed", problems);
}

void check_price_floor(const PriceFloorSpec&, const FieldPlaces& places, Diagnostics& problems) {
  if (!places.has("from")) {
    problems.add(places.of("id"), "missing key 'from' of a price floor", "the first day in force");
  }
}

void check_hoarding(const HoardingRules& rules, const FieldPlaces& places, Diagnostics& problems) {
  if (rules.strong_most < rules.mild_most) {
    problems.add(places.of(places.has("strong_most") ? "strong_most" : "mild_most"),
                 fmt::format("strong hoarders want {} times their cover, mild ones {} times",
                             rules.strong_most, rules.mild_most),
                 "'strong_most' of at least 'mild_most'");
  }
}

std::vector<Key> fear_keys() {
  return {
      real_key<&HoardingRules::shortage_weight>(
          "fear_of_shortage", "", weight_range,
          "Fear when all that was bought for four weeks is overdue. Estimated, 0.5 to 2."),
      real_key<&HoardingRules::price_weight>(
          "fear_of_price", "", weight_range,
          "Fear when the quoted price is e times its mean of half a year. Estimated, 0 to 1."),
      real_key<&HoardingRules::news_weight>(
          "fear_of_news", "", weight_range,
          "Fear when an instrument that covers all suppliers is announced or begins. Estimated, 0 "
          "to 1."),
      real_key<&HoardingRules::news_days>("news_wear_off", "d", above_low(days_range),
                                          "Time after which that has fallen to 1/e. Estimated, 10 "
                                          "to 90 d."),
      real_key<&HoardingRules::delay_weight>(
          "fear_of_delay", "", weight_range,
          "Fear when the perceived lead time has doubled. Estimated, 0 to 1."),
      real_key<&HoardingRules::threshold>(
          "threshold", "", {0, 1000, true},
          "Fear at which about half of the most is wanted. Estimated, 0.3 to 0.8."),
      real_key<&HoardingRules::spread>("spread", "", {0, 1000, true},
                                       "How far around it fear goes over into hoarding. Estimated, "
                                       "0.05 to 0.3."),
  };
}

}  // namespace

const Section& hoarding_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        real_key<&HoardingRules::mild_most>("mild_most", "", at_least_one,
                                            "Times the cover wanted, of the most fearful of most "
                                            "buyers (Sterman and Dogan, 2015)."),
        real_key<&HoardingRules::strong_most>(
            "strong_most", "", at_least_one,
            "The same of the most fearful of the others. Estimated, 2 to 4."),
        real_key<&HoardingRules::strong_share>("strong_share", "", {0, 1, true},
                                               "Share of buyers among these others (Sterman and "
                                               "Dogan, 2015, find a fifth)."),
        real_key<&HoardingRules::rises_days>("rises_in", "d", above_low(days_range),
                                             "Time constant of growing hoarding. Estimated, 3 to "
                                             "14 d."),
        real_key<&HoardingRules::falls_days>("falls_in", "d", above_low(days_range),
                                             "Time constant of fading hoarding. Estimated, 30 to "
                                             "120 d."),
        real_key<&HoardingRules::phantom_orders>("phantom_orders", "", {0, 10, false},
                                                 "Ordered beyond the need when nothing is met; "
                                                 "withdrawn when it is. Estimated, 0 to 1."),
    };
    const auto fear = fear_keys();
    keys.insert(keys.end(), fear.begin(), fear.end());
    auto result = section_of<HoardingRules>("hoarding", std::move(keys));
    set_check<HoardingRules, &check_hoarding>(result, {"strong_most", "mild_most"});
    return result;
  }();
  return section;
}

const Section& value_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&ValueSpec::id>("The id of the row."),
        required(references_key<&ValueSpec::sectors>("sectors", Reference::sector_or_group,
                                                     "The end uses that add it.")),
        required(
            references_key<&ValueSpec::regions>("regions", Reference::region_or_group, "Where.")),
        required(real_key<&ValueSpec::usd_per_year>(
            "value_added", "USD/yr", money_range,
            "What their plants there add in value, all together, at the use of the base year.")),
        real_key<&ValueSpec::range, &ValueRange::low>("value_added_low", "USD/yr", money_range,
                                                      "Low end, for sensitivity."),
        real_key<&ValueSpec::range, &ValueRange::high>("value_added_high", "USD/yr", money_range,
                                                       "High end, for sensitivity."),
        real_key<&ValueSpec::exposed_share>(
            "exposed", "", zero_to_one,
            "The share of it that stops when what the plants use runs out."),
        real_key<&ValueSpec::exposed_range, &ValueRange::low>("exposed_low", "", zero_to_one,
                                                              "Low end, for sensitivity."),
        real_key<&ValueSpec::exposed_range, &ValueRange::high>("exposed_high", "", zero_to_one,
                                                               "High end, for sensitivity."),
    };
    add_provenance<&ValueSpec::provenance>(keys);
    auto result = section_of<ValueSpec>("value", std::move(keys), {"id"});
    set_check<ValueSpec, &check_value>(
        result, {"value_added", "value_added_low", "value_added_high", "exposed", "exposed_low",
                 "exposed_high"});
    return result;
  }();
  return section;
}

const Section& market_section() {
  static const Section section = section_of<MarketSpec>(
      "market",
      {identifier_key<&MarketSpec::id>("The id of the market; rows of prices carry it as region."),
       text_key<&MarketSpec::name>("name", "A name for readers of the file; results go by the id."),
       required(
           references_key<&MarketSpec::regions>("regions", Reference::region_or_group,
                                                "Regions that share the price of each material."))},
      {"id"});
  return section;
}

const Section& prices_section() {
  static const Section section = section_of<PricesSpec>(
      "prices",
      {whole_key<&PricesSpec::step_days>("step", "d", {1, 366, false},
                                         "Days between two assessments of all prices."),
       real_key<&PricesSpec::rules, &PriceRules::cover_exponent>(
           "cover_exponent", "", {0, 10, false},
           "By how much a price rises when cover falls: (usual / present cover)^this. Estimated, "
           "0.5 to 2."),
       real_key<&PricesSpec::rules, &PriceRules::unmet_weight>(
           "unmet_weight", "", {0, 10, false},
           "By how much the logarithm of a price rises when no purchase is met. Estimated, 0 to "
           "2."),
       real_key<&PricesSpec::rules, &PriceRules::reversion_per_day>(
           "reversion", "/d", {0, 10, true},
           "Part of the gap to its target by which a price moves. Estimated, 0.02 to 0.1 /d."),
       real_key<&PricesSpec::rules, &PriceRules::noise_per_root_day>(
           "noise", "", {0, 0.5, false},
           "Standard deviation of the logarithm of a price over a day. Estimated, 0 to 2 %."),
       real_key<&PricesSpec::rules, &PriceRules::most_change_per_day>(
           "most_change", "/d", {0, 1, true},
           "The logarithm of a price moves by no more, before arbitrage. Estimated, 2 to 10 "
           "%/d."),
       real_key<&PricesSpec::rules, &PriceRules::least_cover>(
           "least_cover", "", {0.001, 1, false},
           "Below this share of the usual cover a price rises no further."),
       real_key<&PricesSpec::rules, &PriceRules::floor>(
           "floor", "", {0, 1, true},
           "No price falls below this share of that of the base year. Estimated, 30 to 80 %."),
       real_key<&PricesSpec::rules, &PriceRules::pass_through>(
           "pass_through", "", zero_to_one,
           "Share of a duty that the buyer pays. Estimated, 70 to "
           "100 %."),
       real_key<&PricesSpec::rules, &PriceRules::panic_premium>(
           "panic_premium", "", weight_range,
           "By how much the quoted price is above the traded one when trade stops and fear is 1. "
           "Estimated, 0.5 to 4."),
       real_key<&PricesSpec::rules, &PriceRules::thinness_exponent>(
           "thinness_exponent", "", {0, 10, true},
           "How that grows with the share of trade that is missing.")});
  return section;
}

const Section& price_floor_section() {
  static const Section section = [] {
    auto result = section_of<PriceFloorSpec>(
        "price floor",
        {required(references_key<&PriceFloorSpec::facilities>("facilities", Reference::facility,
                                                              "The producers.")),
         required(references_key<&PriceFloorSpec::materials>(
             "materials", Reference::material, "What is paid for, of all that they make of it.")),
         required(real_key<&PriceFloorSpec::usd_per_kg>(
             "floor", "USD/kg", {0, 1e9, true},
             "The issuer pays what the price of the producer's market is below it.")),
         real_key<&PriceFloorSpec::upside_share>(
             "upside", "", zero_to_one,
             "The share of what the price is above it that the issuer gets."),
         text_key<&PriceFloorSpec::market>(
             "market", "The market whose price counts; by default that of each producer.")});
    set_check<PriceFloorSpec, &check_price_floor>(result, {"from"});
    return result;
  }();
  return section;
}

}  // namespace monazite
