#include "models/scenario/node.hpp"

#include <algorithm>

namespace monazite {

std::string_view name_of(Node::Kind kind) {
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

Field field_of(const Node& node) {
  Field field;
  field.key = node.key;
  field.key_place = node.key_place;
  field.place = node.place;
  field.kind = node.kind;
  field.quoted = node.quoted;
  field.text = node.text;
  field.table = node.kind == Node::Kind::scalar ? node.table : nullptr;
  field.column = node.index;
  field.node = &node;
  return field;
}

Field field_of(const Table& table, std::size_t row, std::size_t column) {
  const TableCell& cell = table.cell(row, column);
  const TableColumn& header = table.columns[column];
  Field field;
  field.key = header.name;
  field.key_place = header.place;
  field.place = {table.file, cell.line, cell.column};
  field.text = cell.text;
  field.table = &table;
  field.column = static_cast<std::uint32_t>(column);
  return field;
}

Field find_field(const Node& record, std::string_view key) {
  if (record.kind == Node::Kind::row) {
    const auto& columns = record.table->columns;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      if (columns[column].name == key && !record.table->cell(record.index, column).text.empty()) {
        return field_of(*record.table, record.index, column);
      }
    }
  } else if (const Node* item = find_item(record, key)) {
    return field_of(*item);
  }
  Field absent;
  absent.kind = Node::Kind::null;
  absent.place = record.place;
  return absent;
}

const Node* find_item(const Node& map, std::string_view key) {
  const auto found = std::find_if(map.items.begin(), map.items.end(),
                                  [&](const Node& item) { return item.key == key; });
  return map.kind == Node::Kind::map && found != map.items.end() ? &*found : nullptr;
}

Node* find_item(Node& map, std::string_view key) {
  return const_cast<Node*>(find_item(static_cast<const Node&>(map), key));
}

void row_to_map(Node& node) {
  if (node.kind != Node::Kind::row) {
    return;
  }
  const Table& table = *node.table;
  node.kind = Node::Kind::map;
  node.table = nullptr;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    const Field field = field_of(table, node.index, column);
    if (field.text.empty()) {
      continue;
    }
    Node cell;
    cell.kind = Node::Kind::scalar;
    cell.place = field.place;
    cell.key_place = field.key_place;
    cell.index = field.column;
    cell.text = field.text;
    cell.key = field.key;
    cell.table = &table;
    node.items.push_back(std::move(cell));
  }
}

Node row_node(const Table& table, std::size_t row) {
  Node node;
  node.kind = Node::Kind::row;
  node.index = static_cast<std::uint32_t>(row);
  node.table = &table;
  const TableCell& first = table.cell(row, 0);
  node.place = {table.file, first.line, first.column};
  return node;
}

Node rows_of(const Table& table) {
  Node list;
  list.kind = Node::Kind::list;
  list.place = {table.file, 1, 1};
  list.items.reserve(table.row_count());
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    list.items.push_back(row_node(table, row));
  }
  return list;
}

}  // namespace monazite
