#include "sim/report/scenario_schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "models/scenario/keys.hpp"
#include "models/scenario/section_catalogue.hpp"
#include "sim/batch/sweep_keys.hpp"
#include "sim/batch/sweep_spec.hpp"
#include "sim/report/key_schema.hpp"
#include "sim/report/sweep_value_schema.hpp"

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

Json reference_to(const std::string& definition) {
  return {{"$ref", "#/definitions/" + definition}};
}

Json says(std::string_view key, std::string_view value) {
  return {{"required", {key}}, {"properties", {{key, {{"const", value}}}}}};
}

Json removal() {
  return {{"description", "Takes what has the same identity in the base out of the list."},
          {"type", "boolean"}};
}

std::string whole(const std::string& name) { return "whole_" + name; }

/// Builds the definitions. Each section has one of its keys, in which nothing is required but what
/// says which record is meant, and, if it has required keys at all, one (`whole_…`) of what a
/// record must have where nothing lies below it.
class SchemaWriter {
 public:
  SchemaWriter(const SectionCatalogue& catalogue, std::string_view title)
      : catalogue_(catalogue), title_(title) {}

  std::string write_scenario() {
    Json schema = root_object();
    const CataloguedSection& root = catalogue_.sections().front();
    schema["required"] = required_keys(*root.section, &Key::is_of_file);
    schema["if"] = {{"not", {{"required", {"base"}}}}};
    schema["then"] = reference_to(whole(root.name));
    Json& base = schema["properties"]["base"];
    base["type"] = {"string", "array"};
    base["items"] = {{"type", "string"}};
    return finished(std::move(schema));
  }

  /// With the properties that have no declaration.
  std::string write_sweep(const Json& own, const Json& required) {
    Json schema = root_object();
    schema["properties"].update(own);
    schema["required"] = required;
    return finished(std::move(schema));
  }

