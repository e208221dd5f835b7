#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

namespace monazite {

/// A growing sequence of bytes of which only the last are held in memory; the others are in a
/// temporary file without a name, which ends with it. Throws std::system_error when that cannot be
/// written or read.
class SpillFile {
 public:
  /// Appends bytes.
  void append(const void* bytes, std::size_t count);

  /// Copies `count` bytes from `offset` on; all of them must have been appended.
  void read(std::uint64_t offset, void* bytes, std::size_t count) const;

  [[nodiscard]] std::uint64_t size() const { return spilled_ + held_.size(); }

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void spill();

  std::vector<std::byte> held_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::uint64_t spilled_ = 0;
};

}  // namespace monazite
