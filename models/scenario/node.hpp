#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/quantity/unit.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// A column of a table: the key that its cells give, and the unit of its bare numbers.
struct TableColumn {
  std::string_view name;
  std::string_view unit;            ///< from `name [unit]`; empty: none
  std::optional<Unit> parsed_unit;  ///< nothing when there is no such unit
  Place place;
};

/// A cell as written, without its quotes.
struct TableCell {
  std::string_view text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A CSV table: `cells` row by row, each row as long as `columns`.
struct Table {
  std::uint32_t file = 0;
  std::vector<TableColumn> columns;
  std::vector<TableCell> cells;

  [[nodiscard]] std::size_t row_count() const {
    return columns.empty() ? 0 : cells.size() / columns.size();
  }
  [[nodiscard]] const TableCell& cell(std::size_t row, std::size_t column) const {
    return cells[row * columns.size() + column];
  }
};

/// A piece of the input with its place. Texts are views of what SourceFiles holds.
struct Node {
  enum class Kind : std::uint8_t {
    null,
    scalar,
    list,
    map,
    row,    ///< a map whose values are the cells of row `index` of `table`
    layers  ///< a list written in parts, each part a list over the ones before
  };

  Kind kind = Kind::null;
  bool quoted = false;
  bool replaces = false;  ///< a list that takes the place of the base's: `!replace`
  Place place;
  Place key_place;          ///< of `key`
  std::uint32_t index = 0;  ///< row: its number; scalar of a table: its column
  std::string_view text;    ///< of a scalar
  std::string_view key;     ///< when the node is the value of a map
  std::vector<Node> items;  ///< of a list, a map (each with its key) or layers
  const Table* table = nullptr;
};

/// What a node is, in words: `a list`.
std::string_view name_of(Node::Kind kind);

/// One value of a map or of a row, without copying it out of its table.
struct Field {
  std::string_view key;
  Place key_place;
  Place place;
  Node::Kind kind = Node::Kind::scalar;
  bool quoted = false;
  std::string_view text;
  const Table* table = nullptr;  ///< of a cell: its table, for the unit of its column
  std::uint32_t column = 0;
  const Node* node = nullptr;  ///< nothing for a cell of a row

  /// The column of a cell; null for what stands in no table.
  [[nodiscard]] const TableColumn* header() const {
    return table == nullptr ? nullptr : &table->columns[column];
  }

  /// The unit of bare numbers here; empty: none.
  [[nodiscard]] std::string_view unit() const {
    return table == nullptr ? std::string_view{} : header()->unit;
  }
};

/// The field that a node stands for.
Field field_of(const Node& node);

/// The field in column `column` of a row.
Field field_of(const Table& table, std::size_t row, std::size_t column);

/// The value of `key` in a map or row; an absent key and an empty cell give a field of kind null
/// without a key.
Field find_field(const Node& record, std::string_view key);

/// The value of `key` in a map, or null.
const Node* find_item(const Node& map, std::string_view key);
Node* find_item(Node& map, std::string_view key);

/// A row as a map of its cells; empty cells are left out. Other nodes stay as they are.
void row_to_map(Node& node);

/// The row `row` of a table.
Node row_node(const Table& table, std::size_t row);

/// A list of all rows of a table.
Node rows_of(const Table& table);

}  // namespace monazite
