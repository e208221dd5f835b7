#include <fmt/format.h>
#include <utility>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr Range of_price = {0, 1000, false};
constexpr Range whole_days = {1, 36525, false};

void check_contract(const ContractSpec& contract, const FieldPlaces& places,
                    Diagnostics& problems) {
  const auto& terms = contract.terms;
  if (terms.cap < terms.floor) {
    problems.add(places.of("cap"), "'cap' is below 'floor'",
                 fmt::format("at least {}", terms.floor));
  }
  constexpr int week = 7;
  for (const auto& [key, days] :
       {std::pair("period", terms.period_days), std::pair("term", terms.term_days)}) {
    if (days % week != 0) {
      problems.add(places.of(key), fmt::format("a '{}' that is no whole number of weeks", key),
                   fmt::format("{} d", (days / week + 1) * week));
    }
  }
  if (terms.term_days < terms.period_days) {
    problems.add(places.of("term"), "a term that ends before its first period",
                 fmt::format("at least {} d", terms.period_days));
  }
  if (terms.grace_days > terms.period_days) {
    problems.add(places.of("grace"), "a grace that is longer than a period",
                 fmt::format("at most {} d", terms.period_days));
  }
}

std::vector<Key> volume_keys() {
  return {
      real_key<&ContractSpec::terms, &ContractTerms::share>(
          "share", "", {0, 1, true},
          "Share of the trade of the base year that is under contract. Estimated, 60 to 90 % of "
          "magnets."),
      real_key<&ContractSpec::terms, &ContractTerms::least_volume>(
          "least_volume", "", zero_to_one,
          "The buyer takes or pays for so much of it. Estimated, 70 to 100 %."),
      real_key<&ContractSpec::terms, &ContractTerms::most_volume>(
          "most_volume", "", {1, 100, false},
          "The buyer may call so much of it, and is served with it before anybody on spot, but by "
          "sellers who keep a reserve. "
          "Estimated, 100 to 130 %."),
  };
}

std::vector<Key> price_keys() {
  return {
      real_key<&ContractSpec::terms, &ContractTerms::discount>("discount", "", {0, 0.99, false},
                                                               "Off the mean of the traded price."),
      whole_key<&ContractSpec::terms, &ContractTerms::average_days>(
          "average", "d", whole_days,
          "Days over which the mean of the traded price of the seller's market is taken."),
      in_percent(real_key<&ContractSpec::terms, &ContractTerms::premium>(
          "premium", "", of_price, "On top of that, in shares of the price of the base year.")),
      real_key<&ContractSpec::terms, &ContractTerms::floor>(
          "floor", "", of_price, "The price is not below so many times that of the base year."),
      real_key<&ContractSpec::terms, &ContractTerms::cap>("cap", "", of_price,
                                                          "Nor above so many times."),
  };
}

std::vector<Key> duty_keys() {
  return {
      in_percent(real_key<&ContractSpec::terms, &ContractTerms::penalty>(
          "penalty", "", {0, 1000, false},
          "Paid on what is short, as a share of its price: by the seller on what it owes for "
          "longer than the grace, by the buyer on what it does not take. Estimated, 0 to 50 %.")),
      whole_key<&ContractSpec::terms, &ContractTerms::grace_days>(
          "grace", "d", {0, 36525, false}, "What is owed for no longer is not short."),
      boolean_key<&ContractSpec::terms, &ContractTerms::force_majeure>(
          "force_majeure", "Nobody has a duty while an instrument keeps the goods from leaving."),
      whole_key<&ContractSpec::terms, &ContractTerms::period_days>(
          "period", "d", whole_days, "Days between two settlements of volumes; whole weeks."),
      whole_key<&ContractSpec::terms, &ContractTerms::term_days>(
          "term", "d", whole_days, "Days after which it is renewed, or not; whole weeks."),
      real_key<&ContractSpec::terms, &ContractTerms::trust_needed>(
          "trust_needed", "", zero_to_one,
          "Share of what was called that was delivered, at which half would renew. Estimated, 60 "
          "to 95 %."),
      real_key<&ContractSpec::terms, &ContractTerms::trust_spread>(
          "trust_spread", "", {0, 1, true}, "How far around it they would. Estimated, 5 to 20 %."),
      real_key<&ContractSpec::terms, &ContractTerms::price_tolerance>(
          "price_tolerance", "", {0, 1000, true},
          "A gap between the logarithms of contract and spot price at which renewals fall to 1/e. "
          "Estimated, 0.1 to 1."),
  };
}

}  // namespace

const Section& contract_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&ContractSpec::id>("The id of the contracts."),
        required(record_key<&ContractSpec::covers>(
            "covers", covers_section(),
            "The trade, at home and across borders, between whose sellers and buyers it holds.")),
    };
    for (const auto& more : {volume_keys(), price_keys(), duty_keys()}) {
      keys.insert(keys.end(), more.begin(), more.end());
    }
    add_provenance<&ContractSpec::provenance>(keys);
    auto result = section_of<ContractSpec>("contract", std::move(keys), {"id"});
    set_check<ContractSpec, &check_contract>(result, {"cap", "floor", "period", "term", "grace"});
    return result;
  }();
  return section;
}

}  // namespace monazite
