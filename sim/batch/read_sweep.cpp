#include "sim/batch/read_sweep.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "models/quantity/number.hpp"
#include "models/scenario/decode.hpp"
#include "models/scenario/read_yaml.hpp"
#include "models/scenario/source_files.hpp"
#include "sim/batch/check_factors.hpp"
#include "sim/batch/flow_text.hpp"
#include "sim/batch/read_factor.hpp"
#include "sim/batch/setting_text.hpp"
#include "sim/batch/sweep_keys.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

/// Keys whose values are read here, not by declarations.
constexpr std::array<std::string_view, 3> own_keys = {"scenario", "factors", "set"};

[[noreturn]] void refuse(const Diagnostics& problems, const SourceFiles& files) {
  throw InputError(problems.sorted(files.names()), files.not_found_count() == problems.count()
                                                       ? InputError::Kind::not_found
                                                       : InputError::Kind::bad_input);
}

class SweepReader {
 public:
  SweepReader(const std::string& path, const std::vector<std::string>& allowed_paths)
      : path_(path), files_(path, allowed_paths, problems_) {
    loaded_.file = path;
  }

  LoadedSweep read() {
    const auto file = files_.open_scenario();
    if (!file) {
      refuse(problems_, files_);
    }
    auto root = read_yaml(files_.content(*file), *file, files_.texts, files_.budget, problems_);
    if (!root || root->kind != Node::Kind::map) {
      if (root) {
        problems_.add({*file, 1, 1}, "the file is no map",
                      "the keys of a sweep, 'monazite_sweep: 1' first");
      }
      refuse(problems_, files_);
    }
    check_version(*root);
    read_scenarios(*root);
    read_settings(*root);
    read_factors(*root);
    decode_rest(*root);
    read_half_width();
    read_design_table(*root);
    read_ensemble(*root);
    check_design(*root);
    for (const FactorProblem& problem : idle_factors(loaded_.spec)) {
      problems_.add(problem.place, problem.message, problem.expected);
    }
    if (!problems_.empty()) {
      refuse(problems_, files_);
    }
    if (loaded_.spec.name.empty()) {
      loaded_.spec.name = fs::path(path_).stem().string();
    }
    note_entries(*root);
    loaded_.inputs = files_.inputs();
    return std::move(loaded_);
  }

 private:
  void check_version(const Node& root) {
    const Node* version = find_item(root, "monazite_sweep");
    if (version == nullptr && find_item(root, "monazite") != nullptr) {
      problems_.add(find_item(root, "monazite")->key_place, "this is a scenario, not a sweep",
                    "monazite_sweep: 1, or `monazite run`");
      refuse(problems_, files_);
    }
  }

  void read_scenarios(const Node& root) {
    const Node* value = find_item(root, "scenario");
    if (value == nullptr) {
      problems_.add({0, 1, 1}, "missing key 'scenario'", "the path of a scenario file, or a list");
      return;
    }
    if (value->kind == Node::Kind::scalar) {
      add_scenario(*value);
    } else if (value->kind == Node::Kind::list && !value->items.empty()) {
      for (const Node& item : value->items) {
        add_scenario(item);
      }
    } else {
      problems_.add(value->place, "the value of 'scenario'", "a path, or a list of paths");
    }
  }

  void add_scenario(const Node& node) {
    if (node.kind != Node::Kind::scalar || node.text.empty()) {
      problems_.add(node.place, "this is no path", "the path of a scenario file");
      return;
    }
    const auto path = (fs::path(path_).parent_path() / fs::path(node.text)).lexically_normal();
    loaded_.spec.scenarios.push_back(path.string());
    loaded_.spec.scenario_places.push_back(node.place);
  }

  void read_settings(const Node& root) {
    const Node* map = find_item(root, "set");
    if (map == nullptr) {
      return;
    }
    if (map->kind != Node::Kind::map) {
      problems_.add(map->place, "the value of 'set'", "a map from key paths to values");
    }
    for (const Node& item : map->items) {
      loaded_.spec.settings.push_back(fmt::format("{}={}", item.key, setting_text(item)));
    }
  }

