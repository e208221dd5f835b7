#include <algorithm>
#include <array>
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

std::vector<GraphNode> sorted_nodes(const SupplyGraph& graph) {
  std::vector<GraphNode> nodes;
  for (GraphVertex v = 0; v < boost::num_vertices(graph); ++v) {
    nodes.push_back(graph[v]);
  }
  std::sort(nodes.begin(), nodes.end(),
            [](const GraphNode& a, const GraphNode& b) { return a.id < b.id; });
  return nodes;
}

std::string as_dot(const SupplyGraph& graph) {
  std::string text =
      "digraph supply {\n  rankdir=LR;\n  node [shape=box, fontname=\"Helvetica\"];\n";
  auto out = std::back_inserter(text);
  for (const auto& node : sorted_nodes(graph)) {
    fmt::format_to(out, "  \"{}\" [stage=\"{}\", region=\"{}\"];\n", node.id, node.stage,
                   node.region);
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
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "  <key id=\"stage\" for=\"node\" attr.name=\"stage\" attr.type=\"string\"/>\n"
      "  <key id=\"region\" for=\"node\" attr.name=\"region\" attr.type=\"string\"/>\n"
      "  <key id=\"material\" for=\"edge\" attr.name=\"material\" attr.type=\"string\"/>\n"
      "  <key id=\"tonnes\" for=\"edge\" attr.name=\"tonnes_per_year\" attr.type=\"double\"/>\n"
      "  <key id=\"days\" for=\"edge\" attr.name=\"transit_days\" attr.type=\"double\"/>\n"
      "  <graph id=\"supply\" edgedefault=\"directed\">\n";
  auto out = std::back_inserter(text);
  for (const auto& node : sorted_nodes(graph)) {
    fmt::format_to(out,
                   "    <node id=\"{}\"><data key=\"stage\">{}</data>"
                   "<data key=\"region\">{}</data></node>\n",
                   node.id, node.stage, node.region);
  }
  for (const auto& row : sorted_edges(graph)) {
    fmt::format_to(out,
                   "    <edge source=\"{}\" target=\"{}\"><data key=\"material\">{}</data>"
                   "<data key=\"tonnes\">{}</data><data key=\"days\">{}</data></edge>\n",
                   row.from, row.to, row.edge.material, row.edge.tonnes_per_year,
                   row.edge.transit_days);
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
  static constexpr std::array<std::string_view, 9> order = {
      "mine",  "scrap_source", "separation", "recycling", "metal",
      "alloy", "magnet",       "end_use",    "outlet"};
  static constexpr std::array<std::size_t, 9> columns = {0, 0, 1, 1, 2, 3, 4, 5, 5};
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
