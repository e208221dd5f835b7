#include "sim/report/comment_writer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <stdexcept>
#include <utility>

#include "models/scenario/keys.hpp"
#include "models/scenario/read_yaml.hpp"
#include "models/scenario/section_catalogue.hpp"

namespace monazite {

namespace {

constexpr std::size_t longest_line = 100;

bool is_plain(std::string_view text) {
  return text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-") ==
         std::string_view::npos;
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  }
  return result + "\"";
}

/// A value in flow style.
std::string text_in_flow(const Node& node) {
  if (node.kind == Node::Kind::scalar) {
    return node.quoted ? in_quotes(node.text) : std::string(node.text);
  }
  const bool is_map = node.kind == Node::Kind::map;
  std::string text;
  for (const Node& item : node.items) {
    text += text.empty() ? "" : ", ";
    text += is_map ? fmt::format("{}: {}", item.key, text_in_flow(item)) : text_in_flow(item);
  }
  return is_map ? fmt::format("{{{}}}", text) : fmt::format("[{}]", text);
}

/// Lines of comment, broken between words.
std::string comment(std::string_view text, const std::string& indent) {
  std::string result;
  std::string line = indent + "#";
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    if (line.size() + 1 + word.size() > longest_line) {
      result += line + "\n";
      line = indent + "#";
    }
    line += fmt::format(" {}", word);
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return result + line + "\n";
}

/// The keys that a record may have.
struct RecordKeys {
  const Section& section;
  const Section* variant = nullptr;

  RecordKeys(const Section& own, const Node& record) : section(own) {
    const Field type = find_field(record, own.variant_key);
    for (const Variant& candidate : own.variants) {
      variant = candidate.name == type.text ? candidate.section : variant;
    }
  }

  /// The key and the section that declares it.
  [[nodiscard]] std::pair<const Key*, const Section*> find(std::string_view name) const {
    if (const Key* key = section.find(name)) {
      return {key, &section};
    }
    const Key* key = variant == nullptr ? nullptr : variant->find(name);
    if (key == nullptr) {
      throw std::logic_error(fmt::format("unknown key '{}' in {}", name, section.name));
    }
    return {key, variant};
  }
};

class CommentWriter {
 public:
  explicit CommentWriter(const std::map<std::string_view, std::string>& replaced)
      : replaced_(replaced) {}

  std::string write(const Node& root) {
    write_record(root, scenario_section(), "", "");
    return std::move(text_);
  }

 private:
  /// `lead` is what the first line begins with: the indent, or a dash in its place.
  void write_record(const Node& record, const Section& section, std::string lead,
                    const std::string& indent) {
    const RecordKeys keys(section, record);
    for (const Node& item : record.items) {
      const auto [key, owner] = keys.find(item.key);
      if (indent.empty()) {
        text_ += "\n";
      }
      add_comment(*key, *owner, lead);
      text_ += fmt::format("{}{}:", lead, item.key);
      write_value(item, *key, indent);
      lead = indent;
    }
  }

  void add_comment(const Key& key, const Section& owner, const std::string& lead) {
    if (!commented_.insert(&key).second) {
      return;
    }
    std::string words = description_text(key, catalogue_.of(owner).default_of(key));
    if (key.kind == ValueKind::choice) {
      words += fmt::format(" One of {}.", listed(key.names));
    }
    text_ += comment(words, std::string(std::min(lead.find('-'), lead.size()), ' '));
  }

  void write_value(const Node& value, const Key& key, const std::string& indent) {
    if (key.kind == ValueKind::record) {
      text_ += "\n";
      write_record(value, *key.section, indent + "  ", indent + "  ");
    } else if (key.kind == ValueKind::records) {
      text_ += "\n";
      write_records(value, *key.section, indent + "  ");
    } else if (const auto other = replaced_.find(key.name);
               indent.empty() && other != replaced_.end()) {
      text_ +=
          fmt::format(" {}\n", is_plain(other->second) ? other->second : in_quotes(other->second));
    } else {
      text_ += fmt::format(" {}\n", text_in_flow(value));
    }
  }

  /// The first record shows each key on a line of its own, and so does one that has a key that none
  /// had before it or that would be too long; the others take a line.
  void write_records(const Node& list, const Section& section, const std::string& indent) {
    for (const Node& record : list.items) {
      const std::string line = fmt::format("{}- {}\n", indent, text_in_flow(record));
      if (line.size() <= longest_line && is_known(record, section)) {
        text_ += line;
      } else {
        write_record(record, section, indent + "- ", indent + "  ");
      }
    }
  }

  [[nodiscard]] bool is_known(const Node& record, const Section& section) const {
    const RecordKeys keys(section, record);
    return std::all_of(record.items.begin(), record.items.end(), [&](const Node& item) {
      const Key* key = keys.find(item.key).first;
      return key->section == nullptr && commented_.count(key) != 0;
    });
  }

  const std::map<std::string_view, std::string>& replaced_;
  SectionCatalogue catalogue_;
  std::set<const Key*> commented_;
  std::string text_;
};

}  // namespace

std::string with_comments(std::string_view yaml,
                          const std::map<std::string_view, std::string>& replaced) {
  TextStore texts;
  ReadBudget budget;
  Diagnostics problems;
  const auto root = read_yaml(yaml, 0, texts, budget, problems);
  if (!root || root->kind != Node::Kind::map || !problems.empty()) {
    throw std::logic_error("a template is no map of YAML");
  }
  return CommentWriter(replaced).write(*root);
}

}  // namespace monazite
