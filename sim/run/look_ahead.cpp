#include <cstddef>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Fetches the first lines of an item.
template <class T>
void prefetch(const T& item) {
  constexpr std::size_t line = 64;
  constexpr std::size_t most = 3 * line;
  const auto* bytes = reinterpret_cast<const char*>(&item);
  for (std::size_t k = 0; k < sizeof(T) && k < most; k += line) {
    __builtin_prefetch(bytes + k);
  }
}

}  // namespace

void Run::fetch_arrival(std::uint32_t parcel, std::size_t n) const {
  const auto& goods = state_.parcels[parcel];
  if (n == 3) {
    return __builtin_prefetch(&goods);
  }
  const auto& lane = state_.lanes[goods.owner];
  if (n == 2) {
    return __builtin_prefetch(&lane);
  }
  __builtin_prefetch(&state_.pools[lane.to.index()]);
  __builtin_prefetch(&world_.facilities[lane.buyer.index()].inputs);
  __builtin_prefetch(&state_.trades[lane.trade]);
}

void Run::fetch_lot(std::uint32_t parcel, std::size_t n) const {
  const auto& lot = state_.parcels[parcel];
  if (n == 3) {
    return __builtin_prefetch(&lot);
  }
  const auto& line = world_.lines[lot.owner];
  if (n == 2) {
    return prefetch(line);
  }
  prefetch(world_.line_outputs[line.outputs.first]);
}

void Run::fetch_review(const Facility& facility, std::size_t n) const {
  if (n == 3) {
    return prefetch(facility);
  }
  if (n == 2 && facility.inputs.count > 0) {
    prefetch(state_.pools[facility.inputs.first]);
    prefetch(world_.pools[facility.inputs.first]);
  }
}

void Run::fetch_settlement(PoolId pool, std::size_t n) const {
  if (n == 3) {
    __builtin_prefetch(&state_.pools[pool.index()]);
    __builtin_prefetch(&world_.pools[pool.index()].customers);
  }
}

void Run::fetch(const engine::Event& event, std::size_t n) const {
  const auto slot = event.slot();
  switch (static_cast<EventKind>(event.kind())) {
    case EventKind::arrival:
      return fetch_arrival(slot, n);
    case EventKind::lot_done:
      return fetch_lot(slot, n);
    case EventKind::review:
      return fetch_review(world_.facilities[slot], n);
    case EventKind::settle:
      return fetch_settlement(PoolId{slot}, n);
    case EventKind::line_ready:
      if (n == 3) {
        prefetch(state_.lines[slot]);
        prefetch(world_.lines[slot]);
      }
      return;
    default:
      return;
  }
}

}  // namespace monazite
