#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace monazite {

/// A node of the supply graph: a facility.
struct GraphNode {
  std::string id;
  std::string stage;
  std::string region;
  bool is_source = false;  ///< mines and sources of old scrap
  bool is_buyer = false;   ///< plants that use materials up
  std::string name;        ///< for labels; may be empty
  std::optional<double> latitude;
  std::optional<double> longitude;
};

/// An edge of the supply graph: a lane that carries a material.
struct GraphEdge {
  std::string material;
  double tonnes_per_year = 0;
  double transit_days = 0;
};

using SupplyGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, GraphNode, GraphEdge>;
using GraphVertex = boost::graph_traits<SupplyGraph>::vertex_descriptor;

/// Buyers that no source can reach, by node index, ascending.
std::vector<std::uint32_t> unreachable_buyers(const SupplyGraph& graph);

/// The strong component of each node: nodes of one recycling loop share a number. Numbers follow
/// the flow: an edge between components goes from a smaller number to a larger one.
std::vector<std::uint32_t> flow_components(const SupplyGraph& graph);

/// The layer of each node: the longest way, in edges between components, from a source. Nodes of
/// one loop share a layer.
std::vector<std::uint32_t> layers(const SupplyGraph& graph);

/// The quickest ways from the nearest source to every node, by node.
struct SupplyRoutes {
  std::vector<double> days;           ///< in transit; infinite where no source reaches
  std::vector<std::uint32_t> before;  ///< the node before it; itself at a source or out of reach

  /// The nodes from a source to `node`; empty when it is out of reach.
  [[nodiscard]] std::vector<std::uint32_t> to(std::uint32_t node) const;
};

/// The quickest ways (Dijkstra 1959) from all sources at once. Of equally quick ways the one is
/// taken that the order of nodes and edges comes to first.
SupplyRoutes quickest_routes(const SupplyGraph& graph);

enum class NetworkFormat : std::uint8_t { dot, graphml, csv };

/// The graph as text: DOT for Graphviz, GraphML, or an edge list in CSV. Nodes carry their names,
/// coordinates, layers and days from the nearest source in the first two. Order follows the ids, so
/// equal graphs give equal bytes.
std::string network_text(const SupplyGraph& graph, NetworkFormat format);

/// A picture for a README in DOT: one node a stage and region, edges that carry at least
/// `least_tonnes` a year.
std::string overview_dot(const SupplyGraph& graph, double least_tonnes);

}  // namespace monazite
