#pragma once

namespace monazite {

/// A figure when a share (0-1) of its change from `planned_before` to `planned` is carried out,
/// where `now` is what stands; one that is not to change stays.
template <class Figure>
constexpr double carried_out(Figure now, Figure planned_before, Figure planned, double share) {
  if (planned == planned_before) {
    return static_cast<double>(now);
  }
  // Whole, it is what is planned to the last bit.
  return share >= 1 ? static_cast<double>(planned)
                    : static_cast<double>(now) +
                          share * (static_cast<double>(planned) - static_cast<double>(now));
}

}  // namespace monazite
