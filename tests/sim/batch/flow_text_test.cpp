#include "sim/batch/flow_text.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "models/scenario/read_yaml.hpp"

using namespace monazite;

namespace {

/// A document with what its nodes are views of.
struct Document {
  explicit Document(std::string yaml) : content(std::move(yaml)) {
    ReadBudget budget;
    Diagnostics problems;
    root = read_yaml(content, 0, texts, budget, problems);
    for (const Diagnostic& problem : problems.sorted()) {
      said += to_text(problem) + "\n";
    }
  }

  std::string content;
  TextStore texts;
  std::optional<Node> root;
  std::string said;
};

/// Whether two nodes say the same. A text that was not quoted may have to be in brackets.
bool is_same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.key != b.key || (a.quoted && !b.quoted) ||
      a.items.size() != b.items.size()) {
    return false;
  }
  for (std::size_t k = 0; k < a.items.size(); ++k) {
    if (!is_same(a.items[k], b.items[k])) {
      return false;
    }
  }
  return true;
}

std::string flow_text_of(const std::string& yaml) {
  const Document document(yaml);
  INFO(document.said);
  REQUIRE(document.root);
  return flow_text(*document.root);
}

/// Texts that are hard to write, and any others.
rc::Gen<std::string> any_text() {
  static const std::vector<std::string> pieces = {"a",
                                                  "5 d",
                                                  " ",
                                                  "-",
                                                  "?",
                                                  ":",
                                                  ",",
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  "#",
                                                  "&",
                                                  "*",
                                                  "!",
                                                  "|",
                                                  ">",
                                                  "'",
                                                  "\"",
                                                  "%",
                                                  "@",
                                                  "`",
                                                  "\n",
                                                  "\t",
                                                  "\\",
                                                  "~",
                                                  "é",
                                                  "日",
                                                  "=",
                                                  "null",
                                                  "no",
                                                  "<<",
                                                  "--",
                                                  "---",
                                                  "...",
                                                  "1e5",
                                                  "0x1",
                                                  ".",
                                                  "/",
                                                  "\r",
                                                  " #",
                                                  ": ",
                                                  "- ",
                                                  "? ",
                                                  "\n ",
                                                  "\xc2\x85",
                                                  "\xe2\x80\xa8",
                                                  "\xef\xbb\xbf"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const std::string& part : parts) {
                          text += part;
                        }
                        return text;
                      });
}

/// A tree of nodes over texts that it keeps.
class Tree {
 public:
  Tree() { root_ = make(3, {}); }
  [[nodiscard]] const Node& root() const { return root_; }

 private:
  Node make(int depth, std::string_view key) {
    Node node;
    node.key = key;
    const int kind = *rc::gen::inRange(0, depth > 0 ? 4 : 2);
    if (kind == 0) {
      node.kind = Node::Kind::null;
    } else if (kind == 1) {
      node.kind = Node::Kind::scalar;
      node.quoted = true;
      node.text = texts_.keep(*any_text());
    } else {
      node.kind = kind == 2 ? Node::Kind::list : Node::Kind::map;
      const int count = *rc::gen::inRange(0, 4);
      for (int k = 0; k < count; ++k) {
        const std::string_view item_key =
            kind == 2 ? std::string_view{} : texts_.keep("k" + std::to_string(k) + *any_text());
        node.items.push_back(make(depth - 1, item_key));
      }
    }
    return node;
  }

  TextStore texts_;
  Node root_;
};

}  // namespace

TEST_CASE("a piece of YAML is written in one line") {
  CHECK(flow_text_of("a: 5 d\nb:\n  - x\n  - {c: ~, d: []}\n") ==
        "{a: 5 d, b: [x, {c: ~, d: []}]}");
  CHECK(flow_text_of("[50 %, -5, \"5\", 'a, b', 2025-01-01, 110 USD/kg]") ==
        "[50 %, -5, \"5\", \"a, b\", 2025-01-01, 110 USD/kg]");
  CHECK(flow_text_of("a: lognormal(mean 35 d, cv 0.3)\n") ==
        "{a: \"lognormal(mean 35 d, cv 0.3)\"}");
  CHECK(flow_text_of("a: |\n  two\n  lines\n") == "{a: \"two\\nlines\\n\"}");
  CHECK(flow_text_of("a: \"two\\rparts\"\n") == "{a: \"two\\rparts\"}");
  CHECK(flow_text_of("a: plain text\n  over two lines\n") == "{a: plain text over two lines}");
}

TEST_CASE("property: a tree of texts reads back as it was") {
  CHECK(rc::check("read_yaml(flow_text(node)) == node", [] {
    const Tree tree;
    const Document document(flow_text(tree.root()));
    RC_LOG() << document.content << "\n" << document.said;
    RC_ASSERT(document.root.has_value());
    RC_ASSERT(is_same(tree.root(), *document.root));
  }));
}

TEST_CASE("property: what YAML takes plain in a block reads back as it was") {
  CHECK(rc::check("read_yaml(flow_text(read_yaml(text)))", [] {
    const std::string text = *any_text();
    const Document first("k:\n  - " + text + "\n");
    RC_PRE(first.root.has_value() && first.said.empty());
    const Document again(flow_text(*first.root));
    RC_LOG() << first.content << "\n" << again.content << "\n" << again.said;
    RC_ASSERT(again.root.has_value());
    RC_ASSERT(is_same(*first.root, *again.root));
  }));
}
