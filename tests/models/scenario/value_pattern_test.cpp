#include "models/scenario/value_pattern.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>
#include <regex>
#include <string>
#include <vector>

#include "models/scenario/read_distribution.hpp"

using namespace monazite;

namespace {

bool matches(const std::string& text, const std::string& pattern) {
  return std::regex_search(text, std::regex(pattern, std::regex::ECMAScript));
}

Key number_key(ValueKind kind, std::string_view unit, Range range) {
  Key key;
  key.name = "key";
  key.kind = kind;
  key.unit = unit;
  key.stored_unit = parse_unit(unit).value();
  key.range = range;
  return key;
}

/// Whether the reader takes a quoted text.
bool is_taken(const std::string& text, const Key& key) {
  const QuantityRule rule{key, nullptr, true};
  try {
    if (key.kind == ValueKind::distribution) {
      read_distribution(text, rule, [](auto, auto) { return std::vector<double>{1}; });
    } else {
      check_range(read_quantity(text, rule), text, key);
    }
  } catch (const ValueProblem&) {
    return false;
  }
  return true;
}

const std::vector<Key> quantity_keys = {number_key(ValueKind::real, "t/yr", tonnes_per_year_range),
                                        number_key(ValueKind::real, "d", days_range),
                                        number_key(ValueKind::real, "/yr", {-1, 10, false}),
                                        number_key(ValueKind::real, "", {-90, 90, false}),
                                        number_key(ValueKind::real, "workdays", days_range),
                                        number_key(ValueKind::real, "USD/kg", usd_per_kg_range)};

}  // namespace

TEST_CASE("the pattern of a quantity takes numbers with units of its kind alone") {
  const Key rate = number_key(ValueKind::real, "t/yr", tonnes_per_year_range);
  for (const char* text : {"5000 t/yr", "5089 t/month", " 12kt / year ", ".5 Mt/yr", "1e3 kg/d",
                           "0 t/yr", "-0 t/yr", "5. t/yr"}) {
    CAPTURE(text);
    CHECK(is_taken(text, rate));
    CHECK(matches(text, quantity_pattern(rate)));
  }
  for (const char* text : {"5000", "5000 t", "-5 t/yr", "010 t/yr", "0x10 t/yr", "5 t/yr/yr",
                           "t/yr", ".inf t/yr", "5 tonnes/yr", "+5 t/yr", ""}) {
    CAPTURE(text);
    CHECK_FALSE(is_taken(text, rate));
    CHECK_FALSE(matches(text, quantity_pattern(rate)));
  }
}

TEST_CASE("where no unit is stored a text needs one") {
  const Key share = number_key(ValueKind::real, "", zero_to_one);
  CHECK(matches("30 %", quantity_pattern(share)));
  CHECK(matches("1 t/t", quantity_pattern(share)));
  CHECK_FALSE(matches("0.3", quantity_pattern(share)));
  CHECK_FALSE(matches("1 t/d", quantity_pattern(share)));
  CHECK_FALSE(matches("-30 %", quantity_pattern(share)));
}

TEST_CASE("a pattern takes every quantity that the reader takes") {
  const std::vector<std::string> pieces = {"-", "0", "1", "23", ".",  "5",  "e",        "2", " ",
                                           "d", "t", "%", "/",  "yr", "kg", "workdays", "h", "USD"};
  rc::prop("quantity_pattern", [&] {
    const auto chosen = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
    std::string text;
    for (const std::string& piece : chosen) {
      text += piece;
    }
    for (const Key& key : quantity_keys) {
      RC_ASSERT(!is_taken(text, key) || matches(text, quantity_pattern(key)));
    }
  });
}

