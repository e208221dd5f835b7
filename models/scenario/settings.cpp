#include "models/scenario/settings.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <vector>

#include "models/quantity/number.hpp"
#include "models/scenario/keys.hpp"
#include "models/scenario/layer.hpp"
#include "models/scenario/path_guess.hpp"
#include "models/scenario/read_yaml.hpp"

namespace monazite {

namespace {

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto dot = path.find('.');
    parts.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) {
      return parts;
    }
    path = path.substr(dot + 1);
  }
}

void set_places(Node& node, Place place) {
  node.place = place;
  node.key_place = place;
  for (Node& item : node.items) {
    set_places(item, place);
  }
}

class Setting {
 public:
  Setting(const std::string& text, SourceFiles& files, Diagnostics& problems)
      : files_(files), problems_(problems) {
    const std::string_view kept = files.texts.keep(text);
    place_.file = files.add_name("--set " + text);
    equals_ = kept.find('=');
    path_ = trimmed(kept.substr(0, equals_));
    value_ = equals_ == std::string_view::npos ? kept.substr(kept.size())
                                               : trimmed(kept.substr(equals_ + 1));
  }

  void apply(Node& scenario) {
    if (equals_ == std::string_view::npos || path_.empty()) {
      tell("not a setting", "KEY.PATH=VALUE");
      return;
    }
    parts_ = split_path(path_);
    if (parts_.front() == "base" || parts_.front() == "monazite") {
      tell(fmt::format("'{}' cannot be set", parts_.front()), {});
      return;
    }
    scenario_ = &scenario;
    set_in_record(scenario, scenario_section(), 0);
  }

 private:
  void tell(std::string message, std::string expected, std::string suggestion = {}) {
    problems_.add(place_, std::move(message), std::move(expected), std::move(suggestion));
  }

  [[nodiscard]] bool is_last(std::size_t part) const { return part + 1 == parts_.size(); }

  /// Kinds of a record may have keys of one name with different values.
  static const Key* find_key(const Node& record, const Section& section, std::string_view name) {
    const Node* kind = section.variants.empty() ? nullptr : find_item(record, section.variant_key);
    for (const Variant& variant : section.variants) {
      if (kind != nullptr && variant.name == kind->text && section.find(name) == nullptr) {
        if (const Key* key = variant.section->find(name)) {
          return key;
        }
      }
    }
    return section.find_in_all(name);
  }

  void set_in_record(Node& record, const Section& section, std::size_t part) {
    row_to_map(record);
    const std::string_view name = parts_[part];
    const Key* key = find_key(record, section, name);
    if (key == nullptr) {
      tell_unknown_key(record, section, part);
      return;
    }
    if (is_last(part)) {
      assign(record, section, *key);
      return;
    }
    if (key->kind == ValueKind::shares && is_last(part + 1)) {
      set_share(record, section, *key, parts_[part + 1]);
      return;
    }
    if (key->section == nullptr) {
      tell(fmt::format("'{}' holds no other keys", name), expected_value(*key));
      return;
    }
    Node* child = find_item(record, name);
    if (key->kind == ValueKind::records) {
      set_in_list(child, *key, part + 1);
      return;
    }
    if (child == nullptr || child->kind != Node::Kind::map) {
      Node map;
      map.kind = Node::Kind::map;
      set_places(map, place_);
      map.key = name;
      child = child == nullptr ? &record.items.emplace_back() : child;
      *child = std::move(map);
    }
    set_in_record(*child, *key->section, part + 1);
  }

  void set_share(Node& record, const Section& section, const Key& key, std::string_view name) {
    Node share;
    share.kind = value_.empty() ? Node::Kind::null : Node::Kind::scalar;
    share.text = value_;
    share.key = name;
    Node shares;
    shares.kind = Node::Kind::map;
    shares.items.push_back(std::move(share));
    shares.key = key.name;
    Node overlay;
    overlay.kind = Node::Kind::map;
    overlay.items.push_back(std::move(shares));
    set_places(overlay, place_);
    merge_record(record, std::move(overlay), section, problems_);
  }

  void set_in_list(Node* list, const Key& key, std::size_t part) {
    const Section& section = *key.section;
    const std::size_t index = find_in_list(list, section, parts_[part]);
    if (list == nullptr || index >= list->items.size()) {
      tell_no_item(list, key, part);
      return;
    }
    Node& item = list->items[index];
    if (is_last(part)) {
      set_item(item, section);
    } else if (is_last(part + 1) && parts_[part + 1] == "remove" && !section.identity.empty()) {
      remove(*list, index);
    } else {
      set_in_record(item, section, part + 1);
    }
  }

  void set_item(Node& item, const Section& section) {
    auto value = read_structured();
    if (value && value->kind != Node::Kind::map) {
      tell(fmt::format("'{}' is no map", value_), "a map");
    } else if (value) {
      merge_record(item, std::move(*value), section, problems_);
    }
  }

