#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <sys/resource.h>
#include <vector>

#include "models/scenario/load.hpp"

using monazite::InputError;
using monazite::load_scenario;
using Kind = monazite::InputError::Kind;

namespace {

const std::string source_folder = MONAZITE_SOURCE_DIR "/";
const std::string folder = source_folder + "tests/bad_input/";

/// A file of `tests/bad_input` and everything that is said of it, paths from that folder.
struct BadInput {
  std::string file;
  Kind kind;
  std::vector<std::string> messages;
};

const std::vector<BadInput>& bad_inputs() {
  static const std::vector<BadInput> list = {
      {"alias_bomb.yaml",
       Kind::bad_input,
       {"alias_bomb.yaml:9:15: error: the scenario holds too many values (aliases count as what "
        "they name); expected at most 2,000,000 in all"}},
      {"alias_cycle.yaml",
       Kind::bad_input,
       {"alias_cycle.yaml:3:38: error: an alias inside the anchor that it names; expected an "
        "anchor that has ended"}},
      {"bad_cells.yaml",
       Kind::bad_input,
       {"bad_cells.csv:2:13: error: 'abc' is no number; expected a rate such as '5000 t/yr'",
        "bad_cells.csv:3:22: error: 'lognormal(mean 5 d, cv 0.3' does not end with ')'; expected a "
        "closing bracket",
        "bad_cells.csv:4:1: error: missing key 'capacity' in line; expected a rate such as '5000 "
        "t/yr'",
        "bad_cells.csv:4:13: error: 'lead_time' has no unit: '5'; expected a duration such as '35 "
        "d' or a distribution such as 'lognormal(mean 35 d, cv 0.3)'"}},
      {"bad_date.yaml",
       Kind::bad_input,
       {"bad_date.yaml:3:19: error: '2025-02-30' is no date; expected a date such as "
        "'2025-04-04'"}},
      {"bad_distributions.yaml",
       Kind::bad_input,
       {"bad_distributions.yaml:4:53: error: unknown distribution 'gamma'; expected lognormal, "
        "triangular, uniform, choice or empirical",
        "bad_distributions.yaml:5:58: error: 'triangular(30 d, 20 d, 50 d)' is not in order; "
        "expected low, mode, high",
        "bad_distributions.yaml:6:67: error: 'lognormal(mean 35 d)' has 1 arguments; expected "
        "mean, cv",
        "bad_distributions.yaml:7:66: error: no file 'waits.csv'"}},
      {"bad_id.yaml",
       Kind::bad_input,
       {"bad_id.yaml:4:10: error: 'south china' is no id; expected an id of letters, digits and "
        "'_'",
        "bad_id.yaml:6:5: error: 'US' is the id of a region too; expected an id of its own"}},
      {"bad_instruments.yaml",
       Kind::bad_input,
       {"bad_instruments.yaml:7:24: error: no region or region group 'CM'; did you mean 'CN'?",
        "bad_instruments.yaml:7:36: error: the list of 'forms' is empty; expected a list of names, "
        "or all",
        "bad_instruments.yaml:9:47: error: 'until' (2025-05-01) is before 'from'; expected a date "
        "from 2025-05-14 on",
        "bad_instruments.yaml:10:47: error: 'then' without 'until'; expected the last day of the "
        "step in 'until'",
        "bad_instruments.yaml:11:38: error: 'schedule' is a key of another instrument (tariff); "
        "expected the keys of a ban",
        "bad_instruments.yaml:11:89: error: 'until' (2025-04-01) is before 'from'; expected a date "
        "from 2025-04-04 on",
        "bad_instruments.yaml:12:25: error: unknown type 'licence'; expected ban, tariff or "
        "production_quota"}},
      {"bad_merge_key.yaml",
       Kind::bad_input,
       {"bad_merge_key.yaml:3:15: error: the value of '<<'; expected a map or a list of maps"}},
      {"bad_shock.yaml",
       Kind::bad_input,
       {"bad_shock.yaml:4:10: error: the outage 'flood' strikes nothing; expected facilities, "
        "regions or a stage",
        "bad_shock.yaml:4:56: error: 'until' (2025-02-01) is before 'from'; expected a date from "
        "2025-03-01 on",
        "bad_shock.yaml:5:10: error: the outage 'strike' strikes nothing; expected facilities, "
        "regions or a stage",
        "bad_shock.yaml:5:79: error: a recovery that takes time needs 'recovery_time'; expected a "
        "duration such as '30 d'"}},
      {"control_character.yaml",
       Kind::bad_input,
       {"control_character.yaml:3:9: error: control character 0x01; expected UTF-8 text"}},
      {"deep_nesting.yaml",
       Kind::bad_input,
       {"deep_nesting.yaml:2:71: error: the nesting is too deep; expected at most 64"}},
      {"deeper_nesting.yaml",
       Kind::bad_input,
       {"deeper_nesting.yaml:2:71: error: the nesting is too deep; expected at most 64"}},
      {"duplicate_column.yaml",
       Kind::bad_input,
       {"duplicate_column.csv:1:9: error: column 'to' stands twice",
        "duplicate_column.csv:1:21: error: unknown column '_comment'; expected from, to, material, "
        "flow, push, transit, source, confidence or note"}},
      {"duplicate_id.yaml",
       Kind::bad_input,
       {"duplicate_id.yaml:5:5: error: duplicate facility 'NEW' (first in line 4)"}},
      {"duplicate_key.yaml",
       Kind::bad_input,
       {"duplicate_key.yaml:5:1: error: duplicate key 'title' (first in line 4)"}},
      {"empty.yaml",
       Kind::bad_input,
       {"empty.yaml:1:1: error: the file is empty; expected the keys of a scenario, 'monazite: 1' "
        "first"}},
      {"end_before_start.yaml",
       Kind::bad_input,
       {"end_before_start.yaml:3:36: error: the end '2025-05-31' is before the start; expected a "
        "date from 2025-06-01 on"}},
      {"includes_itself.yaml",
       Kind::bad_input,
       {"includes_itself_below.yaml:2:7: error: a base includes itself: includes_itself.yaml -> "
        "includes_itself_below.yaml -> includes_itself.yaml"}},
      {"many_problems.yaml",
       Kind::bad_input,
       {"many_problems.yaml:3:19: error: '2025-13-01' is no date; expected a date such as "
        "'2025-04-04'",
        "many_problems.yaml:3:31: error: unknown key 'ende'; did you mean 'end'?",
        "many_problems.yaml:5:23: error: unknown stage 'mien'; expected mine, separation, "
        "recycling, metal, alloy, magnet, end_use, outlet or scrap_source; did you mean 'mine'?",
        "many_problems.yaml:6:36: error: no region 'USA'; did you mean 'US'?"}},
      {"missing_base.yaml",
       Kind::not_found,
       {"missing_base.yaml:2:7: error: no file 'no_such_world.yaml'"}},
      {"missing_column.yaml",
       Kind::bad_input,
       {"missing_column.csv:1:1: error: missing column 'region'; expected the id of a region"}},
      {"missing_keys.yaml",
       Kind::bad_input,
       {"missing_keys.yaml:4:5: error: missing key 'id' in facility; expected an id of letters, "
        "digits and '_'",
        "missing_keys.yaml:5:5: error: missing key 'stage' in facility; expected mine, separation, "
        "recycling, metal, alloy, magnet, end_use, outlet or scrap_source"}},
      {"missing_table.yaml",
       Kind::not_found,
       {"missing_table.yaml:3:16: error: no file 'lans.csv'"}},
      {"missing_unit.yaml",
       Kind::bad_input,
       {"missing_unit.yaml:4:29: error: 'cover' has no unit: '30'; expected a duration such as '35 "
        "d'"}},
      {"negative_capacity.yaml",
       Kind::bad_input,
       {"negative_capacity.yaml:4:49: error: '-5 t/yr' is out of range for 'capacity'; expected at "
        "least 0 t/yr"}},
      {"no_as_boolean.yaml",
       Kind::bad_input,
       {"no_as_boolean.yaml:3:19: error: 'no' is no truth value; expected true or false",
        "no_as_boolean.yaml:3:31: error: 'true' is no truth value; expected true or false"}},
      {"no_version.yaml",
       Kind::bad_input,
       {"no_version.yaml:1:1: error: missing key 'monazite'; expected monazite: 1"}},
      {"not_a_number.yaml",
       Kind::bad_input,
       {"not_a_number.yaml:4:28: error: '.nan' is no finite number; expected a rate such as '5000 "
        "t/yr'",
        "not_a_number.yaml:4:41: error: '.inf' is no finite number; expected a duration such as "
        "'35 d'"}},
      {"not_utf8.yaml",
       Kind::bad_input,
       {"not_utf8.yaml:3:11: error: byte 0xE9 is not UTF-8; expected UTF-8 text"}},
      {"not_yaml.yaml",
       Kind::bad_input,
       {"not_yaml.yaml:3:9: error: no valid YAML: end of sequence flow not found"}},
      {"nothing_to_remove.yaml",
       Kind::bad_input,
       {"nothing_to_remove.yaml:4:5: error: no facility 'MNIE' to remove; did you mean 'MINE'?"}},
      {"octal_and_hexadecimal.yaml",
       Kind::bad_input,
       {"octal_and_hexadecimal.yaml:3:22: error: '010' begins with a zero, which some readers take "
        "for octal; expected a whole number",
        "octal_and_hexadecimal.yaml:3:33: error: '0x10' is no decimal number; expected a whole "
        "number"}},
      {"quoted_number.yaml",
       Kind::bad_input,
       {"quoted_number.yaml:3:22: error: '12' is no whole number; expected a whole number",
        "quoted_number.yaml:4:26: error: the quoted text '1.5' is no number; expected a number "
        "such as '0.3' or '30 %'"}},
      {"second_document.yaml",
       Kind::bad_input,
       {"second_document.yaml:4:1: error: a second document in the file; expected one document"}},
      {"share_above_one.yaml",
       Kind::bad_input,
       {"share_above_one.yaml:4:5: error: the outputs of 'separating' take 1.05 of its Nd; "
        "expected shares that sum to 1 at most"}},
      {"share_out_of_range.yaml",
       Kind::bad_input,
       {"share_out_of_range.yaml:4:20: error: '160 %' is out of range for 'Nd'; expected 0 to 1"}},
      {"short_adjustment.yaml",
       Kind::bad_input,
       {"short_adjustment.yaml:4:49: error: the adjustment time of 10 d is shorter than two "
        "reviews; expected at least 14 d"}},
      {"stray_quote.yaml",
       Kind::bad_input,
       {"stray_quote.csv:2:21: error: a quote inside a cell without quotes; expected a cell in "
        "quotes, with each quote in it doubled",
        "stray_quote.csv:3:30: error: text after a closing quote; expected a comma or the end of "
        "the line"}},
      {"table_outside.yaml",
       Kind::bad_input,
       {"table_outside.yaml:3:16: error: 'SOURCE/scenarios/teaching/lanes.csv' is outside the "
        "scenario's tree; expected a file below the folder of the scenarios, or --allow-path"}},
      {"tagged_value.yaml",
       Kind::bad_input,
       {"tagged_value.yaml:3:8: error: the tag '!secret'; expected a value without a tag"}},
      {"too_many_digits.yaml",
       Kind::bad_input,
       {"too_many_digits.yaml:3:22: error: '12345678901234567890' is out of range for "
        "'replications'; expected 1 to 10000000",
        "too_many_digits.yaml:4:26: error: '12345678901234567890' has more digits than a number "
        "keeps (17); expected a number such as '0.3' or '30 %'"}},
      {"unknown_column.yaml",
       Kind::bad_input,
       {"unknown_column.csv:1:18: error: the unit 'USD' of the column does not fit 'flow'; "
        "expected a rate such as '5000 t/yr'",
        "unknown_column.csv:1:29: error: unknown column 'trasit'; did you mean 'transit'?",
        "unknown_column.csv:1:36: error: unknown column '_comment'; expected from, to, material, "
        "flow, push, transit, source, confidence or note"}},
      {"unknown_enum.yaml",
       Kind::bad_input,
       {"unknown_enum.yaml:4:23: error: unknown stage 'mien'; expected mine, separation, "
        "recycling, metal, alloy, magnet, end_use, outlet or scrap_source; did you mean 'mine'?"}},
      {"unknown_facility_in_lane.yaml",
       Kind::bad_input,
       {"unknown_facility_in_lane.yaml:4:12: error: no facility 'MIEN'; did you mean 'MINE'?"}},
      {"unknown_key.yaml",
       Kind::bad_input,
       {"unknown_key.yaml:4:16: error: unknown key 'regoin'; did you mean 'region'?"}},
      {"unknown_unit.yaml",
       Kind::bad_input,
       {"unknown_unit.yaml:3:21: error: unknown unit 'hrs' in '30 hrs'; expected a duration such "
        "as '35 d'",
        "unknown_unit.yaml:5:29: error: unknown unit 'wekes' in '5 wekes'; expected a duration "
        "such as '35 d'; did you mean 'weeks'?"}},
      {"unordered_changes.yaml",
       Kind::bad_input,
       {"unordered_changes.yaml:11:9: error: the changes of a ban are not in order; expected a "
        "date after 2025-06-01"}},
      {"unordered_schedule.yaml",
       Kind::bad_input,
       {"unordered_schedule.yaml:10:9: error: the steps of the schedule are not in order; expected "
        "a date after 2025-05-14"}},
      {"unterminated_quote.yaml",
       Kind::bad_input,
       {"unterminated_quote.csv:2:19: error: a quoted cell does not end; expected a closing "
        "quote"}},
      {"upside_down_range.yaml",
       Kind::bad_input,
       {"upside_down_range.yaml:4:53: error: 'capacity' lies outside its own range; expected "
        "'capacity_low' at most 'capacity' at most 'capacity_high'"}},
      {"wrong_column_count.yaml",
       Kind::bad_input,
       {"wrong_column_count.csv:3:1: error: the row has 5 cells; expected 4, as in the header",
        "wrong_column_count.csv:4:1: error: the row has 3 cells; expected 4, as in the header"}},
      {"wrong_unit.yaml",
       Kind::bad_input,
       {"wrong_unit.yaml:6:16: error: the unit of '35 t' does not fit 'lead_time'; expected a "
        "duration such as '35 d' or a distribution such as 'lognormal(mean 35 d, cv 0.3)'"}},
  };
  return list;
}

std::string without(std::string text, const std::string& part, const std::string& instead) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part)) {
    text.replace(at, part.size(), instead);
  }
  return text;
}

