#include "models/quantity/working_time.hpp"

#include <catch2/catch.hpp>

namespace monazite {
namespace {

constexpr std::int64_t day = 86400;

std::int64_t at(int year, unsigned month, unsigned day_of_month, std::int64_t seconds = 0) {
  return std::int64_t{date_of(year, month, day_of_month).days_since_epoch} * day + seconds;
}

constexpr auto never = [](Date) { return false; };

TEST_CASE("Saturdays and Sundays are weekends, before and after 1970") {
  CHECK_FALSE(is_weekend(date_of(1970, 1, 1)));
  CHECK(is_weekend(date_of(1970, 1, 3)));
  CHECK(is_weekend(date_of(1969, 12, 28)));
  CHECK_FALSE(is_weekend(date_of(1969, 12, 29)));
  CHECK_FALSE(is_weekend(date_of(2025, 4, 4)));
  CHECK(is_weekend(date_of(2025, 4, 5)));
  CHECK(is_weekend(date_of(2025, 4, 6)));
  CHECK_FALSE(is_weekend(date_of(2025, 4, 7)));
}

TEST_CASE("working time passes on working days alone") {
  const auto friday_noon = at(2025, 4, 4, day / 2);
  CHECK(after_working_time(friday_noon, day / 4, never) == friday_noon + day / 4);
  CHECK(after_working_time(friday_noon, day, never) == at(2025, 4, 7, day / 2));
  CHECK(after_working_time(friday_noon, 5 * day, never) == friday_noon + 7 * day);
  // 45 working days from 4 April 2025 are 63 days.
  CHECK(after_working_time(at(2025, 4, 4), 45 * day, never) == at(2025, 6, 6));
}

TEST_CASE("what begins on a free day begins with the next working one") {
  CHECK(after_working_time(at(2025, 4, 5, 1000), day, never) == at(2025, 4, 8));
  const auto new_year = [](Date date) {
    return date >= date_of(2025, 1, 28) && date <= date_of(2025, 2, 4);
  };
  CHECK(after_working_time(at(2025, 1, 27, day / 2), day, new_year) == at(2025, 2, 5, day / 2));
}

}  // namespace
}  // namespace monazite
