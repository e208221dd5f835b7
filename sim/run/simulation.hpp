#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/quantity/mass.hpp"
#include "models/scenario/world.hpp"
#include "sim/engine/event_loop.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/engine/run_budget.hpp"
#include "sim/run/duration_sampler.hpp"
#include "sim/run/event_kind.hpp"
#include "sim/run/observation.hpp"
#include "sim/run/replication.hpp"
#include "sim/run/state.hpp"

namespace monazite {

/// No way through the talks.
inline constexpr std::uint32_t no_leaf = ~std::uint32_t{0};

inline constexpr std::uint32_t no_lane = ~std::uint32_t{0};

/// What random draws are for.
enum class Purpose : std::uint8_t {
  transit = 1,
  lead_time = 2,
  demand_level = 3,
  licence = 4,
  customs = 5,
  qualification = 6,
  price = 7,
  hoarding = 8,
  smuggling = 9,
  contract = 10,
  talks = 11,
  promise = 12,
  outage_phase = 13,
  outage_every = 14,
  outage_lasts = 15
};

/// What a worker keeps from run to run.
struct Workspace::Memory {
  State state;
  engine::EventLoop<> loop;
  std::vector<DurationSampler> durations;
  std::vector<Distribution> sampled;  ///< what `durations` draw from
};

/// One replication under way: the world that does not change, the state that does, the events to
/// come and what has been observed. The mechanisms of this folder are functions over it, a header
/// each; `Run` calls them.
struct Simulation {
  Simulation(const World& of_world, std::uint64_t master_seed, std::uint32_t number,
             Workspace::Memory& of_worker);

  [[nodiscard]] std::int64_t now() const { return loop.now().seconds; }

  [[nodiscard]] Date today() const {
    return Date{static_cast<std::int32_t>(now() / engine::seconds_per_day)};
  }

  [[nodiscard]] static std::int64_t seconds_at(Date date) {
    return static_cast<std::int64_t>(date.days_since_epoch) * engine::seconds_per_day;
  }

  /// Seconds, at the next draw of a stream that belongs to the entity `key()`.
  template <class Key>
  std::int64_t draw_duration(std::uint32_t duration, engine::CoarseStream& draws, Purpose purpose,
                             const Key& key) const {
    const auto& sampler = memory.durations[duration];
    return sampler.is_constant() ? sampler.constant_seconds()
                                 : sampler(draws.uniform([&] { return stream(purpose, key()); }));
  }

  [[nodiscard]] engine::StreamKey stream(Purpose purpose, std::uint64_t key) const {
    return {seed, key, replication, static_cast<std::uint8_t>(purpose)};
  }

  [[nodiscard]] std::uint32_t entity_of(PoolId pool) const {
    return static_cast<std::uint32_t>(world.facilities.size()) + pool.value;
  }

  [[nodiscard]] std::uint32_t entity_of_instrument(std::uint32_t instrument) const {
    return static_cast<std::uint32_t>(world.facilities.size() + world.pools.size()) + instrument;
  }

  [[nodiscard]] std::uint32_t entity_of_clock() const {
    return static_cast<std::uint32_t>(world.facilities.size() + world.pools.size() +
                                      world.instruments.size());
  }

  /// Talks, truces and promises: after the dated steps of instruments.
  [[nodiscard]] std::uint32_t entity_of_talks() const { return entity_of_clock() + 1; }

  [[nodiscard]] std::span<std::int64_t> elements_of(PoolId pool) const {
    const auto& p = state.pools[pool.index()];
    return {state.elements.data() + p.offset, world.element_sets[p.elements].count};
  }

  [[nodiscard]] const ElementSet& set_of(PoolId pool) const {
    return world.element_sets[state.pools[pool.index()].elements];
  }

  /// Takes grams out of a stock, of each element its share, and books the part of each by its
  /// place in the stock's element set. `grams` is at most what the stock holds.
  template <class Book>
  void take_out(PoolId pool, std::int64_t grams, const Book& book) {
    auto& stock = state.pools[pool.index()];
    const auto held = elements_of(pool);
    const Fraction share(grams, stock.gross);
    std::int64_t taken = 0;
    for (std::size_t place = 0; place < held.size(); ++place) {
      const auto part = share.of(Mass{held[place]});
      held[place] -= part.grams;
      taken += part.grams;
      book(place, part);
    }
    stock.held -= taken;
    stock.gross -= grams;
  }

  /// Seconds from the world's origin, in which shipments and orders are dated.
  [[nodiscard]] std::uint32_t since_origin() const {
    return static_cast<std::uint32_t>(now() - seconds_at(world.origin));
  }

  const World& world;
  std::uint64_t seed;
  std::uint32_t replication;
  State& state;
  engine::EventLoop<>& loop;
  Workspace::Memory& memory;
  std::uint32_t leaf = no_leaf;  ///< the way that the talks are to take; none: they draw it
  bool is_reporting = false;     ///< the warm-up is over
  bool has_terms;                ///< shipments have `ShipmentTerms`
  Observations observations;
};

}  // namespace monazite
