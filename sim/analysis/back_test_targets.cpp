#include "sim/analysis/back_test_targets.hpp"

#include <array>
#include <set>
#include <utility>

#include "sim/analysis/table_rows.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 7> back_test_quantity_names = {
    "exports",     "price_quoted",   "price_traded", "first_stop",
    "caused_stop", "low_cover_stop", "stocked_stops"};

const Section& back_test_section() {
  static_assert(names_all<BackTestQuantity::stocked_stops>(back_test_quantity_names));
  static const Section section = [] {
    std::vector<Key> keys = {
        required(text_key<&BackTestTarget::name>("name", "What the page calls the target.")),
        required(choice_key<&BackTestTarget::quantity>("quantity", back_test_quantity_names,
                                                       "What the target is about.")),
        text_key<&BackTestTarget::region>("region", "A region, or the market of a price."),
        text_key<&BackTestTarget::material>("material", "A form or a material."),
        date_key<&BackTestTarget::from>("from", "The first day of the span."),
        date_key<&BackTestTarget::until>("until", "The last day of the span."),
        required(text_key<&BackTestTarget::observed>("observed", "What was observed.")),
        required(real_key<&BackTestTarget::low>("low", "", not_negative, "The least allowed.")),
        required(real_key<&BackTestTarget::high>("high", "", not_negative, "The most allowed.")),
        required(text_key<&BackTestTarget::unit>("unit", "The unit of `low` and `high`.")),
    };
    add_provenance<&BackTestTarget::provenance>(keys);
    return section_of<BackTestTarget>("back-test target", std::move(keys));
  }();
  return section;
}

bool has_span(BackTestQuantity quantity) {
  return quantity == BackTestQuantity::exports || quantity == BackTestQuantity::price_quoted ||
         quantity == BackTestQuantity::price_traded;
}

void check_back_test(const std::vector<BackTestTarget>& targets, Diagnostics& problems) {
  std::set<std::string> names;
  for (const auto& target : targets) {
    if (!names.insert(target.name).second) {
      problems.add(target.place, "the same target stands above", "one row a target");
    }
    if (target.high < target.low) {
      problems.add(target.place, "what is allowed is upside down", "'low' at most 'high'");
    }
    if (!has_span(target.quantity)) {
      continue;
    }
    if (!target.from || !target.until || *target.until < *target.from) {
      problems.add(target.place, "the target has no span", "'from' not after 'until'");
    }
  }
}

}  // namespace

std::vector<BackTestTarget> read_back_test_targets(const std::string& path) {
  return read_rows<BackTestTarget>(path, back_test_section(), check_back_test);
}

}  // namespace monazite
