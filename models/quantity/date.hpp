#pragma once

#include <chrono>
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

/// The date of a civil day; `month` 1-12, `day` 1-31.
constexpr Date date_of(int year, unsigned month, unsigned day) {
  const std::chrono::sys_days days{std::chrono::year{year} / static_cast<int>(month) /
                                   static_cast<int>(day)};
  return Date{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

/// Year, month and day of a date.
constexpr std::chrono::year_month_day civil(Date date) {
  return std::chrono::year_month_day{
      std::chrono::sys_days{std::chrono::days{date.days_since_epoch}}};
}

/// The calendar year of a date.
constexpr int year_of(Date date) { return static_cast<int>(civil(date).year()); }

/// Months since year 0: consecutive months differ by one.
constexpr int month_number(Date date) {
  const auto c = civil(date);
  return year_of(date) * 12 + static_cast<int>(static_cast<unsigned>(c.month())) - 1;
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
