#pragma once

#include <stdexcept>
#include <string>

namespace monazite {

/// Results that cannot be left where they were wanted.
struct OutputError : std::runtime_error {
  enum class Kind {
    cannot_create,  ///< the place is taken, forbidden or does not exist
    io              ///< writing began and went wrong
  };

  OutputError(Kind error_kind, const std::string& message)
      : std::runtime_error(message), kind(error_kind) {}

  Kind kind;
};

}  // namespace monazite
