#include "models/quantity/date.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

using monazite::Date;
using monazite::date_of;
using monazite::parse_date;
using monazite::to_iso;

TEST_CASE("a date is read and written in ISO form") {
  CHECK(parse_date("1970-01-01") == Date{0});
  CHECK(parse_date("2025-08-12") == date_of(2025, 8, 12));
  CHECK(to_iso(date_of(2024, 2, 29)) == "2024-02-29");
  for (int days = -20000; days < 60000; days += 37) {
    const Date date{days};
    CHECK(parse_date(to_iso(date)) == date);
  }
}

TEST_CASE("what is no date is refused") {
  const std::string text =
      GENERATE("2025-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "2025-1-1", "25-01-01",
               "2025/01/01", "2025-01-01 ", "2025-01-0a", "-025-01-01", "2025--1-01", "2025-01--1",
               "1899-12-31", "2201-01-01", "");
  CHECK_FALSE(parse_date(text).has_value());
}

TEST_CASE("dates count in days and months") {
  CHECK(date_of(2025, 3, 1) - date_of(2024, 3, 1) == 365);
  CHECK(date_of(2024, 3, 1) - date_of(2023, 3, 1) == 366);
  CHECK(date_of(2024, 12, 31) + 1 == date_of(2025, 1, 1));
  CHECK(monazite::year_of(date_of(2025, 1, 1) - 1) == 2024);
  CHECK(monazite::month_number(date_of(2025, 1, 31)) ==
        monazite::month_number(date_of(2024, 12, 1)) + 1);
  CHECK(monazite::first_of_next_month(date_of(2024, 12, 5)) == date_of(2025, 1, 1));
  CHECK(monazite::first_of_next_month(date_of(2024, 1, 31)) == date_of(2024, 2, 1));
}

TEST_CASE("dates are those of the standard library's calendar") {
  for (int days = -800'000; days < 800'000; days += 1) {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
    const auto year = static_cast<int>(ymd.year());
    const auto month = static_cast<unsigned>(ymd.month());
    const auto day = static_cast<unsigned>(ymd.day());
    const auto ours = monazite::civil(Date{days});
    if (ours != monazite::CivilDay{year, month, day} || date_of(year, month, day) != Date{days}) {
      FAIL("day " << days);
    }
  }
}
