#include "sim/report/scenario_template.hpp"

#include <fmt/format.h>

#include "sim/report/comment_writer.hpp"

namespace monazite {

namespace {

constexpr ScenarioTemplate templates[] = {
    {"minimal", "a chain of its own: a mine, a plant, a user and what they ship",
     R"yaml(# The smallest chain: a mine, a separation plant and a user of its oxide. Everything that a
# scenario must hold is here; the other keys have defaults.
)yaml",
     R"yaml(monazite: 1
title: A mine, a plant and a user
calendar: {start: 2025-01-01, end: 2025-12-31, warm_up: 90 d}
runs: {replications: 5, seed: 1}
regions:
  - {id: CN, name: China}
  - {id: US, name: United States}
sectors:
  - {id: MOTORS, restart: 2 d, stop_cover: 1 d, demand_cv: 10 %}
materials:
  - {id: concentrate, form: concentrate, elements: [Nd, Pr], price: 20 USD/kg, lot: 0.1 t}
  - {id: oxide_NdPr, form: oxide, elements: [Nd, Pr], price: 60 USD/kg, lot: 0.1 t}
compositions:
  - {id: ore, Nd: 75 %, Pr: 25 %}
processes:
  - {id: mining, composition: ore}
  - {id: separating}
  - {id: using}
process_inputs:
  - {process: separating, material: concentrate, amount: 1 t/t}
  - {process: using, material: oxide_NdPr, amount: 1 t/t}
process_outputs:
  - {process: mining, material: concentrate, share: 100 %}
  - {process: separating, material: oxide_NdPr, share: 95 %}
facilities:
  - {id: MINE, stage: mine, region: CN}
  - {id: PLANT, stage: separation, region: CN}
  - {id: USER, stage: end_use, region: US}
lines:
  - {facility: MINE, process: mining, capacity: 600 t/yr, rate: 400 t/yr, lead_time: 5 d, lot: 1 d, output_cover: 10 d}
  - {facility: PLANT, process: separating, capacity: 600 t/yr, rate: 400 t/yr, lead_time: 10 d, lot: 1 d, input_cover: 10 d, output_cover: 10 d}
demand:
  - {facility: USER, sector: MOTORS, process: using, rate: 380 t/yr, cover: 30 d}
lanes:
  - {from: MINE, to: PLANT, material: concentrate, flow: 400 t/yr, transit: 3 d}
  - {from: PLANT, to: USER, material: oxide_NdPr, flow: 380 t/yr, transit: "lognormal(mean 35 d, cv 0.2)"}
behaviour:
  - {id: default, review: 7 d, forecast_time: 28 d}
)yaml"},
    {"ban", "an export ban of 90 days, laid over the world of 2024",
     R"yaml(# China stops dysprosium and terbium to the United States for 90 days. What is not said here is
# as in the base.
)yaml",
     R"yaml(monazite: 1
title: Ninety days without dysprosium
base: WORLD
calendar: {start: 2025-01-01, end: 2025-12-31, warm_up: 365 d}
runs: {replications: 20, seed: 1}
instruments:
  - id: heavy_ban
    type: ban
    issuer: CN
    announced: 2025-04-04
    from: 2025-04-04
    until: 2025-07-02
    covers:
      elements: [Dy, Tb]
      forms: [oxide, metal, alloy, magnet]
      origins: [CN]
      destinations: [US]
    in_transit: grandfather
)yaml",
     true},
    {"tariff", "a tariff in steps, laid over the world of 2024",
     R"yaml(# The United States tax magnets from China, at first at 25 %, from summer on at 50 %. What is not
# said here is as in the base.
)yaml",
     R"yaml(monazite: 1
title: A tariff on magnets
base: WORLD
calendar: {start: 2025-01-01, end: 2025-12-31, warm_up: 365 d}
runs: {replications: 20, seed: 1}
instruments:
  - id: magnet_tariff
    type: tariff
    issuer: US
    announced: 2025-03-01
    covers:
      forms: [magnet]
      origins: [CN]
      destinations: [US]
    schedule:
      - {from: 2025-04-01, rate: 25 %}
      - {from: 2025-07-01, rate: 50 %, until: 2025-09-30, then: snap_back}
)yaml",
     true},
    {"licence", "export licences with a queue, laid over the world of 2024",
     R"yaml(# China asks for a licence for each export of dysprosium and terbium, and eases it after half a
# year. What is not said here is as in the base.
)yaml",
     R"yaml(monazite: 1
title: Licences for dysprosium
base: WORLD
calendar: {start: 2025-01-01, end: 2025-12-31, warm_up: 365 d}
runs: {replications: 20, seed: 1}
instruments:
  - id: heavy_licence
    type: licence
    issuer: CN
    announced: 2025-04-04
    from: 2025-04-04
    covers:
      elements: [Dy, Tb]
      forms: [oxide, metal, alloy, magnet]
      origins: [CN]
      destinations: [OUTSIDE_CN]
    in_transit: grandfather
    review:
      statutory: 45 workdays
      officers: 20
      service: "gamma(mean 6 workdays, cv 0.8)"
      request_for_information: 30 %
      answer: 10 d
    approval: {default: 60 %, auto: 65 %}
    validity: 180 d
    changes:
      - {on: 2025-10-01, approval: {default: 90 %}}
)yaml",
     true}};

}  // namespace

std::span<const ScenarioTemplate> scenario_templates() { return templates; }

std::string commented_scenario(const ScenarioTemplate& source, const TemplatePaths& paths) {
  std::string text;
  if (!paths.schema.empty()) {
    text += fmt::format("# yaml-language-server: $schema={}\n", paths.schema);
  }
  text += source.about;
  return text + with_comments(source.yaml, {{"base", paths.world}});
}

}  // namespace monazite
