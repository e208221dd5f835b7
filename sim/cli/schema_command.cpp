#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/key_reference.hpp"
#include "sim/report/scenario_schema.hpp"

namespace monazite {

int execute(const SchemaArguments& arguments) {
  const bool is_sweep = arguments.kind == "sweep";
  if (arguments.format == SchemaFormat::json) {
    write_output(is_sweep ? sweep_schema() : scenario_schema());
  } else {
    write_output(is_sweep ? sweep_key_reference() : key_reference());
  }
  return exit_done;
}

}  // namespace monazite
