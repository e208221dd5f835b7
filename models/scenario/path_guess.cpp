#include "models/scenario/path_guess.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/keys.hpp"
#include "models/scenario/layer.hpp"

namespace monazite {

namespace {

/// So many paths are told.
constexpr std::size_t most_listed = 3;

/// The pieces of a text between slashes.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  while (true) {
    const auto slash = text.find('/');
    pieces.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) {
      return pieces;
    }
    text.remove_prefix(slash + 1);
  }
}

/// Whether all of `names` are among the pieces of an identity, in whatever order.
bool holds_all(std::string_view identity, std::span<const std::string_view> names) {
  const auto pieces = pieces_of(identity);
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return std::find(pieces.begin(), pieces.end(), name) != pieces.end();
  });
}

/// Paths to the items of a list that `names` identify in part, followed by `rest`.
std::vector<std::string> paths_to(std::string_view start, const Node& list, const Section& section,
                                  std::span<const std::string_view> names,
                                  std::span<const std::string_view> rest) {
  std::vector<std::string> paths;
  for (const Node& item : list.items) {
    const std::string identity = identity_text(item, section);
    if (holds_all(identity, names)) {
      paths.push_back(
          fmt::format("{}.{}{}{}", start, identity, rest.empty() ? "" : ".", fmt::join(rest, ".")));
    }
  }
  return paths;
}

/// The paths whose first `known` names and as many parts as possible after them identify an item
/// together, and whose next part is a key of it.
std::vector<std::string> longest_match(std::string_view start, const Node& list,
                                       const Section& section, std::vector<std::string_view> known,
                                       std::span<const std::string_view> parts) {
  const std::size_t room =
      section.identity.size() - std::min(section.identity.size(), known.size());
  for (std::size_t count = std::min(room, parts.size()) + 1; count-- > 0;) {
    const auto rest = parts.subspan(count);
    if (!rest.empty() && section.find_in_all(rest.front()) == nullptr) {
      continue;
    }
    std::vector<std::string_view> names = known;
    for (const std::string_view part : parts.first(count)) {
      const auto pieces = pieces_of(part);
      names.insert(names.end(), pieces.begin(), pieces.end());
    }
    auto paths =
        names.empty() ? std::vector<std::string>() : paths_to(start, list, section, names, rest);
    if (!paths.empty()) {
      return paths;
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> paths_of_parts(const Node* list, const Section& section,
                                        std::span<const std::string_view> parts, std::size_t part) {
  if (list == nullptr || section.identity.size() < 2) {
    return {};
  }
  const std::string start = fmt::format("{}", fmt::join(parts.first(part), "."));
  return longest_match(start, *list, section, {}, parts.subspan(part));
}

std::vector<std::string> paths_beside(const Node& scenario, const Node& record,
                                      std::span<const std::string_view> parts, std::size_t part) {
  const Field id = find_field(record, "id");
  if (id.kind != Node::Kind::scalar) {
    return {};
  }
  std::vector<std::string> paths;
  for (const Key& key : scenario_section().keys) {
    const Node* list = key.kind == ValueKind::records ? find_item(scenario, key.name) : nullptr;
    if (list == nullptr || key.section->identity.empty() || key.section->identity.front() == "id") {
      continue;
    }
    const bool is_named = key.name == parts[part];
    if (is_named || key.section->find(parts[part]) != nullptr) {
      const auto found = longest_match(key.name, *list, *key.section, {id.text},
                                       parts.subspan(is_named ? part + 1 : part));
      paths.insert(paths.end(), found.begin(), found.end());
    }
  }
  return paths;
}

std::string listed_paths(std::span<const std::string> paths) {
  std::string text;
  const std::size_t told = std::min(paths.size(), most_listed);
  for (std::size_t i = 0; i < told; ++i) {
    text += i == 0 ? "" : i + 1 == paths.size() ? " or " : ", ";
    text += fmt::format("'{}'", paths[i]);
  }
  return paths.size() > told ? fmt::format("{} or {} more of the kind", text, paths.size() - told)
                             : text;
}

}  // namespace monazite
