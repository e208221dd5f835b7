#include "models/scenario/keys.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <string>

using namespace monazite;

namespace {

/// Calls `visit` for each section from `section` on, once.
void each_section(const Section& section, std::set<const Section*>& seen,
                  const std::function<void(const Section&)>& visit) {
  if (!seen.insert(&section).second) {
    return;
  }
  visit(section);
  for (const Key& key : section.keys) {
    if (key.section != nullptr) {
      each_section(*key.section, seen, visit);
    }
  }
  for (const Variant& variant : section.variants) {
    each_section(*variant.section, seen, visit);
  }
}

/// Whether a record with the keys of a kind has this one beside them.
bool has_key_beside(const Section& kind, std::string_view key) {
  bool has = false;
  std::set<const Section*> seen;
  each_section(scenario_section(), seen, [&](const Section& section) {
    for (const Variant& variant : section.variants) {
      has = has || (variant.section == &kind && section.find(key) != nullptr);
    }
  });
  return has;
}

}  // namespace

TEST_CASE("the declarations of keys can be listed and hold together") {
  std::set<const Section*> seen;
  std::size_t keys = 0;
  each_section(scenario_section(), seen, [&](const Section& section) {
    CAPTURE(section.name);
    std::set<std::string_view> names;
    for (const Key& key : section.keys) {
      CAPTURE(key.name);
      ++keys;
      CHECK(names.insert(key.name).second);
      CHECK_FALSE(key.documentation.empty());
      CHECK(key.documentation.back() == '.');
      CHECK_FALSE(expected_value(key).empty());
      CHECK(parse_unit(key.unit).has_value());
      CHECK((key.section != nullptr) ==
            (key.kind == ValueKind::record || key.kind == ValueKind::records));
      CHECK((key.kind != ValueKind::choice || !key.names.empty()));
      CHECK((key.beside.empty() || section.find(key.beside) != nullptr));
    }
    for (const std::string_view part : section.identity) {
      CHECK(section.find(part) != nullptr);
    }
    CHECK(section.identity.size() <= 4);
    for (const RecordCheck& check : section.checks) {
      for (const std::string_view key : check.keys) {
        CAPTURE(key);
        CHECK((section.find(key) != nullptr || has_key_beside(section, key)));
      }
    }
  });
  CHECK(seen.size() >= 28);
  CHECK(keys > 150);
}
