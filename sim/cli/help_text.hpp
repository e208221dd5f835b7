#pragma once

namespace monazite {

/// @name What the help of the program and of each command ends with
/// @{
inline constexpr auto program_footer = R"(
Examples:
  monazite run scenarios/world_2024/world_2024.yaml
  monazite check scenarios/stockholm/*.yaml
  monazite new --template ban --out scenarios/stockholm/my_ban.yaml
  monazite run --help

Exit codes: 0 done, 1 some runs failed or a target of the base year does not hold, 64 wrong usage,
65 bad input, 66 input not found, 70 internal error, 73 output cannot be created, 74 I/O error,
130 interrupted.)";

inline constexpr auto run_footer = R"(
Examples:
  monazite run scenarios/stockholm/truce_extended.yaml
  monazite run scenarios/stockholm/truce_extended.yaml scenarios/stockholm/snap_back.yaml \
      --replications 50 --out results/talks
  monazite run scenarios/world_2024/world_2024.yaml --set switches.demand_scale=0.8

The result folder holds summary, runs, series, flows, policy, balance and failures as CSV, a
manifest, and what was run: scenario.resolved.yaml with its inputs, which runs again as it is. Of
several scenarios each has its own, in resolved/NAME/.)";

inline constexpr auto sweep_footer = R"(
Examples:
  monazite sweep scenarios/sweeps/stockholm_1000.yaml
  monazite sweep scenarios/sweeps/stockholm_1000.yaml --out results/s --resume
  monazite sweep scenarios/sweeps/stockholm_1000.yaml --shard 1/3 --out results/s1

Each run goes to sweep.sqlite in the result folder as it ends. A sweep that was killed or interrupted
goes on with --resume and leaves the same tables as one that was not: variants, summary, runs and
failures as CSV. A failed run is listed with the command that repeats it, and ends nothing unless the
sweep says on_failure: stop.)";

inline constexpr auto merge_footer = R"(
Example:
  monazite merge results/s1 results/s2 results/s3 --out results/s

The shards must be of one sweep, complete, and each there once. The tables are those that one process
would have written.)";

inline constexpr auto replay_footer = R"(
Examples:
  monazite replay results/stockholm_1000 --variant v07 --replication 3
  monazite replay results/stockholm_1000 --variant 7 --replication 3 --trace > events.txt

Ends with 1 when the run does not give the values that the sweep has stored, or fails again.)";

inline constexpr auto check_footer = R"(
Examples:
  monazite check scenarios/stockholm/snap_back.yaml
  monazite check scenarios/*/*.yaml --format json
  monazite check --dead-keys scenarios/stockholm/snap_back.yaml --replications 3

Scenarios are not run, unless --dead-keys asks for it. It then gives each key that a scenario file
itself writes other values, one key at a time, runs the scenario with the same seed (once, or
--replications times), and lists the keys that move nothing, with their places: those that do
nothing though they could, and those whose mechanism cannot act there, with the reason. Keys of its
bases and rows of its tables are looked at where they are the scenario file. Ends with 1 when
there are keys of the first kind. This takes some runs for each key.)";

inline constexpr auto validate_footer = R"(
Examples:
  monazite validate
  monazite validate --replications 50 --out validation.md

Ends with 1 when a target does not hold, or when the replications are too few to be sure that it
does; the page is written all the same. What is laid over the scenario (--set, --replications,
--seed) is named on the page. Drift is judged on twenty times the replications.)";

inline constexpr auto compare_footer = R"(
Examples:
  monazite compare results/no_licence results/licences_2025
  monazite compare results/talks --baseline truce_extended
  monazite compare results/sweep --baseline world_2024/v0000 --out sweep.csv

Runs with the same seed and number draw the same luck, so their differences are told replication by
replication, and the interval is that of the difference (Student's t). Runs of unequal seeds are
compared as independent samples, by --unpaired; runs over unequal calendars are refused. What else
differs between two worlds is named below their table. Where RESULT_A holds one scenario, or --baseline names one of it, all others are
compared with that; where it holds several, each of RESULT_B and so on with that of its name and
variant. compare.csv has a row for each figure that both have. A star marks an interval that does
not hold 0, each figure by itself: of twenty figures that do not differ, one gets a star by chance.)";

inline constexpr auto network_footer = R"(
Examples:
  monazite network scenarios/world_2024/world_2024.yaml --format csv --out lanes.csv
  monazite network scenarios/world_2024/world_2024.yaml --overview 1000 | dot -Tsvg > chain.svg)";

inline constexpr auto schema_footer = R"(
Examples:
  monazite schema > scenario.schema.json
  monazite schema --format markdown > reference.md

An editor with a YAML language server finds the schema by the first line of a file:
  # yaml-language-server: $schema=PATH)";

inline constexpr auto new_footer = R"(
Examples:
  monazite new --out scenarios/teaching/mine.yaml
  monazite new --template licence --out scenarios/mine/licence.yaml

What is laid over a world names it from the folder of --out, or else from the current one. A file
may name what lies below the nearest folder 'scenarios' above it, or else below its own.)";
/// @}

}  // namespace monazite
