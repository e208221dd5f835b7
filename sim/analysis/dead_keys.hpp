#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "models/scenario/place.hpp"

namespace monazite {

/// A key of a scenario file that moved nothing.
struct DeadKey {
  std::string path;
  Place place;
  std::string file;
  std::string reason;  ///< why its mechanism cannot act there; empty: it could
};

struct DeadKeyOptions {
  std::vector<std::string> settings;
  std::vector<std::string> allowed_paths;
  std::uint32_t replications = 1;
  unsigned threads = 0;                          ///< 0: all
  const std::atomic<bool>* interrupt = nullptr;  ///< once set, no further key is looked at
  /// Told how many keys are done, of how many; one call at a time.
  std::function<void(std::size_t done, std::size_t total)> progress = nullptr;
};

struct DeadKeys {
  std::vector<DeadKey> keys;  ///< in the order of the file
  std::size_t looked_at = 0;  ///< keys that the file writes
  std::size_t fixed = 0;      ///< of them, those that could be tried in no other way
  bool interrupted = false;
};

/// Varies each key that a scenario file itself writes and runs the scenario again with the same
/// seed: towards half and more of a number, other days and names, a part of a list, and its
/// default. A key is dead when none of these that is valid moves a figure, a series, a flow, a
/// licence, a balance or the chance of a branch. A key that no valid scenario has otherwise is
/// judged by the item of a list that it is in. On each way through talks that are enumerated. A
/// dead key for which there is no reason is looked at again with as many replications as the
/// scenario asks for, 20 at most.
/// Throws InputError when the scenario itself is wrong, and RunFailure when a run of it fails.
DeadKeys find_dead_keys(const std::string& file, const DeadKeyOptions& options);

}  // namespace monazite
