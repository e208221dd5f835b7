#include "sim/cli/compare_arguments.hpp"

#include "sim/cli/argument_checks.hpp"
#include "sim/cli/help_text.hpp"

namespace monazite {

CLI::App* add_compare(CLI::App& program, CompareArguments& arguments) {
  auto* app = program.add_subcommand(
      "compare", "Paired differences of result folders under common random numbers");
  app->footer(compare_footer);
  app->add_option("RESULT", arguments.folders, "Result folders, that of the baseline first")
      ->check(refuse_empty)
      ->required();
  app->add_option("--baseline", arguments.baseline,
                  "The runs of the first folder that the others are compared with")
      ->check(refuse_empty)
      ->type_name("SCENARIO[/VARIANT]");
  app->add_option("--out", arguments.out,
                  "File to write, or a folder for compare.csv (default: a new file in results/)")
      ->check(refuse_empty)
      ->type_name("FILE|DIR");
  app->add_flag("--unpaired", arguments.unpaired,
                "Compare as independent samples: unequal seeds, Welch's interval");
  app->add_flag("--force", arguments.force, "Overwrite the file");
  app->add_flag("--quiet", arguments.quiet, "Say nothing but errors");
  return app;
}

}  // namespace monazite