TEST_CASE("for every unit of a kind the pattern and the reader agree") {
  std::vector<std::string> units;
  for (const std::string_view name : unit_names()) {
    units.emplace_back(name);
    units.push_back("/" + units.back());
  }
  for (const std::string_view above : unit_names()) {
    for (const std::string_view below : unit_names()) {
      units.push_back(std::string(above) + "/" + std::string(below));
    }
  }
  for (const Key& key : quantity_keys) {
    const std::regex pattern(quantity_pattern(key), std::regex::ECMAScript);
    for (const std::string& unit : units) {
      const std::string text = "0 " + unit;
      CAPTURE(text, key.unit);
      CHECK(std::regex_search(text, pattern) == is_taken(text, key));
    }
  }
}

TEST_CASE("the pattern of a distribution takes a quantity or one of the forms") {
  const Key transit = number_key(ValueKind::distribution, "s", seconds_range);
  for (const char* text :
       {"35 d", "lognormal(mean 35 d, cv 0.3)", "lognormal(cv 30 %, mean 35 d)",
        "lognormal (35 d,0.3 )", "gamma(mean 6 h, cv 0.8)", "triangular(20 d,35 d,50 d)",
        "triangular(low 20 d, mode 35 d, high 50 d)", "uniform(low 1 h, high 2 h)",
        "choice(20 d: 1, 35 d: 3)", "empirical(waits.csv:days)", " uniform(1 d, 2 d) "}) {
    CAPTURE(text);
    CHECK(is_taken(text, transit));
    CHECK(matches(text, distribution_pattern(transit)));
  }
  for (const char* text :
       {"35", "35 t", "normal(35 d, 1 d)", "lognormal(35 d)", "lognormal(35, 0.3)",
        "uniform(1 d, 2 d", "triangular(1 d, 2 d)", "choice(20 d, 35 d)", "empirical(waits.csv)",
        "uniform(top 1 d, high 2 d)", "uniform(-1 d, 2 d)", "gamma(mean 6 d, cv -1)"}) {
    CAPTURE(text);
    CHECK_FALSE(is_taken(text, transit));
    CHECK_FALSE(matches(text, distribution_pattern(transit)));
  }
}

TEST_CASE("the pattern of a date takes what is one, but for the last days of some Februaries") {
  const std::regex pattern(date_pattern(), std::regex::ECMAScript);
  for (const char* year : {"1899", "1900", "1999", "2000", "2025", "2100", "2200", "2201"}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const auto two = [](int number) {
          return (number < 10 ? "0" : "") + std::to_string(number);
        };
        const std::string text = std::string(year) + "-" + two(month) + "-" + two(day);
        const bool may_be_leap_day = month == 2 && day == 29;
        if (!may_be_leap_day || parse_date(text)) {
          CAPTURE(text);
          CHECK(std::regex_search(text, pattern) == parse_date(text).has_value());
        }
      }
    }
  }
  CHECK_FALSE(std::regex_search("2025-1-01", pattern));
  CHECK_FALSE(std::regex_search("2025-01-01T00:00", pattern));
}

TEST_CASE("the pattern of names takes a list with spaces") {
  static constexpr std::string_view names[] = {"Nd", "Dy"};
  Key key;
  key.name = "elements";
  key.kind = ValueKind::texts;
  key.names = names;
  CHECK(matches("Nd", names_pattern(key)));
  CHECK(matches(" Nd  Dy ", names_pattern(key)));
  CHECK(matches("Nd\nDy\n", names_pattern(key)));
  CHECK(matches("", names_pattern(key)));
  CHECK_FALSE(matches("NdDy", names_pattern(key)));
  CHECK_FALSE(matches("Nd, Dy", names_pattern(key)));
  CHECK_FALSE(matches("all", names_pattern(key)));
  CHECK(matches("all", names_pattern(or_all(key))));
  key.names = {};
  CHECK(matches("EU27 ROW", names_pattern(key)));
  CHECK_FALSE(matches("EU-27", names_pattern(key)));
}

TEST_CASE("a star is a reference where any region will do") {
  CHECK(matches("*", reference_pattern(Reference::region_or_any)));
  CHECK_FALSE(matches("*", reference_pattern(Reference::region)));
  CHECK(matches("EU27_REST", reference_pattern(Reference::region)));
  CHECK_FALSE(matches("", identifier_pattern()));
}
