#include "sim/report/recorded_worlds.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <string_view>
#include <system_error>

#include "models/scenario/keys.hpp"
#include "models/scenario/layer.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/read_yaml.hpp"
#include "models/scenario/source_files.hpp"
#include "sim/batch/flow_text.hpp"
#include "sim/report/csv_file_reader.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

using Entries = std::map<std::string, std::string>;

/// Top keys, and keys of any record, that change no result.
constexpr std::array<std::string_view, 8> silent_keys = {
    "monazite", "name", "title", "description", "runs", "outputs", "leverage", "targets"};
constexpr std::array<std::string_view, 5> silent_in_records = {"source", "confidence", "note",
                                                               "name", "title"};
constexpr std::array<std::string_view, 3> calendar_keys = {"start", "end", "warm_up"};

template <std::size_t Count>
bool has(const std::array<std::string_view, Count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Writes the values of a tree under their key paths.
class Flattening {
 public:
  explicit Flattening(Entries& entries) : entries_(entries) {}

  void add_record(Node record, const Section& section, const std::string& path) {
    row_to_map(record);
    for (Node& item : record.items) {
      const bool is_top = path.empty();
      if (is_top ? has(silent_keys, item.key) : has(silent_in_records, item.key)) {
        continue;
      }
      const std::string place =
          is_top ? std::string(item.key) : fmt::format("{}.{}", path, item.key);
      const Key* key = section.find_in_all(item.key);
      const Section* below = key == nullptr ? nullptr : key->section;
      if (below != nullptr && key->kind == ValueKind::record && item.kind == Node::Kind::map) {
        add_record(std::move(item), *below, place);
      } else if (below != nullptr && item.kind == Node::Kind::layers) {
        for (Node& layer : item.items) {
          add_list(layer, *below, place);
        }
      } else if (below != nullptr && item.kind == Node::Kind::list) {
        add_list(item, *below, place);
      } else if (item.kind != Node::Kind::null) {
        entries_[place] = flow_text(item);
      }
    }
  }

 private:
  void add_list(Node& list, const Section& section, const std::string& path) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const std::string id =
          section.identity.empty() ? std::to_string(i) : identity_text(list.items[i], section);
      add_record(std::move(list.items[i]), section, fmt::format("{}.{}", path, id));
    }
  }

  Entries& entries_;
};

/// The entries of a resolved scenario; its name is put into `name`.
Entries read_resolved(const fs::path& file, std::string& name) {
  Diagnostics problems;
  SourceFiles files(file.string(), {}, problems);
  Entries entries;
  const auto opened = files.open_scenario();
  auto root = opened
                  ? read_yaml(files.content(*opened), *opened, files.texts, files.budget, problems)
                  : std::nullopt;
  if (!root || root->kind != Node::Kind::map) {
    return entries;
  }
  if (const Node* own = find_item(*root, "name")) {
    name = own->text;
  }
  open_tables(*root, scenario_section(), files, problems);
  Flattening(entries).add_record(std::move(*root), scenario_section(), {});
  return entries;
}

/// `2025-01-01 to 2025-12-31 after 180 d`.
std::string calendar_text(const std::array<std::string, calendar_keys.size()>& values) {
  return fmt::format("{} to {} after a warm-up of {}", values[0], values[1], values[2]);
}

/// A key that one side alone has is told by its record: `instruments.valve`.
std::string record_of(const std::string& path) {
  const auto section = path.find('.');
  const auto id = section == std::string::npos ? section : path.find('.', section + 1);
  return path.substr(0, id);
}

std::string shortened(const std::string& value) {
  constexpr std::size_t longest = 40;
  return value.size() <= longest ? value : value.substr(0, longest) + "…";
}

/// The lines on what differs between two sets of entries.
void append_differences(const Entries& runs, const Entries& baseline,
                        std::set<std::string>& lines) {
  for (const auto& [path, value] : runs) {
    const auto other = baseline.find(path);
    if (other == baseline.end()) {
      const std::string record = record_of(path);
      const auto known = baseline.lower_bound(record + ".");
      const bool has_record = known != baseline.end() && known->first.starts_with(record + ".");
      lines.insert(has_record ? fmt::format("{}: {}, baseline none", path, shortened(value))
                              : fmt::format("{}: not in the baseline", record));
    } else if (other->second != value) {
      lines.insert(
          fmt::format("{}: {}, baseline {}", path, shortened(value), shortened(other->second)));
    }
  }
  for (const auto& [path, value] : baseline) {
    if (runs.contains(path)) {
      continue;
    }
    const std::string record = record_of(path);
    const auto known = runs.lower_bound(record + ".");
    const bool has_record = known != runs.end() && known->first.starts_with(record + ".");
    lines.insert(has_record ? fmt::format("{}: none, baseline {}", path, shortened(value))
                            : fmt::format("{}: in the baseline alone", record));
  }
}

}  // namespace

