#include "models/scenario/decode.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

namespace monazite {

namespace {

/// What has been said by `remove` was done when the layers were merged.
bool is_done(const Section& section, std::string_view key) {
  return key == "remove" && !section.identity.empty();
}

std::vector<std::string_view> names_of(const Section& section, const Section* variant) {
  std::vector<std::string_view> names;
  for (const Key& key : section.keys) {
    names.push_back(key.name);
  }
  if (variant != nullptr) {
    const auto more = names_of(*variant, nullptr);
    names.insert(names.end(), more.begin(), more.end());
  }
  return names;
}

/// The kind of a record that its type means: of a misspelt one, so that its other keys are read.
std::string_view meant_kind(const Field& type, const Section& section) {
  const bool is_only_item = type.kind == Node::Kind::list && type.node->items.size() == 1;
  const std::string_view text = is_only_item ? type.node->items.front().text : type.text;
  std::vector<std::string_view> names;
  for (const Variant& variant : section.variants) {
    if (variant.name == text) {
      return variant.name;
    }
    names.push_back(variant.name);
  }
  const std::string nearest = nearest_name(text, names);
  const auto found = std::find(names.begin(), names.end(), nearest);
  return found == names.end() ? std::string_view{} : *found;
}

Slot slot_of(const Key& key, void* record) {
  return key.slot == nullptr ? Slot{} : key.slot(record);
}

}  // namespace

void Decoder::decode(const Section& section, void* record, const Node& node) {
  if (node.kind == Node::Kind::row && !section.variants.empty()) {
    Node map = node;
    row_to_map(map);
    decode(section, record, map);
    return;
  }
  Target target{section, record};
  if (section.place != nullptr) {
    *section.place(record) = node.place;
  }
  select_variant(target, node);
  if (node.kind == Node::Kind::row) {
    decode_row(target, node);
  } else {
    decode_map(target, node);
  }
  tell_missing(target, section, node);
  tell_alone(target, section, node);
  if (target.variant != nullptr) {
    tell_missing(target, *target.variant, node);
    tell_alone(target, *target.variant, node);
    check(target, *target.variant, target.variant_record, node);
  }
  check(target, section, record, node);
}

void Decoder::check(const Target& target, const Section& section, const void* record,
                    const Node& node) {
  const auto has_failed = [&](std::string_view key) {
    return std::find(target.failed.begin(), target.failed.end(), key) != target.failed.end();
  };
  for (const RecordCheck& check : section.checks) {
    const bool is_blind = check.keys.empty()
                              ? !target.failed.empty()
                              : std::any_of(check.keys.begin(), check.keys.end(), has_failed);
    if (context_.is_complete && !is_blind) {
      check.run(record, FieldPlaces(node), context_.problems);
    }
  }
}

void Decoder::select_variant(Target& target, const Node& node) {
  if (target.section.variants.empty()) {
    return;
  }
  const Field type = find_field(node, target.section.variant_key);
  const std::string_view kind = meant_kind(type, target.section);
  for (const Variant& variant : target.section.variants) {
    if (kind == variant.name) {
      target.variant = variant.section;
      target.variant_record = variant.select(target.record);
    }
  }
}

void Decoder::decode_map(Target& target, const Node& node) {
  for (const Node& item : node.items) {
    const Field field = field_of(item);
    if (const Key* key = target.section.find(item.key)) {
      decode_field(target, target.record, *key, field);
      continue;
    }
    const Key* key = target.variant == nullptr ? nullptr : target.variant->find(item.key);
    if (key != nullptr) {
      decode_field(target, target.variant_record, *key, field);
    } else if (!is_done(target.section, item.key)) {
      tell_unknown(target, field);
    }
  }
}

void Decoder::decode_row(Target& target, const Node& node) {
  const Table& table = *node.table;
  if (table_ != &table || table_section_ != &target.section) {
    table_ = &table;
    table_section_ = &target.section;
    columns_.clear();
    for (const TableColumn& column : table.columns) {
      columns_.push_back(target.section.find(column.name));
      if (columns_.back() == nullptr && !is_done(target.section, column.name)) {
        Field header;
        header.key = column.name;
        header.key_place = column.place;
        header.table = &table;
        tell_unknown(target, header);
      }
    }
  }
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (columns_[column] != nullptr && !table.cell(node.index, column).text.empty()) {
      decode_field(target, target.record, *columns_[column], field_of(table, node.index, column));
    }
  }
}