  void read_factors(const Node& root) {
    const Node* map = find_item(root, "factors");
    if (map == nullptr) {
      return;
    }
    if (map->kind != Node::Kind::map) {
      problems_.add(map->place, "the value of 'factors'", "a map from key paths to what varies");
      return;
    }
    for (const Node& entry : map->items) {
      loaded_.spec.factors.push_back(read_factor(entry, problems_));
    }
  }

  void decode_rest(const Node& root) {
    Node rest = root;
    std::erase_if(rest.items, [](const Node& item) {
      return std::find(own_keys.begin(), own_keys.end(), item.key) != own_keys.end();
    });
    ReadContext context{files_, problems_, true, 0, {}};
    Decoder(context).decode(sweep_section(), &loaded_.spec, rest);
  }

  void read_half_width() {
    if (loaded_.spec.stop) {
      StopSpec& stop = *loaded_.spec.stop;
      const auto quantity = parse_quantity(stop.half_width_text);
      stop.is_relative = quantity.unit_text == "%";
      stop.half_width = stop.is_relative ? quantity.value / 100 : quantity.value;
    }
  }

  Place place_of(const Node& root, std::string_view key) {
    const Node* node = find_item(root, key);
    return node == nullptr ? Place{0, 1, 1} : node->place;
  }

  static std::string cell_text(const Table& table, std::size_t row, std::size_t column) {
    std::string text(table.cell(row, column).text);
    if (!table.columns[column].unit.empty() && !text.empty()) {
      text += fmt::format(" {}", table.columns[column].unit);
    }
    return text;
  }

