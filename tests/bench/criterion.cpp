#include "tests/bench/criterion.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace monazite::bench {
namespace {

// How many rounds all contenders of the criterion have.
std::size_t common_rounds(const Criterion& criterion, const RatesByName& rates) {
  std::size_t rounds = criterion.contenders.empty() ? 0 : ~std::size_t{0};
  for (const std::string& name : criterion.contenders) {
    const auto found = rates.find(name);
    rounds = std::min(rounds, found == rates.end() ? 0 : found->second.size());
  }
  return rounds;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

bool Judgement::is_met() const {
  if (bound == Bound::none) return true;
  return bound == Bound::at_least ? median >= limit : median <= limit;
}

std::string Judgement::verdict() const {
  if (of_rounds.empty()) return "not measured";
  if (bound == Bound::none) return "-";
  return is_met() ? "met" : "missed";
}

std::string Judgement::bound_text() const {
  if (bound == Bound::none) return "-";
  return (bound == Bound::at_least ? ">= " : "<= ") + short_number(limit);
}

Criterion ratio_at_least(std::string name, std::string ours, std::string reference, double limit) {
  return {std::move(name),
          {std::move(ours), std::move(reference)},
          [](const std::vector<double>& rates) { return rates[0] / rates[1]; },
          Bound::at_least,
          limit};
}

Judgement judge(const Criterion& criterion, const RatesByName& rates) {
  Judgement judgement;
  judgement.name = criterion.name;
  judgement.bound = criterion.bound;
  judgement.limit = criterion.limit;
  const std::size_t rounds = common_rounds(criterion, rates);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<double> of_contenders;
    for (const std::string& name : criterion.contenders)
      of_contenders.push_back(rates.at(name)[round]);
    judgement.of_rounds.push_back(criterion.of_round(of_contenders));
  }
  if (rounds == 0) return judgement;
  const auto [least, greatest] =
      std::minmax_element(judgement.of_rounds.begin(), judgement.of_rounds.end());
  judgement.median = median_of(judgement.of_rounds);
  judgement.least = *least;
  judgement.greatest = *greatest;
  return judgement;
}

double median_of(std::vector<double> values) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 != 0 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

std::string table_of(const std::vector<Judgement>& judgements) {
  std::string table;
  for (const Judgement& judgement : judgements) {
    if (judgement.of_rounds.empty()) continue;
    char line[160];
    std::snprintf(line, sizeof line, "%-58s %9s %9s %9s %9s  %s\n", judgement.name.c_str(),
                  short_number(judgement.median).c_str(), short_number(judgement.least).c_str(),
                  short_number(judgement.greatest).c_str(), judgement.bound_text().c_str(),
                  judgement.verdict().c_str());
    table += line;
  }
  if (table.empty()) return table;
  char head[160];
  std::snprintf(head, sizeof head, "%-58s %9s %9s %9s %9s  %s\n", "figure (median of the rounds)",
                "median", "min", "max", "bound", "verdict");
  return head + table;
}

}  // namespace monazite::bench
