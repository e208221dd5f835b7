#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace monazite {

/// A calendar day of the proleptic Gregorian calendar, counted in days since 1970-01-01.
struct Date {
  std::int32_t days_since_epoch = 0;

  constexpr auto operator<=>(const Date&) const = default;
  constexpr Date operator+(int days) const { return Date{days_since_epoch + days}; }
  constexpr Date operator-(int days) const { return Date{days_since_epoch - days}; }
  /// Days from `other` to this date.
  constexpr int operator-(Date other) const { return days_since_epoch - other.days_since_epoch; }
};

/// A day as calendars name it: `month` 1-12, `day` 1-31.
struct CivilDay {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;

  constexpr auto operator<=>(const CivilDay&) const = default;
};

namespace calendar {

/// Years counted from 1 March, so that the leap day is the last of a year; 400 of them are an era.
inline constexpr int years_per_era = 400;
inline constexpr int days_per_era = 146'097;
/// Days from 0000-03-01 to 1970-01-01.
inline constexpr int days_to_epoch = 719'468;

/// The whole part of a quotient, rounded down below zero too.
constexpr int floor_divide(int value, int divisor) {
  return (value >= 0 ? value : value - divisor + 1) / divisor;
}

}  // namespace calendar

/// The date of a civil day (Fliegel and Van Flandern 1968, in the form of Hinnant 2013).
constexpr Date date_of(int year, unsigned month, unsigned day) {
  const int shifted_year = year - (month <= 2 ? 1 : 0);
  const int era = calendar::floor_divide(shifted_year, calendar::years_per_era);
  const int year_of_era = shifted_year - era * calendar::years_per_era;
  const int months_from_march = static_cast<int>(month) + (month > 2 ? -3 : 9);
  const int day_of_year = (153 * months_from_march + 2) / 5 + static_cast<int>(day) - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * calendar::days_per_era + day_of_era - calendar::days_to_epoch};
}

/// Year, month and day of a date.
constexpr CivilDay civil(Date date) {
  const int days = date.days_since_epoch + calendar::days_to_epoch;
  const int era = calendar::floor_divide(days, calendar::days_per_era);
  const int day_of_era = days - era * calendar::days_per_era;
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int months_from_march = (5 * day_of_year + 2) / 153;
  const int month = months_from_march + (months_from_march < 10 ? 3 : -9);
  return {year_of_era + era * calendar::years_per_era + (month <= 2 ? 1 : 0),
          static_cast<unsigned>(month),
          static_cast<unsigned>(day_of_year - (153 * months_from_march + 2) / 5 + 1)};
}

/// The calendar year of a date.
constexpr int year_of(Date date) { return civil(date).year; }

/// Months since year 0: consecutive months differ by one.
constexpr int month_number(Date date) {
  const auto c = civil(date);
  return c.year * 12 + static_cast<int>(c.month) - 1;
}

/// The first day of the month that follows the date's month.
constexpr Date first_of_next_month(Date date) {
  const int next = month_number(date) + 1;
  return date_of(next / 12, static_cast<unsigned>(next % 12) + 1U, 1U);
}

/// Reads an ISO date (`2025-04-04`); nothing when the text is no such date.
std::optional<Date> parse_date(std::string_view text);

/// The date in ISO form.
std::string to_iso(Date date);

}  // namespace monazite
