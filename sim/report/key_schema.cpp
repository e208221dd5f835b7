#include "sim/report/key_schema.hpp"

#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "models/scenario/section_catalogue.hpp"
#include "models/scenario/value_pattern.hpp"

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

/// What YAML may take a text for that has no quotes.
Json scalar_types() { return {"string", "number", "boolean"}; }

/// A bound as a whole number where it is one that a double keeps.
Json bound(double value) {
  constexpr double most = 9007199254740992;
  return value == std::floor(value) && std::abs(value) <= most
             ? Json(static_cast<std::int64_t>(value))
             : Json(value);
}

void add_bounds(Json& schema, const Range& range) {
  if (std::isfinite(range.low)) {
    schema[range.above_low ? "exclusiveMinimum" : "minimum"] = bound(range.low);
  }
  if (std::isfinite(range.high)) {
    schema["maximum"] = bound(range.high);
  }
}

/// A number where the key has no unit, a text with the unit anywhere.
void add_quantity(Json& schema, const Key& key, std::string pattern) {
  const bool may_be_bare = key.stored_unit.dimension == Dimension{};
  schema["type"] = may_be_bare ? Json{"number", "string"} : Json("string");
  if (may_be_bare) {
    add_bounds(schema, key.range);
  }
  schema["pattern"] = std::move(pattern);
}

void add_whole(Json& schema, const Key& key) {
  if (!key.unit.empty()) {
    add_quantity(schema, key, quantity_pattern(key));
    return;
  }
  if (key.range.low == key.range.high) {
    schema["const"] = bound(key.range.low);
    return;
  }
  schema["type"] = "integer";
  add_bounds(schema, key.range);
}

/// Ids may look like numbers to YAML.
void add_identifier(Json& schema, std::string pattern) {
  schema["type"] = {"string", "integer", "boolean"};
  schema["minimum"] = 0;
  schema["pattern"] = std::move(pattern);
}

Json names_of(const Key& key) {
  Json names = Json::array();
  for (const std::string_view name : key.names) {
    names.push_back(name);
  }
  return names;
}

void add_names(Json& schema, const Key& key) {
  Json item = Json::object();
  if (key.names.empty()) {
    add_identifier(item, reference_pattern(key.refers_to));
  } else {
    item["enum"] = names_of(key);
  }
  schema["type"] = {"array", "string", "integer", "boolean"};
  schema["items"] = std::move(item);
  schema["uniqueItems"] = true;
  if (key.all_is_empty) {
    schema["minItems"] = 1;
  }
  schema["minimum"] = 0;
  schema["pattern"] = names_pattern(key);
}

void add_shares(Json& schema, const Key& key) {
  Json share = {{"description", "A share such as '60 %'."}};
  add_quantity(share, key, quantity_pattern(key));
  share["errorMessage"] = "expected a share such as '60 %'";
  schema["type"] = "object";
  schema["propertyNames"] = {{"pattern", reference_pattern(key.refers_to)}};
  schema["additionalProperties"] = std::move(share);
}

void add_form(Json& schema, const Key& key) {
  switch (key.kind) {
    case ValueKind::text:
      schema["type"] = scalar_types();
      break;
    case ValueKind::identifier:
      add_identifier(schema, identifier_pattern());
      break;
    case ValueKind::reference:
      add_identifier(schema, reference_pattern(key.refers_to));
      break;
    case ValueKind::choice:
      schema["enum"] = names_of(key);
      if (key.all_is_empty) {
        schema["enum"].push_back("all");
      }
      break;
    case ValueKind::real:
      add_quantity(schema, key, quantity_pattern(key));
      break;
    case ValueKind::whole:
      add_whole(schema, key);
      break;
    case ValueKind::boolean:
      schema["type"] = "boolean";
      break;
    case ValueKind::date:
      schema["type"] = "string";
      schema["pattern"] = date_pattern();
      break;
    case ValueKind::distribution:
      add_quantity(schema, key, distribution_pattern(key));
      break;
    case ValueKind::wholes: {
      Json item = Json::object();
      add_whole(item, key);
      schema["type"] = {"array", "string"};
      schema["items"] = std::move(item);
      schema["minItems"] = 1;
      schema["pattern"] = quantity_pattern(key);
      break;
    }
    case ValueKind::texts:
      add_names(schema, key);
      break;
    case ValueKind::shares:
      add_shares(schema, key);
      break;
    case ValueKind::record:
      schema["type"] = "object";
      break;
    case ValueKind::records:
      schema["type"] = {"array", "object"};
      break;
  }
}

Json default_value(const Key& key, const std::string& text) {
  const bool is_number = key.kind == ValueKind::real || key.kind == ValueKind::whole;
  if (key.kind == ValueKind::boolean || (is_number && key.unit.empty()) || text == "[]") {
    return Json::parse(text);
  }
  return text;
}

/// Editors show it instead of the pattern. It would also stand for the message about an unknown key
/// of a map.
bool has_message(const Key& key) {
  return key.kind != ValueKind::record && key.kind != ValueKind::shares &&
         key.range.low != key.range.high;
}

}  // namespace

Json key_schema(const Key& key, const std::string& default_text) {
  const std::string unit = unit_text(key);
  Json schema = {
      {"title", unit.empty() ? std::string(key.name) : fmt::format("{} ({})", key.name, unit)},
      {"description", description_text(key, default_text)}};
  add_form(schema, key);
  if (!default_text.empty()) {
    schema["default"] = default_value(key, default_text);
  }
  if (has_message(key)) {
    schema["errorMessage"] = "expected " + expected_value(key);
  }
  return schema;
}

Json table_schema() {
  return {{"description",
           "The path of a CSV file, or a list of them; a header names the keys, with the unit of "
           "bare numbers as in `flow [t/yr]`."},
          {"type", {"string", "number", "boolean", "array"}},
          {"items", {{"type", scalar_types()}}}};
}

}  // namespace monazite
