#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/quantity/unit.hpp"
#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/slot.hpp"

namespace monazite {

struct Section;

/// What the value of a key is.
enum class ValueKind : std::uint8_t {
  text,        ///< any text
  identifier,  ///< the id of the record: letters, digits and `_`
  reference,   ///< the id of something else
  choice,      ///< one of the key's names
  real,        ///< a number in the key's unit
  whole,       ///< a whole number, or whole days
  boolean,
  date,
  distribution,  ///< a number in the key's unit, or its distribution
  wholes,        ///< a list of whole days; as a scalar, one of them
  texts,         ///< a list of ids or of the key's names; as a scalar, separated by spaces
  shares,        ///< a map from `default` and ids to shares
  record,        ///< a map with the keys of a section
  records        ///< a list of such maps, or a table
};

/// What the value of a reference, or of each of `texts`, must be the id of.
enum class Reference : std::uint8_t {
  none,
  region,
  region_or_any,  ///< or `*`
  region_or_group,
  sector,
  sector_or_group,
  material,
  good,  ///< a material of the form `good`
  composition,
  process,
  facility,
  behaviour,
  instrument,
  truce,
  talks,
  firm,
  firm_or_list,
  technology
};

/// The values a number may have, in the unit of its key.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above_low = false;  ///< `low` itself is outside

  [[nodiscard]] bool contains(double value) const {
    return value <= high && (above_low ? value > low : value >= low);
  }
};

inline constexpr Range not_negative{0, std::numeric_limits<double>::infinity(), false};
inline constexpr Range zero_to_one{0, 1, false};

/// Bounds far above anything real. Within them, what a line moves in the 300 years of the longest
/// calendar fits the ledger (9.2e18 g): 1e8 t/yr of throughput, each tonne drawing 100 t.
inline constexpr Range tonnes_per_year_range{0, 1e8, false};
inline constexpr Range tonnes_range{0, 1e9, false};
inline constexpr Range tonnes_per_day_range{0, 1e6, false};
inline constexpr Range per_tonne_range{0, 100, false};
inline constexpr Range days_range{0, 36525, false};
inline constexpr Range seconds_range{0, 36525.0 * 86400, false};
inline constexpr Range usd_per_kg_range{0, 1e9, false};
inline constexpr Range usd_per_unit_range{0, 1e12, false};

/// The same without its low end.
constexpr Range above_low(Range range) { return {range.low, range.high, true}; }

/// The declaration of a key: all that reading, checking, writing, the schema and the reference
/// page know of it. Its default is what a new record holds.
struct Key {
  std::string_view name;
  ValueKind kind = ValueKind::text;
  std::string_view documentation;
  Slot (*slot)(void* record) = nullptr;  ///< where the value goes; null: it is only checked
  std::string_view unit;                 ///< of the stored value: `d`, `t/yr`, …; empty: a share
                                         ///< or a plain number
  Unit stored_unit;                      ///< the same, read
  Range range;
  std::span<const std::string_view> names;
  Reference refers_to = Reference::none;
  bool is_required = false;
  bool omits_empty = false;    ///< an empty list is not written
  bool all_is_empty = false;   ///< `all` may be written, and is stored as the empty value
  bool is_of_file = false;     ///< says something of its file: not taken from a base
  bool is_in_percent = false;  ///< a share that is given in per cent and may be above one: a bare
                               ///< number of two or more is asked about
  bool is_by_id = false;       ///< a list that may be written as a map from ids to records
  std::string_view beside;     ///< a key of the record without which this one says nothing, so that
                               ///< it is refused alone and not written alone; empty: none
  const Section* section = nullptr;
};

/// From here on a bare number of a key in per cent is asked about.
inline constexpr double asked_about_from = 2;

