#pragma once

#include <cstdint>
#include <string>

namespace monazite {

/// What an action does.
enum class Move : std::uint8_t {
  set,           ///< an instrument stands at a level on call from now on
  let_go,        ///< its own dated course holds again
  put_off,       ///< the next dates of its course come later
  begin_truce,   ///< the truce sets what it sets, with a new deadline
  end_truce,     ///< at once, as at its deadline without an extension
  lapse_truce,   ///< at once, and what it moved is no longer in force
  extend_truce,  ///< its deadline is moved
  relent,        ///< an instrument stands as it did before the answer to a breach
  believe        ///< buyers give another chance to the return of duties at its end
};

/// One step of an action that talks, a truce or a reaction brings: a ramp has several. Plain
/// numbers, so that a run works them off without looking anything up.
struct PolicyCommand {
  Move move = Move::set;
  std::uint32_t target = 0;     ///< instrument, or truce
  std::int32_t level = 0;       ///< set: of the instrument
  std::int32_t days = 0;        ///< put_off, extend_truce: by so many
  double believed = 0;          ///< believe: 0-1
  std::int32_t after_days = 0;  ///< from what brought it
  std::uint32_t action = 0;     ///< the steps of one action share it
  bool is_first = true;         ///< of the action's steps: a later one is void if another action
                                ///< has moved the instrument in between
  std::uint32_t truce = none;   ///< that lets go of the instrument at its end
  std::string name;             ///< of the row in policy.csv

  std::uint32_t promise = none;  ///< whose breach it answers

  static constexpr std::uint32_t none = ~std::uint32_t{0};
};

/// Some commands in a row.
struct CommandRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

}  // namespace monazite
