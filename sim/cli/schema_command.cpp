#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/key_reference.hpp"
#include "sim/report/scenario_schema.hpp"

namespace monazite {

int execute(const SchemaArguments& arguments) {
  write_output(arguments.format == SchemaFormat::json ? scenario_schema() : key_reference());
  return exit_done;
}

}  // namespace monazite
