#include "models/scenario/write_scenario.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "models/scenario/keys.hpp"
#include "models/scenario/write_value.hpp"

namespace monazite {

namespace {

/// Sections that are written as tables: those whose records are many and flat.
constexpr std::array<std::string_view, 10> table_sections = {
    "materials",  "compositions", "processes", "process_inputs", "process_outputs",
    "facilities", "lines",        "demand",    "lanes",          "routes"};

/// Slots lead to members that can be written to; what only reads them may have a constant record.
Slot slot_in(const Key& key, const void* record) {
  return key.slot == nullptr ? Slot{} : key.slot(const_cast<void*>(record));
}

/// Where the record says something with the key; nothing when it does not.
std::optional<Slot> slot_written(const Section& section, const Key& key, const void* record) {
  if (!key.beside.empty()) {
    const Key& other = *section.find(key.beside);
    if (!has_value(other, slot_in(other, record))) {
      return std::nullopt;
    }
  }
  const Slot slot = slot_in(key, record);
  return has_value(key, slot) ? std::optional(slot) : std::nullopt;
}

class ScenarioWriter {
 public:
  WrittenScenario write(const Scenario& scenario) {
    write_keys(scenario_section(), &scenario, "");
    return std::move(written_);
  }

 private:
  void write_record(const Section& section, const void* record, const std::string& indent) {
    write_keys(section, record, indent);
    for (const Variant& variant : section.variants) {
      if (const void* own = variant.get(record)) {
        write_keys(*variant.section, own, indent);
      }
    }
  }

  void write_keys(const Section& section, const void* record, const std::string& indent) {
    for (const Key& key : section.keys) {
      const auto slot = slot_written(section, key, record);
      if (!slot) {
        continue;
      }
      const auto start = written_.yaml.size();
      written_.yaml += fmt::format("{}{}:", indent, key.name);
      if (key.kind == ValueKind::record) {
        write_nested(key, std::get<RecordSlot>(*slot), indent, start);
      } else if (key.kind == ValueKind::records) {
        write_records(key, std::get<RecordListSlot>(*slot), indent);
      } else {
        written_.yaml += ' ';
        write_scalar(section, key, record, *slot);
        written_.yaml += '\n';
      }
    }
  }

  /// A record that says nothing is left out, or is an empty map where one is required.
  void write_nested(const Key& key, const RecordSlot& slot, const std::string& indent,
                    std::size_t start) {
    const auto begin = written_.yaml.size();
    written_.yaml += '\n';
    write_record(*key.section, slot.get(slot.member), indent + "  ");
    if (written_.yaml.size() == begin + 1) {
      written_.yaml.resize(key.is_required ? begin : start);
      written_.yaml += key.is_required ? " {}\n" : "";
    }
  }

  void write_scalar(const Section& section, const Key& key, const void* record, const Slot& slot) {
    if (key.name != section.variant_key) {
      append_value(written_.yaml, key, slot, ValueStyle::yaml);
      return;
    }
    for (const Variant& variant : section.variants) {
      if (variant.get(record) != nullptr) {
        written_.yaml += variant.name;
      }
    }
  }

  void write_records(const Key& key, const RecordListSlot& slot, const std::string& indent) {
    const std::size_t size = slot.size(slot.member);
    const bool is_table =
        std::find(table_sections.begin(), table_sections.end(), key.name) != table_sections.end();
    if (size == 0) {
      written_.yaml += " []\n";
    } else if (is_table && indent.empty()) {
      const std::string path = fmt::format("inputs/{}.csv", key.name);
      written_.yaml += fmt::format(" {{table: {}}}\n", path);
      written_.tables.push_back({path, table_text(*key.section, slot)});
    } else {
      written_.yaml += '\n';
      for (std::size_t i = 0; i < size; ++i) {
        const std::size_t start = written_.yaml.size();
        write_record(*key.section, slot.get(slot.member, i), indent + "    ");
        written_.yaml[start + indent.size() + 2] = '-';
      }
    }
  }

  static std::vector<const Key*> used_keys(const Section& section, const RecordListSlot& slot) {
    std::vector<const Key*> used;
    const std::size_t size = slot.size(slot.member);
    for (const Key& key : section.keys) {
      bool is_used = key.is_required;
      for (std::size_t i = 0; i < size && !is_used; ++i) {
        is_used = slot_written(section, key, slot.get(slot.member, i)).has_value();
      }
      if (is_used) {
        used.push_back(&key);
      }
    }
    return used;
  }

  static std::string table_text(const Section& section, const RecordListSlot& slot) {
    const auto keys = used_keys(section, slot);
    std::string out;
    for (std::size_t column = 0; column < keys.size(); ++column) {
      const Key& key = *keys[column];
      const bool has_unit = !key.unit.empty() && key.kind != ValueKind::distribution;
      out += column == 0 ? "" : ",";
      out += has_unit ? fmt::format("{} [{}]", key.name, key.unit) : std::string(key.name);
    }
    out += '\n';
    const std::size_t size = slot.size(slot.member);
    for (std::size_t i = 0; i < size; ++i) {
      const void* record = slot.get(slot.member, i);
      for (std::size_t column = 0; column < keys.size(); ++column) {
        out += column == 0 ? "" : ",";
        const Key& key = *keys[column];
        if (const auto value = slot_written(section, key, record)) {
          append_value(out, key, *value, ValueStyle::cell);
        }
      }
      out += '\n';
    }
    return out;
  }

  WrittenScenario written_;
};

}  // namespace

WrittenScenario write_scenario(const Scenario& scenario) {
  return ScenarioWriter().write(scenario);
}

}  // namespace monazite
