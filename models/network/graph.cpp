#include "models/network/graph.hpp"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/pending/queue.hpp>
#include <cmath>
#include <functional>
#include <limits>

namespace monazite {

namespace {

std::vector<GraphVertex> sources_of(const SupplyGraph& graph) {
  std::vector<GraphVertex> sources;
  for (const auto v : boost::make_iterator_range(boost::vertices(graph))) {
    if (graph[v].is_source) {
      sources.push_back(v);
    }
  }
  return sources;
}

}  // namespace

std::vector<std::uint32_t> unreachable_buyers(const SupplyGraph& graph) {
  const auto sources = sources_of(graph);
  std::vector<boost::default_color_type> colors(boost::num_vertices(graph));
  boost::queue<GraphVertex> waiting;
  boost::breadth_first_search(
      graph, sources.begin(), sources.end(), waiting, boost::bfs_visitor<>(),
      boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<std::uint32_t> result;
  for (const auto v : boost::make_iterator_range(boost::vertices(graph))) {
    if (graph[v].is_buyer && colors[v] == boost::white_color) {
      result.push_back(static_cast<std::uint32_t>(v));
    }
  }
  return result;
}

std::vector<std::uint32_t> flow_components(const SupplyGraph& graph) {
  const auto n = boost::num_vertices(graph);
  std::vector<std::uint32_t> component(n, 0);
  if (n == 0) {
    return component;
  }
  const auto count = boost::strong_components(
      graph,
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  // Tarjan's numbering is reverse topological.
  for (auto& c : component) {
    c = static_cast<std::uint32_t>(count) - 1 - c;
  }
  return component;
}

std::vector<std::uint32_t> layers(const SupplyGraph& graph) {
  const auto component = flow_components(graph);
  const auto n = component.size();
  std::vector<std::uint32_t> order(n);
  for (std::uint32_t v = 0; v < n; ++v) {
    order[v] = v;
  }
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return component[a] < component[b]; });
  std::vector<std::uint32_t> layer_of_component(n, 0);
  for (const auto v : order) {
    for (const auto& edge : boost::make_iterator_range(boost::out_edges(v, graph))) {
      const auto next = boost::target(edge, graph);
      if (component[next] != component[v]) {
        auto& layer = layer_of_component[component[next]];
        layer = std::max(layer, layer_of_component[component[v]] + 1);
      }
    }
  }
  std::vector<std::uint32_t> result(n);
  for (std::size_t v = 0; v < n; ++v) {
    result[v] = layer_of_component[component[v]];
  }
  return result;
}

SupplyRoutes quickest_routes(const SupplyGraph& graph) {
  const auto n = boost::num_vertices(graph);
  constexpr double unreached = std::numeric_limits<double>::infinity();
  SupplyRoutes routes{std::vector<double>(n), std::vector<std::uint32_t>(n)};
  const auto sources = sources_of(graph);
  const auto index = boost::get(boost::vertex_index, graph);
  // With colours of our own: the default ones share a counted array, whose release clang-analyzer
  // takes for a use after it.
  std::vector<boost::default_color_type> colors(n);
  boost::dijkstra_shortest_paths(graph, sources.begin(), sources.end(),
                                 boost::make_iterator_property_map(routes.before.begin(), index),
                                 boost::make_iterator_property_map(routes.days.begin(), index),
                                 boost::get(&GraphEdge::transit_days, graph), index, std::less<>(),
                                 boost::closed_plus<double>(unreached), unreached, 0.0,
                                 boost::dijkstra_visitor<>(),
                                 boost::make_iterator_property_map(colors.begin(), index));
  return routes;
}

std::vector<std::uint32_t> SupplyRoutes::to(std::uint32_t node) const {
  std::vector<std::uint32_t> nodes;
  if (!std::isfinite(days.at(node))) {
    return nodes;
  }
  nodes.push_back(node);
  while (before[nodes.back()] != nodes.back()) {
    nodes.push_back(before[nodes.back()]);
  }
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

}  // namespace monazite
