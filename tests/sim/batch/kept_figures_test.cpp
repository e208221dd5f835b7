#include "sim/batch/kept_figures.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

MetricKey figure(const std::string& metric, const std::string& region = {},
                 const std::string& partner = {}, const std::string& sector = {},
                 const std::string& facility = {}) {
  MetricKey key;
  key.metric = metric;
  key.region = region;
  key.partner = partner;
  key.sector = sector;
  key.facility = facility;
  return key;
}

ObservationPlan some_plan() {
  ObservationPlan plan;
  plan.run_figures = {figure("delayed_output_usd"),
                      figure("exports"),
                      figure("exports", "CN"),
                      figure("exports", "CN", "US"),
                      figure("fill_rate"),
                      figure("fill_rate", "", "", "AUTO"),
                      figure("fill_rate", "US", "", "AUTO"),
                      figure("fill_rate", "US", "", "AUTO", "PLANT"),
                      figure("inventory"),
                      figure("lost_output_usd")};
  return plan;
}

/// The figures kept, as `metric/region/partner/sector/facility`.
Texts kept(const SweepSpec& spec) {
  const ObservationPlan plan = some_plan();
  const KeptFigures figures = kept_figures(plan, spec);
  Texts texts;
  for (std::size_t k = 0; k < figures.keys.size(); ++k) {
    const MetricKey& key = figures.keys[k];
    CHECK(key == plan.run_figures.at(figures.indices.at(k)));
    texts.push_back(key.metric + "/" + key.region + "/" + key.partner + "/" + key.sector + "/" +
                    key.facility);
  }
  return texts;
}

SweepSpec spec_of(Texts keep, Detail detail) {
  SweepSpec spec;
  spec.keep = std::move(keep);
  spec.detail = detail;
  return spec;
}

}  // namespace

TEST_CASE("without a choice the metrics of the table on the terminal are kept") {
  const Texts metrics = kept(spec_of({}, Detail::totals));
  CHECK(metrics ==
        Texts{"delayed_output_usd////", "exports////", "fill_rate////", "lost_output_usd////"});
}

TEST_CASE("the detail says how many of region, partner and sector a figure may name") {
  const Texts keep = {"fill_rate", "exports"};
  CHECK(kept(spec_of(keep, Detail::totals)) == Texts{"exports////", "fill_rate////"});
  CHECK(kept(spec_of(keep, Detail::single)) ==
        Texts{"exports////", "exports/CN///", "fill_rate////", "fill_rate///AUTO/"});
  CHECK(kept(spec_of(keep, Detail::crossed)) == Texts{"exports////", "exports/CN///",
                                                      "exports/CN/US//", "fill_rate////",
                                                      "fill_rate///AUTO/", "fill_rate/US//AUTO/"});
  CHECK(kept(spec_of(keep, Detail::facilities)).back() == "fill_rate/US//AUTO/PLANT");
}

TEST_CASE("a tail risk is kept by what it is made of") {
  CHECK(kept(spec_of({"cvar95_loss_usd"}, Detail::single)) ==
        Texts{"delayed_output_usd////", "lost_output_usd////"});
}

TEST_CASE("the figure of the stop rule is kept whatever else is not") {
  SweepSpec spec = spec_of({"exports"}, Detail::totals);
  spec.stop.emplace();
  spec.stop->metric = "fill_rate";
  spec.stop->region = "US";
  spec.stop->sector = "AUTO";
  spec.stop->facility = "PLANT";
  CHECK(kept(spec) == Texts{"exports////", "fill_rate/US//AUTO/PLANT"});
}
