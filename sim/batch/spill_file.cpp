#include "sim/batch/spill_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <unistd.h>

namespace monazite {

namespace {

constexpr std::size_t most_held = 128 * 1024;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void SpillFile::append(const void* bytes, std::size_t count) {
  if (held_.size() + count > most_held) {
    spill();
  }
  const auto* const begin = static_cast<const std::byte*>(bytes);
  held_.insert(held_.end(), begin, begin + count);
}

void SpillFile::spill() {
  if (!file_) {
    file_.reset(std::tmpfile());
    if (!file_) {
      fail("cannot create a temporary file");
    }
  }
  std::size_t done = 0;
  while (done < held_.size()) {
    const ssize_t written = ::pwrite(::fileno(file_.get()), held_.data() + done,
                                     held_.size() - done, static_cast<off_t>(spilled_ + done));
    if (written < 0 && errno != EINTR) {
      fail("cannot write a temporary file");
    }
    done += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
  }
  spilled_ += held_.size();
  held_.clear();
}

void SpillFile::read(std::uint64_t offset, void* bytes, std::size_t count) const {
  auto* to = static_cast<std::byte*>(bytes);
  while (count > 0 && offset < spilled_) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(count, spilled_ - offset));
    const ssize_t got = ::pread(::fileno(file_.get()), to, wanted, static_cast<off_t>(offset));
    if (got == 0 || (got < 0 && errno != EINTR)) {
      fail("cannot read a temporary file");
    }
    const auto taken = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    to += taken;
    offset += taken;
    count -= taken;
  }
  if (count > 0) {
    std::memcpy(to, held_.data() + (offset - spilled_), count);
  }
}

}  // namespace monazite
