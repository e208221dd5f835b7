#include "tests/bench/ratio_table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace monazite::bench {
namespace {

const std::vector<double>& rates_of(const RatesByName& rates, const std::string& name) {
  static const std::vector<double> none;
  const auto found = rates.find(name);
  return found == rates.end() ? none : found->second;
}

// The reference with the best median rate, or null.
const Contender* best_reference(const Comparison& comparison, const RatesByName& rates) {
  const Contender* best = nullptr;
  double best_rate = 0.0;
  for (const Contender& contender : comparison.contenders) {
    const double rate = median_of(rates_of(rates, contender.name));
    if (!contender.is_reference || rate <= best_rate) continue;
    best = &contender;
    best_rate = rate;
  }
  return best;
}

}  // namespace

void add_ratios(const Comparison& comparison, const RatesByName& rates,
                std::vector<Ratio>& ratios) {
  const Contender* best = best_reference(comparison, rates);
  if (best == nullptr) return;
  for (const Contender& contender : comparison.contenders) {
    if (contender.is_reference) continue;
    const Judgement judgement = judge(ratio_at_least("", contender.name, best->name, 0.0), rates);
    if (judgement.of_rounds.empty()) continue;
    ratios.push_back({comparison.name, contender.name, best->name,
                      median_of(rates_of(rates, contender.name)),
                      median_of(rates_of(rates, best->name)), judgement.median, judgement.least,
                      judgement.greatest});
  }
}

std::string table_of(const std::vector<Ratio>& ratios) {
  if (ratios.empty()) return {};
  char line[200];
  std::snprintf(line, sizeof line, "%-24s %-10s %12s  %-20s %12s %8s %8s %8s\n", "comparison",
                "ours", "rate/s", "best reference", "rate/s", "ratio", "min", "max");
  std::string table = line;
  for (const Ratio& ratio : ratios) {
    std::snprintf(line, sizeof line, "%-24s %-10s %12.4g  %-20s %12.4g %8.3f %8.3f %8.3f\n",
                  ratio.name.c_str(), ratio.ours.c_str(), ratio.our_rate, ratio.reference.c_str(),
                  ratio.reference_rate, ratio.median, ratio.least, ratio.greatest);
    table += line;
  }
  return table;
}

}  // namespace monazite::bench
