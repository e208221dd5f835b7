#include "sim/analysis/validation_page.hpp"

#include <fmt/format.h>
#include <iterator>

#include "sim/analysis/back_test_page.hpp"
#include "sim/analysis/page_cells.hpp"

namespace monazite {

namespace {

std::string percent(double share) { return cell("{:+.2f} %", share * 100); }

std::string name_of(const BaseYearTarget& target) {
  std::string name(monazite::name_of(target.quantity));
  return target.material.empty() ? name : name + " " + target.material;
}

void add_settings(std::string& text, const std::vector<std::string>& settings) {
  if (settings.empty()) {
    return;
  }
  text +=
      "**Not the page of the scenario as it is shipped.** This was laid over it, so the figures "
      "do not compare with those of other pages:\n\n";
  for (const auto& setting : settings) {
    text += fmt::format("- `{}`\n", setting);
  }
  text += "\n";
}

void add_base_year(std::string& text, const ValidationPage& page) {
  auto out = std::back_inserter(text);
  fmt::format_to(
      out,
      "## The base year\n\n"
      "`{}`, the year 2024 after a year of warm-up, no shock, {} replications. Producers are given "
      "capacities, costs and orders, never their output. The targets stand in `targets.csv` beside "
      "it; a `balanced` one comes from the balanced year that the scenario was made from, so that "
      "it tests the model and not the data.\n\n"
      "| quantity | region | target, t | model, t | ± 95 % | error | allowed | | source | |\n"
      "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |\n",
      page.scenario, page.replications);
  for (const auto& row : page.base_year) {
    const auto& target = row.target;
    fmt::format_to(out, "| {} | {} | {:.0f} | {} | {} | {} | {:.0f} % | {} | {} | {} |\n",
                   name_of(target), target.region, target.tonnes, cell("{:.0f}", row.model_tonnes),
                   cell_or_dash("{:.0f}", row.half_width), percent(row.error()),
                   allowed_error(target.quantity) * 100, shown(row.verdict()),
                   target.provenance.source, target.provenance.confidence);
  }
}

void add_drift(std::string& text, const std::vector<DriftRow>& rows, bool is_judged) {
  text += "| figure | mean, t | drift a year | ± 95 % | spread |";
  text += is_judged ? " |\n| --- | ---: | ---: | ---: | ---: | --- |\n"
                    : "\n| --- | ---: | ---: | ---: | ---: |\n";
  for (const auto& row : rows) {
    text += fmt::format("| {} | {} | {} | {} | {} |", row.label, cell("{:.1f}", row.mean),
                        cell("{:+.3f} %", row.drift_per_year * 100),
                        cell_or_dash("{:.3f} %", row.half_width * 100),
                        cell("{:.1f} %", row.spread * 100));
    text += is_judged ? fmt::format(" {} |\n", shown(row.verdict())) : "\n";
  }
}

void add_drifts(std::string& text, const ValidationPage& page) {
  auto out = std::back_inserter(text);
  fmt::format_to(
      out,
      "\n## Drift\n\n"
      "The same world with growth and New Year switched off and China's quotas kept at those of "
      "the base year (`arms/level.yaml`), {} years, by week, {} replications. "
      "Drift is the least-squares slope, as a share of the mean; ± is half its 95 % interval, from "
      "the slopes of the replications. Allowed: 0.1 % a year. The spread is the standard deviation "
      "of the weekly means (whole lots and shipments).\n\n",
      page.drift_years, page.drift_replications);
  add_drift(text, page.drift, true);
  fmt::format_to(
      out,
      "\nThe largest drifts among all flows of at least {0:.0f} t a year, whatever their sign, "
      "then among all stocks of at least {0:.0f} t. They are shown so that sums hide nothing, and "
      "are not judged. Of so many figures a few stray beyond their interval by chance; what "
      "strays far beyond does drift, or comes in few large shipments whose beat is the same in all "
      "replications.\n\n",
      least_drifting_tonnes);
  add_drift(text, page.largest_flow_drifts, false);
  text += "\n";
  add_drift(text, page.largest_stock_drifts, false);
  fmt::format_to(out,
                 "\nWithout quotas and noise as well (`arms/steady.yaml`), {} years, one run:\n\n",
                 page.steady_years);
  add_drift(text, page.steady, true);
}

std::string stage_value(const StageRow& row, double value) {
  return cell(row.is_share ? "{:.3f}" : "{:.0f}", value);
}

void add_stages(std::string& text, const StageTable& table, bool is_judged) {
  text += "| stage |";
  std::string rule = "\n| --- |";
  for (const auto& year : table.years) {
    text += fmt::format(" base | {} | |", year);
    rule += " ---: | ---: | ---: |";
  }
  text += is_judged ? " |" + rule + " --- |\n" : rule + "\n";
  for (const auto& row : table.rows) {
    text += fmt::format("| {} |", row.label);
    for (const auto& year : row.years) {
      text += fmt::format(" {} | {} | {} |", stage_value(row, year.reference),
                          stage_value(row, year.arm), percent(year.change()));
    }
    text += is_judged ? fmt::format(" {} |\n", shown(row.verdict())) : "\n";
  }
}

void add_answers(std::string& text, const ValidationPage& page) {
  text +=
      "\n## How each stage answers to demand\n\n"
      "The world without growth and the same with another demand for magnets from the first day "
      "of the warm-up on. The stages far from the users answer late and at first too much, for "
      "stocks and orders under way have to follow: the first year shows that transient, the year "
      "after it how far they have settled. China's mining and separation quotas bind upwards.\n\n";
  add_stages(text, page.demand, false);
  text +=
      "\n## How each stage recovers\n\n"
      "Bayan Obo, half of the world's mining, shut for the whole of the first year and back at "
      "once after it, without growth. Allowed in the last year: 5 % either way. The base runs "
      "without the outage.\n\n";
  add_stages(text, page.recovery, true);
}

/// The changes of a figure at both ends of a range.
std::string ends_of(const SensitivityRow& row, std::size_t figure) {
  return fmt::format("{} / {}", percent(row.low[figure]), percent(row.high[figure]));
}

void add_sensitivities(std::string& text, const ValidationPage& page) {
  text += fmt::format(
      "\n## What the year rests on\n\n"
      "Every value of the scenario that has a range, and the habits of `habits.csv`, at either end "
      "of its range, the others as they are; values of one kind together, habits for all profiles "
      "alike. Changes of the base year's figures from the same {} replications, low / high end, "
      "the "
      "largest first. Rates of use are what buyers ask for: they move everything and are the data "
      "of the year. One at a time says nothing of interactions. A habit that changes nothing here "
      "acts under shocks, tariffs, bans or quotas.\n\n| parameter | values | low | high |",
      page.sensitivity_replications);
  std::string rule = "\n| --- | ---: | ---: | ---: |";
  for (const auto figure : sensitive_figures) {
    text += fmt::format(" {} |", figure);
    rule += " ---: |";
  }
  text += rule + "\n";
  for (const auto& row : page.sensitivities) {
    const auto& parameter = row.parameter;
    text += fmt::format("| {} | {} | {} | {} |", parameter.name, parameter.values, parameter.low,
                        parameter.high);
    for (std::size_t figure = 0; figure < sensitive_figures.size(); ++figure) {
      text += fmt::format(" {} |", ends_of(row, figure));
    }
    text += "\n";
  }
}

}  // namespace

std::vector<std::string> ValidationPage::targets_that_are(Verdict verdict) const {
  std::vector<std::string> names;
  for (const auto& row : base_year) {
    if (row.verdict() == verdict) {
      names.push_back(fmt::format("{} of {}", name_of(row.target), row.target.region));
    }
  }
  for (const auto& [rows, what] :
       {std::pair(&drift, "drift"), std::pair(&steady, "steady drift")}) {
    for (const auto& row : *rows) {
      if (row.verdict() == verdict) {
        names.push_back(fmt::format("{} of {}", what, row.label));
      }
    }
  }
  for (const auto& row : recovery.rows) {
    if (row.verdict() == verdict) {
      names.push_back(fmt::format("recovery of {}", row.label));
    }
  }
  return names;
}

std::vector<std::string> ValidationPage::back_tests_that_are(Verdict verdict) const {
  std::vector<std::string> names;
  if (back_test) {
    for (const auto& row : back_test->rows) {
      if (row.verdict() == verdict) {
        names.push_back(row.target.name);
      }
    }
  }
  for (const auto& row : shapes) {
    if (row.verdict() == verdict) {
      names.push_back(row.name);
    }
  }
  return names;
}

std::string to_markdown(const ValidationPage& page) {
  std::string text(validation_title);
  text +=
      "the command writes this page again, and ends with 1 unless "
      "every target of the base year, its drift and its recovery passes. A target fails when the "
      "model's mean is further off than allowed, "
      "passes "
      "when all of its 95 % interval is allowed, and is open between the two. Recovery is judged "
      "by the means. The bad errors are shown too.\n\n";
  add_settings(text, page.settings);
  add_base_year(text, page);
  add_drifts(text, page);
  add_answers(text, page);
  add_sensitivities(text, page);
  add_back_test(text, page);
  return text;
}

}  // namespace monazite
