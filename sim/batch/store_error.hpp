#pragma once

#include <stdexcept>

namespace monazite {

/// A store that cannot be read or written.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a store holds is not what was written to it; the message names the row.
struct StoreDamage : StoreError {
  using StoreError::StoreError;
};

}  // namespace monazite
