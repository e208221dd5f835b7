#include "sim/report/key_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string_view>
#include <vector>

#include "models/scenario/section_catalogue.hpp"
#include "sim/batch/sweep_keys.hpp"
#include "sim/batch/sweep_spec.hpp"

namespace monazite {

namespace {

constexpr auto introduction = R"(# Keys of a scenario file

Written by `monazite schema --format markdown`, from the declarations that the program reads files by.

A file is YAML with the key `monazite: 1`; unknown keys are errors. With `base:` it is laid over another file: maps merge, lists whose records have an identity merge by it (`remove: true` takes a record out): things by their id, dated entries by their day or year, in whose order they then stand. A list with `!replace` before it takes the place of the base's instead (`changes: !replace [...]`), which `monazite check` notes; a list of records without an identity needs it wherever there is something to replace. A list of names or numbers is a value and replaces. `--set` and a sweep's factors name a record by its identity, its parts joined by `/`: `lines.PLANT/PROCESS.capacity`, `instruments.ID.changes.2025-06-11.review.officers`. Required keys are those that must stand in the file or below it.

| type | is written |
| --- | --- |
| number | with its unit or another of the same kind: `35 d`, `5 weeks`, `5089 t/month`, `30 %`; without one where no unit is given here |
| number or distribution | a number, or `lognormal(mean 35 d, cv 0.3)`, `gamma(mean 6 d, cv 0.8)`, `triangular(20 d, 35 d, 50 d)`, `uniform(20 d, 50 d)`, `choice(20 d: 1, 35 d: 3)`, `empirical(FILE.csv:COLUMN)` |
| date | `2025-04-04` |
| id | letters, digits and `_` |
| list of ids or names | `[CN, US]`, or in one text with spaces: `CN US` |
| map of shares | `{default: 60 %, AUTO: 65 %}` |
| list of maps or table | a list, or `{table: FILE.csv}`, whose header names the keys, with the unit of bare numbers as in `flow [t/yr]`; `{table: …, rows: […]}` takes both |
)";

constexpr auto sweep_introduction = R"(# Keys of a sweep file

Written by `monazite schema --kind sweep --format markdown`. How sweeps work is told in [sweeps.md](sweeps.md).

A file is YAML with the key `monazite_sweep: 1`; unknown keys are errors. Beside the keys below it has

| key | value | meaning |
| --- | --- | --- |
| `scenario` | path, or list of paths | Required. The scenario files, relative to this one. |
| `set` | map from key paths to values | What holds in every variant, over what the scenarios say. |
| `factors` | map from names to values | What varies. A name is a key path of the scenario, unless `keys` or `levels` give others. |

| values of a factor | is written |
| --- | --- |
| list | `[10, 20, 40]`; its items are what the key takes: numbers with units, dates, maps, lists |
| range | `{from: 10 %, to: 30 %}`, also of dates; `steps: 5` in a grid; `scale: log`; `round_to: 1` |
| distribution | `uniform(10 d, 30 d)` or another of [reference.md](reference.md), `empirical` aside; with more to say `{distribution: …, steps: 5}` |
| levels by name | `{levels: {low: {KEY.PATH: VALUE, …}, high: {…}}}` |
| several keys at once | `{keys: [KEY.PATH, KEY.PATH], values: […]}`, or with a range or a distribution |
)";

std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '|' ? "\\|" : std::string(1, c);
  }
  return escaped;
}

std::string code(const std::string& text) {
  return text.empty() ? std::string() : fmt::format("`{}`", text);
}

std::string places_of(const CataloguedSection& entry) {
  std::vector<std::string> places;
  for (const std::string& path : entry.paths) {
    places.push_back(code(path));
  }
  return fmt::format("{}", fmt::join(places, ", "));
}

std::string row_of(const Key& key, const CataloguedSection& entry,
                   const SectionCatalogue& catalogue) {
  const std::string value = key.is_required ? "required" : code(entry.default_of(key));
  return fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", key.name, type_text(key, catalogue),
                     unit_text(key), range_text(key), value, cell(key.documentation));
}

std::string about(const CataloguedSection& entry) {
  std::string text;
  if (!entry.paths.empty()) {
    text += fmt::format("In {}.", places_of(entry));
  }
  const Section& section = *entry.section;
  if (entry.variant_of != nullptr) {
    text += fmt::format(" Beside the keys of `{}`.", entry.variant_of->name);
  }
  if (!section.identity.empty()) {
    text += fmt::format(" Merged by `{}`.", fmt::join(section.identity, "`, `"));
    text += section.identity.size() > 1
                ? fmt::format(" A key path names one as `{}`.", fmt::join(section.identity, "/"))
                : "";
  }
  return text;
}

std::string table_of(const CataloguedSection& entry, const SectionCatalogue& catalogue) {
  const std::string words = about(entry);
  std::string text = fmt::format("\n## {}\n", entry.name);
  text += words.empty() ? "" : fmt::format("\n{}\n", words);
  text +=
      "\n| key | type | unit | range | default | meaning |\n| --- | --- | --- | --- | --- | --- "
      "|\n";
  for (const Key& key : entry.section->keys) {
    text += row_of(key, entry, catalogue);
  }
  return text;
}

std::string page_of(const char* introduction_text, const SectionCatalogue& catalogue) {
  std::string page = introduction_text;
  for (const CataloguedSection& entry : catalogue.sections()) {
    page += table_of(entry, catalogue);
  }
  return page;
}

}  // namespace

std::string key_reference() { return page_of(introduction, SectionCatalogue()); }

std::string sweep_key_reference() {
  SweepSpec record;
  return page_of(sweep_introduction, SectionCatalogue(sweep_section(), &record));
}

}  // namespace monazite
