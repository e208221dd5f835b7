#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

void check_process(const ProcessSpec& process, const FieldPlaces& places, Diagnostics& problems) {
  if (process.recycled && process.composition.empty()) {
    problems.add(places.of("recycled"), "'recycled' without 'composition'",
                 "the composition of the old goods");
  }
}

void check_input(const ProcessInputSpec& input, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(input.tonnes_per_tonne, input.amount_range, places, "amount", problems);
}

void check_output(const ProcessOutputSpec& output, const FieldPlaces& places,
                  Diagnostics& problems) {
  check_value_range(output.share, output.share_range, places, "share", problems);
  if (output.role == OutputRole::driver && output.surplus != SurplusRule::stock) {
    problems.add(places.of("surplus"), "'surplus' of an output that is made to order",
                 "role co_driver, coproduct or byproduct");
  }
}

}  // namespace

const Section& process_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&ProcessSpec::id>("The id of the process."),
        text_key<&ProcessSpec::name>("name",
                                     "A name for readers of the file; results go by the id."),
        reference_key<&ProcessSpec::composition>("composition", Reference::composition,
                                                 "What is taken out of the ground or out of old "
                                                 "goods; none for a process with inputs, or "
                                                 "whose outputs are goods."),
        boolean_key<&ProcessSpec::recycled>(
            "recycled", "Whether its elements come from old goods instead of the ground."),
    };
    add_provenance<&ProcessSpec::provenance>(keys);
    auto result = section_of<ProcessSpec>("process", std::move(keys), {"id"});
    set_check<ProcessSpec, &check_process>(result, {"recycled", "composition"});
    return result;
  }();
  return section;
}

const Section& process_input_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&ProcessInputSpec::process>("process", Reference::process,
                                                           "The process that draws it.")),
        text_key<&ProcessInputSpec::slot>(
            "slot",
            "Materials of one slot are substitutes, kept in one stock and drawn in the mix that "
            "comes; by default the material's id."),
        required(reference_key<&ProcessInputSpec::material>("material", Reference::material,
                                                            "What is drawn.")),
        required(real_key<&ProcessInputSpec::tonnes_per_tonne>(
            "amount", "", above_low(per_tonne_range),
            "Reported tonnes drawn per tonne of throughput, the same for all of a slot; a line "
            "weighs a mix by its oxide equivalent.")),
        real_key<&ProcessInputSpec::amount_range, &ValueRange::low>(
            "amount_low", "", per_tonne_range, "The lowest amount thought possible."),
        real_key<&ProcessInputSpec::amount_range, &ValueRange::high>(
            "amount_high", "", per_tonne_range, "The highest amount thought possible."),
    };
    add_provenance<&ProcessInputSpec::provenance>(keys);
    auto result =
        section_of<ProcessInputSpec>("process input", std::move(keys), {"process", "material"});
    set_check<ProcessInputSpec, &check_input>(result, {"amount", "amount_low", "amount_high"});
    return result;
  }();
  return section;
}

const Section& process_output_section() {
  static constexpr std::string_view roles[] = {"driver", "co_driver", "coproduct", "byproduct"};
  static_assert(names_all<OutputRole::byproduct>(roles));
  static constexpr std::string_view surplus_rules[] = {"stock", "dispose", "block"};
  static_assert(names_all<SurplusRule::block>(surplus_rules));
  static const Section section = [] {
    std::vector<Key> keys = {
        required(reference_key<&ProcessOutputSpec::process>("process", Reference::process,
                                                            "The process that makes it.")),
        required(reference_key<&ProcessOutputSpec::material>("material", Reference::material,
                                                             "What is made.")),
        or_all(choice_key<&ProcessOutputSpec::element>("element", rare_earth_symbols,
                                                       "The element that goes into it; by default "
                                                       "every element that the material can "
                                                       "hold.")),
        required(real_key<&ProcessOutputSpec::share>("share", "", zero_to_one,
                                                     "Share of the element's mass in the lot.")),
        real_key<&ProcessOutputSpec::share_range, &ValueRange::low>(
            "share_low", "", zero_to_one, "The lowest share thought possible."),
        real_key<&ProcessOutputSpec::share_range, &ValueRange::high>(
            "share_high", "", zero_to_one, "The highest share thought possible."),
        real_key<&ProcessOutputSpec::gross_per_tonne>(
            "gross", "", per_tonne_range,
            "Alloy, magnet, scrap: reported tonnes per tonne of throughput; other forms are "
            "weighed by what they hold."),
        choice_key<&ProcessOutputSpec::role>(
            "role", roles, "Whether it is made to order, comes with it, or is surplus."),
        choice_key<&ProcessOutputSpec::surplus>(
            "surplus", surplus_rules,
            "What becomes of a co-product or by-product over `surplus_cover` days of its base-year "
            "production beside what is owed, where no push lane takes it: kept, disposed of, or "
            "the "
            "line stands still."),
    };
    add_provenance<&ProcessOutputSpec::provenance>(keys);
    auto result = section_of<ProcessOutputSpec>("process output", std::move(keys),
                                                {"process", "material", "element"});
    set_check<ProcessOutputSpec, &check_output>(
        result, {"share", "share_low", "share_high", "role", "surplus"});
    return result;
  }();
  return section;
}

}  // namespace monazite
