#include "models/scenario/layer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace monazite {

namespace {

/// After so many problems, the next ones get no suggestion: each looks at all ids.
constexpr std::size_t with_suggestion = 100;

struct Identity {
  std::array<std::string_view, 4> parts;
  bool operator==(const Identity&) const = default;
};

struct IdentityHash {
  std::size_t operator()(const Identity& identity) const {
    std::size_t hash = 0;
    for (const std::string_view part : identity.parts) {
      hash = hash * 0x9E3779B97F4A7C15ULL + std::hash<std::string_view>{}(part);
    }
    return hash;
  }
};

bool is_record(const Node& node) {
  return node.kind == Node::Kind::map || node.kind == Node::Kind::row;
}

/// The value of a part of the identity; nothing when a required one is missing. `all` and an absent
/// value are the same.
std::optional<std::string_view> identity_part(const Node& record, const Section& section,
                                              std::string_view key) {
  const Field field = find_field(record, key);
  if (field.kind == Node::Kind::scalar && !field.text.empty()) {
    const bool is_all = section.find(key)->all_is_empty && field.text == "all";
    return is_all ? std::string_view{} : field.text;
  }
  return section.find(key)->is_required ? std::nullopt : std::optional<std::string_view>("");
}

std::optional<Identity> identity_of(const Node& record, const Section& section) {
  Identity identity;
  for (std::size_t i = 0; i < section.identity.size(); ++i) {
    const auto part = identity_part(record, section, section.identity[i]);
    if (!part) {
      return std::nullopt;
    }
    identity.parts.at(i) = *part;
  }
  return identity;
}

void tell_missing_identity(const Node& record, const Section& section, Diagnostics& problems) {
  for (const std::string_view key : section.identity) {
    if (identity_part(record, section, key)) {
      continue;
    }
    const std::string expected = expected_value(*section.find(key));
    const auto has_name = [&](const TableColumn& column) { return column.name == key; };
    if (record.kind == Node::Kind::row &&
        std::none_of(record.table->columns.begin(), record.table->columns.end(), has_name)) {
      problems.add(record.table->columns.front().place, fmt::format("missing column '{}'", key),
                   expected);
    } else {
      problems.add(record.place, fmt::format("missing key '{}' in {}", key, section.name),
                   expected);
    }
  }
}

/// Lays the parts of one list over the list of the layers below.
class LayerMerge {
 public:
  LayerMerge(Node& base, const Section& section, Diagnostics& problems, Below below)
      : base_(base),
        section_(section),
        problems_(problems),
        below_(below),
        is_removed_(base.items.size()) {
    for (std::size_t i = 0; i < base.items.size(); ++i) {
      if (const auto identity = identity_of(base.items[i], section)) {
        index_.emplace(*identity, i);
      }
    }
  }

  void add(Node list) {
    ++layer_;
    base_.items.reserve(base_.items.size() + list.items.size());
    index_.reserve(base_.items.size() + list.items.size());
    for (Node& item : list.items) {
      add_item(std::move(item));
    }
  }