/// Finds the places of a record's values, for the checks that look at several of them.
class FieldPlaces {
 public:
  explicit FieldPlaces(const Node& record) : record_(record) {}
  /// The place of the value of `key`, or that of the record when the key is absent.
  [[nodiscard]] Place of(std::string_view key) const { return find_field(record_, key).place; }
  /// Whether the record has a value for `key`.
  [[nodiscard]] bool has(std::string_view key) const {
    return !find_field(record_, key).key.empty();
  }

 private:
  const Node& record_;
};

/// Keys of a record that apply when its discriminating key has a certain value.
struct Variant {
  std::string_view name;
  const Section* section = nullptr;
  void* (*select)(void* record) = nullptr;           ///< makes it the one of the record
  const void* (*get)(const void* record) = nullptr;  ///< null: the record is of another
};

/// A check of what keys of a record say together.
struct RecordCheck {
  void (*run)(const void* record, const FieldPlaces& places, Diagnostics& problems) = nullptr;
  /// The keys that it looks at: it is made when all of these could be read. Empty: all keys.
  std::vector<std::string_view> keys;
};

/// The declaration of a record: its keys, what identifies it in a list, and the check of what its
/// keys say together.
struct Section {
  std::string_view name;  ///< of one record, for messages: `a lane`
  std::vector<Key> keys;
  std::vector<std::string_view> identity;  ///< keys; empty: a later list replaces an earlier
  Place* (*place)(void* record) = nullptr;
  std::vector<RecordCheck> checks;
  std::string_view variant_key;
  std::vector<Variant> variants;

  /// The key with this name, those of the variants not included; null when there is none.
  [[nodiscard]] const Key* find(std::string_view key) const;

  /// The same, or else the first such key of a variant.
  [[nodiscard]] const Key* find_in_all(std::string_view key) const;
};

/// A section for records of type `Record`; its place is stored when the type has one.
template <class Record>
Section section_of(std::string_view name, std::vector<Key> keys,
                   std::vector<std::string_view> identity = {}) {
  Section section;
  section.name = name;
  section.keys = std::move(keys);
  section.identity = std::move(identity);
  if constexpr (requires(Record record) { record.place; }) {
    section.place = [](void* record) { return &static_cast<Record*>(record)->place; };
  }
  return section;
}

/// Gives a section a check, a function of its record type that looks at these keys (none: at any).
template <class Record, void (*Check)(const Record&, const FieldPlaces&, Diagnostics&)>
void set_check(Section& section, std::vector<std::string_view> keys = {}) {
  const auto run = [](const void* record, const FieldPlaces& places, Diagnostics& problems) {
    Check(*static_cast<const Record*>(record), places, problems);
  };
  section.checks.push_back({run, std::move(keys)});
}

/// `key`, marked as required.
Key required(Key key);

/// A key whose value is where `Members` lead to from the record.
template <auto... Members>
Key key_at(std::string_view name, ValueKind kind, std::string_view documentation) {
  Key key;
  key.name = name;
  key.kind = kind;
  key.documentation = documentation;
  key.slot = &member_slot<Members...>;
  return key;
}

/// The same with a unit and a range.
template <auto... Members>
Key number_at(std::string_view name, ValueKind kind, std::string_view unit, Range range,
              std::string_view documentation) {
  Key key = key_at<Members...>(name, kind, documentation);
  key.unit = unit;
  key.stored_unit = parse_unit(unit).value();
  key.range = range;
  return key;
}

