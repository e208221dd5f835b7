#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace monazite {

/// A new file. Every problem is an OutputError that names the file.
class OutputFile {
 public:
  /// Creates the file, or empties it.
  explicit OutputFile(std::filesystem::path path);

  /// Appends bytes.
  void write(std::string_view bytes);

  /// Ends the file. One that is not closed may be incomplete.
  void close();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Closer> file_;
};

/// Writes a whole file.
void write_file(const std::filesystem::path& path, std::string_view content);

/// Writes a whole file aside and then gives it its name, so that it appears whole or not at all.
/// An existing file gives way only with `replace`.
void write_file_whole(const std::filesystem::path& path, std::string_view content, bool replace);

}  // namespace monazite