  void finish() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < base_.items.size(); ++i) {
      if (is_removed_[i] != 0) {
        continue;
      }
      if (kept != i) {
        base_.items[kept] = std::move(base_.items[i]);
      }
      ++kept;
    }
    base_.items.resize(kept);
  }

 private:
  struct Known {
    std::size_t item;
    int layer = 0;  ///< the latest that named it
    Place place;    ///< where

    explicit Known(std::size_t i) : item(i) {}
  };

  void add_item(Node item) {
    if (!is_record(item)) {
      append(std::move(item));
      return;
    }
    const auto identity = identity_of(item, section_);
    if (!identity) {
      add_without_identity(std::move(item));
      return;
    }
    const bool removes = asks_removal(item);
    const auto [known, is_new] = index_.try_emplace(*identity, base_.items.size());
    if (known->second.layer == layer_) {
      problems_.add(item.place,
                    fmt::format("duplicate {} '{}' (first in line {})", section_.name,
                                identity_text(item, section_), known->second.place.line));
      return;
    }
    known->second.layer = layer_;
    known->second.place = item.place;
    if (removes) {
      remove(item, *identity, is_new);
    } else if (is_new) {
      append(std::move(item));
    } else {
      merge_record(base_.items[known->second.item], std::move(item), section_, problems_, below_);
    }
  }

  /// Keeps the record, so that all that is wrong with it is told where it is read.
  void add_without_identity(Node item) {
    if (asks_removal(item)) {
      tell_missing_identity(item, section_, problems_);
    } else {
      append(std::move(item));
    }
  }

  void append(Node item) {
    Node fresh;
    if (item.kind == Node::Kind::map) {
      fresh.kind = Node::Kind::map;
      fresh.place = item.place;
      merge_record(fresh, std::move(item), section_, problems_, below_);
    } else {
      fresh = std::move(item);
    }
    base_.items.push_back(std::move(fresh));
    is_removed_.push_back(0);
  }

  void remove(const Node& item, const Identity& identity, bool is_new) {
    const auto known = index_.find(identity);
    if (is_new && below_ == Below::whole) {
      problems_.add(
          item.place,
          fmt::format("no {} '{}' to remove", section_.name, identity_text(item, section_)), {},
          nearest_identity(item));
    } else if (!is_new) {
      is_removed_[known->second.item] = 1;
    }
    index_.erase(known);
  }

  std::string nearest_identity(const Node& item) const {
    if (problems_.count() >= with_suggestion) {
      return {};
    }
    std::vector<std::string> texts;
    for (const Node& other : base_.items) {
      texts.push_back(identity_text(other, section_));
    }
    return nearest_name(identity_text(item, section_), {texts.begin(), texts.end()});
  }

  bool asks_removal(const Node& item) {
    const Field field = find_field(item, "remove");
    if (field.key.empty() || (!field.quoted && field.text == "false")) {
      return false;
    }
    if (field.quoted || field.text != "true") {
      problems_.add(field.place, fmt::format("'{}' is no truth value", field.text),
                    "true or false");
    }
    return true;
  }

  Node& base_;
  const Section& section_;
  Diagnostics& problems_;
  Below below_;
  std::unordered_map<Identity, Known, IdentityHash> index_;
  std::vector<char> is_removed_;
  int layer_ = 0;
};

bool has_nested_records(const Section& section) {
  const auto nests = [](const Key& key) { return key.section != nullptr; };
  return std::any_of(section.keys.begin(), section.keys.end(), nests) || !section.variants.empty();
}

/// Whether a map is `{table: …, rows: …}`.
bool names_tables(const Node& node) {
  return std::any_of(node.items.begin(), node.items.end(), [](const Node& item) {
    return (item.key == "table" && item.kind != Node::Kind::map) ||
           (item.key == "rows" && item.kind == Node::Kind::list);
  });
}

/// Turns a map from ids to records into a list of records that have them.
void list_by_id(Node& node, Diagnostics& problems) {
  for (Node& item : node.items) {
    if (item.kind == Node::Kind::null) {
      item.kind = Node::Kind::map;
    }
    if (item.kind != Node::Kind::map) {
      continue;
    }
    if (const Node* other = find_item(item, "id")) {
      problems.add(other->key_place, fmt::format("'id' of what is called '{}' already", item.key),
                   "no 'id' in a map by ids");
      continue;
    }
    Node id;
    id.kind = Node::Kind::scalar;
    id.text = item.key;
    id.key = "id";
    id.place = item.key_place;
    id.key_place = item.key_place;
    item.items.insert(item.items.begin(), std::move(id));
    item.key = {};
  }
  node.kind = Node::Kind::list;
}

/// The paths of a `table:` value, as scalar nodes.
std::vector<const Node*> table_paths(const Node& value, SourceFiles& files, Diagnostics& problems) {
  std::vector<const Node*> paths;
  const auto add = [&](const Node& node) {
    if (node.kind == Node::Kind::scalar) {
      paths.push_back(&node);
    } else {
      problems.add(node.place, "the value of 'table'", "the path of a CSV file, or a list of them");
      files.set_failed();
    }
  };
  if (value.kind == Node::Kind::list) {
    std::for_each(value.items.begin(), value.items.end(), add);
  } else {
    add(value);
  }
  return paths;
}

