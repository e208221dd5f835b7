#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace monazite {

/// The figures that a report can show, by the names that its rows carry.
enum class Metric : std::uint8_t {
  mined,                 ///< oxide equivalent taken out of the ground, t
  recycled,              ///< contained elements recovered from old goods, t
  produced,              ///< output of production lines, reported t
  shipped,               ///< sent by a region's facilities to anyone, reported t
  exports,               ///< sent across a border (region = origin, partner = customs country), t
  imports,               ///< received across a border (region = destination), t
  inventory,             ///< on hand at the end, reported t
  in_transit,            ///< under way or at customs at the end, reported t
  backlog,               ///< ordered and not yet sent at the end, reported t
  orders,                ///< ordered less withdrawn, of earlier orders too, reported t
  surplus,               ///< received by outlets or disposed of, reported t
  fill_rate,             ///< used / wanted by end users
  lost_output_units,     ///< use that stopped lines did not take, t of inputs
  delayed_output_units,  ///< the part of it made up later, t of inputs
  line_stop_days,        ///< days stopped, mean over a sector's plants by size
  first_stop_date,       ///< days from start to the first stop; undefined if none
  time_to_recover_days,  ///< of plants that stopped: from the first stop to the end of the last
  stopped_share,         ///< share of a sector's use whose lines stand still at the end
  tariff_paid_usd,       ///< duty paid on entry
  quota_used,            ///< share of a year's quota used, up to now
  licences_pending,      ///< applications not decided on (region = issuer, partner = destination)
  licence_wait_days,     ///< mean days from an application to its decision
  approval_rate,         ///< approved / decided
  hhi,                   ///< sum of the squared shares of the countries in what is produced
  price_traded,          ///< USD/kg in a market (region); of a run the mean
  price_quoted,          ///< the asked price of a market, USD/kg; of a run the mean
  price_multiple_max,    ///< largest quoted price over that of the base year
  lost_output_usd,       ///< value added of the use that stopped lines did not take
  delayed_output_usd,    ///< the part of it made up later
  cvar95_loss_usd,       ///< lost less delayed: mean of the worst twentieth of the runs
  support_paid_usd,      ///< what a price floor has cost its issuer (region); less than 0: brought
  rent_usd,              ///< what goods fetch beyond price and duty where not all may leave
  stockpiled,            ///< held by a stockpile (facility) of a state (region) at the end, t
  released,              ///< sent by a stockpile, t
  smuggled,             ///< sent round a control or a duty (region = true origin, partner = customs
                        ///< country, facility = route), t
  trans_shipped,        ///< the same by what papers say (region = hub), t
  smuggled_and_seized,  ///< the part of it that was found, t
  leakage,              ///< smuggled / sent legally in the trades that have a way round
  contracted,           ///< sent under contract (facility = contract), t
  in_contract,          ///< share of the volume of contracts that is in force at the end
  net_payments_usd,     ///< what a party (facility) of a region got less what it paid
  substituted,          ///< use of stopped lines that went on without their input, t or units
  counter_goods_delivered,  ///< goods received from abroad (region = destination, sector = end
                            ///< use), units of the good
  counter_goods_diverted,   ///< the part of them that reaches the military end use
  strategic_cost,           ///< weight of what the military end use has of them; no USD of loss
  listed_content,  ///< of a rule on lineage (facility): its share of the worth of what is in stock
                   ///< with those whom it may reach (region), at the end
  reached_share,   ///< of a rule on lineage (facility): share of the trade of the base year that it
                   ///< reaches at the end (region = origin)
  in_process       ///< what lots in process at the end are expected to give, reported t
};

inline constexpr std::array<std::string_view, 48> metric_names = {"mined",
                                                                  "recycled",
                                                                  "produced",
                                                                  "shipped",
                                                                  "exports",
                                                                  "imports",
                                                                  "inventory",
                                                                  "in_transit",
                                                                  "backlog",
                                                                  "orders",
                                                                  "surplus",
                                                                  "fill_rate",
                                                                  "lost_output_units",
                                                                  "delayed_output_units",
                                                                  "line_stop_days",
                                                                  "first_stop_date",
                                                                  "time_to_recover_days",
                                                                  "stopped_share",
                                                                  "tariff_paid_usd",
                                                                  "quota_used",
                                                                  "licences_pending",
                                                                  "licence_wait_days",
                                                                  "approval_rate",
                                                                  "hhi",
                                                                  "price_traded",
                                                                  "price_quoted",
                                                                  "price_multiple_max",
                                                                  "lost_output_usd",
                                                                  "delayed_output_usd",
                                                                  "cvar95_loss_usd",
                                                                  "support_paid_usd",
                                                                  "rent_usd",
                                                                  "stockpiled",
                                                                  "released",
                                                                  "smuggled",
                                                                  "trans_shipped",
                                                                  "smuggled_and_seized",
                                                                  "leakage",
                                                                  "contracted",
                                                                  "in_contract",
                                                                  "net_payments_usd",
                                                                  "substituted",
                                                                  "counter_goods_delivered",
                                                                  "counter_goods_diverted",
                                                                  "strategic_cost",
                                                                  "listed_content",
                                                                  "reached_share",
                                                                  "in_process"};

constexpr std::string_view name_of(Metric metric) {
  return metric_names[static_cast<std::size_t>(metric)];
}

/// The metric with this name; nothing when there is none.
constexpr std::optional<Metric> metric_from_name(std::string_view name) {
  for (std::size_t i = 0; i < metric_names.size(); ++i) {
    if (metric_names[i] == name) {
      return static_cast<Metric>(i);
    }
  }
  return std::nullopt;
}

/// The dimensions of one figure, as its rows show them; what is not in use is empty. The order of
/// the members is the order of rows in a report.
struct MetricKey {
  std::string metric;
  std::string region;
  std::string partner;
  std::string sector;
  std::string material;
  std::string facility;
  std::string unit;

  auto operator<=>(const MetricKey&) const = default;
};

}  // namespace monazite
