#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "sim/batch/batch.hpp"
#include "sim/cli/arguments.hpp"

namespace monazite {

/// Tells on standard error how far a batch is: on a terminal as a line drawn again ten times a
/// second at most, elsewhere as a line every ten seconds, or every second as JSON. Not to be called
/// from two threads at once.
class ProgressBar {
 public:
  enum class Mode : std::uint8_t { off, redrawn, lines, json };

  explicit ProgressBar(Mode mode);

  /// Clears a line that is still drawn.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// Shows the progress, if it is the first or time to.
  void show(const BatchProgress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  Mode mode_;
  Clock::time_point started_;
  Clock::time_point shown_;
  std::size_t done_before_ = 0;
  bool is_begun_ = false;
  bool drawn_ = false;
};

/// How progress is to be shown, given what was asked for and where standard error goes.
ProgressBar::Mode progress_mode(const TalkOptions& talk);

/// Runs a batch and shows how far it is. `options.progress` is taken.
BatchResults run_with_progress(std::span<const BatchScenario> batch, const MakeReplicate& make,
                               BatchOptions options, ProgressBar::Mode mode);

/// The same as a line of JSON: `{"done":…,"failed":…,"total":…,"runs_per_second":…,
/// "seconds_left":…}`.
std::string progress_json(const BatchProgress& progress, double elapsed_seconds,
                          std::size_t done_before = 0);

/// The text of a progress line: runs done, runs a second, time left.
/// `done_before`: of them, those that were there at the start.
std::string progress_text(const BatchProgress& progress, double elapsed_seconds,
                          std::size_t done_before = 0);

}  // namespace monazite
