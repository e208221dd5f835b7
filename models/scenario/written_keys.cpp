#include "models/scenario/written_keys.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

#include "models/scenario/keys.hpp"
#include "models/scenario/layer.hpp"
#include "models/scenario/node.hpp"

namespace monazite {

namespace {

/// Sections that frame a run or read it.
bool is_frame(const Section* section) {
  return section == &calendar_section() || section == &runs_section() ||
         section == &outputs_section() || section == &leverage_section();
}

bool is_range_of_another(const Section& section, std::string_view name) {
  for (const std::string_view end : {"_low", "_high"}) {
    if (name.ends_with(end) &&
        section.find_in_all(name.substr(0, name.size() - end.size())) != nullptr) {
      return true;
    }
  }
  return false;
}

bool moves_no_run(const Key& key, const Section& section) {
  return key.is_of_file || key.kind == ValueKind::text || key.kind == ValueKind::identifier ||
         key.name == "confidence" || key.name == "evaluate" || is_frame(key.section) ||
         is_range_of_another(section, key.name);
}

const Key* key_of(const Section& section, const Node& record, std::string_view name) {
  if (const Key* key = section.find(name)) {
    return key;
  }
  const Node* kind = section.variants.empty() ? nullptr : find_item(record, section.variant_key);
  for (const Variant& variant : section.variants) {
    if (kind != nullptr && variant.name == kind->text) {
      return variant.section->find(name);
    }
  }
  return nullptr;
}

/// The text with each of its numbers that begins a word times `factor`, or `instead` for zeros.
std::string scaled_numbers(std::string_view text, double factor, double instead, bool whole) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const bool begins = std::isdigit(static_cast<unsigned char>(text[i])) != 0 &&
                        (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0);
    if (!begins) {
      result += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() &&
           (std::isdigit(static_cast<unsigned char>(text[end])) != 0 || text[end] == '.')) {
      ++end;
    }
    double number = 0;
    std::from_chars(text.data() + i, text.data() + end, number);
    double other = number == 0 ? instead : number * factor;
    if (whole) {
      other = factor < 1 ? std::max(1.0, std::floor(other)) : std::ceil(other);
    }
    result += fmt::format("{}", other);
    i = end;
  }
  return result == text ? std::string() : result;
}

std::vector<std::string> other_dates(std::string_view text) {
  std::vector<std::string> dates;
  if (const auto date = parse_date(text)) {
    for (const int days : {30, -30, 180, -180, 7, -7, 1, -1}) {
      dates.push_back(to_iso(*date + days));
    }
  }
  return dates;
}

/// Other texts that a value of a key could have, most telling first.
std::vector<std::string> other_texts(const Key& key, std::string_view text) {
  std::vector<std::string> others;
  switch (key.kind) {
    case ValueKind::real:
    case ValueKind::distribution:
    case ValueKind::shares:
      for (const double factor : {0.5, 1.5, 0.1}) {
        others.push_back(scaled_numbers(text, factor, factor, false));
      }
      others.push_back(scaled_numbers(text, 3, 30, false));
      break;
    case ValueKind::whole:
    case ValueKind::wholes:
      others = {scaled_numbers(text, 0.5, 1, true), scaled_numbers(text, 2, 30, true),
                scaled_numbers(text, 10, 1000, true), scaled_numbers(text, 1e-6, 1, true)};
      break;
    case ValueKind::boolean:
      others = {text == "true" ? "false" : "true"};
      break;
    case ValueKind::date:
      others = other_dates(text);
      break;
    case ValueKind::choice:
      for (const std::string_view name : key.names) {
        others.emplace_back(name == text ? std::string_view() : name);
      }
      break;
    default:
      break;
  }
  std::erase_if(others, [](const std::string& other) { return other.empty(); });
  return others;
}

/// The list of a scenario whose ids a reference takes; empty: none that is looked at.
std::string_view list_of(Reference reference) {
  switch (reference) {
    case Reference::region:
    case Reference::region_or_any:
    case Reference::region_or_group:
      return "regions";
    case Reference::sector:
    case Reference::sector_or_group:
      return "sectors";
    case Reference::material:
    case Reference::good:
      return "materials";
    case Reference::facility:
      return "facilities";
    case Reference::behaviour:
      return "behaviour";
    default:
      return {};
  }
}

/// A number with its unit: `35 %`.
struct NumberText {
  double number = 0;
  std::string_view unit;
};

