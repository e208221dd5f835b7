#include "sim/report/sweep_value_schema.hpp"

#include <nlohmann/json.hpp>

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

Json text() { return {{"type", {"string", "number", "boolean"}}}; }

Json list_of_texts() { return {{"type", "array"}, {"items", text()}, {"minItems", 1}}; }

/// What a factor in the form of a map may hold.
Json factor_map() {
  const Json bound = {{"type", {"string", "number"}}};
  const Json properties = {
      {"keys", list_of_texts()},
      {"values", {{"type", "array"}, {"minItems", 1}}},
      {"distribution", {{"type", "string"}}},
      {"levels",
       {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", {{"type", "object"}}}}},
      {"from", bound},
      {"to", bound},
      {"steps", {{"type", "integer"}, {"minimum", 2}, {"maximum", 1'000'000}}},
      {"scale", {{"enum", {"linear", "log"}}}},
      {"round_to", {{"type", "number"}, {"exclusiveMinimum", 0}}}};
  const Json forms = {{{"required", {"values"}}},
                      {{"required", {"distribution"}}},
                      {{"required", {"levels"}}},
                      {{"required", {"from", "to"}}}};
  return {{"type", "object"},
          {"properties", properties},
          {"additionalProperties", false},
          {"oneOf", forms}};
}

}  // namespace

Json sweep_value_schemas() {
  const Json factor = {
      {"anyOf", {{{"type", "array"}, {"minItems", 1}}, {{"type", "string"}}, factor_map()}}};
  return {{"scenario",
           {{"description", "The path of a scenario file, or a list of them."},
            {"anyOf", {text(), list_of_texts()}}}},
          {"set",
           {{"description", "Values by key path that hold in every variant."}, {"type", "object"}}},
          {"factors",
           {{"description", "What varies: values by key path or by name."},
            {"type", "object"},
            {"additionalProperties", factor}}}};
}

}  // namespace monazite
