#pragma once

#include <cstdint>

namespace monazite {

/// The phases of one instant, in order (decisions: time and order).
struct Phase {
  static constexpr std::uint8_t policy = 0;
  static constexpr std::uint8_t arrivals = 1;
  static constexpr std::uint8_t licences = 2;
  static constexpr std::uint8_t production = 3;
  static constexpr std::uint8_t demand = 4;
  static constexpr std::uint8_t orders = 5;
  static constexpr std::uint8_t trade = 6;
  static constexpr std::uint8_t prices = 7;
  static constexpr std::uint8_t metrics = 9;
};

/// What an event is; each kind has one handler.
enum class EventKind : std::uint8_t {
  instrument_step,  ///< slot: instrument
  instrument_news,  ///< slot: instrument (a step of its pipeline)
  outage,           ///< slot: outage site (it begins or ends)
  demand_change,    ///< slot: demand course
  calendar,         ///< slot: 0 new month, 1 + region: a region's pace changes
  arrival,          ///< slot: parcel
  lot_done,         ///< slot: parcel
  line_ready,       ///< slot: line
  plant_stop,       ///< slot: generation
  plant_restart,    ///< slot: generation
  plant_pace,       ///< slot: generation
  review,           ///< slot: facility
  settle,           ///< slot: pool
  customs,          ///< what no ban holds any longer goes on
  application,      ///< slot: application
  licence_expiry,   ///< slot: licence
  prices,           ///< all are assessed
  stockpile,        ///< slot: stockpile
  truce_begin,      ///< slot: truce
  truce_end,        ///< slot: truce, before what another action says on the day after
  round,            ///< slot: node of the talks
  breakdown,        ///< slot: the same, on one of its days
  hazard,           ///< slot: the same, at any moment
  command,          ///< slot: command of talks, a truce or a promise
  promise_mark,     ///< slot: promise (what is delivered from here on counts)
  promise_check,    ///< slot: promise
  smuggling,        ///< slot: smuggling route
  contract,         ///< slot: contract
  lineage,          ///< slot: lineage (what it reaches is looked at again)
  report_begin,
  interval_end,  ///< slot: interval
  month_end,     ///< slot: month
  track          ///< slot: track day
};

}  // namespace monazite
