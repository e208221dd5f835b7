#include "sim/report/output_file.hpp"

#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "sim/report/output_error.hpp"

namespace monazite {

namespace {

std::string reason() { return std::generic_category().message(errno); }

/// Holds back what would end the process, so that no file is left half-written.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      sigaddset(&held, signal);
    }
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb")) {
  if (!file_) {
    throw OutputError(OutputError::Kind::cannot_create,
                      fmt::format("cannot create {}: {}", path_.string(), reason()));
  }
}

void OutputFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    fail("cannot write");
  }
}

void OutputFile::close() {
  if (std::fclose(file_.release()) != 0) {
    fail("cannot finish");
  }
}

void OutputFile::fail(const char* what) const {
  throw OutputError(OutputError::Kind::io,
                    fmt::format("{} {}: {}", what, path_.string(), reason()));
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  OutputFile file(path);
  file.write(content);
  file.close();
}

void write_file_whole(const std::filesystem::path& path, std::string_view content, bool replace) {
  std::error_code error;
  if (!replace && std::filesystem::exists(path, error)) {
    throw OutputError(OutputError::Kind::cannot_create,
                      fmt::format("{} exists; --force overwrites it", path.string()));
  }
  std::filesystem::path aside = path;
  aside += fmt::format(".partial-{}", ::getpid());
  const HeldSignals held;
  try {
    write_file(aside, content);
    std::filesystem::rename(aside, path, error);
    if (error) {
      throw OutputError(OutputError::Kind::cannot_create,
                        fmt::format("cannot create {}: {}", path.string(), error.message()));
    }
  } catch (...) {
    std::filesystem::remove(aside, error);
    throw;
  }
}

}  // namespace monazite
