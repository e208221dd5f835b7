#include "models/scenario/read_yaml.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/node/node.h>  // defines what parser.h declares, for clang-tidy
#include <yaml-cpp/parser.h>

#include "models/scenario/yaml_syntax.hpp"

namespace monazite {

namespace {

constexpr std::string_view replace_tag = "!replace";

/// Far above what any section has keys for; maps are searched from end to end.
constexpr std::size_t most_keys = 1000;

/// A text of so many bytes counts as one value more, so that aliases of a long one are refused.
constexpr std::size_t bytes_of_value = 64;

/// Ends the reading of a document.
struct Refusal {
  Place place;
  std::string message;
  std::string expected;
  bool may_be_syntax = false;  ///< the parser tells the same of a document that is no YAML
};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view content, std::uint32_t file, TextStore& texts, ReadBudget& budget,
              Diagnostics& problems)
      : content_(content), file_(file), texts_(texts), budget_(budget), problems_(problems) {}

  Node take_root() { return std::move(root_); }
  [[nodiscard]] const LastQuoted& last_quoted() const { return last_quoted_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) {
      throw Refusal{place_of(mark), "an empty key", "a name"};
    }
    charge(1, place_of(mark));
    Node node;
    node.place = place_of(mark);
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Place place = place_of(mark);
    if (expects_key()) {
      throw Refusal{place, "an alias as a key", "a name"};
    }
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw Refusal{place, "an alias inside the anchor that it names", "an anchor that has ended"};
    }
    charge(found->second.size, place);
    attach(Node(found->second.node), found->second.size);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const Place place = place_of(mark);
    last_quoted_.note(static_cast<std::size_t>(mark.pos), tag == "!");
    refuse_run_on();
    refuse_tag(tag, place);
    if (expects_key()) {
      Frame& map = stack_.back();
      map.key = texts_.keep(value);
      map.key_place = place;
      map.key_is_quoted = tag == "!";
      map.has_key = true;
      return;
    }
    const std::size_t size = 1 + value.size() / bytes_of_value;
    charge(size, place);
    Node node;
    node.kind = Node::Kind::scalar;
    node.quoted = tag == "!";
    node.place = place;
    node.text = texts_.keep(value);
    finish(std::move(node), anchor, size);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    start(Node::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    start(Node::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override {
    apply_merge_keys(stack_.back());
    tell_duplicates(stack_.back().node);
    end();
  }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::size_t size = 1;  ///< nodes in it, itself included
    std::string_view key;
    Place key_place;
    std::uint32_t block_column = 0;  ///< where the lines of the innermost block begin; 0: none
    bool has_key = false;
    bool key_is_quoted = false;
    std::vector<Node> merged;  ///< values of its merge keys
  };
  struct Anchored {
    Node node;
    std::size_t size;
  };

  [[nodiscard]] Place place_of(const YAML::Mark& mark) const {
    return {file_, static_cast<std::uint32_t>(mark.line + 1),
            static_cast<std::uint32_t>(mark.column + 1)};
  }

  [[nodiscard]] bool expects_key() const {
    return !stack_.empty() && stack_.back().node.kind == Node::Kind::map && !stack_.back().has_key;
  }

  void charge(std::size_t nodes, Place place) {
    if (nodes > budget_.nodes) {
      throw Refusal{place, "the scenario holds too many values (aliases count as what they name)",
                    "at most 1,000,000 in all"};
    }
    budget_.nodes -= nodes;
  }

  /// The parser takes any line for the continuation of a quoted text, so that a quote left open
  /// takes in what follows up to the next one.
  void refuse_run_on() const {
    const auto quoted = quoted_text(last_quoted_, content_);
    const std::uint32_t column = stack_.empty() ? 0 : stack_.back().block_column;
    if (!quoted || !quoted->closes || column == 0) {
      return;
    }
    if (const auto line = unindented_line(content_, *quoted, column)) {
      const TextPosition at = position_at(content_, quoted->opens);
      throw Refusal{{file_, at.line, at.column},
                    fmt::format("the quoted text runs on to line {}, which is not indented", *line),
                    "a closing quote where the text ends"};
    }
  }

  static void refuse_tag(const std::string& tag, Place place) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refusal{place, fmt::format("the tag '{}'", tag),
                    fmt::format("a value without a tag, or a list with '{}'", replace_tag)};
    }
  }

  void start(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style) {
    const Place place = place_of(mark);
    const bool replaces = tag == replace_tag;
    refuse_tag(replaces ? std::string() : tag, place);
    if (expects_key()) {
      throw Refusal{place, "a map or a list as a key", "a name", true};
    }
    if (stack_.size() >= deepest_yaml) {
      throw Refusal{place, "the nesting is too deep", fmt::format("at most {}", deepest_yaml)};
    }
    charge(1, place);
    Frame frame;
    frame.node.kind = kind;
    frame.node.replaces = replaces;
    frame.node.place = place;
    frame.anchor = anchor;
    // A flow collection is indented as the block that it stands in.
    frame.block_column = style == YAML::EmitterStyle::Block ? place.column
                         : stack_.empty()                   ? 0
                                                            : stack_.back().block_column;
    stack_.push_back(std::move(frame));
  }

  void end() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    finish(std::move(frame.node), frame.anchor, frame.size);
  }

  void finish(Node node, YAML::anchor_t anchor, std::size_t size = 1) {
    if (anchor != YAML::NullAnchor) {
      charge(size, node.place);
      anchors_.insert_or_assign(anchor, Anchored{node, size});
    }
    attach(std::move(node), size);
  }

  void attach(Node node, std::size_t size) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& parent = stack_.back();
    parent.size += size;
    if (parent.node.kind == Node::Kind::map) {
      node.key = parent.key;
      node.key_place = parent.key_place;
      parent.has_key = false;
      if (node.key == "<<" && !parent.key_is_quoted) {
        parent.merged.push_back(std::move(node));
        return;
      }
    }
    if (parent.node.kind == Node::Kind::map && parent.node.items.size() == most_keys) {
      throw Refusal{node.key_place, "the map has too many keys",
                    fmt::format("at most {}", most_keys)};
    }
    parent.node.items.push_back(std::move(node));
  }

  void apply_merge_keys(Frame& frame) {
    if (frame.merged.empty()) {
      return;
    }
    std::unordered_set<std::string_view> present;
    for (const Node& item : frame.node.items) {
      present.insert(item.key);
    }
    for (Node& merged : frame.merged) {
      if (merged.kind == Node::Kind::map) {
        merge_map(frame.node, merged, present);
        continue;
      }
      if (merged.kind != Node::Kind::list) {
        problems_.add(merged.place, "the value of '<<'", "a map or a list of maps");
        continue;
      }
      for (Node& item : merged.items) {
        if (item.kind == Node::Kind::map) {
          merge_map(frame.node, item, present);
        } else {
          problems_.add(item.place, "a value in the list of '<<'", "a map");
        }
      }
    }
  }

  static void merge_map(Node& into, Node& from, std::unordered_set<std::string_view>& present) {
    for (Node& item : from.items) {
      if (present.insert(item.key).second) {
        into.items.push_back(std::move(item));
      }
    }
  }

  void tell_duplicates(const Node& map) {
    if (map.items.size() < 2) {
      return;
    }
    std::vector<const Node*> by_key;
    for (const Node& item : map.items) {
      by_key.push_back(&item);
    }
    std::stable_sort(by_key.begin(), by_key.end(),
                     [](const Node* a, const Node* b) { return a->key < b->key; });
    const Node* first = by_key.front();
    for (std::size_t i = 1; i < by_key.size(); ++i) {
      if (by_key[i]->key != first->key) {
        first = by_key[i];
        continue;
      }
      problems_.add(by_key[i]->key_place, fmt::format("duplicate key '{}' (first in line {})",
                                                      first->key, first->key_place.line));
    }
  }

  std::string_view content_;
  std::uint32_t file_;
  TextStore& texts_;
  ReadBudget& budget_;
  Diagnostics& problems_;
  Node root_;
  LastQuoted last_quoted_;
  std::vector<Frame> stack_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
};

}  // namespace

