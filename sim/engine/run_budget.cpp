#include "sim/engine/run_budget.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>

namespace monazite::engine {
namespace {

double wall_clock_seconds() {
  using std::chrono::duration;
  return duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

const char* name_of(RunEnd end) {
  switch (end) {
    case RunEnd::reached_end:
      return "reached_end";
    case RunEnd::drained:
      return "drained";
    case RunEnd::event_budget:
      return "event_budget";
    case RunEnd::wall_budget:
      return "wall_budget";
    case RunEnd::stopped:
      return "stopped";
  }
  return "unknown";
}

void RunBudget::start() {
  if (started_) return;
  started_ = true;
  if (max_wall_seconds_ > 0.0) started_at_seconds_ = wall_clock_seconds();
}

std::uint64_t RunBudget::next_instalment() const {
  if (events_spent()) return 0;
  const std::uint64_t to_clock_read = events_per_clock_read - used_events_ % events_per_clock_read;
  return std::min(to_clock_read, max_events_ - used_events_);
}

bool RunBudget::wall_spent() const {
  if (max_wall_seconds_ <= 0.0) return false;
  return wall_clock_seconds() - started_at_seconds_ >= max_wall_seconds_;
}

std::string RunBudget::describe(RunEnd end) const {
  std::ostringstream text;
  switch (end) {
    case RunEnd::reached_end:
      text << "the run reached its end after " << used_events_ << " events";
      break;
    case RunEnd::drained:
      text << "the run had no event left after " << used_events_ << " events";
      break;
    case RunEnd::event_budget:
      text << "the event budget ran out: max_events = " << max_events_;
      break;
    case RunEnd::wall_budget:
      text << "the wall-clock budget ran out: max_seconds = " << max_wall_seconds_ << ", after "
           << used_events_ << " events";
      break;
    case RunEnd::stopped:
      text << "the run was stopped by a handler after " << used_events_ << " events";
      break;
  }
  return text.str();
}

}  // namespace monazite::engine
