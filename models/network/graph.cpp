#include "models/network/graph.hpp"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/strong_components.hpp>
#include <functional>
#include <limits>

namespace monazite {

namespace {

std::vector<char> reached_from_sources(const SupplyGraph& graph) {
  const auto n = boost::num_vertices(graph);
  std::vector<char> reached(n, 0);
  std::vector<GraphVertex> stack;
  for (GraphVertex v = 0; v < n; ++v) {
    if (graph[v].is_source) {
      reached[v] = 1;
      stack.push_back(v);
    }
  }
  while (!stack.empty()) {
    const auto v = stack.back();
    stack.pop_back();
    for (const auto& edge : boost::make_iterator_range(boost::out_edges(v, graph))) {
      const auto next = boost::target(edge, graph);
      if (reached[next] == 0) {
        reached[next] = 1;
        stack.push_back(next);
      }
    }
  }
  return reached;
}

struct Distances {
  std::vector<double> days;
  std::vector<GraphVertex> before;
};

Distances distances_from(const SupplyGraph& graph, GraphVertex from) {
  const auto n = boost::num_vertices(graph);
  Distances result{std::vector<double>(n), std::vector<GraphVertex>(n)};
  const auto index = boost::get(boost::vertex_index, graph);
  constexpr double unreached = (std::numeric_limits<double>::max)();
  // With colours of our own: the default ones share a counted array, whose release clang-analyzer
  // takes for a use after it.
  std::vector<boost::default_color_type> colors(n);
  boost::dijkstra_shortest_paths(
      graph, from, boost::make_iterator_property_map(result.before.begin(), index),
      boost::make_iterator_property_map(result.days.begin(), index),
      boost::get(&GraphEdge::transit_days, graph), index, std::less<>(),
      boost::closed_plus<double>(unreached), unreached, 0.0, boost::dijkstra_visitor<>(),
      boost::make_iterator_property_map(colors.begin(), index));
  return result;
}

SupplyRoute route_from(const Distances& distances, GraphVertex from, GraphVertex to) {
  SupplyRoute route;
  if (distances.days[to] == (std::numeric_limits<double>::max)()) {
    return route;
  }
  route.transit_days = distances.days[to];
  for (GraphVertex v = to; v != from; v = distances.before[v]) {
    route.nodes.push_back(static_cast<std::uint32_t>(v));
  }
  route.nodes.push_back(static_cast<std::uint32_t>(from));
  std::reverse(route.nodes.begin(), route.nodes.end());
  return route;
}

}  // namespace

std::vector<std::uint32_t> unreachable_buyers(const SupplyGraph& graph) {
  const auto reached = reached_from_sources(graph);
  std::vector<std::uint32_t> result;
  for (GraphVertex v = 0; v < boost::num_vertices(graph); ++v) {
    if (graph[v].is_buyer && reached[v] == 0) {
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

SupplyRoute quickest_route(const SupplyGraph& graph, std::uint32_t from, std::uint32_t to) {
  return route_from(distances_from(graph, from), from, to);
}

SupplyRoute quickest_route(const SupplyGraph& graph, std::uint32_t to) {
  SupplyRoute best;
  for (GraphVertex v = 0; v < boost::num_vertices(graph); ++v) {
    if (!graph[v].is_source) {
      continue;
    }
    auto route = quickest_route(graph, static_cast<std::uint32_t>(v), to);
    if (!route.nodes.empty() && (best.nodes.empty() || route.transit_days < best.transit_days)) {
      best = std::move(route);
    }
  }
  return best;
}

}  // namespace monazite
