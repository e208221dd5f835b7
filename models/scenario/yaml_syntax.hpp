#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/scenario/text_store.hpp"

namespace YAML {
class Exception;
}

namespace monazite {

/// Why a text is no YAML.
struct SyntaxFault {
  TextPosition at;
  std::string message;
  std::string expected;  ///< empty: nothing to add
};

/// What the parser's complaint about `content` comes from.
SyntaxFault fault_of(const YAML::Exception& error, std::string_view content);

/// What is wrong with the syntax of the first document; nothing when it is right.
std::optional<SyntaxFault> syntax_fault(std::string_view content);

}  // namespace monazite
