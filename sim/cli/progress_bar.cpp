#include "sim/cli/progress_bar.hpp"

#include <cmath>
#include <cstdio>
#include <fmt/format.h>

#include "sim/cli/terminal.hpp"

namespace monazite {

namespace {

constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::chrono::seconds line_interval{10};
constexpr std::size_t bar_width = 24;

std::string time_text(double seconds) {
  const long whole = std::lround(seconds);
  if (whole < 60) {
    return fmt::format("{} s", whole);
  }
  if (whole < 3600) {
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::chrono::milliseconds interval_of(ProgressBar::Mode mode) {
  switch (mode) {
    case ProgressBar::Mode::redrawn:
      return redraw_interval;
    case ProgressBar::Mode::json:
      return std::chrono::seconds(1);
    case ProgressBar::Mode::off:
    case ProgressBar::Mode::lines:
      break;
  }
  return line_interval;
}

double runs_per_second(const BatchProgress& progress, double elapsed_seconds,
                       std::size_t done_before) {
  return static_cast<double>(progress.done - done_before) / elapsed_seconds;
}

}  // namespace

ProgressBar::Mode progress_mode(const TalkOptions& talk) {
  if (talk.no_progress || (talk.quiet && !talk.progress)) {
    return ProgressBar::Mode::off;
  }
  if (error_is_terminal()) {
    return ProgressBar::Mode::redrawn;
  }
  return talk.progress ? ProgressBar::Mode::lines : ProgressBar::Mode::off;
}

BatchResults run_with_progress(std::span<const BatchScenario> batch, const MakeReplicate& make,
                               BatchOptions options, ProgressBar::Mode mode) {
  ProgressBar bar(mode);
  std::size_t total = 0;
  for (const BatchScenario& scenario : batch) {
    total += scenario.replications;
  }
  bar.show({.total = total});
  options.progress = [&bar](const BatchProgress& progress) { bar.show(progress); };
  return run_batch(batch, make, options);
}

std::string progress_json(const BatchProgress& progress, double elapsed_seconds,
                          std::size_t done_before) {
  const double rate = runs_per_second(progress, elapsed_seconds, done_before);
  const auto left = static_cast<double>(progress.total - progress.done);
  return fmt::format(
      "{{\"done\":{},\"failed\":{},\"total\":{},\"runs_per_second\":{:.4g},\"seconds_left\":{}}}",
      progress.done, progress.failed, progress.total, rate,
      rate > 0 ? fmt::format("{:.1f}", left / rate) : "null");
}

std::string progress_text(const BatchProgress& progress, double elapsed_seconds,
                          std::size_t done_before) {
  const std::size_t filled = progress.total > 0 ? bar_width * progress.done / progress.total : 0;
  std::string text = fmt::format("[{:#<{}}{:.<{}}] {}/{} runs", "", filled, "", bar_width - filled,
                                 progress.done, progress.total);
  if (progress.done > done_before && elapsed_seconds > 0) {
    const double rate = runs_per_second(progress, elapsed_seconds, done_before);
    const auto left = static_cast<double>(progress.total - progress.done);
    text += fmt::format("  {:.3g} runs/s  {} left", rate, time_text(left / rate));
  }
  if (progress.failed > 0) {
    text += fmt::format("  {} failed", progress.failed);
  }
  return text;
}

ProgressBar::ProgressBar(Mode mode) : mode_(mode), started_(Clock::now()), shown_(started_) {}

ProgressBar::~ProgressBar() {
  if (drawn_) {
    std::fputs("\r\x1b[K", stderr);
  }
}

void ProgressBar::show(const BatchProgress& progress) {
  if (mode_ == Mode::off) {
    return;
  }
  const Clock::time_point now = Clock::now();
  const bool redrawn = mode_ == Mode::redrawn;
  if (!is_begun_) {
    done_before_ = progress.done > 0 ? progress.done - 1 : 0;
  } else if (now - shown_ < interval_of(mode_) && progress.done < progress.total) {
    return;
  }
  shown_ = now;
  is_begun_ = true;
  const double elapsed = std::chrono::duration<double>(now - started_).count();
  const std::string text = mode_ == Mode::json ? progress_json(progress, elapsed, done_before_)
                                               : progress_text(progress, elapsed, done_before_);
  if (redrawn) {
    tell(fmt::format("\r{}\x1b[K", text));
    std::fflush(stderr);
    drawn_ = true;
  } else {
    tell(fmt::format("{}\n", text));
  }
}

}  // namespace monazite
