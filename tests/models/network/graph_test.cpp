#include "models/network/graph.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

namespace monazite {
namespace {

struct Edge {
  const char* from;
  const char* to;
  double days;
};

/// Nodes in the order given. Ids that begin with m are sources, with p buyers.
SupplyGraph graph_of(const std::vector<const char*>& ids, const std::vector<Edge>& edges) {
  SupplyGraph graph(ids.size());
  std::map<std::string, GraphVertex> number;
  for (std::size_t v = 0; v < ids.size(); ++v) {
    graph[v].id = ids[v];
    graph[v].stage = "stage";
    graph[v].region = "AA";
    graph[v].is_source = ids[v][0] == 'm';
    graph[v].is_buyer = ids[v][0] == 'p';
    number[ids[v]] = v;
  }
  for (const auto& edge : edges) {
    boost::add_edge(number.at(edge.from), number.at(edge.to), {"oxide", 10, edge.days}, graph);
  }
  return graph;
}

const std::vector<const char*> ids = {"mine", "north", "south", "plant"};
const std::vector<Edge> edges = {
    {"mine", "north", 3}, {"mine", "south", 5}, {"north", "plant", 4}, {"south", "plant", 1}};

TEST_CASE("a buyer that no source reaches is found, whatever reaches it otherwise") {
  auto graph = graph_of({"mine", "a", "b", "plant", "pond"},
                        {{"mine", "plant", 1}, {"a", "b", 1}, {"b", "a", 1}, {"b", "pond", 1}});
  CHECK(unreachable_buyers(graph) == std::vector<std::uint32_t>{4});
  boost::add_edge(0, 1, {"oxide", 1, 1}, graph);
  CHECK(unreachable_buyers(graph).empty());
}

TEST_CASE("the quickest route follows the edges that are there") {
  using Nodes = std::vector<std::uint32_t>;
  auto graph = graph_of(ids, edges);
  auto routes = quickest_routes(graph);
  CHECK(routes.to(3) == Nodes{0, 2, 3});
  CHECK(routes.days == std::vector<double>{0, 3, 5, 6});
  boost::remove_edge(2, 3, graph);
  routes = quickest_routes(graph);
  CHECK(routes.to(3) == Nodes{0, 1, 3});
  CHECK(routes.days[3] == 7);
  boost::remove_edge(1, 3, graph);
  routes = quickest_routes(graph);
  CHECK(routes.to(3).empty());
  CHECK(std::isinf(routes.days[3]));
  CHECK(routes.to(0) == Nodes{0});
}

TEST_CASE("the quickest route starts at the nearest of several sources") {
  const auto graph =
      graph_of({"m1", "m2", "plant"}, {{"m1", "plant", 9}, {"m2", "plant", 2}, {"m2", "m1", 1}});
  const auto routes = quickest_routes(graph);
  CHECK(routes.to(2) == std::vector<std::uint32_t>{1, 2});
  CHECK(routes.days == std::vector<double>{0, 0, 2});
}

TEST_CASE("nodes of a recycling loop share a component and a layer") {
  const auto graph = graph_of({"plant", "recycler", "maker", "mine"}, {{"mine", "maker", 1},
                                                                       {"maker", "recycler", 1},
                                                                       {"recycler", "maker", 1},
                                                                       {"maker", "plant", 1}});
  const auto component = flow_components(graph);
  CHECK(component[1] == component[2]);
  CHECK(component[3] < component[2]);
  CHECK(component[2] < component[0]);
  CHECK(layers(graph) == std::vector<std::uint32_t>{2, 1, 1, 0});
}

TEST_CASE("without the way back the loop falls apart into layers of its own") {
  const auto graph =
      graph_of({"plant", "recycler", "maker", "mine"},
               {{"mine", "maker", 1}, {"maker", "recycler", 1}, {"maker", "plant", 1}});
  const auto component = flow_components(graph);
  CHECK(component[1] != component[2]);
  CHECK(layers(graph) == std::vector<std::uint32_t>{2, 2, 1, 0});
}

TEST_CASE("a layer is the longest way from a source") {
  auto graph = graph_of(ids, edges);
  CHECK(layers(graph) == std::vector<std::uint32_t>{0, 1, 1, 2});
  boost::add_edge(1, 2, {"oxide", 1, 1}, graph);
  CHECK(layers(graph) == std::vector<std::uint32_t>{0, 1, 2, 3});
}

TEST_CASE("an empty graph has no components, layers or buyers") {
  const SupplyGraph graph;
  CHECK(flow_components(graph).empty());
  CHECK(layers(graph).empty());
  CHECK(unreachable_buyers(graph).empty());
  CHECK(quickest_routes(graph).days.empty());
}

TEST_CASE("names and coordinates are written where they are known, with their signs escaped") {
  auto graph = graph_of(ids, edges);
  graph[0].name = "Mine \"A\" & <B>";
  graph[0].latitude = -28.86;
  graph[0].longitude = 122.55;
  boost::remove_edge(2, 3, graph);
  boost::remove_edge(1, 3, graph);
  const auto holds = [&](NetworkFormat format, const std::string& part) {
    return network_text(graph, format).find(part) != std::string::npos;
  };
  CHECK(holds(NetworkFormat::dot,
              "  \"mine\" [label=\"Mine \\\"A\\\" & <B>\", stage=\"stage\", region=\"AA\", "
              "layer=\"0\", days_from_source=\"0\", latitude=\"-28.86\", longitude=\"122.55\"];"));
  CHECK(
      holds(NetworkFormat::dot,
            "  \"north\" [stage=\"stage\", region=\"AA\", layer=\"1\", days_from_source=\"3\"];"));
  CHECK(holds(NetworkFormat::dot, "  \"plant\" [stage=\"stage\", region=\"AA\", layer=\"0\"];"));
  CHECK(holds(NetworkFormat::graphml,
              "<node id=\"mine\"><data key=\"name\">Mine \"A\" &amp; &lt;B&gt;</data>"
              "<data key=\"stage\">stage</data><data key=\"region\">AA</data>"
              "<data key=\"layer\">0</data><data key=\"source\">0</data>"
              "<data key=\"latitude\">-28.86</data><data key=\"longitude\">122.55</data></node>"));
}

TEST_CASE("a network reads the same in any order of its nodes and edges") {
  const auto graph = graph_of(ids, edges);
  const auto other =
      graph_of({"plant", "south", "mine", "north"}, {edges[3], edges[0], edges[2], edges[1]});
  auto changed = graph_of(ids, edges);
  changed[boost::edge(0, 1, changed).first].transit_days = 8;
  for (const auto format : {NetworkFormat::dot, NetworkFormat::graphml, NetworkFormat::csv}) {
    CHECK(network_text(graph, format) == network_text(other, format));
    CHECK(network_text(graph, format) != network_text(changed, format));
  }
  CHECK(network_text(graph, NetworkFormat::csv) ==
        "from,to,material,tonnes_per_year,transit_days\n"
        "mine,north,oxide,10,3\n"
        "mine,south,oxide,10,5\n"
        "north,plant,oxide,10,4\n"
        "south,plant,oxide,10,1\n");
}

TEST_CASE("two lanes between the same pair read the same in any order") {
  const std::vector<Edge> lanes = {{"mine", "plant", 3}, {"mine", "plant", 5}};
  auto graph = graph_of(ids, lanes);
  auto other = graph_of(ids, {lanes[1], lanes[0]});
  const auto name_by_days = [](SupplyGraph& g) {
    for (const auto& edge : boost::make_iterator_range(boost::edges(g))) {
      g[edge].material = g[edge].transit_days > 4 ? "slow" : "fast";
    }
  };
  name_by_days(graph);
  name_by_days(other);
  CHECK(network_text(graph, NetworkFormat::csv) == network_text(other, NetworkFormat::csv));
}

TEST_CASE("the overview sums lanes by stage and region and leaves small ones out") {
  const auto graph = graph_of(ids, edges);
  CHECK(overview_dot(graph, 40).find("tooltip=\"40 t/yr\"") != std::string::npos);
  CHECK(overview_dot(graph, 41).find("->") == std::string::npos);
}

}  // namespace
}  // namespace monazite
