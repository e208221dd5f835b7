#pragma once

#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <system_error>

#include "sim/batch/sweep_plan.hpp"

namespace monazite {

/// @name Checks of the texts of options: each gives the reason to refuse one, or nothing
/// @{

/// Of a whole number of this type. The parser of options would read
/// `010` as octal and cut what is too large.
template <typename Integer>
std::string refuse_unless_whole(const std::string& text) {
  Integer value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  const bool decimal = text.size() == 1 || text.front() != '0';
  if (result.ec == std::errc::result_out_of_range) {
    return fmt::format("{} is too large", text);
  }
  return result.ec == std::errc() && result.ptr == end && decimal
             ? std::string()
             : fmt::format("'{}' is no whole number", text);
}

std::string refuse_zero(const std::string& text);
std::string refuse_empty(const std::string& text);

/// Of `KEY.PATH=VALUE`.
std::string refuse_unless_setting(const std::string& text);

/// Of a number of tonnes.
std::string refuse_unless_size(const std::string& text);

/// Of a part `I/N` of a sweep, I from 1 to N.
std::string refuse_unless_shard(const std::string& text);

/// The part; nothing when the text is none.
std::optional<Shard> read_shard(const std::string& text);

/// Of the name of a template; tells the nearest.
std::string refuse_unless_template(const std::string& text);

/// Of the kind of file that a schema is of.
std::string refuse_unless_kind(const std::string& text);
/// @}

}  // namespace monazite