std::optional<NumberText> number_text(std::string_view text) {
  NumberText read;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read.number);
  read.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  return error == std::errc() ? std::optional(read) : std::nullopt;
}

class Walk {
 public:
  Walk(const Node& tree, const Section& section, std::uint32_t file)
      : tree_(tree), section_(section), file_(file) {}

  void record(const Section& section, const Node& node) {
    if (node.kind != Node::Kind::map) {
      return;
    }
    WrittenKey outer = here_;
    learn(section, node);
    for (std::uint32_t i = 0; i < node.items.size(); ++i) {
      const Node& item = node.items[i];
      const Key* key = key_of(section, node, item.key);
      if (key == nullptr || moves_no_run(*key, section)) {
        continue;
      }
      enter(i, item.key);
      value(*key, item);
      leave();
    }
    here_ = std::move(outer);
  }

  std::vector<WrittenKey> found;

 private:
  void enter(std::uint32_t item, std::string_view name) {
    steps_.push_back(item);
    names_.emplace_back(name);
  }

  void leave() {
    steps_.pop_back();
    names_.pop_back();
  }

  /// Takes the days and the instrument of a record for what stands in it.
  void learn(const Section& section, const Node& node) {
    for (const Node& item : node.items) {
      const Key* key = key_of(section, node, item.key);
      if (key == nullptr || item.kind != Node::Kind::scalar) {
        continue;
      }
      if (key->kind == ValueKind::date) {
        learn_day(item.key, parse_date(item.text));
      } else if (item.key == "instrument" ||
                 (names_.size() == 2 && names_.front() == "instruments" && item.key == "id")) {
        here_.instrument = item.text;
      }
    }
  }

  void learn_day(std::string_view key, std::optional<Date> day) {
    if (!day) {
      return;
    }
    if (key == "until") {
      here_.ends = std::min(here_.ends.value_or(*day), *day);
    } else if (key == "from" || key == "on" || key == "date") {
      here_.begins = std::max(here_.begins.value_or(*day), *day);
    }
  }

  void value(const Key& key, const Node& item) {
    const bool is_list = item.kind == Node::Kind::list;
    if (key.kind == ValueKind::record) {
      record(*key.section, item);
    } else if (key.kind == ValueKind::records && is_list && !item.items.empty()) {
      records(*key.section, item);
    } else if (key.kind == ValueKind::shares && item.kind == Node::Kind::map) {
      for (std::uint32_t i = 0; i < item.items.size(); ++i) {
        enter(i, item.items[i].key);
        leaf(key, item.items[i]);
        leave();
      }
    } else {
      leaf(key, item);
    }
  }

  void records(const Section& section, const Node& list) {
    for (std::uint32_t i = 0; i < list.items.size(); ++i) {
      const std::string identity = identity_text(list.items[i], section);
      enter(i, identity.empty() ? fmt::format("{}", i) : identity);
      const auto outer = items_.size();
      if (list.items[i].place.file == file_) {
        items_.push_back(steps_);
      }
      const Siblings around = siblings_;
      siblings_ = {&list, i};
      record(section, list.items[i]);
      siblings_ = around;
      items_.resize(outer);
      leave();
    }
  }

  /// Chances of branches add up to one: half of this one for another.
  void shift_chance(const Node& item, WrittenKey& written) const {
    const auto own = number_text(item.text);
    if (item.key != "probability" || !own || siblings_.list == nullptr) {
      return;
    }
    const auto& records = siblings_.list->items;
    for (std::uint32_t k = 0; k < records.size(); ++k) {
      const Node* const other = k == siblings_.own ? nullptr : find_item(records[k], item.key);
      const auto chance = other == nullptr ? std::nullopt : number_text(other->text);
      if (!chance || chance->unit != own->unit) {
        continue;
      }
      // Down to the list, then to the key of the other record.
      std::vector<std::uint32_t> beside(steps_.begin(), steps_.end() - 2);
      beside.push_back(k);
      beside.push_back(static_cast<std::uint32_t>(other - records[k].items.data()));
      written.changes.push_back(
          {steps_, KeyChange::Kind::rewrite, fmt::format("{}{}", own->number / 2, own->unit),
           std::move(beside), fmt::format("{}{}", chance->number + own->number / 2, chance->unit)});
    }
  }

