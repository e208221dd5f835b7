#include "models/policy/instrument.hpp"

namespace monazite {

std::optional<Date> first_wake(const Instrument& instrument) {
  return std::visit([](const auto& kind) { return next_wake(kind.levels, InstrumentState{}); },
                    instrument.kind);
}

}  // namespace monazite
