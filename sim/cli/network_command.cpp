#include <span>

#include "models/network/graph.hpp"
#include "models/scenario/world.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/prepare.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/output_file.hpp"

namespace monazite {

int execute(const NetworkArguments& arguments) {
  const Preparation preparation = prepare(std::span(&arguments.file, 1), arguments.scenario, false);
  tell_problems(preparation, arguments.talk);
  if (preparation.scenarios.empty()) {
    return preparation.exit_code();
  }
  const SupplyGraph& graph = preparation.scenarios.front().world->graph;
  const std::string text = arguments.overview_tonnes
                               ? overview_dot(graph, *arguments.overview_tonnes)
                               : network_text(graph, arguments.format);
  if (arguments.out.empty()) {
    write_output(text);
  } else {
    write_file_whole(arguments.out, text, arguments.force);
  }
  return preparation.exit_code();
}

}  // namespace monazite
