#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/market/money.hpp"
#include "models/material/element.hpp"
#include "models/material/material.hpp"
#include "models/policy/pipeline.hpp"
#include "models/quantity/date.hpp"
#include "models/quantity/distribution.hpp"
#include "models/scenario/place.hpp"
#include "models/scenario/stage.hpp"

namespace monazite {

/// What an instrument applies to. An empty list means all.
struct CoversSpec {
  std::vector<Element> elements;  ///< materials that hold any of these
  std::vector<Form> forms;
  std::vector<std::string> materials;
  std::vector<std::string> goods;         ///< beside the three above; alone when these are empty
  std::vector<std::string> origins;       ///< regions or groups
  std::vector<std::string> destinations;  ///< regions or groups
  std::vector<std::string> end_uses;      ///< sectors or groups of the receiving plant
  std::vector<std::string> facilities;    ///< exporting or importing facility
  std::vector<std::string> buyers;        ///< firms or entity lists of the receiving facility
  std::vector<std::string> sellers;       ///< the same of the sending one
  std::optional<double> affiliates_from;  ///< and firms that these own from this share on, 0-1
};

/// A rule that reaches goods made abroad by what they hold, or by how they are made.
struct LineageSpec {
  enum class Measure : std::uint8_t { value, mass };
  std::vector<Element> elements;     ///< listed; empty: the technology alone counts
  std::vector<Form> forms;           ///< in which what comes from `origins` is listed; empty: any
  std::vector<std::string> origins;  ///< regions or groups; empty: the issuer
  double at_least = 0;               ///< share of the good, 0-1
  Measure measured_by = Measure::value;
  std::vector<std::string> technologies;
  Place place;
};

enum class InTransit : std::uint8_t { grandfather, hold, return_to_origin, seize };

/// A dated change of a ban.
struct BanChange {
  Date on;
  std::optional<bool> in_force;
  std::optional<CoversSpec> covers;               ///< replaces
  std::optional<std::vector<CoversSpec>> exempt;  ///< replaces
  Place place;
};

/// No covered shipment leaves (or, `issuer` being the destination, enters) while it is in force.
struct BanSpec {
  CoversSpec covers;
  std::vector<CoversSpec> exempt;
  std::optional<LineageSpec> lineage;
  int grace_days = 0;
  InTransit in_transit = InTransit::grandfather;
  std::vector<BanChange> changes;
};

/// One span of a tariff. After `until` (the last day) the rate is what `then` says.
struct TariffStep {
  enum class Then : std::uint8_t { keep, snap_back, lapse };
  Date from;
  double rate = 0;  ///< ad valorem, share of value
  std::optional<Date> until;
  Then then = Then::keep;
  Place place;
  double believed = 0;       ///< chance that buyers give to the step before it comes, 0-1
  double then_believed = 0;  ///< the same of what follows `until`
};

/// An ad valorem duty that the importer pays on entry, at the rates of its schedule within the
/// dates of its instrument.
struct TariffSpec {
  CoversSpec covers;
  std::vector<TariffStep> schedule;
};

/// A share under a name: `default`, or the id of what the share is of.
struct NamedShare {
  std::string name;
  double share = 0;
};

/// How a licence authority works. In a change, what is absent stays as it was.
struct ReviewSpec {
  std::optional<double> statutory_workdays;
  std::optional<int> officers;
  std::optional<Distribution> service;  ///< working days
  std::optional<int> provinces;
  std::optional<int> provincial_officers;
  std::optional<Distribution> provincial_service;  ///< working days
  std::optional<double> incomplete;                ///< chance
  std::optional<double> request_for_information;   ///< chance
  std::optional<Distribution> answer;              ///< seconds
};

/// A dated change of a licence regime.
struct LicenceChange {
  Date on;
  std::optional<bool> in_force;
  ReviewSpec review;
  std::vector<NamedShare> approval;      ///< replaces share by share
  std::vector<NamedShare> destinations;  ///< replaces share by share
  std::optional<double> granted_share;
  std::optional<double> end_use_check;
  std::optional<int> validity_days;
  std::optional<std::vector<CoversSpec>> general;  ///< replaces
  bool starts_over = false;  ///< first all is again as the regime began; of no key
  Place place;
};

/// No covered shipment leaves without a licence for its exporter, end user and material while it is
/// in force.
struct LicenceSpec {
  CoversSpec covers;
  std::vector<CoversSpec> exempt;
  std::optional<LineageSpec> lineage;
  InTransit in_transit = InTransit::grandfather;
  ReviewSpec review;
  std::vector<NamedShare> approval;      ///< by sector or sector group
  std::vector<NamedShare> destinations;  ///< by region or region group
  double granted_share = 1;
  std::optional<double> end_use_check;  ///< share of the diversion of goods that it stops, 0-1
  int validity_days = 180;
  double record_weight = 0;
  std::vector<CoversSpec> general;
  double consignment_days = 60;
  double most_inflation = 1;
  int reapply_days = 30;
  RentHolder rent_to = RentHolder::exporter;
  std::vector<LicenceChange> changes;
};

/// Customs that take their time: a longer way, and a chance to be held before leaving.
struct FrictionSpec {
  CoversSpec covers;
  std::vector<CoversSpec> exempt;
  double time_factor = 1;
  double hold_probability = 0;
  std::optional<Distribution> hold;  ///< seconds
};

/// A part of a year's quota and the day on which it is issued; later years issue theirs on the same
/// days.
struct QuotaBatch {
  Date on;
  double share = 0;  ///< of the year's quota, 0-1
};

/// The quota of a year. Years without one take the nearest earlier, else the first.
struct QuotaLimit {
  int year = 0;
  double tonnes = 0;
  ValueRange range;
  std::vector<QuotaBatch> batches;  ///< none: all on the first of January
  Place place;
};

/// A cap on the yearly throughput of the lines that are in its regions, at its facilities and of
/// its stage (whichever are given), one pool for all of them.
struct ProductionQuotaSpec {
  std::vector<std::string> regions;
  std::vector<std::string> facilities;
  std::optional<Stage> stage;
  std::vector<QuotaLimit> limits;
};

/// Who may use an export quota: everybody in common, or each exporter its part.
enum class QuotaHolder : std::uint8_t { shared, exporters };

/// A cap on the mass of covered shipments that leaves in a year.
struct ExportQuotaSpec {
  CoversSpec covers;
  std::vector<CoversSpec> exempt;
  QuotaHolder holder = QuotaHolder::exporters;
  double carry_over = 0;   ///< share of what is left at a year's end, 0-1
  double use_or_lose = 0;  ///< share of an unused part that the next part loses, 0-1
  RentHolder rent_to = RentHolder::exporter;
  std::vector<QuotaLimit> limits;
};

/// A day of an instrument's way to its first day in force.
struct PipelineStepSpec {
  Date on;
  PipelineStage stage = PipelineStage::draft;
  std::optional<Date> from;  ///< of a revival: its new first day in force
  Place place;
};

/// A price below which the issuer makes up to producers what they get.
struct PriceFloorSpec {
  std::vector<std::string> facilities;
  std::vector<std::string> materials;
  double usd_per_kg = 0;
  double upside_share = 0;  ///< of what the price is above the floor, to the issuer, 0-1
  std::string market;       ///< whose price counts; empty: that of each producer
};

/// The names of the kinds of instrument.
inline constexpr std::array<std::string_view, 7> instrument_type_names = {
    "ban", "tariff", "production_quota", "licence", "friction", "quota", "price_floor"};

/// A policy instrument: who, when, and one of the kinds above.
struct InstrumentSpec {
  std::string id;
  std::string issuer;
  std::optional<Date> announced;
  std::vector<PipelineStepSpec> pipeline;
  std::optional<Date> from;
  std::optional<Date> until;  ///< the last day in force
  std::variant<BanSpec, TariffSpec, ProductionQuotaSpec, LicenceSpec, FrictionSpec, ExportQuotaSpec,
               PriceFloorSpec>
      kind;  ///< in the order of `instrument_type_names`
  Provenance provenance;
  Place place;
};

}  // namespace monazite
