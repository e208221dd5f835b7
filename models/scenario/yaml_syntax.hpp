#pragma once

#include <cstddef>
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

/// The offset of the bracket that is the `depth`-th one open, where so many more follow that the
/// parser had better not see them; nothing otherwise. Brackets in texts and comments count too: no
/// file has so many of those without their partners.
std::optional<std::size_t> bracket_too_deep(std::string_view content, std::size_t depth);

}  // namespace monazite