std::vector<std::string> messages_of(const InputError& error) {
  std::vector<std::string> messages;
  for (const auto& diagnostic : error.diagnostics) {
    const std::string text = without(to_text(diagnostic), folder, "");
    messages.push_back(without(text, source_folder, "SOURCE/"));
  }
  return messages;
}

}  // namespace

TEST_CASE("the world that the bad files are layered over is right") {
  CHECK(load_scenario(folder + "valid_world.yaml").scenario.lanes.size() == 2);
}

TEST_CASE("each bad file gets its messages, in file order, in little time") {
  const auto& input = GENERATE(from_range(bad_inputs()));
  CAPTURE(input.file);
  const auto start = std::chrono::steady_clock::now();
  try {
    load_scenario(folder + input.file);
    FAIL("the file was taken");
  } catch (const InputError& error) {
    CHECK(messages_of(error) == input.messages);
    CHECK(error.kind == input.kind);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
  rusage usage{};
  REQUIRE(getrusage(RUSAGE_SELF, &usage) == 0);
  CHECK(usage.ru_maxrss < 500'000);
}

TEST_CASE("a scenario that is not there is not found") {
  try {
    load_scenario(folder + "no_such_file.yaml");
    FAIL("the file was taken");
  } catch (const InputError& error) {
    CHECK(error.kind == Kind::not_found);
    REQUIRE(error.diagnostics.size() == 1);
    const std::string path = folder + "no_such_file.yaml";
    CHECK(to_text(error.diagnostics[0]) == path + ": error: no file '" + path + "'");
    CHECK(std::string(error.what()) == to_text(error.diagnostics[0]));
  }
}

TEST_CASE("a folder is no scenario") {
  try {
    load_scenario(source_folder + "tests");
    FAIL("the folder was taken");
  } catch (const InputError& error) {
    CHECK(error.kind == Kind::not_found);
  }
}
