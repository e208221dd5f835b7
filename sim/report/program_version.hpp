#pragma once

#include <string_view>

namespace monazite {

/// What this program was built from and with.
struct ProgramVersion {
  std::string_view version;
  std::string_view commit;  ///< `unknown` when it was built outside a repository
  std::string_view compiler;
  std::string_view build_type;
};

/// The version of this program.
ProgramVersion program_version();

}  // namespace monazite
