#include "models/scenario/keys.hpp"

namespace monazite {

const Section& process_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&ProcessSpec::id>("The id of the process."),
        text_key<&ProcessSpec::name>("name", "The name in reports."),
        reference_key<&ProcessSpec::composition>(
            "composition", Reference::composition,
            "What is taken out of the ground or out of old goods; none for a process with inputs."),
        boolean_key<&ProcessSpec::recycled>(
            "recycled", "Whether its elements come from old goods instead of the ground."),
    };
    add_provenance<&ProcessSpec::provenance>(keys);
    return section_of<ProcessSpec>("process", std::move(keys), {"id"});
  }();
  return section;
}

const Section& process_input_section() {
  static const Section section = section_of<ProcessInputSpec>(
      "process input",
      {required(reference_key<&ProcessInputSpec::process>("process", Reference::process,
                                                          "The process that draws it.")),
       text_key<&ProcessInputSpec::slot>(
           "slot", "Materials of one slot are substitutes; by default the material's id."),
       required(reference_key<&ProcessInputSpec::material>("material", Reference::material,
                                                           "What is drawn.")),
       required(real_key<&ProcessInputSpec::tonnes_per_tonne>(
           "amount", "", above_low(per_tonne_range),
           "Reported tonnes drawn per tonne of throughput."))},
      {"process", "material"});
  return section;
}

const Section& process_output_section() {
  static constexpr std::string_view roles[] = {"driver", "co_driver", "coproduct", "byproduct"};
  static_assert(names_all<OutputRole::byproduct>(roles));
  static const Section section = section_of<ProcessOutputSpec>(
      "process output",
      {required(reference_key<&ProcessOutputSpec::process>("process", Reference::process,
                                                           "The process that makes it.")),
       required(reference_key<&ProcessOutputSpec::material>("material", Reference::material,
                                                            "What is made.")),
       or_all(choice_key<&ProcessOutputSpec::element>(
           "element", element_symbols,
           "The element that goes into it; by default every element that the material can hold.")),
       required(real_key<&ProcessOutputSpec::share>("share", "", zero_to_one,
                                                    "Share of the element's mass in the lot.")),
       real_key<&ProcessOutputSpec::gross_per_tonne>(
           "gross", "", per_tonne_range,
           "Alloy, magnet, scrap: reported tonnes per tonne of throughput."),
       choice_key<&ProcessOutputSpec::role>(
           "role", roles, "Whether it is made to order, comes with it, or is surplus.")},
      {"process", "material", "element"});
  return section;
}

}  // namespace monazite
