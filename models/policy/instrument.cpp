#include "models/policy/instrument.hpp"

namespace monazite {

std::span<const std::uint32_t> lanes_of(const InstrumentKind& kind) {
  return std::visit(
      [](const auto& of_kind) -> std::span<const std::uint32_t> {
        if constexpr (requires { of_kind.lanes; }) {
          return of_kind.lanes;
        } else if constexpr (requires { of_kind.levels.front().lanes; }) {
          return of_kind.levels.empty() ? std::span<const std::uint32_t>()
                                        : std::span(of_kind.levels.front().lanes);
        } else {
          return {};
        }
      },
      kind);
}

std::optional<Date> first_wake(const Instrument& instrument) {
  if (!instrument.comes) {
    return std::nullopt;
  }
  return std::visit([](const auto& kind) { return next_wake(kind.levels, InstrumentState{}); },
                    instrument.kind);
}

}  // namespace monazite