 private:
  Json root_object() {
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}};
    schema.update(with_keys(catalogue_.sections().front()));
    schema["title"] = title_;
    return schema;
  }

  std::string finished(Json schema) {
    const CataloguedSection& root = catalogue_.sections().front();
    for (const CataloguedSection& entry : catalogue_.sections()) {
      define(entry, &entry == &root);
    }
    schema["definitions"] = std::move(definitions_);
    return schema.dump(2) + "\n";
  }

  void define(const CataloguedSection& entry, bool is_root) {
    if (!entry.section->variants.empty()) {
      definitions_[entry.name] = by_variant(entry);
      definitions_[of_any_kind(entry)] = with_keys_of_all(entry);
    } else if (!is_root) {
      definitions_[entry.name] = with_keys(entry);
    }
    if (auto whole_record = whole_of(*entry.section)) {
      definitions_[whole(entry.name)] = std::move(*whole_record);
    }
  }

  static std::string of_any_kind(const CataloguedSection& entry) {
    return fmt::format("{}_of_any_{}", entry.name, entry.section->variant_key);
  }

  /// An object that may have these keys and no others.
  static Json closed_object(std::string_view title, Json properties, const Section& owner) {
    if (!owner.identity.empty()) {
      properties["remove"] = removal();
    }
    return {{"title", title},
            {"type", "object"},
            {"properties", std::move(properties)},
            {"additionalProperties", false}};
  }

  Json with_keys(const CataloguedSection& entry) {
    Json properties = Json::object();
    const Section& owner = entry.variant_of == nullptr ? *entry.section : *entry.variant_of;
    if (entry.variant_of != nullptr) {
      add_properties(properties, owner);
      properties[std::string(owner.variant_key)] = {
          {"description", owner.find(owner.variant_key)->documentation}, {"const", entry.variant}};
    }
    add_properties(properties, *entry.section);
    Json object = closed_object(entry.section->name, std::move(properties), owner);
    add_identity(object, owner);
    return object;
  }

  /// Of a record in a map by ids.
  Json with_keys_but_id(const CataloguedSection& entry) {
    Json object = with_keys(entry);
    object.erase("required");
    object["properties"].erase("id");
    return object;
  }

  void add_properties(Json& properties, const Section& section) {
    for (const Key& key : section.keys) {
      properties[std::string(key.name)] = property(section, key);
    }
  }

  /// Of a record that is laid over one in the base, which alone says what kind it is.
  Json with_keys_of_all(const CataloguedSection& entry) {
    Json properties = Json::object();
    add_properties(properties, *entry.section);
    for (const Variant& variant : entry.section->variants) {
      Json own = Json::object();
      add_properties(own, *variant.section);
      for (const auto& [name, schema] : own.items()) {
        allow(properties[name], schema);
      }
    }
    Json object = closed_object(entry.section->name, std::move(properties), *entry.section);
    add_identity(object, *entry.section);
    return object;
  }

  /// Adds a schema to those that a property may follow.
  static void allow(Json& property, const Json& schema) {
    if (property.is_null() || property == schema) {
      property = schema;
    } else if (property.contains("anyOf")) {
      property["anyOf"].push_back(schema);
    } else {
      property = {{"anyOf", {property, schema}}};
    }
  }

  Json by_variant(const CataloguedSection& entry) {
    const Section& section = *entry.section;
    const Key& key = *section.find(section.variant_key);
    Json object = {{"title", section.name},
                   {"type", "object"},
                   {"properties", {{std::string(key.name), property(section, key)}}}};
    Json& branches = object["allOf"] = Json::array();
    for (const Variant& variant : section.variants) {
      branches.push_back({{"if", says(section.variant_key, variant.name)},
                          {"then", reference_to(catalogue_.of(*variant.section).name)}});
    }
    branches.push_back({{"if", {{"not", {{"required", {section.variant_key}}}}}},
                        {"then", reference_to(of_any_kind(entry))}});
    return object;
  }

  static void add_identity(Json& object, const Section& section) {
    Json names = Json::array();
    for (const std::string_view name : section.identity) {
      if (section.find(name)->is_required) {
        names.push_back(name);
      }
    }
    if (!names.empty()) {
      object["required"] = std::move(names);
    }
  }

  Json property(const Section& section, const Key& key) {
    Json schema = key_schema(key, catalogue_.of(section).default_of(key));
    if (key.kind == ValueKind::record) {
      schema["allOf"] = {reference_to(catalogue_.of(*key.section).name)};
    } else if (key.kind == ValueKind::records) {
      add_items(schema, *key.section);
      if (key.is_by_id) {
        schema["additionalProperties"] = with_keys_but_id(catalogue_.of(*key.section));
      }
    }
    return schema;
  }

  /// A list of maps, or tables with the rows beside them. What no identity can lay over a base is
  /// whole in itself.
  void add_items(Json& schema, const Section& section) {
    const std::string& name = catalogue_.of(section).name;
    Json items = reference_to(name);
    if (section.identity.empty() && whole_of(section)) {
      items = {{"allOf", {reference_to(name), reference_to(whole(name))}}};
    }
    schema["items"] = std::move(items);
    schema["properties"] = {{"table", table_schema()},
                            {"rows",
                             {{"description", "Maps beside those of the table."},
                              {"type", "array"},
                              {"items", reference_to(name)}}}};
    schema["additionalProperties"] = false;
  }

  static Json required_keys(const Section& section, bool Key::*which = nullptr) {
    Json names = Json::array();
    for (const Key& key : section.keys) {
      if (key.is_required && (which == nullptr || key.*which)) {
        names.push_back(key.name);
      }
    }
    return names;
  }

  /// What a record of the section must have where nothing lies below it; nothing when it need not
  /// have anything.
  std::optional<Json> whole_of(const Section& section) {
    Json object = Json::object();
    if (Json names = required_keys(section); !names.empty()) {
      object["required"] = std::move(names);
    }
    for (const Key& key : section.keys) {
      if (!key.beside.empty()) {
        object["dependencies"][std::string(key.name)] = {key.beside};
      }
      add_whole_value(object, key);
    }
    for (const Variant& variant : section.variants) {
      if (whole_of(*variant.section)) {
        object["allOf"].push_back(
            {{"if", says(section.variant_key, variant.name)},
             {"then", reference_to(whole(catalogue_.of(*variant.section).name))}});
      }
    }
    return object.empty() ? std::nullopt : std::optional(std::move(object));
  }

  void add_whole_value(Json& object, const Key& key) {
    if (key.section == nullptr || !whole_of(*key.section)) {
      return;
    }
    const Json value = reference_to(whole(catalogue_.of(*key.section).name));
    if (key.kind == ValueKind::record) {
      object["properties"][std::string(key.name)] = value;
    } else if (!key.section->identity.empty()) {
      object["properties"][std::string(key.name)]["items"] = value;
    }
  }

  const SectionCatalogue& catalogue_;
  std::string_view title_;
  Json definitions_ = Json::object();
};

}  // namespace

std::string scenario_schema() {
  const SectionCatalogue catalogue;
  return SchemaWriter(catalogue, "Monazite scenario").write_scenario();
}

std::string sweep_schema() {
  SweepSpec record;
  const SectionCatalogue catalogue(sweep_section(), &record);
  return SchemaWriter(catalogue, "Monazite sweep")
      .write_sweep(sweep_value_schemas(), {"monazite_sweep", "scenario"});
}

}  // namespace monazite
