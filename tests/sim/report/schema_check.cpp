#include "tests/sim/report/schema_check.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>

namespace monazite::test {

namespace {

const std::set<std::string> remarks = {"$schema", "title", "description", "default",
                                       "errorMessage"};

/// Calls `visit` for every schema directly inside another.
void each_inner_schema(const std::string& word, const Json& argument,
                       const std::function<void(const Json&)>& visit) {
  static const std::set<std::string> of_schema = {"items", "not",           "if",
                                                  "then",  "propertyNames", "additionalProperties"};
  static const std::set<std::string> of_schemas = {"definitions", "properties", "allOf", "anyOf"};
  if (of_schema.count(word) != 0 && argument.is_object()) {
    visit(argument);
  } else if (of_schemas.count(word) != 0) {
    for (const Json& inner : argument) {
      visit(inner);
    }
  }
}

bool has_type(const Json& value, const std::string& type) {
  if (type == "integer") {
    return value.is_number_integer();
  }
  if (type == "number") {
    return value.is_number();
  }
  const std::map<std::string, bool> types = {{"string", value.is_string()},
                                             {"boolean", value.is_boolean()},
                                             {"array", value.is_array()},
                                             {"object", value.is_object()}};
  return types.at(type);
}

bool is_one_of(const Json& value, const Json& list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

const std::regex& compiled(const std::string& pattern) {
  static std::map<std::string, std::regex> known;
  const auto found = known.find(pattern);
  return found != known.end()
             ? found->second
             : known.emplace(pattern, std::regex(pattern, std::regex::ECMAScript)).first->second;
}

class Interpreter {
 public:
  explicit Interpreter(const Json& root) : root_(root) {}

  void check(const Json& schema, const Json& value, const std::string& place) {
    for (const auto& [word, argument] : schema.items()) {
      if (const auto rule = rules().find(word); rule != rules().end()) {
        (this->*rule->second)(argument, value, place, schema);
      }
    }
  }

  std::vector<std::string> found;

  using Rule = void (Interpreter::*)(const Json& argument, const Json& value,
                                     const std::string& place, const Json& schema);

  static const std::map<std::string, Rule>& rules() {
    static const std::map<std::string, Rule> all = {
        {"$ref", &Interpreter::reference},
        {"definitions", &Interpreter::nothing},
        {"type", &Interpreter::type},
        {"enum", &Interpreter::enumeration},
        {"const", &Interpreter::constant},
        {"pattern", &Interpreter::pattern},
        {"minimum", &Interpreter::minimum},
        {"exclusiveMinimum", &Interpreter::exclusive_minimum},
        {"maximum", &Interpreter::maximum},
        {"items", &Interpreter::items},
        {"minItems", &Interpreter::min_items},
        {"uniqueItems", &Interpreter::unique_items},
        {"properties", &Interpreter::properties},
        {"additionalProperties", &Interpreter::additional_properties},
        {"propertyNames", &Interpreter::property_names},
        {"required", &Interpreter::required},
        {"dependencies", &Interpreter::dependencies},
        {"allOf", &Interpreter::all_of},
        {"anyOf", &Interpreter::any_of},
        {"not", &Interpreter::none_of},
        {"if", &Interpreter::condition},
        {"then", &Interpreter::nothing}};
    return all;
  }

 private:
  void refuse_unless(bool holds, const std::string& place, const std::string& word) {
    if (!holds) {
      found.push_back(place + ": " + word);
    }
  }

  bool holds(const Json& schema, const Json& value) const {
    Interpreter inner(root_);
    inner.check(schema, value, "");
    return inner.found.empty();
  }

  void nothing(const Json&, const Json&, const std::string&, const Json&) {}

  void reference(const Json& argument, const Json& value, const std::string& place, const Json&) {
    check(root_.at(Json::json_pointer(argument.get<std::string>().substr(1))), value, place);
  }

  void type(const Json& argument, const Json& value, const std::string& place, const Json&) {
    const Json types = argument.is_array() ? argument : Json::array({argument});
    refuse_unless(
        std::any_of(types.begin(), types.end(),
                    [&](const Json& one) { return has_type(value, one.get<std::string>()); }),
        place, "type");
  }

  void enumeration(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(is_one_of(value, argument), place, "enum");
  }

  void constant(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(value == argument, place, "const");
  }

  void pattern(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(!value.is_string() || std::regex_search(value.get<std::string>(),
                                                          compiled(argument.get<std::string>())),
                  place, "pattern");
  }

  void minimum(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(!value.is_number() || value >= argument, place, "minimum");
  }

  void exclusive_minimum(const Json& argument, const Json& value, const std::string& place,
                         const Json&) {
    refuse_unless(!value.is_number() || value > argument, place, "exclusiveMinimum");
  }

  void maximum(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(!value.is_number() || value <= argument, place, "maximum");
  }

  void items(const Json& argument, const Json& value, const std::string& place, const Json&) {
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
      check(argument, value[i], place + "/" + std::to_string(i));
    }
  }

  void min_items(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(!value.is_array() || value.size() >= argument.get<std::size_t>(), place,
                  "minItems");
  }

  void unique_items(const Json&, const Json& value, const std::string& place, const Json&) {
    const bool repeats =
        value.is_array() && std::set<Json>(value.begin(), value.end()).size() != value.size();
    refuse_unless(!repeats, place, "uniqueItems");
  }

  void properties(const Json& argument, const Json& value, const std::string& place, const Json&) {
    for (const auto& [name, schema] : argument.items()) {
      if (value.is_object() && value.contains(name)) {
        check(schema, value[name], place + "/" + name);
      }
    }
  }

  void additional_properties(const Json& argument, const Json& value, const std::string& place,
                             const Json& schema) {
    if (!value.is_object()) {
      return;
    }
    for (const auto& [name, item] : value.items()) {
      if (schema.contains("properties") && schema["properties"].contains(name)) {
        continue;
      }
      if (argument.is_object()) {
        check(argument, item, place + "/" + name);
      } else {
        refuse_unless(argument.get<bool>(), place + "/" + name, "additionalProperties");
      }
    }
  }

  void property_names(const Json& argument, const Json& value, const std::string& place,
                      const Json&) {
    if (value.is_object()) {
      for (const auto& [name, item] : value.items()) {
        check(argument, Json(name), place + "/" + name);
      }
    }
  }

  void required(const Json& argument, const Json& value, const std::string& place, const Json&) {
    for (const Json& name : argument) {
      refuse_unless(!value.is_object() || value.contains(name.get<std::string>()), place,
                    "required " + name.get<std::string>());
    }
  }

  void dependencies(const Json& argument, const Json& value, const std::string& place,
                    const Json& schema) {
    for (const auto& [name, needed] : argument.items()) {
      if (value.is_object() && value.contains(name)) {
        required(needed, value, place, schema);
      }
    }
  }

  void all_of(const Json& argument, const Json& value, const std::string& place, const Json&) {
    for (const Json& schema : argument) {
      check(schema, value, place);
    }
  }

  void any_of(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(std::any_of(argument.begin(), argument.end(),
                              [&](const Json& schema) { return holds(schema, value); }),
                  place, "anyOf");
  }

  void none_of(const Json& argument, const Json& value, const std::string& place, const Json&) {
    refuse_unless(!holds(argument, value), place, "not");
  }

  void condition(const Json& argument, const Json& value, const std::string& place,
                 const Json& schema) {
    if (holds(argument, value)) {
      check(schema.at("then"), value, place);
    }
  }

  const Json& root_;
};

void refuse_unknown_words(const Json& schema) {
  if (!schema.is_object()) {
    throw std::runtime_error("a schema that is no object: " + schema.dump());
  }
  for (const auto& [word, argument] : schema.items()) {
    if (remarks.count(word) == 0 && Interpreter::rules().count(word) == 0) {
      throw std::runtime_error("a word of the schema that no test understands: " + word);
    }
    const bool has_known_form =
        (word != "items" || argument.is_object()) &&
        (word != "dependencies" || std::all_of(argument.begin(), argument.end(),
                                               [](const Json& one) { return one.is_array(); })) &&
        (word != "if" || schema.contains("then"));
    if (!has_known_form) {
      throw std::runtime_error("a form of '" + word + "' that no test understands");
    }
    each_inner_schema(word, argument, refuse_unknown_words);
  }
}

}  // namespace

SchemaCheck::SchemaCheck(Json schema) : schema_(std::move(schema)) {
  refuse_unknown_words(schema_);
}

std::vector<std::string> SchemaCheck::problems(const Json& value) const {
  Interpreter interpreter(schema_);
  interpreter.check(schema_, value, "");
  return interpreter.found;
}

}  // namespace monazite::test
