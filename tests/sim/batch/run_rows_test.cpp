#include "sim/batch/run_rows.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>
#include <vector>

namespace monazite {
namespace {

TEST_CASE("values of runs read back run by run and figure by figure") {
  rc::prop("any number of runs and figures", [] {
    const auto figures = *rc::gen::inRange<std::size_t>(1, 700);
    const auto runs = *rc::gen::inRange<std::size_t>(0, 200);
    const auto value = [](std::size_t run, std::size_t figure) {
      return static_cast<double>(1000 * run + figure) / 7;
    };
    RunValues kept(figures);
    std::vector<double> row(figures);
    for (std::size_t run = 0; run < runs; ++run) {
      for (std::size_t figure = 0; figure < figures; ++figure) {
        row[figure] = value(run, figure);
      }
      kept.append(row);
    }
    RC_ASSERT(kept.runs() == runs);
    std::size_t next = 0;
    kept.for_each_run([&](std::size_t run, std::span<const double> values) {
      RC_ASSERT(run == next++);
      RC_ASSERT(values.size() == figures);
      RC_ASSERT(values.back() == value(run, figures - 1));
      RC_ASSERT(kept.at(run, figures / 2) == value(run, figures / 2));
    });
    RC_ASSERT(next == runs);
    const auto column = kept.of_figure(figures / 3);
    RC_ASSERT(column.size() == runs);
    for (std::size_t run = 0; run < runs; ++run) {
      RC_ASSERT(column[run] == value(run, figures / 3));
    }
  });
}

TEST_CASE("policy rows and balances read back, in memory or from the file") {
  PolicyLog policy;
  BalanceLog balances;
  constexpr int runs = 2000;
  for (int run = 0; run < runs; ++run) {
    std::vector<PolicyRow> rows(static_cast<std::size_t>(run % 4));
    for (std::size_t k = 0; k < rows.size(); ++k) {
      rows[k] = {Date{run}, static_cast<std::uint32_t>(k), "ease", std::string(k * 20, 'x'),
                 run + 0.5};
    }
    policy.append(rows);
    BalanceLog::Balance balance{};
    balance[3].mined = run;
    balances.append(balance);
  }
  REQUIRE(policy.runs() == runs);
  for (const std::size_t run : {0UL, 3UL, 1001UL, 1998UL, 1999UL}) {
    const auto rows = policy.of_run(run);
    REQUIRE(rows.size() == run % 4);
    if (!rows.empty()) {
      CHECK(rows.back().date == Date{static_cast<std::int32_t>(run)});
      CHECK(rows.back().action == "ease");
      CHECK(rows.back().parameter == std::string((rows.size() - 1) * 20, 'x'));
      CHECK(rows.back().value == static_cast<double>(run) + 0.5);
    }
    CHECK(balances.of_run(run)[3].mined == static_cast<std::int64_t>(run));
  }
}

}  // namespace
}  // namespace monazite
