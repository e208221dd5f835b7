#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace monazite {

/// What files held when they were first read: who loads from them again sees the same, whatever has
/// become of the files. For one thread while it records; then only read, by any number.
struct FileTexts {
  std::map<std::filesystem::path, std::string> known;  ///< by canonical path
  bool records = true;                                 ///< a file that is not known is added
};

}  // namespace monazite