  void remove(Node& list, std::size_t index) {
    if (value_ == "true") {
      list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(index));
    } else if (value_ != "false") {
      tell(fmt::format("'{}' is no truth value", value_), "true or false");
    }
  }

  static std::size_t find_in_list(const Node* list, const Section& section, std::string_view name) {
    if (list == nullptr) {
      return 0;
    }
    if (section.identity.empty()) {
      std::uint64_t index = 0;
      return read_whole(name, index) ? static_cast<std::size_t>(index) : list->items.size();
    }
    const auto found = std::find_if(list->items.begin(), list->items.end(), [&](const Node& item) {
      return identity_text(item, section) == name;
    });
    return static_cast<std::size_t>(found - list->items.begin());
  }

  void tell_no_item(const Node* list, const Key& key, std::size_t part) {
    const Section& section = *key.section;
    const std::string_view name = parts_[part];
    if (files_.has_failed()) {
      return;  // it may stand in the file that is missing
    }
    if (section.identity.empty()) {
      tell(fmt::format("no item '{}' in '{}'", name, key.name),
           fmt::format("a position from 0, below {}", list == nullptr ? 0 : list->items.size()));
      return;
    }
    std::vector<std::string> texts;
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      texts.push_back(identity_text(list->items[i], section));
    }
    if (std::uint64_t index = 0; read_whole(name, index) && index < texts.size()) {
      tell(
          fmt::format("'{}' has no positions: its items are named by their {}", key.name,
                      fmt::join(section.identity, "/")),
          fmt::format("'{}' in place of '{}', the item that now stands there", texts[index], name));
      return;
    }
    if (const auto meant = paths_of_parts(list, section, parts_, part); !meant.empty()) {
      tell(fmt::format("no {} '{}' in '{}', whose items are named by their {}", section.name, name,
                       key.name, fmt::join(section.identity, "/")),
           listed_paths(meant));
      return;
    }
    tell(fmt::format("no {} '{}' in '{}'", section.name, name, key.name), {},
         nearest_name(name, {texts.begin(), texts.end()}));
  }

  void tell_unknown_key(const Node& record, const Section& section, std::size_t part) {
    const std::string_view name = parts_[part];
    if (const auto meant = paths_beside(*scenario_, record, parts_, part); !meant.empty()) {
      tell(fmt::format("unknown key '{}' in '{}'", name, path_), listed_paths(meant));
      return;
    }
    std::vector<std::string_view> names;
    for (const Key& key : section.keys) {
      names.push_back(key.name);
    }
    for (const Variant& variant : section.variants) {
      for (const Key& key : variant.section->keys) {
        names.push_back(key.name);
      }
    }
    std::string nearest = nearest_name(name, names);
    std::string expected = nearest.empty() ? listed(names) : std::string();
    tell(fmt::format("unknown key '{}' in '{}'", name, path_), std::move(expected),
         std::move(nearest));
  }

  void assign(Node& record, const Section& section, const Key& key) {
    const bool is_structured =
        key.section != nullptr ||
        ((key.kind == ValueKind::texts || key.kind == ValueKind::wholes) && !value_.empty() &&
         value_.front() == '[') ||
        (key.kind == ValueKind::shares && !value_.empty() && value_.front() == '{') ||
        (!value_.empty() && (value_.front() == '"' || value_.front() == '\''));
    std::optional<Node> value;
    if (is_structured) {
      value = read_structured();
    } else {
      value.emplace();
      value->kind = value_.empty() ? Node::Kind::null : Node::Kind::scalar;
      value->text = value_;
    }
    if (!value) {
      return;
    }
    set_places(*value, place_);
    value->key = key.name;
    // What is set as a whole has no other way to say so.
    value->replaces =
        value->replaces || (key.kind == ValueKind::records && key.section->identity.empty());
    Node overlay;
    overlay.kind = Node::Kind::map;
    overlay.items.push_back(std::move(*value));
    merge_record(record, std::move(overlay), section, problems_);
  }

  /// The value as YAML; nothing, and a problem told, when it is none.
  std::optional<Node> read_structured() {
    Diagnostics inner;
    auto node = read_yaml(value_, place_.file, files_.texts, files_.budget, inner);
    for (const Diagnostic& problem : inner.sorted()) {
      tell(problem.message, problem.expected);
    }
    if (!inner.empty()) {
      return std::nullopt;
    }
    set_places(*node, place_);
    return node;
  }

  SourceFiles& files_;
  Diagnostics& problems_;
  Place place_;
  std::size_t equals_ = std::string_view::npos;
  std::string_view path_;
  std::string_view value_;
  std::vector<std::string_view> parts_;
  const Node* scenario_ = nullptr;  ///< all that is set in
};

}  // namespace

void apply_setting(Node& scenario, const std::string& setting, SourceFiles& files,
                   Diagnostics& problems) {
  Setting(setting, files, problems).apply(scenario);
}

}  // namespace monazite
