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

bool is_in_force(const InstrumentKind& kind, InstrumentState state) {
  const auto standing = standing_level(state);
  return standing >= 0 && std::visit(
                              [&](const auto& of_kind) {
                                if constexpr (requires { of_kind.levels; }) {
                                  const auto& level =
                                      of_kind.levels[static_cast<std::size_t>(standing)];
                                  if constexpr (requires { level.in_force; }) {
                                    return level.in_force;
                                  } else if constexpr (requires { level.lanes; }) {
                                    return !level.lanes.empty();
                                  } else {
                                    return level.rate > 0;
                                  }
                                } else {
                                  return false;  // an outage is a shock, which nobody watches
                                }
                              },
                              kind);
}

std::optional<Date> first_wake(const Instrument& instrument) {
  if (!instrument.comes) {
    return std::nullopt;
  }
  return std::visit(
      [](const auto& kind) -> std::optional<Date> {
        if constexpr (requires { kind.levels; }) {
          return next_wake(kind.levels, InstrumentState{});
        } else {
          return std::nullopt;  // an outage has times of its own
        }
      },
      instrument.kind);
}

}  // namespace monazite
