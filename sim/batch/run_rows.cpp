#include "sim/batch/run_rows.hpp"

#include <cstring>
#include <string>
#include <type_traits>

namespace monazite {

namespace {

static_assert(std::is_trivially_copyable_v<BalanceLog::Balance>);

template <class Value>
void put(std::string& out, const Value& value) {
  static_assert(std::is_trivially_copyable_v<Value>);
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void put_text(std::string& out, const std::string& text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

template <class Value>
Value take(const char*& from) {
  Value value;
  std::memcpy(&value, from, sizeof(value));
  from += sizeof(value);
  return value;
}

std::string take_text(const char*& from) {
  const auto size = take<std::uint32_t>(from);
  std::string text(from, size);
  from += size;
  return text;
}

}  // namespace

void RunValues::append(std::span<const double> values) {
  open_.insert(open_.end(), values.begin(), values.end());
  ++runs_;
  if (runs_ % runs_in_block != 0) {
    return;
  }
  std::array<double, runs_in_block> column{};
  for (std::size_t figure = 0; figure < figures_; ++figure) {
    for (std::size_t run = 0; run < runs_in_block; ++run) {
      column[run] = open_[run * figures_ + figure];
    }
    blocks_.append(column.data(), sizeof(column));
  }
  open_.clear();
}

std::vector<double> RunValues::of_figure(std::size_t figure) const {
  std::vector<double> values(runs_);
  const std::size_t whole = runs_ / runs_in_block;
  for (std::size_t block = 0; block < whole; ++block) {
    blocks_.read(offset_of(block, figure), &values[block * runs_in_block],
                 sizeof(double) * runs_in_block);
  }
  for (std::size_t run = whole * runs_in_block; run < runs_; ++run) {
    values[run] = open_[run % runs_in_block * figures_ + figure];
  }
  return values;
}

void RunValues::for_each_run(
    const std::function<void(std::size_t run, std::span<const double> values)>& tell) const {
  const std::size_t whole = runs_ / runs_in_block;
  std::vector<double> columns(whole > 0 ? runs_in_block * figures_ : 0);
  std::vector<double> values(figures_);
  for (std::size_t block = 0; block < whole; ++block) {
    blocks_.read(offset_of(block, 0), columns.data(), sizeof(double) * columns.size());
    for (std::size_t place = 0; place < runs_in_block; ++place) {
      for (std::size_t figure = 0; figure < figures_; ++figure) {
        values[figure] = columns[figure * runs_in_block + place];
      }
      tell(block * runs_in_block + place, values);
    }
  }
  for (std::size_t run = whole * runs_in_block; run < runs_; ++run) {
    tell(run, std::span(open_).subspan(run % runs_in_block * figures_, figures_));
  }
}

double RunValues::at(std::size_t run, std::size_t figure) const {
  const std::size_t block = run / runs_in_block;
  const std::size_t place = run % runs_in_block;
  if (block == runs_ / runs_in_block) {
    return open_[place * figures_ + figure];
  }
  double value = 0;
  blocks_.read(offset_of(block, figure) + sizeof(double) * place, &value, sizeof(value));
  return value;
}

void PolicyLog::append(const std::vector<PolicyRow>& rows) {
  std::string bytes;
  for (const PolicyRow& row : rows) {
    put(bytes, row.date);
    put(bytes, row.instrument);
    put_text(bytes, row.action);
    put_text(bytes, row.parameter);
    put(bytes, row.value);
  }
  bytes_.append(bytes.data(), bytes.size());
  ends_.push_back(bytes_.size());
}

std::vector<PolicyRow> PolicyLog::of_run(std::size_t run) const {
  const std::uint64_t begin = run == 0 ? 0 : ends_[run - 1];
  std::string bytes(static_cast<std::size_t>(ends_[run] - begin), '\0');
  bytes_.read(begin, bytes.data(), bytes.size());
  std::vector<PolicyRow> rows;
  const char* from = bytes.data();
  while (from < bytes.data() + bytes.size()) {
    PolicyRow& row = rows.emplace_back();
    row.date = take<Date>(from);
    row.instrument = take<std::uint32_t>(from);
    row.action = take_text(from);
    row.parameter = take_text(from);
    row.value = take<double>(from);
  }
  return rows;
}

BalanceLog::Balance BalanceLog::of_run(std::size_t run) const {
  Balance balance;
  bytes_.read(run * sizeof(balance), &balance, sizeof(balance));
  return balance;
}

}  // namespace monazite