  /// Some ids or names that a key could have instead: the first, one in the middle, the last.
  [[nodiscard]] std::vector<std::string> other_names(const Key& key, const Node& item) const {
    std::vector<std::string> others;
    const auto has = [&](std::string_view name) {
      return item.text == name || std::any_of(item.items.begin(), item.items.end(),
                                              [&](const Node& part) { return part.text == name; });
    };
    const auto list = list_of(key.refers_to);
    const Node* known = list.empty() ? nullptr : find_item(tree_, list);
    if (known != nullptr) {
      for (const Node& one : known->items) {
        others.push_back(identity_text(one, *section_.find(list)->section));
      }
    } else if (key.kind == ValueKind::texts) {
      others.assign(key.names.begin(), key.names.end());
    }
    std::erase_if(others, has);
    if (others.size() > 3) {
      others = {others.front(), others[others.size() / 2], others.back()};
    }
    return others;
  }

  void leaf(const Key& key, const Node& item) {
    if (item.key_place.file != file_ || item.kind == Node::Kind::row ||
        item.kind == Node::Kind::layers) {
      return;
    }
    WrittenKey& written = found.emplace_back(here_);
    written.place = item.key_place;
    written.list = names_.front();
    for (const std::string& name : names_) {
      written.path += (written.path.empty() ? "" : ".") + name;
    }
    written.is_boolean = key.kind == ValueKind::boolean;
    if (key.kind == ValueKind::date && item.kind == Node::Kind::scalar) {
      (item.key == "until" ? written.day_ends : written.day_begins) = parse_date(item.text);
    }
    if (item.kind == Node::Kind::scalar) {
      for (std::string& text : other_texts(key, item.text)) {
        written.changes.push_back({steps_, KeyChange::Kind::rewrite, std::move(text)});
      }
      shift_chance(item, written);
    } else if (item.kind == Node::Kind::list && item.items.size() > 1) {
      written.changes.push_back({steps_, KeyChange::Kind::first_half, {}});
      written.changes.push_back({steps_, KeyChange::Kind::second_half, {}});
    }
    written.changes.push_back({steps_, KeyChange::Kind::erase, {}});
    const bool is_scalar = item.kind == Node::Kind::scalar;
    if (is_scalar || (item.kind == Node::Kind::list && !item.items.empty() &&
                      item.items.front().kind == Node::Kind::scalar)) {
      for (std::string& name : other_names(key, item)) {
        written.changes.push_back(
            {steps_, is_scalar ? KeyChange::Kind::rewrite : KeyChange::Kind::other_item,
             std::move(name)});
      }
    }
    for (auto outer = items_.rbegin(); outer != items_.rend(); ++outer) {
      written.of_items.push_back({*outer, KeyChange::Kind::erase, {}});
    }
  }

  /// The list whose record is walked, and which of its records that is.
  struct Siblings {
    const Node* list = nullptr;
    std::uint32_t own = 0;
  };

  const Node& tree_;
  const Section& section_;
  Siblings siblings_;
  std::uint32_t file_;
  WrittenKey here_;
  std::vector<std::uint32_t> steps_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::uint32_t>> items_;  ///< of lists, written in the file, from outside
};

}  // namespace

std::vector<WrittenKey> written_keys(const Node& tree, const Section& section, std::uint32_t file) {
  Walk walk(tree, section, file);
  walk.record(section, tree);
  return std::move(walk.found);
}

void make_change(Node& tree, const KeyChange& change) {
  if (!change.beside.empty()) {
    Node* other = &tree;
    for (const std::uint32_t step : change.beside) {
      other = &other->items[step];
    }
    other->text = change.text_beside;
  }
  Node* parent = nullptr;
  Node* node = &tree;
  for (const std::uint32_t step : change.steps) {
    parent = node;
    node = &node->items[step];
  }
  const auto half = static_cast<std::ptrdiff_t>(node->items.size() / 2);
  switch (change.kind) {
    case KeyChange::Kind::rewrite:
      node->text = change.text;
      break;
    case KeyChange::Kind::first_half:
      node->items.erase(node->items.begin() + half, node->items.end());
      break;
    case KeyChange::Kind::second_half:
      node->items.erase(node->items.begin(), node->items.begin() + half);
      break;
    case KeyChange::Kind::other_item:
      node->items.resize(1);
      node->items.front().text = change.text;
      break;
    case KeyChange::Kind::erase:
      // The whole tree has nothing above it to be taken out of.
      if (parent != nullptr) {
        parent->items.erase(parent->items.begin() + change.steps.back());
      }
      break;
  }
}

}  // namespace monazite
