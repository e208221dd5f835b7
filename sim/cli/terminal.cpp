#include "sim/cli/terminal.hpp"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sim/report/output_error.hpp"

namespace monazite {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1 && environment("TERM") != "dumb";
}

}  // namespace

void write_output(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) {
    throw OutputError(OutputError::Kind::io, "cannot write to standard output");
  }
}

void tell(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

void prepare_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) < 0) {
      // The lowest free number is the one that is closed.
      static_cast<void>(
          ::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY));  // NOLINT
    }
  }
  // A reader that has gone and a file at its limit are errors of the write, told as such.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool error_is_terminal() { return is_terminal(STDERR_FILENO); }

TableStyle output_style() {
  TableStyle style;
  style.bold = is_terminal(STDOUT_FILENO) && environment("NO_COLOR").empty();
  winsize size{};
  const std::string_view columns = environment("COLUMNS");
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = size.ws_col;
  } else {
    std::from_chars(columns.data(), columns.data() + columns.size(), style.width);
  }
  return style;
}

}  // namespace monazite
