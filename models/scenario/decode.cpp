#include "models/scenario/decode.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

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

std::string_view kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "empty";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::list:
    case Node::Kind::layers:
      return "a list";
    case Node::Kind::map:
    case Node::Kind::row:
      return "a map";
  }
  return {};
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
  const std::size_t before = context_.failures;
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
  tell_missing(section, node);
  tell_alone(section, node);
  if (target.variant != nullptr) {
    tell_missing(*target.variant, node);
    tell_alone(*target.variant, node);
  }
  if (context_.failures > before || !context_.is_complete) {
    return;
  }
  const FieldPlaces places(node);
  if (section.check != nullptr) {
    section.check(record, places, context_.problems);
  }
  if (target.variant != nullptr && target.variant->check != nullptr) {
    target.variant->check(target.variant_record, places, context_.problems);
  }
}

void Decoder::select_variant(Target& target, const Node& node) {
  if (target.section.variants.empty()) {
    return;
  }
  const Field type = find_field(node, target.section.variant_key);
  for (const Variant& variant : target.section.variants) {
    if (type.kind == Node::Kind::scalar && type.text == variant.name) {
      target.variant = variant.section;
      target.variant_record = variant.select(target.record);
    }
  }
}

void Decoder::decode_map(const Target& target, const Node& node) {
  for (const Node& item : node.items) {
    const Field field = field_of(item);
    if (const Key* key = target.section.find(item.key)) {
      decode_field(target, *key, field);
      continue;
    }
    const Key* key = target.variant == nullptr ? nullptr : target.variant->find(item.key);
    if (key != nullptr) {
      decode_field({*target.variant, target.variant_record}, *key, field);
    } else if (!is_done(target.section, item.key)) {
      tell_unknown(target, field);
    }
  }
}

void Decoder::decode_row(const Target& target, const Node& node) {
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
      decode_field(target, *columns_[column], field_of(table, node.index, column));
    }
  }
}

void Decoder::decode_field(const Target& target, const Key& key, const Field& field) {
  const Slot slot = slot_of(key, target.record);
  if (key.kind == ValueKind::record) {
    const auto& record = std::get<RecordSlot>(slot);
    if (field.kind == Node::Kind::map) {
      decode(*key.section, record.emplace(record.member), *field.node);
      return;
    }
  } else if (key.kind == ValueKind::records) {
    if (field.kind == Node::Kind::list) {
      decode_records(std::get<RecordListSlot>(slot), *key.section, field);
      return;
    }
  } else {
    read_value(key, slot, field, context_);
    return;
  }
  ++context_.failures;
  context_.problems.add(field.place, fmt::format("'{}' is {}", key.name, kind_name(field.kind)),
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
      context_.problems.add(item.place,
                            fmt::format("a {} is {}", section.name, kind_name(item.kind)), "a map");
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

void Decoder::tell_missing(const Section& section, const Node& node) {
  for (const Key& key : section.keys) {
    if (!context_.is_complete || !key.is_required || !find_field(node, key.name).key.empty()) {
      continue;
    }
    ++context_.failures;
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

void Decoder::tell_alone(const Section& section, const Node& node) {
  const FieldPlaces places(node);
  for (const Key& key : section.keys) {
    if (!context_.is_complete || key.beside.empty() || !places.has(key.name) ||
        places.has(key.beside)) {
      continue;
    }
    ++context_.failures;
    context_.problems.add(
        places.of(key.name), fmt::format("'{}' without '{}'", key.name, key.beside),
        fmt::format("{} in '{}'", expected_value(*section.find(key.beside)), key.beside));
  }
}

}  // namespace monazite
