#include "tests/fuzz/random_edits.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace monazite::fuzz {

namespace {

/// One value of a document with where it stands.
struct Position {
  YAML::Node parent;
  YAML::Node value;
  std::string key;        ///< in a map
  std::size_t index = 0;  ///< in a list
  std::string path;
};

void collect(const YAML::Node& node, const std::string& path, std::vector<Position>& positions) {
  if (node.IsMap()) {
    for (const auto& entry : node) {
      const auto key = entry.first.Scalar();
      if (key == "base" || key == "monazite" || key == "table") {
        continue;
      }
      positions.push_back({node, entry.second, key, 0, path + "." + key});
      collect(entry.second, path + "." + key, positions);
    }
  } else if (node.IsSequence()) {
    for (std::size_t i = 0; i < node.size(); ++i) {
      const auto item_path = fmt::format("{}[{}]", path, i);
      positions.push_back({node, node[i], {}, i, item_path});
      collect(node[i], item_path, positions);
    }
  }
}

std::string short_text(const YAML::Node& node) {
  YAML::Emitter out;
  out << YAML::Flow << node;
  std::string text = out.c_str();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.size() > 200 ? text.substr(0, 200) + "…" : text;
}

/// A list with an item put in, or (nothing) left out, at a place.
void splice(YAML::Node list, std::size_t at, const YAML::Node* added) {
  YAML::Node result(YAML::NodeType::Sequence);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (added != nullptr && i == at) {
      result.push_back(*added);
    }
    if (added != nullptr || i != at) {
      result.push_back(list[i]);
    }
  }
  if (added != nullptr && at == list.size()) {
    result.push_back(*added);
  }
  const auto tag = list.Tag();
  list = result;
  list.SetTag(tag);
}

class Document {
 public:
  Document(const std::string& text, Choice& choice) : root_(YAML::Load(text)), choice_(choice) {}

  std::string edit() {
    positions_.clear();
    collect(root_, {}, positions_);
    if (positions_.empty()) {
      return {};
    }
    auto& position = positions_[choice_.below(positions_.size())];
    switch (choice_.below(10)) {
      case 0:
        return copy_item();
      case 1:
        return remove(position);
      case 2:
        return choice_.one_in(3) ? change_type(position) : swap_values(position);
      default:
        return change_value();
    }
  }

  [[nodiscard]] std::string text() const {
    YAML::Emitter out;
    out << root_;
    return std::string(out.c_str()) + "\n";
  }

 private:
  template <class Condition>
  const Position* one_where(const Condition& condition) {
    std::vector<const Position*> found;
    for (const auto& position : positions_) {
      if (condition(position)) {
        found.push_back(&position);
      }
    }
    return found.empty() ? nullptr : choice_.one_of(found);
  }

  /// Scalars under the same key, of which another value may be taken.
  std::vector<std::string> alike(const std::string& key) {
    std::vector<std::string> texts;
    for (const auto& position : positions_) {
      const bool fits = key.empty() || position.key == key || choice_.one_in(20);
      if (position.value.IsScalar() && fits && position.value.Scalar().size() < 100) {
        texts.push_back(position.value.Scalar());
      }
    }
    return texts;
  }

  /// What is text for people is rarely worth an edit.
  bool is_prose(const std::string& key) {
    return key == "source" || key == "note" || key == "title" || key == "description" ||
           key == "confidence" || key == "name";
  }

  std::string change_value() {
    const auto* position = one_where([this](const Position& p) {
      return p.value.IsScalar() && (!is_prose(p.key) || choice_.one_in(30));
    });
    return position == nullptr ? std::string() : change_value_at(*position);
  }

  std::string change_value_at(const Position& position) {
    YAML::Node value = position.value;
    const auto before = value.Scalar();
    value = edited_value(before, alike(position.key), choice_);
    return fmt::format("{}: {} -> {}", position.path, before, value.Scalar());
  }

  std::string copy_item() {
    const auto* position = one_where([](const Position& p) { return p.parent.IsSequence(); });
    if (position == nullptr) {
      return {};
    }
    YAML::Node copy = YAML::Clone(position->value);
    std::string how = "as it is";
    if (copy.IsMap() && !choice_.one_in(3)) {
      how.clear();
      if (copy["id"] && copy["id"].IsScalar() && !choice_.one_in(4)) {
        copy["id"] = copy["id"].Scalar() + "_2";
        how = "under another id";
      }
      how += change_one_value_of(copy);
    }
    const auto at = choice_.below(position->parent.size() + 1);
    const auto text =
        fmt::format("{}: copied to {} {}: {}", position->path, at, how, short_text(copy));
    splice(position->parent, at, &copy);
    return text;
  }

  /// A day of a copy moved, or another of its values.
  std::string change_one_value_of(YAML::Node& copy) {
    std::vector<Position> inner;
    collect(copy, "of the copy", inner);
    std::vector<Position> dated;
    for (const auto& position : inner) {
      const bool is_value = position.value.IsScalar() && position.key != "id";
      if (is_value && (position.value.Scalar().starts_with("20") || choice_.one_in(4))) {
        dated.push_back(position);
      }
    }
    return dated.empty() ? std::string() : ", " + change_value_at(choice_.one_of(dated));
  }

  std::string remove(Position& position) {
    const auto text = fmt::format("{}: removed", position.path);
    if (position.parent.IsMap()) {
      position.parent.remove(position.key);
    } else {
      splice(position.parent, position.index, nullptr);
    }
    return text;
  }

  std::string change_type(Position& position) {
    const auto before = short_text(position.value);
    YAML::Node value(YAML::NodeType::Null);
    switch (choice_.below(4)) {
      case 0:
        value.push_back(YAML::Clone(position.value));
        break;
      case 1:
        value["x"] = YAML::Clone(position.value);
        break;
      case 2:
        value = position.value.IsScalar() ? YAML::Node(YAML::NodeType::Map) : YAML::Node("x");
        break;
      default:
        break;
    }
    set(position, value);
    return fmt::format("{}: {} -> {}", position.path, before, short_text(value));
  }

  /// What stands under one key in two maps, one in the place of the other.
  std::string swap_values(Position& position) {
    const auto* other = one_where([&](const Position& p) {
      return !p.key.empty() && p.key == position.key && p.path != position.path;
    });
    if (other == nullptr) {
      return {};
    }
    const auto mine = YAML::Clone(position.value);
    const auto text =
        fmt::format("{}: {} swapped with {}: {}", position.path, short_text(position.value),
                    other->path, short_text(other->value));
    const auto theirs = YAML::Clone(other->value);
    Position place = *other;
    set(position, theirs);
    set(place, mine);
    return text;
  }

  static void set(Position& position, const YAML::Node& value) {
    if (position.parent.IsMap()) {
      position.parent[position.key] = value;
    } else {
      position.parent[position.index] = value;
    }
  }

  YAML::Node root_;
  Choice& choice_;
  std::vector<Position> positions_;
};

}  // namespace

EditedText edited_yaml(const std::string& text, std::size_t edits, Choice& choice) {
  Document document(text, choice);
  EditedText result;
  for (; edits > 0; --edits) {
    result.edits.push_back(document.edit());
  }
  result.text = document.text();
  return result;
}

}  // namespace monazite::fuzz