const RecordedWorlds::Entries& RecordedWorlds::entries_of(const RecordedRuns& runs) {
  const auto [known, is_new] = scenarios_.try_emplace({runs.folder, runs.scenario});
  if (!is_new) {
    return known->second;
  }
  const fs::path folder = results_.folders[runs.folder];
  std::vector<fs::path> files = {folder / "scenario.resolved.yaml"};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "resolved", error)) {
    files.push_back(entry.path() / "scenario.resolved.yaml");
  }
  for (const fs::path& file : files) {
    if (fs::exists(file, error)) {
      std::string name;
      Entries entries = read_resolved(file, name);
      if (name == runs.scenario) {
        known->second = std::move(entries);
        break;
      }
    }
  }
  return known->second;
}

const RecordedWorlds::Entries& RecordedWorlds::factors_of(const RecordedRuns& runs) {
  const auto [known, is_new] = factors_.try_emplace(runs.folder);
  const fs::path table = fs::path(results_.folders[runs.folder]) / "variants.csv";
  std::error_code error;
  if (is_new && fs::exists(table, error)) {
    CsvFileReader file(table.string());
    std::vector<std::string> names;
    while (file.next_row()) {
      const auto cells = file.cells();
      if (names.empty()) {
        names.assign(cells.begin(), cells.end());
        continue;
      }
      // scenario, variant, branch, digest; of an ensemble the first member stands for all.
      constexpr std::size_t before_factors = 4;
      Entries factors;
      for (std::size_t c = before_factors; c < cells.size(); ++c) {
        factors.emplace(names[c], cells[c]);
      }
      known->second.try_emplace(fmt::format("{}/{}", cells[0], cells[1]), std::move(factors));
    }
  }
  return known->second[fmt::format("{}/{}", runs.scenario, runs.variant)];
}

std::string RecordedWorlds::entry(const RecordedRuns& runs, const std::string& path) {
  const Entries& factors = factors_of(runs);
  if (const auto found = factors.find(path); found != factors.end() && !found->second.empty()) {
    return found->second;
  }
  const Entries& entries = entries_of(runs);
  const auto found = entries.find(path);
  return found == entries.end() ? std::string() : found->second;
}

bool RecordedWorlds::is_known(const RunsPair& pair) {
  return !entries_of(*pair.runs).empty() && !entries_of(*pair.baseline).empty();
}

void RecordedWorlds::check_calendars(const RunsPair& pair) {
  if (!is_known(pair)) {
    return;
  }
  std::array<std::string, calendar_keys.size()> ours;
  std::array<std::string, calendar_keys.size()> theirs;
  for (std::size_t k = 0; k < calendar_keys.size(); ++k) {
    const std::string path = fmt::format("calendar.{}", calendar_keys[k]);
    ours[k] = entry(*pair.runs, path);
    theirs[k] = entry(*pair.baseline, path);
  }
  if (ours == theirs) {
    return;
  }
  Diagnostics problems;
  problems.add({{},
                results_.folders[pair.runs->folder],
                fmt::format("'{}' ran from {}, its baseline '{}' from {}", pair.runs->name(),
                            calendar_text(ours), pair.baseline->name(), calendar_text(theirs)),
                "the same calendar: sums over unequal spans do not compare",
                {}});
  throw InputError(problems.sorted(), InputError::Kind::bad_input);
}

std::vector<std::string> RecordedWorlds::differences(const RunsPair& pair, std::size_t most) {
  std::set<std::string> lines;
  const Entries factors = factors_of(*pair.runs);
  append_differences(factors, factors_of(*pair.baseline), lines);
  if (is_known(pair)) {
    append_differences(entries_of(*pair.runs), entries_of(*pair.baseline), lines);
  }
  std::vector<std::string> shown(lines.begin(), lines.end());
  if (shown.size() > most) {
    const std::size_t more = shown.size() - most;
    shown.resize(most);
    shown.push_back(fmt::format("{} more", more));
  }
  return shown;
}

}  // namespace monazite
