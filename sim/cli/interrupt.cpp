#include "sim/cli/interrupt.hpp"

#include <csignal>
#include <cstdint>
#include <string_view>
#include <time.h>
#include <unistd.h>

#include "sim/cli/exit_code.hpp"

namespace monazite {

namespace {

constexpr std::int64_t patience_milliseconds = 500;

std::atomic<bool> interrupted{false};
std::atomic<std::int64_t> first_milliseconds{0};
static_assert(std::atomic<bool>::is_always_lock_free &&
                  std::atomic<std::int64_t>::is_always_lock_free,
              "set in a signal handler");

std::int64_t milliseconds_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

extern "C" void on_interrupt(int signal) {
  const std::int64_t now = milliseconds_now();
  std::int64_t first = 0;
  if (first_milliseconds.compare_exchange_strong(first, now)) {
    interrupted = true;
  } else if (now - first > patience_milliseconds) {
    std::signal(signal, SIG_DFL);
    ::raise(signal);
  }
}

extern "C" void on_early_interrupt(int) {
  constexpr std::string_view message = "monazite: interrupted\n";
  // Standard error may be closed; there is nobody else to tell.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(exit_interrupted);
}

void answer_interrupts(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before {};
  if (sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
    sigaction(SIGHUP, &action, nullptr);
  }
}

}  // namespace

void end_on_interrupts() { answer_interrupts(on_early_interrupt); }

const std::atomic<bool>& watch_interrupts() {
  answer_interrupts(on_interrupt);
  return interrupted;
}

}  // namespace monazite
