#pragma once

#include <string>

namespace monazite {

/// The reference page as Markdown: a table of keys for each section of a scenario file, with type,
/// unit, range, default and meaning, made of their declarations alone.
std::string key_reference();

/// The same of the keys of a sweep file.
std::string sweep_key_reference();

}  // namespace monazite
