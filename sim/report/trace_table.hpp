#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sim/run/trace.hpp"

namespace monazite {

inline constexpr auto trace_file = "trace.csv";

/// The events of one run as CSV: date, time, phase, event, subject, partner, material, kilograms.
class TraceTable {
 public:
  /// Creates the file. Throws OutputError, as the others do.
  explicit TraceTable(const std::filesystem::path& file);
  ~TraceTable();

  void add(const TraceRow& row);

  /// Ends the file. One that is not closed may be incomplete.
  void close();

 private:
  struct Writer;
  std::unique_ptr<Writer> writer_;
};

/// An event as a line for reading.
std::string trace_line(const TraceRow& row);

}  // namespace monazite
