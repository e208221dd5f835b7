#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "sim/batch/batch.hpp"
#include "sim/cli/arguments.hpp"

namespace monazite {

/// Tells on standard error how far a batch is: on a terminal as a line drawn again ten times a
/// second at most, elsewhere as a line every ten seconds. Not to be called from two threads at
/// once.
class ProgressBar {
 public:
  enum class Mode : std::uint8_t { off, redrawn, lines };

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
  bool is_begun_ = false;
  bool drawn_ = false;
};

/// How progress is to be shown, given what was asked for and where standard error goes.
ProgressBar::Mode progress_mode(const TalkOptions& talk);

/// Runs a batch and shows how far it is. `options.progress` is taken.
BatchResults run_with_progress(std::span<const BatchScenario> batch, const MakeReplicate& make,
                               BatchOptions options, ProgressBar::Mode mode);

/// The text of a progress line: runs done, runs a second, time left.
std::string progress_text(const BatchProgress& progress, double elapsed_seconds);

}  // namespace monazite
