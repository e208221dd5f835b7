#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "models/network/ids.hpp"

namespace monazite {

/// Who pays and is paid: the industry of a region (its makers and users together), its state, those
/// who carry goods and those who smuggle them, wherever they are.
enum class PartyKind : std::uint8_t { industry, state, carriers, smugglers };

inline constexpr std::array<std::string_view, 4> party_names = {"industry", "state", "carriers",
                                                                "smugglers"};

struct Party {
  PartyKind kind = PartyKind::industry;
  RegionId region;  ///< of an industry or a state

  bool operator==(const Party&) const = default;
};

/// What money is paid for. In a comment: what the item of a transfer indexes.
enum class TransferKind : std::uint8_t {
  goods,             ///< trades: goods across a border, at the price of the seller's market
  freight,           ///< trades
  duty,              ///< trades
  rent_to_exporter,  ///< trades: what goods fetch beyond price and duty (RentHolder)
  rent_to_state,     ///< trades
  support,           ///< support accounts: what a price floor pays
  stockpile_buys,    ///< reserves
  stockpile_sells,   ///< reserves
  markup,            ///< contraband: what smugglers get
  fine_of_exporter,  ///< contraband: for what evaded a control
  fine_of_importer,  ///< contraband: for what evaded a duty
  contract_premium,  ///< contracted lanes: what goods under contract cost beyond the spot price
  penalty,           ///< contracted lanes: what sellers pay for what is short
  take_or_pay        ///< contracted lanes: what buyers pay for what they do not take
};

/// A flow of money from one party to another over a run; less than nothing flows back.
struct Transfer {
  std::uint32_t payer = 0;  ///< index into World::parties
  std::uint32_t payee = 0;
  TransferKind kind = TransferKind::goods;
  std::uint32_t item = 0;
};

/// Who gets what goods fetch beyond price and duty where not all that is wanted may leave: the
/// exporter, who asks for it; the importer, who pays no more than before; the state that sells the
/// permission.
enum class RentHolder : std::uint8_t { exporter, importer, state };

inline constexpr std::array<std::string_view, 3> rent_holder_names = {"exporter", "importer",
                                                                      "state"};

/// Whole cents of an amount in USD. Each transfer is rounded once, for payer and payee alike, so
/// that what all parties together get is zero to the cent.
inline std::int64_t whole_cents(double usd) { return std::llround(usd * 100); }

}  // namespace monazite
