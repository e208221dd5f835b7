#include "sim/cli/dead_key_check.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "models/scenario/diagnostic.hpp"
#include "sim/analysis/dead_keys.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/terminal.hpp"

namespace monazite {

namespace {

using Json = nlohmann::ordered_json;

std::string line_of(const DeadKey& key) {
  const auto place = fmt::format("{}:{}:{}", key.file, key.place.line, key.place.column);
  return key.reason.empty()
             ? fmt::format("{}: dead key: '{}' moves nothing\n", place, key.path)
             : fmt::format("{}: cannot act: '{}': {}\n", place, key.path, key.reason);
}

Json entry_of(const DeadKey& key) {
  Json entry = {{"severity", key.reason.empty() ? "dead_key" : "cannot_act"},
                {"file", key.file},
                {"line", key.place.line},
                {"column", key.place.column},
                {"key", key.path}};
  if (!key.reason.empty()) {
    entry["reason"] = key.reason;
  }
  return entry;
}

std::size_t count_dead(const DeadKeys& found) {
  std::size_t dead = 0;
  for (const DeadKey& key : found.keys) {
    dead += key.reason.empty() ? 1 : 0;
  }
  return dead;
}

void write_lines(const std::string& file, const DeadKeys& found, bool quiet) {
  std::string text;
  for (const bool is_idle : {false, true}) {
    for (const DeadKey& key : found.keys) {
      if (key.reason.empty() != is_idle) {
        text += line_of(key);
      }
    }
  }
  const auto dead = count_dead(found);
  if (!quiet) {
    text += fmt::format("{}: {} keys, {} dead, {} that cannot act, {} that cannot be otherwise\n",
                        file, found.looked_at, dead, found.keys.size() - dead, found.fixed);
  }
  write_output(text);
}

DeadKeys find_with_progress(const std::string& file, const CheckArguments& arguments) {
  ProgressBar bar(progress_mode(arguments.talk));
  DeadKeyOptions options;
  options.settings = arguments.scenario.settings;
  if (arguments.scenario.seed) {
    options.settings.push_back(fmt::format("runs.seed={}", *arguments.scenario.seed));
  }
  options.allowed_paths = arguments.scenario.allowed_paths;
  options.replications = arguments.scenario.replications.value_or(1);
  options.threads = arguments.threads;
  options.interrupt = &watch_interrupts();
  options.progress = [&](std::size_t done, std::size_t total) { bar.show({done, 0, total}); };
  return find_dead_keys(file, options);
}

}  // namespace

int check_dead_keys(std::span<const std::string> files, const CheckArguments& arguments) {
  Json entries = Json::array();
  bool has_dead = false;
  for (const std::string& file : files) {
    const DeadKeys found = find_with_progress(file, arguments);
    if (found.interrupted) {
      return exit_interrupted;
    }
    has_dead = has_dead || count_dead(found) > 0;
    if (arguments.format == CheckFormat::json) {
      for (const DeadKey& key : found.keys) {
        entries.push_back(entry_of(key));
      }
    } else {
      write_lines(file, found, arguments.talk.quiet);
    }
  }
  if (arguments.format == CheckFormat::json) {
    write_output(entries.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  }
  return has_dead ? exit_dead_keys : exit_done;
}

}  // namespace monazite
