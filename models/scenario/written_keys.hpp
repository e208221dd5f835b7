#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/quantity/date.hpp"
#include "models/scenario/place.hpp"

namespace monazite {

struct Node;
struct Section;

/// Another way to write one value of a scenario's tree.
struct KeyChange {
  enum class Kind : std::uint8_t {
    rewrite,     ///< another text
    erase,       ///< nothing, so that the default holds
    first_half,  ///< of a list, what stands first; of several
    second_half,
    other_item  ///< of a list, another id or name alone
  };

  std::vector<std::uint32_t> steps;  ///< to the value: an item of the tree, an item of that, …
  Kind kind = Kind::erase;
  std::string text;                        ///< of a rewrite or another item
  std::vector<std::uint32_t> beside = {};  ///< to a value that has to move with it; empty: none
  std::string text_beside = {};
};

/// A key that a scenario file itself writes, and other values that could stand there.
struct WrittenKey {
  std::string path;        ///< such as `instruments.duty.schedule.0.rate`
  Place place;             ///< of the key
  std::string list;        ///< the key of the file that it stands under: `instruments`
  std::string instrument;  ///< that it is of, or that its action moves; empty: none
  bool is_boolean = false;
  std::optional<Date> day_begins;   ///< its own value where that is a first day
  std::optional<Date> day_ends;     ///< its own value where that is a last day
  std::optional<Date> begins;       ///< the last of the days that it waits for
  std::optional<Date> ends;         ///< the first of the days on which what it is of is over
  std::vector<KeyChange> changes;   ///< to be tried in turn
  std::vector<KeyChange> of_items;  ///< of the items of lists that it is in, the smallest first:
                                    ///< for a key of which no change is valid
};

/// The keys of a merged tree that stand in a file, in the order of the tree. Left out are those
/// that no run depends on: texts and ids, where figures come from and their ranges (`X_low` beside
/// `X`), the file's own keys, and what frames a run or reads it (calendar, runs, outputs,
/// leverage, how talks are evaluated). Rows of tables are data of other files. Other ids are those
/// of the tree.
std::vector<WrittenKey> written_keys(const Node& tree, const Section& section, std::uint32_t file);

/// Makes a change. `change` must outlive the tree.
void make_change(Node& tree, const KeyChange& change);

}  // namespace monazite
