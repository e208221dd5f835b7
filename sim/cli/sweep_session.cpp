#include "sim/cli/sweep_session.hpp"

#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

#include "sim/report/output_file.hpp"

namespace monazite {

namespace {

std::string shown(const std::string& value) {
  constexpr std::size_t longest = 60;
  return value.size() <= longest ? value : value.substr(0, longest) + "…";
}

/// Whether an entry of an identity is the digest of an input.
bool is_input(const std::string& name) { return name.starts_with("input "); }

/// What the scenarios of a sweep hold, in order: the digests of their files, or the paths of those
/// that have none.
std::vector<std::string> contents_of_scenarios(const SweepIdentity& identity) {
  std::vector<std::string> contents = sources_of(identity).files;
  for (std::string& file : contents) {
    for (const auto& [name, value] : identity) {
      if (name == "input " + file) {
        file = value;
        break;
      }
    }
  }
  return contents;
}

}  // namespace

std::vector<std::string> differences_of(
    const SweepIdentity& stored, const SweepIdentity& now,
    const std::function<bool(const std::string& name)>& may_differ) {
  std::map<std::string, std::pair<std::string, std::string>> all;
  std::multiset<std::string> stored_contents;
  std::multiset<std::string> contents;
  for (const auto& [name, value] : stored) {
    all[name].first = value;
    if (is_input(name) && !may_differ(name)) {
      stored_contents.insert(value);
    }
  }
  for (const auto& [name, value] : now) {
    all[name].second = value;
    if (is_input(name) && !may_differ(name)) {
      contents.insert(value);
    }
  }
  const bool has_same_contents = stored_contents == contents;
  const bool has_same_scenarios = contents_of_scenarios(stored) == contents_of_scenarios(now);
  std::vector<std::string> differences;
  for (const auto& [name, values] : all) {
    const auto& [before, after] = values;
    // Where files may lie is no part of a sweep, and neither is by which path they were named.
    if (before == after || may_differ(name) || name == "allow-path" ||
        (has_same_contents && is_input(name)) || (has_same_scenarios && name == "scenario")) {
      continue;
    }
    if (before.empty() || after.empty()) {
      differences.push_back(fmt::format(
          "{}: {}", name, before.empty() ? "it is not there, now it is" : "it is there, now not"));
    } else {
      differences.push_back(fmt::format("{}: it is {}, now {}", name, shown(before), shown(after)));
    }
  }
  return differences;
}

SweepReport report_of(const SweepPlan& plan, RunStore& store) {
  return {&plan, &store,
          [&plan, sources = sources_of(store.identity())](std::uint32_t arm, std::uint32_t member) {
            return repeat_command(plan, sources, arm, member);
          }};
}

void write_sweep_manifest(const std::filesystem::path& folder, const PreparedSweep& prepared,
                          const SweepIdentity& identity, const Shard& shard,
                          const RunStore::Count& count, const CommandRecord& record) {
  ManifestSweep entry;
  entry.name = prepared.sweep->spec.name;
  entry.title = prepared.sweep->spec.title;
  entry.file = prepared.sweep->file;
  entry.arms = prepared.plan->arms();
  entry.seed = prepared.sweep->spec.seed;
  entry.shard = shard;
  entry.count = count;
  entry.identity = identity;
  write_file_whole(folder / "manifest.json", sweep_manifest_json(record, entry), true);
}

}  // namespace monazite
