#include "sim/batch/sweep_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "models/network/stable_hash.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

namespace {

void append_settings(std::vector<std::string>& settings, const std::vector<FactorLevel>& levels) {
  for (const FactorLevel& level : levels) {
    settings.insert(settings.end(), level.settings.begin(), level.settings.end());
  }
}

/// The end of part `part` of `count` even parts of `total`.
std::uint64_t part_end(std::uint64_t total, std::uint32_t part, std::uint32_t count) {
  return total * part / count;
}

}  // namespace

SweepPlan::SweepPlan(const SweepSpec& sweep, const std::vector<std::string>& names)
    : spec_(sweep), names_(names), order_(names.size()), design_(sweep) {
  std::iota(order_.begin(), order_.end(), 0U);
  std::sort(order_.begin(), order_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return names_[a] < names_[b]; });
  arms_ = static_cast<std::uint32_t>(names_.size()) * design_.size();
}

std::uint32_t SweepPlan::members() const {
  return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(spec_.members.size()));
}

std::vector<std::string> SweepPlan::settings(std::uint32_t arm, std::uint32_t member) const {
  std::vector<std::string> settings;
  if (!spec_.members.empty()) {
    append_settings(settings, spec_.members[member]);
  }
  append_settings(settings, design_.variant(variant_of(arm)));
  return settings;
}

std::uint64_t SweepPlan::seed(std::uint32_t arm) const {
  if (spec_.common_random_numbers) {
    return spec_.seed;
  }
  return stable_hash(fmt::format("{} {} {}", spec_.seed, scenario_name(arm), variant_of(arm)));
}

std::uint32_t SweepPlan::engine_replication(std::uint32_t replication) const {
  if (!spec_.antithetic) {
    return replication;
  }
  return replication / 2 | (replication % 2 != 0 ? engine::mirror_bit : 0);
}

SweepPlan::Range SweepPlan::range(const Shard& shard) const {
  const std::uint64_t unit = spec_.stop ? spec_.replications : 1;
  const std::uint64_t parts = arms_ * spec_.replications / unit;
  return {part_end(parts, shard.index, shard.count) * unit,
          part_end(parts, shard.index + 1, shard.count) * unit};
}

}  // namespace monazite
