#pragma once

#include <cassert>
#include <cstdint>

#include "sim/engine/instant.hpp"
#include "sim/engine/sort_key.hpp"

namespace monazite::engine {

/// A scheduled event: 16 bytes that are their own 128-bit sort key.
///
/// The high word is `time:40 | phase:4 | entity:20`, the low word `kind:8 | sequence:24 | slot:32`,
/// so events are ordered by instant, phase, entity, kind and then by the order in which their
/// entity was given events. The slot is an index into, or a generation of, data kept elsewhere.
class Event {
 public:
  static constexpr int time_bits = 40;
  static constexpr int phase_bits = 4;
  static constexpr int entity_bits = 20;
  static constexpr int sequence_bits = 24;

  static constexpr std::uint8_t max_phase = (1U << phase_bits) - 1;
  static constexpr std::uint32_t max_entity = (1U << entity_bits) - 1;
  static constexpr std::uint32_t max_sequence = (1U << sequence_bits) - 1;
  /// Instants lie in [-max_seconds - 1, max_seconds]: 17,400 years either side of the epoch.
  static constexpr std::int64_t max_seconds = (std::int64_t{1} << (time_bits - 1)) - 1;

  constexpr Event() = default;

  /// Packs the fields; each must be within its range, which is asserted.
  static constexpr Event make(Instant at, std::uint8_t phase, std::uint32_t entity,
                              std::uint8_t kind, std::uint32_t sequence, std::uint32_t slot) {
    assert(at.seconds >= -max_seconds - 1 && at.seconds <= max_seconds);
    assert(phase <= max_phase);
    assert(entity <= max_entity);
    assert(sequence <= max_sequence);
    Event event;
    event.high_ = (static_cast<std::uint64_t>(at.seconds + time_bias) << time_shift) |
                  (std::uint64_t{phase} << entity_bits) | entity;
    event.low_ =
        (std::uint64_t{kind} << kind_shift) | (std::uint64_t{sequence} << slot_bits) | slot;
    return event;
  }

  /// When the event happens.
  constexpr Instant instant() const { return {time()}; }

  /// The phase within the instant, 0 first.
  constexpr std::uint8_t phase() const {
    return static_cast<std::uint8_t>((high_ >> entity_bits) & max_phase);
  }

  /// The index of the entity the event belongs to.
  constexpr std::uint32_t entity() const { return static_cast<std::uint32_t>(high_) & max_entity; }

  /// What happens, a number the caller gives its meaning.
  constexpr std::uint8_t kind() const { return static_cast<std::uint8_t>(low_ >> kind_shift); }

  /// How many events the entity had been given before this one.
  constexpr std::uint32_t sequence() const {
    return static_cast<std::uint32_t>(low_ >> slot_bits) & max_sequence;
  }

  /// The caller's 32 bits.
  constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(low_); }

  /// The instant in seconds, as the number a calendar sorts into buckets.
  constexpr std::int64_t time() const {
    return static_cast<std::int64_t>(high_ >> time_shift) - time_bias;
  }

  /// The whole event as one unsigned number, which orders events.
  constexpr SortBits bits() const { return sort_bits(high_, low_); }

  friend constexpr bool operator==(const Event&, const Event&) = default;
  friend constexpr auto operator<=>(const Event& a, const Event& b) {
    return a.bits() <=> b.bits();
  }

 private:
  static constexpr int slot_bits = 32;
  static constexpr int kind_shift = sequence_bits + slot_bits;
  static constexpr int time_shift = phase_bits + entity_bits;
  // Negative instants must sort before positive ones as unsigned numbers.
  static constexpr std::int64_t time_bias = std::int64_t{1} << (time_bits - 1);

  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
};

static_assert(sizeof(Event) == 16);
static_assert(Key<Event>);

}  // namespace monazite::engine