/// Turns `{table: …, rows: …}` into layers.
void open_list(Node& node, const Section& section, SourceFiles& files, Diagnostics& problems) {
  std::vector<Node> layers;
  std::vector<Node> tables;
  for (Node& item : node.items) {
    if (item.key == "rows" && item.kind == Node::Kind::list) {
      layers.push_back(std::move(item));
    } else if (item.key == "table") {
      for (const Node* path : table_paths(item, files, problems)) {
        if (const Table* table = files.open_table({path->text, path->place})) {
          tables.push_back(rows_of(*table));
        }
      }
    } else if (item.key == "rows") {
      problems.add(item.place, "the value of 'rows'", "a list of maps");
    } else {
      problems.add(item.key_place, fmt::format("unknown key '{}'", item.key), "'table' and 'rows'",
                   nearest_name(item.key, {"table", "rows"}));
    }
  }
  for (Node& layer : layers) {
    for (Node& item : layer.items) {
      open_tables(item, section, files, problems);
    }
  }
  std::move(tables.begin(), tables.end(), std::back_inserter(layers));
  node.kind = Node::Kind::layers;
  node.items = std::move(layers);
}

void merge_shares(Node& base, Node overlay) {
  for (Node& item : overlay.items) {
    if (Node* existing = find_item(base, item.key)) {
      *existing = std::move(item);
    } else {
      base.items.push_back(std::move(item));
    }
  }
}

}  // namespace

std::string identity_text(const Node& record, const Section& section) {
  std::string text;
  for (std::size_t i = 0; i < section.identity.size(); ++i) {
    const auto part = identity_part(record, section, section.identity[i]);
    text += i == 0 ? "" : "/";
    text += part.value_or("");
  }
  return text;
}

void open_tables(Node& record, const Section& section, SourceFiles& files, Diagnostics& problems) {
  if (record.kind != Node::Kind::map) {
    return;
  }
  for (Node& item : record.items) {
    const Key* key = section.find_in_all(item.key);
    if (key == nullptr || key->section == nullptr) {
      continue;
    }
    if (key->is_by_id && item.kind == Node::Kind::map && !names_tables(item)) {
      list_by_id(item, problems);
    }
    if (key->kind == ValueKind::record) {
      open_tables(item, *key->section, files, problems);
    } else if (item.kind == Node::Kind::map) {
      open_list(item, *key->section, files, problems);
    } else if (item.kind == Node::Kind::list && has_nested_records(*key->section)) {
      for (Node& nested : item.items) {
        open_tables(nested, *key->section, files, problems);
      }
    }
  }
}

namespace {

/// Records that are told apart by a day or a year stand in its order, whichever layer said them.
/// Both are written with all their digits, so the order is that of the texts.
void sort_by_day(Node& list, const Section& section) {
  const Key* day = section.identity.size() == 1 ? section.find(section.identity.front()) : nullptr;
  if (day != nullptr && (day->kind == ValueKind::date || day->kind == ValueKind::whole)) {
    std::stable_sort(list.items.begin(), list.items.end(), [&](const Node& a, const Node& b) {
      return identity_text(a, section) < identity_text(b, section);
    });
  }
}

/// Whether two pieces of input say the same, wherever they stand.
bool says_the_same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text && a.key == b.key &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), says_the_same);
}

/// Whether a value of another kind in the place of a map or list of maps would lose what it holds,
/// so that all that refers to it would be wrong too.
bool is_lost(const Node& existing, const Key& key) {
  return key.section != nullptr &&
         existing.kind == (key.kind == ValueKind::record ? Node::Kind::map : Node::Kind::list) &&
         !existing.items.empty();
}

