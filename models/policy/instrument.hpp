#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/policy/ban.hpp"
#include "models/policy/export_quota.hpp"
#include "models/policy/friction.hpp"
#include "models/policy/licence.hpp"
#include "models/policy/outage.hpp"
#include "models/policy/pipeline.hpp"
#include "models/policy/price_floor.hpp"
#include "models/policy/production_quota.hpp"
#include "models/policy/tariff.hpp"

namespace monazite {

/// The kinds of instrument and shock. Adding one is a file of its own and an entry here.
using InstrumentKind = std::variant<Ban, Tariff, ProductionQuota, Outage, LicenceRegime, Friction,
                                    ExportQuota, PriceFloor>;

/// Something that changes the rules on dates: who did it, how it came about, and what it is.
struct Instrument {
  std::string id;
  std::string type;
  std::string issuer;
  std::vector<PipelineStep> pipeline;  ///< in order of date
  bool comes = true;                   ///< else it lies shelved: it is known of, and never stepped
  InstrumentKind kind;
};

/// The lanes that an instrument bears on when it begins, ascending; none of what bears on lines.
std::span<const std::uint32_t> lanes_of(const InstrumentKind& kind);

/// Whether it changes anything at a step of its course: goods are barred, taxed, limited or paid
/// for.
bool is_in_force(const InstrumentKind& kind, InstrumentState state);

/// The first date on which the instrument wants to be stepped.
std::optional<Date> first_wake(const Instrument& instrument);

}  // namespace monazite
