#include <array>
#include <cmath>
#include <fmt/format.h>
#include <regex>

#include "models/quantity/date.hpp"
#include "tests/fuzz/random_edits.hpp"

namespace monazite::fuzz {

namespace {

const std::regex& date_form() {
  static const std::regex form(R"((\d{4})-(\d{2})-(\d{2}))");
  return form;
}

const std::regex& number_form() {
  static const std::regex form(R"([-+]?\d+(\.\d+)?([eE][-+]?\d+)?)");
  return form;
}

/// One of the places where a form occurs in a text.
struct Found {
  std::size_t at = 0;
  std::size_t length = 0;
};

std::vector<Found> places_of(const std::regex& form, const std::string& text) {
  std::vector<Found> places;
  for (std::sregex_iterator found(text.begin(), text.end(), form), end; found != end; ++found) {
    places.push_back(
        {static_cast<std::size_t>(found->position()), static_cast<std::size_t>(found->length())});
  }
  return places;
}

std::string moved_date(const std::string& text, Choice& choice) {
  constexpr std::array days = {-400, -91, -30, -7, -1, 1, 2, 6, 29, 180, 365, 3650};
  const Date date =
      date_of(std::stoi(text.substr(0, 4)), static_cast<unsigned>(std::stoi(text.substr(5, 2))),
              static_cast<unsigned>(std::stoi(text.substr(8, 2))));
  return to_iso(date + days.at(choice.below(days.size())));
}

std::string other_date(const std::string& date, const std::vector<std::string>& others,
                       Choice& choice) {
  static const std::vector<std::string> odd = {"2025-02-30", "1900-01-01", "2199-12-31",
                                               "2025-13-01", "2024-02-29", "0000-00-00"};
  std::vector<std::string> dates;
  for (const auto& other : others) {
    if (std::regex_match(other, date_form())) {
      dates.push_back(other);
    }
  }
  switch (choice.below(6)) {
    case 0:
      return choice.one_of(odd);
    case 1:
    case 2:
      return dates.empty() ? moved_date(date, choice) : choice.one_of(dates);
    default:
      return moved_date(date, choice);
  }
}

std::string other_number(const std::string& number, Choice& choice) {
  constexpr std::array factors = {0.0,  -1.0, 1e-12, 1e-6, 1e-3,  0.1, 0.5, 0.99,
                                  1.01, 2.0,  3.0,   10.0, 100.0, 1e3, 1e6, 1e12};
  static const std::vector<std::string> odd = {"0",   "1",   "-1",         "1e300", "1e-300",
                                               "nan", "inf", "2147483648", "0.5",   "99.999999999"};
  if (choice.one_in(10)) {
    return choice.one_of(odd);
  }
  if (choice.one_in(2)) {  // what is rarely refused
    constexpr std::array near = {0.25, 0.5, 0.9, 1.1, 2.0, 5.0};
    return fmt::format("{:.10g}", std::stod(number) * near.at(choice.below(near.size())));
  }
  return fmt::format("{:.10g}", std::stod(number) * factors.at(choice.below(factors.size())));
}

/// Another unit, none, or a percent sign where none was.
std::string other_unit(const std::string& value, const Found& number, Choice& choice) {
  static const std::vector<std::string> units = {
      "",      " d",     " yr",     " h",     " workdays", " t",      " kg",         " g",
      " t/yr", " t/d",   " kg/d",   " t/t",   " %",        " %/d",    " %/yr",       " USD/kg",
      " USD",  " USD/t", " USD/yr", " month", " week",     " t/week", " million USD"};
  const auto end = number.at + number.length;
  return value.substr(0, end) + choice.one_of(units);
}

}  // namespace

std::string edited_value(const std::string& value, const std::vector<std::string>& others,
                         Choice& choice) {
  static const std::vector<std::string> words = {"",        "all", "none", "true", "false",
                                                 "default", "*",   "x",    "0",    "~"};
  if (value.size() <= 400) {
    if (const auto dates = places_of(date_form(), value); !dates.empty()) {
      const auto place = choice.one_of(dates);
      std::string text = value;
      return text.replace(place.at, place.length,
                          other_date(value.substr(place.at, place.length), others, choice));
    }
    if (const auto numbers = places_of(number_form(), value);
        !numbers.empty() && !choice.one_in(20)) {
      const auto place = choice.one_of(numbers);
      if (choice.one_in(10)) {
        return other_unit(value, place, choice);
      }
      std::string text = value;
      return text.replace(place.at, place.length,
                          other_number(value.substr(place.at, place.length), choice));
    }
  }
  if (value == "true" || value == "false") {
    return value == "true" ? "false" : "true";
  }
  return others.empty() || choice.one_in(4) ? choice.one_of(words) : choice.one_of(others);
}

}  // namespace monazite::fuzz