void Decoder::decode_field(Target& target, void* record, const Key& key, const Field& field) {
  const std::size_t before = context_.failures;
  decode_value(key, record, field);
  if (context_.failures > before) {
    target.failed.push_back(key.name);
  }
}

void Decoder::decode_value(const Key& key, void* record, const Field& field) {
  const Slot slot = slot_of(key, record);
  if (key.kind == ValueKind::record) {
    const auto& member = std::get<RecordSlot>(slot);
    if (field.kind == Node::Kind::map) {
      decode(*key.section, member.emplace(member.member), *field.node);
      return;
    }
  } else if (key.kind == ValueKind::records) {
    if (field.kind == Node::Kind::list) {
      decode_records(std::get<RecordListSlot>(slot), *key.section, field);
      return;
    }
    context_.unread_lists.push_back(key.section);
  } else {
    read_value(key, slot, field, context_);
    return;
  }
  ++context_.failures;
  context_.problems.add(field.place, fmt::format("'{}' is {}", key.name, name_of(field.kind)),
                        expected_value(key));
}

void Decoder::decode_records(const RecordListSlot& slot, const Section& section,
                             const Field& field) {
  slot.start(slot.member, field.node->items.size());
  for (const Node& item : field.node->items) {
    if (item.kind == Node::Kind::map || item.kind == Node::Kind::row) {
      decode(section, slot.append(slot.member), item);
    } else {
      ++context_.failures;
      context_.problems.add(item.place, fmt::format("a {} is {}", section.name, name_of(item.kind)),
                            "a map");
    }
  }
}

void Decoder::tell_unknown(const Target& target, const Field& field) {
  for (const Variant& variant : target.section.variants) {
    if (variant.section->find(field.key) == nullptr) {
      continue;
    }
    if (target.variant != nullptr) {
      context_.problems.add(field.key_place,
                            fmt::format("'{}' is a key of another {} ({})", field.key,
                                        target.section.name, variant.name),
                            fmt::format("the keys of a {}", target.variant->name));
    }
    return;
  }
  const auto names = names_of(target.section, target.variant);
  std::string nearest = nearest_name(field.key, names);
  std::string expected = nearest.empty() ? listed(names) : std::string();
  context_.problems.add(
      field.key_place,
      fmt::format("unknown {} '{}'", field.table == nullptr ? "key" : "column", field.key),
      std::move(expected), std::move(nearest));
}

void Decoder::tell_missing(Target& target, const Section& section, const Node& node) {
  for (const Key& key : section.keys) {
    // What identifies a record in a list is in no file below.
    const bool may_be_elsewhere =
        !context_.is_complete && std::find(section.identity.begin(), section.identity.end(),
                                           key.name) == section.identity.end();
    if (may_be_elsewhere || !key.is_required || !find_field(node, key.name).key.empty()) {
      continue;
    }
    ++context_.failures;
    target.failed.push_back(key.name);
    const auto has_name = [&](const TableColumn& column) { return column.name == key.name; };
    if (node.kind == Node::Kind::row &&
        std::none_of(node.table->columns.begin(), node.table->columns.end(), has_name)) {
      context_.problems.add(node.table->columns.front().place,
                            fmt::format("missing column '{}'", key.name), expected_value(key));
    } else {
      context_.problems.add(node.place,
                            fmt::format("missing key '{}' in {}", key.name, section.name),
                            expected_value(key));
    }
  }
}

void Decoder::tell_alone(Target& target, const Section& section, const Node& node) {
  const FieldPlaces places(node);
  for (const Key& key : section.keys) {
    if (!context_.is_complete || key.beside.empty() || !places.has(key.name) ||
        places.has(key.beside)) {
      continue;
    }
    ++context_.failures;
    target.failed.push_back(key.beside);
    context_.problems.add(
        places.of(key.name), fmt::format("'{}' without '{}'", key.name, key.beside),
        fmt::format("{} in '{}'", expected_value(*section.find(key.beside)), key.beside));
  }
}

}  // namespace monazite