/// Makes way for a list that is to take the place of the one below it, and tells so. A list whose
/// records have no identity takes it silently only where there is nothing to lose.
void make_way(Node& base, const Node& overlay, const Section& section, Diagnostics& problems) {
  // Kept, so that the tree of a base replaces too where it is laid over that of another base.
  base.replaces = base.replaces || overlay.replaces;
  if (base.items.empty()) {
    return;
  }
  if (overlay.replaces) {
    problems.add_note(overlay.place, fmt::format("'{}' replaces the base's {} of them", overlay.key,
                                                 base.items.size()));
    base.items.clear();
  } else if (section.identity.empty() && !overlay.items.empty() && !says_the_same(base, overlay)) {
    problems.add(
        overlay.place,
        fmt::format("'{}' would take the place of the base's {}, and cannot be merged with "
                    "it",
                    overlay.key, base.items.size()),
        fmt::format("`{}: !replace` before the list, with all that is to hold", overlay.key));
    base.items.clear();
  } else if (overlay.kind == Node::Kind::list && overlay.items.empty() &&
             !section.identity.empty()) {
    problems.add(overlay.place,
                 fmt::format("the empty '{}' changes nothing: the base's {} stay", overlay.key,
                             base.items.size()),
                 fmt::format("`{}: !replace []` to take them out", overlay.key));
  }
}

}  // namespace

void merge_records(Node& base, Node overlay, const Section& section, Diagnostics& problems,
                   Below below) {
  make_way(base, overlay, section, problems);
  const bool is_laid_over = !base.items.empty();
  std::vector<Node> layers;
  if (overlay.kind == Node::Kind::layers) {
    layers = std::move(overlay.items);
  } else {
    layers.push_back(std::move(overlay));
  }
  if (!section.identity.empty()) {
    LayerMerge merge(base, section, problems, below);
    for (Node& layer : layers) {
      merge.add(std::move(layer));
    }
    merge.finish();
    if (is_laid_over) {
      sort_by_day(base, section);
    }
    return;
  }
  base.items.clear();
  for (Node& layer : layers) {
    for (Node& item : layer.items) {
      Node& kept = base.items.emplace_back();
      if (item.kind == Node::Kind::map) {
        kept.kind = Node::Kind::map;
        kept.place = item.place;
        merge_record(kept, std::move(item), section, problems, below);
      } else {
        kept = std::move(item);
      }
    }
  }
}

void merge_record(Node& base, Node overlay, const Section& section, Diagnostics& problems,
                  Below below) {
  row_to_map(base);
  row_to_map(overlay);
  for (Node& item : overlay.items) {
    const Key* key = section.find_in_all(item.key);
    const bool is_map = item.kind == Node::Kind::map;
    const bool is_list = item.kind == Node::Kind::list || item.kind == Node::Kind::layers;
    const bool merges_shares = key != nullptr && key->kind == ValueKind::shares && is_map;
    const bool merges = key != nullptr && ((key->kind == ValueKind::record && is_map) ||
                                           (key->kind == ValueKind::records && is_list));
    const Node::Kind kind = is_map ? Node::Kind::map : Node::Kind::list;
    Node* existing = find_item(base, item.key);
    if (existing == nullptr) {
      existing = &base.items.emplace_back();
    }
    if (merges_shares && existing->kind == Node::Kind::map) {
      merge_shares(*existing, std::move(item));
      continue;
    }
    if (item.replaces && (key == nullptr || key->kind != ValueKind::records)) {
      problems.add(item.place,
                   fmt::format("'!replace' of '{}', which is no list of maps", item.key),
                   "the value alone");
    }
    if (!merges && key != nullptr && is_lost(*existing, *key)) {
      problems.add(item.place, fmt::format("'{}' is {}", key->name, name_of(item.kind)),
                   expected_value(*key));
      continue;
    }
    if (!merges) {
      *existing = std::move(item);
      continue;
    }
    if (existing->kind != kind) {
      *existing = Node();
      existing->kind = kind;
      existing->place = item.place;
      existing->key = item.key;
      existing->key_place = item.key_place;
    }
    if (is_map) {
      merge_record(*existing, std::move(item), *key->section, problems, below);
    } else {
      merge_records(*existing, std::move(item), *key->section, problems, below);
    }
  }
}

}  // namespace monazite
