#include "sim/analysis/back_test_page.hpp"

#include <fmt/format.h>
#include <iterator>

#include "sim/analysis/page_cells.hpp"

namespace monazite {

namespace {

/// Numbers of the size of tonnes a month are shown whole, smaller ones with decimals.
std::string_view format_of(const std::string& unit) {
  return unit == "t/month" ? "{:.0f}" : unit == "d" ? "{:.1f}" : "{:.2f}";
}

void add_year(std::string& text, const BackTest& test) {
  auto out = std::back_inserter(text);
  fmt::format_to(
      out,
      "\n## The year 2025\n\n"
      "`{}`, {} replications, beside what was known by the end of May 2025. Nothing is fitted to "
      "these targets: desks and dates come from what was reported of the licensing, prices and "
      "habits from the ranges of their keys. A target that is missed stays on this page and does "
      "not change the exit code, which is that of the base year and its worlds.\n\n"
      "Exports are those of magnets from China. Days count from 4 April 2025, in an arm that "
      "begins "
      "on that day; the first day is that of a plant that stands still already. Without controls: "
      "the same days of a world in which nothing of 2025 happens, over the same random numbers. "
      "A replication without such a stop is left out of a mean. "
      "Low cover is at most {:.0f} d, high cover at least {:.0f} d. A price is the assessment of "
      "the last week that begins in May over the mean of those of March, in each replication. The "
      "targets, with notes, "
      "stand in `targets_2025.csv` beside the scenario.\n\n"
      "| target | unit | observed | allowed | model | ± 95 % | without controls | | source | |\n"
      "| --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- |\n",
      test.scenario, test.replications, low_cover_days, high_cover_days);
  for (const auto& row : test.rows) {
    const auto& target = row.target;
    const auto format = format_of(target.unit);
    fmt::format_to(out, "| {} | {} | {} | {} to {} | {} | {} | {} | {} | {} | {} |\n", target.name,
                   target.unit, target.observed, cell(format, target.low),
                   cell(format, target.high), cell(format, row.model),
                   cell_or_dash(format, row.half_width), cell_or_dash(format, row.calm),
                   shown(row.verdict()), target.provenance.source, target.provenance.confidence);
  }
}

void add_shapes(std::string& text, const ValidationPage& page) {
  auto out = std::back_inserter(text);
  fmt::format_to(
      out,
      "\n## Published shapes\n\n"
      "Results that need no history, each in a small world of `scenarios/shapes` ({} "
      "replications), whose header says what is in it. Direction and order of size are compared, "
      "not numbers: those worlds are not the ones of the papers. Under `uniform` buyers know that "
      "a larger order gains nothing, and act on it; that they do is a rule of the model and no "
      "result. These too leave the exit code alone.\n\n"
      "| shape | published | wanted | model | ± 95 % | |\n"
      "| --- | --- | ---: | ---: | ---: | --- |\n",
      page.shape_replications);
  for (const auto& row : page.shapes) {
    fmt::format_to(out, "| {} | {} | {} {} | {} | {} | {} |\n", row.name, row.published,
                   row.side == Side::above ? "above" : "below", row.bound,
                   cell("{:.2f}", row.model), cell_or_dash("{:.2f}", row.half_width),
                   shown(row.verdict()));
  }
}

void add_list(std::string& text, const std::string& title, const std::vector<std::string>& names) {
  if (names.empty()) {
    return;
  }
  text += title;
  for (const auto& name : names) {
    text += fmt::format("- {}\n", name);
  }
}

}  // namespace

void add_back_test(std::string& text, const ValidationPage& page) {
  if (page.back_test) {
    add_year(text, *page.back_test);
  }
  if (!page.shapes.empty()) {
    add_shapes(text, page);
  }
  if (!page.back_test && page.shapes.empty()) {
    return;
  }
  text += "\n## What does not fit\n";
  const auto missed = page.back_tests_that_are(Verdict::missed);
  const auto open = page.back_tests_that_are(Verdict::open);
  if (missed.empty() && open.empty()) {
    text += "\nOf the year 2025 and of the published shapes nothing is missed.\n";
  }
  add_list(text, "\nMissed, of the year 2025 and of the published shapes:\n\n", missed);
  add_list(text, "\nOpen, as the interval reaches beyond what is allowed:\n\n", open);
}

}  // namespace monazite
