#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "models/network/graph.hpp"

namespace monazite {

namespace {

struct EdgeRow {
  std::string from;
  std::string to;
  GraphEdge edge;
};

std::vector<EdgeRow> sorted_edges(const SupplyGraph& graph) {
  std::vector<EdgeRow> rows;
  for (const auto& edge : boost::make_iterator_range(boost::edges(graph))) {
    rows.push_back(
        {graph[boost::source(edge, graph)].id, graph[boost::target(edge, graph)].id, graph[edge]});
  }
  std::sort(rows.begin(), rows.end(), [](const EdgeRow& a, const EdgeRow& b) {
    return std::tie(a.from, a.to, a.edge.material) < std::tie(b.from, b.to, b.edge.material);
  });
  return rows;
}

/// A node with what follows from its place in the graph.
struct NodeRow {
  const GraphNode* node;
  std::uint32_t layer;
  double days;
};

std::vector<NodeRow> sorted_nodes(const SupplyGraph& graph) {
  const auto layer = layers(graph);
  const auto routes = quickest_routes(graph);
  std::vector<NodeRow> rows;
  for (const auto v : boost::make_iterator_range(boost::vertices(graph))) {
    rows.push_back({&graph[v], layer[v], routes.days[v]});
  }
  std::sort(rows.begin(), rows.end(),
            [](const NodeRow& a, const NodeRow& b) { return a.node->id < b.node->id; });
  return rows;
}

std::string dot_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string as_dot(const SupplyGraph& graph) {
  std::string text =
      "digraph supply {\n  rankdir=LR;\n  node [shape=box, fontname=\"Helvetica\"];\n";
  auto out = std::back_inserter(text);
  for (const auto& [node, layer, days] : sorted_nodes(graph)) {
    fmt::format_to(out, "  \"{}\" [", node->id);
    if (!node->name.empty()) {
      fmt::format_to(out, "label=\"{}\", ", dot_text(node->name));
    }
    fmt::format_to(out, "stage=\"{}\", region=\"{}\", layer=\"{}\"", node->stage, node->region,
                   layer);
    if (std::isfinite(days)) {
      fmt::format_to(out, ", days_from_source=\"{}\"", days);
    }
    if (node->latitude && node->longitude) {
      fmt::format_to(out, ", latitude=\"{}\", longitude=\"{}\"", *node->latitude, *node->longitude);
    }
    text += "];\n";
  }
  for (const auto& row : sorted_edges(graph)) {
    fmt::format_to(out, "  \"{}\" -> \"{}\" [label=\"{}\", tonnes=\"{}\", days=\"{}\"];\n",
                   row.from, row.to, row.edge.material, row.edge.tonnes_per_year,
                   row.edge.transit_days);
  }
  return text + "}\n";
}

std::string as_graphml(const SupplyGraph& graph) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  auto out = std::back_inserter(text);
  for (const auto& [key, owner, name, type] : {std::tuple("name", "node", "name", "string"),
                                               {"stage", "node", "stage", "string"},
                                               {"region", "node", "region", "string"},
                                               {"layer", "node", "layer", "int"},
                                               {"source", "node", "days_from_source", "double"},
                                               {"latitude", "node", "latitude", "double"},
                                               {"longitude", "node", "longitude", "double"},
                                               {"material", "edge", "material", "string"},
                                               {"tonnes", "edge", "tonnes_per_year", "double"},
                                               {"days", "edge", "transit_days", "double"}}) {
    fmt::format_to(out, "  <key id=\"{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", key,
                   owner, name, type);
  }
  text += "  <graph id=\"supply\" edgedefault=\"directed\">\n";
  const auto data = [&](std::string_view key, const auto& value) {
    fmt::format_to(out, "<data key=\"{}\">{}</data>", key, value);
  };
  for (const auto& [node, layer, days] : sorted_nodes(graph)) {
    fmt::format_to(out, "    <node id=\"{}\">", node->id);
    if (!node->name.empty()) {
      data("name", xml_text(node->name));
    }
    data("stage", node->stage);
    data("region", node->region);
    data("layer", layer);
    if (std::isfinite(days)) {
      data("source", days);
    }
    if (node->latitude && node->longitude) {
      data("latitude", *node->latitude);
      data("longitude", *node->longitude);
    }
    text += "</node>\n";
  }
  for (const auto& row : sorted_edges(graph)) {
    fmt::format_to(out, "    <edge source=\"{}\" target=\"{}\">", row.from, row.to);
    data("material", row.edge.material);
    data("tonnes", row.edge.tonnes_per_year);
    data("days", row.edge.transit_days);
    text += "</edge>\n";
  }
  return text + "  </graph>\n</graphml>\n";
}

std::string as_csv(const SupplyGraph& graph) {
  std::string text = "from,to,material,tonnes_per_year,transit_days\n";
  auto out = std::back_inserter(text);
  for (const auto& row : sorted_edges(graph)) {
    fmt::format_to(out, "{},{},{},{},{}\n", row.from, row.to, row.edge.material,
                   row.edge.tonnes_per_year, row.edge.transit_days);
  }
  return text;
}

/// The column of a stage in the overview; what flows back to an earlier one is scrap.
std::size_t column_of(std::string_view stage) {
  static constexpr std::array<std::string_view, 10> order = {
      "mine",  "scrap_source", "separation", "recycling", "metal",
      "alloy", "magnet",       "maker",      "end_use",   "outlet"};
  static constexpr std::array<std::size_t, 10> columns = {0, 0, 1, 1, 2, 3, 4, 4, 5, 5};
  const auto found = std::find(order.begin(), order.end(), stage);
  return found == order.end() ? 0 : columns[static_cast<std::size_t>(found - order.begin())];
}

}  // namespace