std::optional<Node> read_yaml(std::string_view content, std::uint32_t file, TextStore& texts,
                              ReadBudget& budget, Diagnostics& problems) {
  // The parser passes over a byte order mark, and counts positions from there.
  if (content.starts_with("\xEF\xBB\xBF")) {
    content.remove_prefix(3);
  }
  // The parser does not know that a carriage return alone ends a line.
  const std::string own_lines = with_line_feeds(content);
  content = own_lines;
  if (const auto bracket = bracket_too_deep(content, deepest_yaml)) {
    const TextPosition at = position_at(content, *bracket);
    problems.add({file, at.line, at.column}, "the nesting is too deep",
                 fmt::format("at most {}", deepest_yaml));
    return std::nullopt;
  }
  std::istringstream stream{own_lines};
  TreeBuilder builder(content, file, texts, budget, problems);
  const auto tell_syntax = [&](SyntaxFault fault) {
    problems.add({file, fault.at.line, fault.at.column}, std::move(fault.message),
                 std::move(fault.expected));
  };
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    if (auto fault = unclosed_quote(builder.last_quoted(), content)) {
      tell_syntax(std::move(*fault));
      return std::nullopt;
    }
    Node root = builder.take_root();
    TreeBuilder second(content, file, texts, budget, problems);
    if (parser.HandleNextDocument(second)) {
      if (root.kind == Node::Kind::scalar) {
        problems.add(root.place, "a text that belongs to no key", "keys with their values");
        return std::nullopt;
      }
      problems.add(second.take_root().place, "a second document in the file", "one document");
      return std::nullopt;
    }
    return root;
  } catch (const Refusal& refusal) {
    auto fault = refusal.may_be_syntax ? syntax_fault(content) : std::nullopt;
    if (fault) {
      tell_syntax(std::move(*fault));
    } else {
      problems.add(refusal.place, refusal.message, refusal.expected);
    }
  } catch (const YAML::Exception& error) {
    tell_syntax(fault_of(error, builder.last_quoted(), content));
  }
  return std::nullopt;
}

}  // namespace monazite
