#pragma once

#include <set>
#include <string>

namespace monazite {

struct Scenario;
struct World;
struct WrittenKey;

/// A scenario whose dead keys are looked at, and what its runs show.
struct DeadKeySetting {
  const Scenario& scenario;
  const World& world;
  const std::set<std::string>& stopped;  ///< sectors of which a plant stands still in a run
};

/// Why the mechanism of a key that moves nothing cannot act there, in words that go on a line;
/// empty: it could.
std::string reason_not_to_act(const WrittenKey& key, const DeadKeySetting& setting);

}  // namespace monazite
