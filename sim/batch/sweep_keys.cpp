#include "sim/batch/sweep_keys.hpp"

#include <array>

#include "models/metrics/metric.hpp"
#include "sim/batch/sweep_spec.hpp"

namespace monazite {

namespace {

constexpr Range many{1, 10'000'000, false};
constexpr Range many_runs{1, 1e12, false};

Key version_key() {
  Key key;
  key.name = "monazite_sweep";
  key.kind = ValueKind::whole;
  key.documentation = "The version of the file format: 1.";
  key.range = {1, 1, false};
  key.is_required = true;
  return key;
}

const Section& design_section() {
  static constexpr std::array<std::string_view, 4> methods = {"grid", "latin_hypercube", "sobol",
                                                              "table"};
  static_assert(names_all<DesignMethod::table>(methods));
  static const Section section = section_of<DesignSpec>(
      "design",
      {choice_key<&DesignSpec::method>("method", methods,
                                       "Every combination (grid), a sample (latin_hypercube, "
                                       "sobol), or the rows of a table."),
       whole_key<&DesignSpec::size>("size", "", many, "How many variants a sample has."),
       text_key<&DesignSpec::table>("table", "A CSV file: a column a factor, a row a variant.")});
  return section;
}

void check_stop(const StopSpec& stop, const FieldPlaces& places, Diagnostics& problems) {
  const auto quantity = parse_quantity(stop.half_width_text);
  if (quantity.fault != NumberFault::none || !(quantity.value > 0) ||
      (!quantity.unit_text.empty() && quantity.unit_text != "%")) {
    problems.add(
        places.of("half_width"), "'" + stop.half_width_text + "' is no half width of an interval",
        "a number above 0 in the unit of the metric, or a share of its mean such as '5 %'");
  }
}

const Section& stop_section() {
  static const Section section = [] {
    auto result = section_of<StopSpec>(
        "stop",
        {required(choice_key<&StopSpec::metric>("metric", metric_names,
                                                "The metric that is to be known well.")),
         text_key<&StopSpec::region>("region", "Its region; by default of no region."),
         text_key<&StopSpec::partner>("partner", "Its partner."),
         text_key<&StopSpec::sector>("sector", "Its sector."),
         text_key<&StopSpec::material>("material", "Its material."),
         text_key<&StopSpec::facility>("facility", "Its facility."),
         required(text_key<&StopSpec::half_width_text>(
             "half_width",
             "Half the width of the interval of its mean at which a variant has been run often "
             "enough: a number in its unit, or a share of the mean such as `5 %`.")),
         real_key<&StopSpec::level>("level", "", {0.5, 0.9999, false},
                                    "The confidence level of that interval."),
         whole_key<&StopSpec::max_replications>("max_replications", "", many,
                                                "A variant is run no more often, come what may.")});
    set_check<StopSpec, &check_stop>(result);
    return result;
  }();
  return section;
}

}  // namespace

const Section& sweep_section() {
  static constexpr std::array<std::string_view, 2> failures = {"continue", "stop"};
  static_assert(names_all<OnFailure::stop>(failures));
  static constexpr std::array<std::string_view, 4> details = {"totals", "single", "crossed",
                                                              "facilities"};
  static_assert(names_all<Detail::facilities>(details));
  static const Section section = section_of<SweepSpec>(
      "sweep",
      {version_key(),
       text_key<&SweepSpec::name>("name", "The name of its result folder; by default the file's."),
       text_key<&SweepSpec::title>("title", "One line that says what is asked."),
       text_key<&SweepSpec::description>("description", "What varies, and what does not."),
       record_key<&SweepSpec::design>("design", design_section(), "Which variants there are."),
       text_key<&SweepSpec::ensemble>(
           "ensemble",
           "A CSV file of parameter sets, a column a key path: replication r of every variant is "
           "run with row r modulo their number (both of an antithetic pair with one). A column "
           "`weight` is no key, but the weight of its row."),
       whole_key<&SweepSpec::replications>(
           "replications", "", many,
           "Runs of each variant; with `stop`, those after which it is first judged."),
       whole_key<&SweepSpec::max_runs>(
           "max_runs", "", many_runs,
           "A sweep of more runs is refused: each takes a place in memory and in the store."),
       whole_key<&SweepSpec::seed>("seed", "", not_negative, "The master seed."),
       boolean_key<&SweepSpec::common_random_numbers>(
           "common_random_numbers",
           "Whether a replication draws the same luck in every variant and scenario."),
       boolean_key<&SweepSpec::antithetic>(
           "antithetic",
           "Whether replication 2k + 1 draws the mirror image of the luck of replication 2k; "
           "intervals are then those of the means of pairs."),
       record_key<&SweepSpec::stop>("stop", stop_section(), "When to stop running a variant."),
       choice_key<&SweepSpec::on_failure>("on_failure", failures,
                                          "What a failed run does to the sweep."),
       choices_key<&SweepSpec::keep>(
           "keep", metric_names,
           "Metrics to keep of each run; empty: those of the table on the terminal."),
       choice_key<&SweepSpec::detail>(
           "detail", details,
           "Which figures of a metric are kept: those that name no region, partner or sector "
           "(totals), at most one of them (single), any (crossed), and facilities too.")});
  return section;
}

}  // namespace monazite
