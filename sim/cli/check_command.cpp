#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/prepare.hpp"
#include "sim/cli/terminal.hpp"

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

Json problem_entry(const Diagnostic& diagnostic, std::string_view severity) {
  Json entry = {{"severity", severity}, {"file", diagnostic.file}};
  if (diagnostic.place.line > 0) {
    entry["line"] = diagnostic.place.line;
    entry["column"] = diagnostic.place.column;
  }
  entry["message"] = diagnostic.message;
  if (!diagnostic.expected.empty()) {
    entry["expected"] = diagnostic.expected;
  }
  if (!diagnostic.suggestion.empty()) {
    entry["suggestion"] = diagnostic.suggestion;
  }
  return entry;
}

std::string problems_json(const Preparation& preparation, const TalkOptions& talk) {
  Json problems = Json::array();
  for (const Diagnostic& diagnostic : preparation.errors) {
    problems.push_back(problem_entry(diagnostic, "error"));
  }
  if (!talk.quiet) {
    for (const Diagnostic& diagnostic : preparation.warnings) {
      problems.push_back(problem_entry(diagnostic, "warning"));
    }
  }
  return problems.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string good_files(const CheckArguments& arguments, const Preparation& preparation) {
  std::string text;
  const std::vector<std::string>& wrong = preparation.wrong_files;
  for (const std::string& file : arguments.files) {
    if (std::find(wrong.begin(), wrong.end(), file) == wrong.end()) {
      text += fmt::format("{}: ok\n", file);
    }
  }
  return text;
}

}  // namespace

int execute(const CheckArguments& arguments) {
  const Preparation preparation = prepare(arguments.files, arguments.scenario, false);
  if (arguments.format == CheckFormat::json) {
    write_output(problems_json(preparation, arguments.talk));
  } else {
    tell_problems(preparation, arguments.talk);
    if (!arguments.talk.quiet) {
      write_output(good_files(arguments, preparation));
    }
  }
  return preparation.exit_code();
}

}  // namespace monazite