std::string network_text(const SupplyGraph& graph, NetworkFormat format) {
  switch (format) {
    case NetworkFormat::dot:
      return as_dot(graph);
    case NetworkFormat::graphml:
      return as_graphml(graph);
    case NetworkFormat::csv:
      return as_csv(graph);
  }
  return {};
}

std::string overview_dot(const SupplyGraph& graph, double least_tonnes) {
  using Group = std::pair<std::string, std::string>;  // stage, region
  std::map<std::pair<Group, Group>, double> flows;
  for (const auto& edge : boost::make_iterator_range(boost::edges(graph))) {
    const auto& from = graph[boost::source(edge, graph)];
    const auto& to = graph[boost::target(edge, graph)];
    flows[{{from.stage, from.region}, {to.stage, to.region}}] += graph[edge].tonnes_per_year;
  }
  std::string text =
      "digraph overview {\n  rankdir=LR;\n  ranksep=1.1;\n  nodesep=0.18;\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef2f7\", color=\"#7b8794\", "
      "fontname=\"Helvetica\", fontsize=11];\n"
      "  edge [color=\"#52606d99\", arrowsize=0.6, fontname=\"Helvetica\", fontsize=8];\n";
  auto out = std::back_inserter(text);
  std::map<std::size_t, std::set<std::string>> columns;
  for (const auto& [ends, tonnes] : flows) {
    if (tonnes < least_tonnes) {
      continue;
    }
    const auto& [from, to] = ends;
    const bool back = column_of(to.first) <= column_of(from.first);
    const double width = std::max(0.6, std::min(9.0, tonnes / 25000.0));
    fmt::format_to(out, "  \"{} {}\" -> \"{} {}\" [penwidth={:.2f}, tooltip=\"{:.0f} t/yr\"{}];\n",
                   from.second, from.first, to.second, to.first, width, tonnes,
                   back ? ", style=dashed, constraint=false" : "");
    for (const auto& group : {from, to}) {
      columns[column_of(group.first)].insert(group.second + " " + group.first);
    }
  }
  for (const auto& [column, names] : columns) {
    fmt::format_to(out, "  {{ rank=same; \"{}\"; }}\n", fmt::join(names, "\"; \""));
  }
  return text + "}\n";
}

}  // namespace monazite
