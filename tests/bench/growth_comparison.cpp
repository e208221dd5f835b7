#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "models/scenario/world.hpp"
#include "sim/run/replication.hpp"
#include "tests/bench/chain_world.hpp"
#include "tests/bench/comparison.hpp"
#include "tests/bench/model_run.hpp"
#include "tests/bench/process_time.hpp"
#include "tests/bench/world_file.hpp"

namespace monazite::bench {
namespace {

// The same number of simulated facility-days, and so about the same number of events, at each size.
constexpr int days = 90;
constexpr int facility_runs = 20'000;
constexpr double growth_allowed = 1.15;

// A synthetic world and the memory of its runs, made at the first turn.
struct Chain {
  std::shared_ptr<const World> world;
  Workspace workspace;
};

Contender chain_contender(int facilities) {
  return {"facilities_" + std::to_string(facilities), false,
          [facilities, chain = std::make_shared<Chain>()] {
            if (!chain->world) chain->world = compiled(chain_world(facilities, days));
            const int replications = facility_runs / facilities;
            std::uint64_t events = 0;
            const double start = user_cpu_seconds();
            for (int r = 0; r < replications; ++r)
              events +=
                  run_replication(*chain->world, 1, static_cast<std::uint32_t>(r), chain->workspace)
                      .events;
            const double seconds = user_cpu_seconds() - start;
            const auto count = static_cast<double>(events);
            return Measurement{
                count / seconds,
                {{"ns_per_event", 1e9 * seconds / count}, {"events", count / replications}}};
          }};
}

Contender model_contender(std::uint32_t nodes, std::uint64_t replications) {
  const ModelSize size{nodes, replications};
  return reference_contender("reference_" + std::to_string(nodes), true, size,
                             std::make_shared<CheckValues>(size));
}

Criterion nanoseconds(const std::string& contender) {
  return {"growth: ns per event, " + contender,
          {contender + ":ns_per_event"},
          [](const std::vector<double>& values) { return values.front(); }};
}

// How much dearer an event is in the large world than in the small one.
Criterion growth(std::string name, const std::string& small, const std::string& large) {
  return {std::move(name), {small, large}, [](const std::vector<double>& rates) {
            return rates[0] / rates[1];
          }};
}

}  // namespace

std::vector<Comparison> growth_comparisons() {
  Comparison comparison{
      "growth",
      "events/s",
      {chain_contender(200), model_contender(200, 10), chain_contender(2000),
       model_contender(2000, 1), chain_contender(20'000), model_contender(20'000, 1)}};
  // The contenders differ in size, so there is no best reference among them.
  for (Contender& contender : comparison.contenders) {
    contender.is_reference = false;
    comparison.criteria.push_back(nanoseconds(contender.name));
  }
  comparison.criteria.push_back(
      growth("growth: 20,000 / 200 facilities", "facilities_200", "facilities_20000"));
  comparison.criteria.push_back(growth("growth: 20,000 / 200 nodes of the hand-tuned program",
                                       "reference_200", "reference_20000"));
  comparison.criteria.push_back(
      {"growth: ours / that of the hand-tuned program",
       {"facilities_200", "facilities_20000", "reference_200", "reference_20000"},
       [](const std::vector<double>& rates) {
         return (rates[0] / rates[1]) / (rates[2] / rates[3]);
       },
       Bound::at_most,
       growth_allowed});
  comparison.most_rounds = 2;
  return {comparison};
}

}  // namespace monazite::bench