  /// The rows of a table as levels, one a column; an empty cell sets nothing.
  static std::vector<std::vector<FactorLevel>> rows_of_table(const Table& table) {
    std::vector<std::vector<FactorLevel>> rows;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      auto& levels = rows.emplace_back();
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const TableCell& cell = table.cell(row, column);
        FactorLevel level{cell_text(table, row, column), {}, {table.file, cell.line, cell.column}};
        if (!level.label.empty()) {
          level.settings.push_back(fmt::format("{}={}", table.columns[column].name, level.label));
        }
        levels.push_back(std::move(level));
      }
    }
    return rows;
  }

  const Table* open(const std::string& path, Place place, const std::string& resolved) {
    const Table* table = files_.open_table({path, place});
    if (table == nullptr) {
      return nullptr;
    }
    if (table->row_count() == 0) {
      problems_.add(place, fmt::format("the table '{}' has no rows", path), "at least one");
      return nullptr;
    }
    loaded_.resolved_tables.push_back({resolved, std::string(files_.content(table->file))});
    return table;
  }

  void read_design_table(const Node& root) {
    const DesignSpec& design = loaded_.spec.design;
    if (design.table.empty()) {
      return;
    }
    const Table* table = open(design.table, place_of(root, "design"), "inputs/design.csv");
    if (table == nullptr) {
      return;
    }
    loaded_.spec.rows = rows_of_table(*table);
    for (const TableColumn& column : table->columns) {
      FactorSpec factor;
      factor.name = column.name;
      factor.place = column.place;
      factor.keys = {factor.name};
      loaded_.spec.factors.push_back(std::move(factor));
    }
  }

  void read_ensemble(const Node& root) {
    if (loaded_.spec.ensemble.empty()) {
      return;
    }
    const Table* table =
        open(loaded_.spec.ensemble, place_of(root, "ensemble"), "inputs/ensemble.csv");
    if (table == nullptr) {
      return;
    }
    loaded_.spec.members = rows_of_table(*table);
    for (const TableColumn& column : table->columns) {
      loaded_.spec.member_keys.emplace_back(column.name);
    }
    take_weights();
  }

  /// Takes the column `weight`, which is no key, out of the ensemble.
  void take_weights() {
    SweepSpec& spec = loaded_.spec;
    const auto found = std::find(spec.member_keys.begin(), spec.member_keys.end(), "weight");
    if (found == spec.member_keys.end()) {
      return;
    }
    const auto column = found - spec.member_keys.begin();
    spec.member_keys.erase(found);
    for (auto& row : spec.members) {
      const FactorLevel weight = row[static_cast<std::size_t>(column)];
      row.erase(row.begin() + column);
      const NumberText number = read_number(weight.label);
      if (number.fault != NumberFault::none || !number.rest.empty() || !(number.value > 0)) {
        problems_.add(weight.place, fmt::format("'{}' is no weight", weight.label),
                      "a number above 0");
      }
      spec.member_weights.push_back(number.value);
    }
    if (spec.antithetic) {
      problems_.add(spec.members.front().empty() ? Place{0, 1, 1} : spec.members.front()[0].place,
                    "weights do not go with antithetic pairs", "no column 'weight'");
    }
  }

  void check_design(const Node& root) {
    const SweepSpec& spec = loaded_.spec;
    const Place place = place_of(root, "design");
    const bool is_sample = spec.design.method == DesignMethod::latin_hypercube ||
                           spec.design.method == DesignMethod::sobol;
    if (spec.design.method == DesignMethod::table && spec.design.table.empty()) {
      problems_.add(place, "a design by table needs 'table'", "a CSV file");
    }
    if (spec.design.method != DesignMethod::table && !spec.design.table.empty()) {
      problems_.add(place, "'table' is of a design by table", "method: table");
    }
    if (spec.design.method == DesignMethod::table && find_item(root, "factors") != nullptr) {
      problems_.add(place_of(root, "factors"), "a design by table has its factors in its columns",
                    "no 'factors'");
    }
    if (is_sample && spec.design.size == 0) {
      problems_.add(place, "a sample needs 'size'", "how many variants there are to be");
    }
    if (!is_sample && spec.design.size != 0) {
      problems_.add(place, "'size' is of a sample", "method: latin_hypercube or sobol");
    }
    if (is_sample && spec.factors.empty()) {
      problems_.add(place, "a sample of no factors", "at least one factor");
    }
    check_steps(spec);
    check_replications(root);
  }

  void check_steps(const SweepSpec& spec) {
    for (const FactorSpec& factor : spec.factors) {
      const auto* numbers = std::get_if<FactorNumbers>(&factor.values);
      if (numbers == nullptr) {
        continue;
      }
      if (spec.design.method == DesignMethod::grid && numbers->steps == 0) {
        problems_.add(factor.place,
                      fmt::format("a grid needs to know how many values '{}' takes", factor.name),
                      "steps, or a list of values");
      }
      if (spec.design.method != DesignMethod::grid && numbers->steps != 0) {
        problems_.add(factor.place,
                      fmt::format("'steps' of '{}' in a design without steps", factor.name),
                      "no steps, or method: grid");
      }
    }
  }

  void check_replications(const Node& root) {
    const SweepSpec& spec = loaded_.spec;
    if (spec.antithetic && spec.replications % 2 != 0) {
      problems_.add(place_of(root, "replications"), "antithetic replications come in pairs",
                    "an even number of replications");
    }
    if (spec.stop && spec.stop->max_replications < spec.replications) {
      problems_.add(place_of(root, "stop"), "'max_replications' is below 'replications'",
                    fmt::format("at least {}", spec.replications));
    }
    if (spec.stop && spec.replications < 2) {
      problems_.add(place_of(root, "stop"), "one replication tells no spread to stop by",
                    "replications: 2 or more, better 20");
    }
  }

  void note_entries(const Node& root) {
    if (find_item(root, "name") == nullptr) {
      loaded_.entries.emplace_back("name", fmt::format("\"{}\"", loaded_.spec.name));
    }
    for (const Node& item : root.items) {
      if (item.key == "scenario" || item.key == "set") {
        continue;
      }
      std::string value = flow_text(item);
      if (item.key == "design" && !loaded_.spec.design.table.empty()) {
        value = "{method: table, table: inputs/design.csv}";
      } else if (item.key == "ensemble") {
        value = "inputs/ensemble.csv";
      }
      loaded_.entries.emplace_back(item.key, std::move(value));
    }
  }

  const std::string path_;
  Diagnostics problems_;
  SourceFiles files_;
  LoadedSweep loaded_;
};

}  // namespace

LoadedSweep read_sweep(const std::string& path, const std::vector<std::string>& allowed_paths) {
  return SweepReader(path, allowed_paths).read();
}

}  // namespace monazite
