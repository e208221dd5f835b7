#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace monazite::test {

using Json = nlohmann::ordered_json;

/// Interprets a JSON Schema: those words of draft-07 that the schema of a scenario is made of.
class SchemaCheck {
 public:
  /// Throws std::runtime_error when the schema has a word, or a form of one, that this interpreter
  /// does not know.
  explicit SchemaCheck(Json schema);

  /// What is wrong with a value, as `place: word`; nothing when the schema takes it.
  [[nodiscard]] std::vector<std::string> problems(const Json& value) const;

 private:
  Json schema_;
};

}  // namespace monazite::test
