#include "sim/engine/event_loop.hpp"

#include <string>

namespace monazite::engine {

SequenceOverflow::SequenceOverflow(std::uint32_t entity)
    : std::runtime_error("sequence overflow: entity " + std::to_string(entity) +
                         " was given more than 2^" + std::to_string(Event::sequence_bits) +
                         " events in one run"),
      entity_(entity) {}

}  // namespace monazite::engine