/// @name Keys by kind
/// @{
template <auto... Members>
Key text_key(std::string_view name, std::string_view documentation) {
  return key_at<Members...>(name, ValueKind::text, documentation);
}
template <auto... Members>
Key identifier_key(std::string_view documentation) {
  return required(key_at<Members...>("id", ValueKind::identifier, documentation));
}
template <auto... Members>
Key reference_key(std::string_view name, Reference refers_to, std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::reference, documentation);
  key.refers_to = refers_to;
  return key;
}
template <auto... Members>
Key choice_key(std::string_view name, std::span<const std::string_view> names,
               std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::choice, documentation);
  key.names = names;
  return key;
}
template <auto... Members>
Key real_key(std::string_view name, std::string_view unit, Range range,
             std::string_view documentation) {
  return number_at<Members...>(name, ValueKind::real, unit, range, documentation);
}
template <auto... Members>
Key whole_key(std::string_view name, std::string_view unit, Range range,
              std::string_view documentation) {
  return number_at<Members...>(name, ValueKind::whole, unit, range, documentation);
}
template <auto... Members>
Key wholes_key(std::string_view name, std::string_view unit, Range range,
               std::string_view documentation) {
  return number_at<Members...>(name, ValueKind::wholes, unit, range, documentation);
}
template <auto... Members>
Key boolean_key(std::string_view name, std::string_view documentation) {
  return key_at<Members...>(name, ValueKind::boolean, documentation);
}
template <auto... Members>
Key date_key(std::string_view name, std::string_view documentation) {
  return key_at<Members...>(name, ValueKind::date, documentation);
}
template <auto... Members>
Key distribution_key(std::string_view name, std::string_view unit, Range range,
                     std::string_view documentation) {
  return number_at<Members...>(name, ValueKind::distribution, unit, range, documentation);
}
template <auto... Members>
Key references_key(std::string_view name, Reference refers_to, std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::texts, documentation);
  key.refers_to = refers_to;
  return key;
}
template <auto... Members>
Key choices_key(std::string_view name, std::span<const std::string_view> names,
                std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::texts, documentation);
  key.names = names;
  return key;
}
template <auto... Members>
Key shares_key(std::string_view name, Reference refers_to, std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::shares, documentation);
  key.refers_to = refers_to;
  key.range = zero_to_one;
  return key;
}
template <auto... Members>
Key record_key(std::string_view name, const Section& section, std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::record, documentation);
  key.section = &section;
  return key;
}
template <auto... Members>
Key records_key(std::string_view name, const Section& section, std::string_view documentation) {
  Key key = key_at<Members...>(name, ValueKind::records, documentation);
  key.section = &section;
  return key;
}
/// @}

/// Whether `names` has a name for every enumerator up to `Last`.
template <auto Last>
constexpr bool names_all(std::span<const std::string_view> names) {
  return names.size() == static_cast<std::size_t>(Last) + 1;
}

/// `key`, which each file says for itself.
Key of_file(Key key);

/// `key`, for which `all` may be written: an empty list or value.
Key or_all(Key key);

/// `key`, a list of records with an id, which may be written as a map from their ids.
Key by_id(Key key);

/// `key`, whose list is written only when it holds something.
Key omitted_empty(Key key);

/// `key`, a share that is given in per cent and may be above one.
Key in_percent(Key key);

/// `key`, which may be given beside the key `other` only.
Key beside(std::string_view other, Key key);

/// Appends the three keys of a Provenance at `Member`.
template <auto Member>
void add_provenance(std::vector<Key>& keys);

/// What a reference refers to, in words: `region or region group`.
std::string_view name_of(Reference reference);

/// What a value of the key looks like, for messages: `a duration such as '35 d'`.
std::string expected_value(const Key& key);

/// A range in words: `0 to 1`, `at least 0 t/yr`.
std::string text_of(const Range& range, std::string_view unit);

/// `ban, tariff or production_quota`.
std::string listed(std::span<const std::string_view> names);

inline constexpr std::string_view confidence_names[] = {"sourced", "recalled", "estimated",
                                                        "balanced", "derived"};

template <auto Member>
void add_provenance(std::vector<Key>& keys) {
  keys.push_back(text_key<Member, &Provenance::source>(
      "source", "Where the figures come from: a document, a table or a rule."));
  keys.push_back(choice_key<Member, &Provenance::confidence>("confidence", confidence_names,
                                                             "How well the figures are known."));
  keys.push_back(
      text_key<Member, &Provenance::note>("note", "What else a reader of the row should know."));
}

}  // namespace monazite
