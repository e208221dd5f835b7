#pragma once

#include <array>
#include <string_view>

#include "models/scenario/section.hpp"

namespace monazite {

/// The names of what becomes of goods under way.
inline constexpr std::array<std::string_view, 4> in_transit_names = {"grandfather", "hold",
                                                                     "return", "seize"};
static_assert(names_all<InTransit::seize>(in_transit_names));

/// The keys of a scenario file, and through them those of everything in it. The schema, the
/// template and the reference page follow from these declarations.
const Section& scenario_section();

/// @name The sections of a scenario, by topic; each is made once.
/// @{
const Section& calendar_section();
const Section& runs_section();
const Section& outputs_section();
const Section& switches_section();
const Section& region_section();
const Section& region_group_section();
const Section& sector_section();
const Section& sector_group_section();
const Section& material_section();
const Section& composition_section();
const Section& process_section();
const Section& process_input_section();
const Section& process_output_section();
const Section& facility_section();
const Section& line_section();
const Section& demand_section();
const Section& demand_change_section();
const Section& lane_section();
const Section& route_section();
const Section& behaviour_section();
const Section& hoarding_section();
const Section& value_section();
const Section& market_section();
const Section& prices_section();
const Section& covers_section();
const Section& firm_section();
const Section& entity_list_section();
const Section& technology_section();
const Section& lineage_section();
const Section& instrument_section();
const Section& licence_section();
const Section& friction_section();
const Section& production_quota_section();
const Section& export_quota_section();
const Section& price_floor_section();
const Section& review_section();
const Section& action_section();
const Section& truce_section();
const Section& talks_section();
const Section& promise_section();
const Section& shock_section();
const Section& contract_section();
const Section& stockpile_section();
const Section& smuggling_section();
const Section& economy_section();
const Section& leverage_section();
/// @}

/// Tells when a value lies outside its own range for sensitivity analysis.
void check_value_range(double value, const ValueRange& range, const FieldPlaces& places,
                       std::string_view key, Diagnostics& problems);

}  // namespace monazite
