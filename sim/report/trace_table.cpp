#include "sim/report/trace_table.hpp"

#include <fmt/format.h>
#include <string_view>

#include "sim/report/csv_writer.hpp"
#include "sim/report/output_file.hpp"

namespace monazite {

namespace {

std::string time_of_day(std::int64_t second) {
  return fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
}

}  // namespace

struct TraceTable::Writer {
  explicit Writer(const std::filesystem::path& path)
      : file(path),
        csv([this](std::string_view text) { file.write(text); },
            {"date", "time", "phase", "event", "subject", "partner", "material", "kilograms"}) {}

  OutputFile file;
  CsvWriter csv;
};

TraceTable::TraceTable(const std::filesystem::path& file)
    : writer_(std::make_unique<Writer>(file)) {}

TraceTable::~TraceTable() = default;

void TraceTable::add(const TraceRow& row) {
  CsvWriter& csv = writer_->csv;
  csv.text(to_iso(row.date)).text(time_of_day(row.second_of_day)).integer(row.phase);
  csv.text(row.event).text(row.subject).text(row.partner).text(row.material);
  if (row.kilograms > 0) {
    csv.real(row.kilograms);
  } else {
    csv.empty();
  }
  csv.end_row();
}

void TraceTable::close() {
  writer_->csv.finish();
  writer_->file.close();
}

std::string trace_line(const TraceRow& row) {
  std::string line = fmt::format("{} {} {:<15} {}", to_iso(row.date),
                                 time_of_day(row.second_of_day), row.event, row.subject);
  if (!row.partner.empty()) {
    line += fmt::format(" from {}", row.partner);
  }
  if (!row.material.empty()) {
    line += fmt::format(" {}", row.material);
  }
  if (row.kilograms > 0) {
    line += fmt::format(" {:.6g} kg", row.kilograms);
  }
  return line + "\n";
}

}  // namespace monazite
