#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/material/element.hpp"

namespace monazite {

/// What a parcel is doing. One `leaving` is held by customs before it leaves, and
/// `kept_from_leaving` when a ban has closed its lane by then. One `to_be_held` is under way and
/// stays at customs when it comes there too early. One `smuggled` no customs see, unless it is
/// `to_be_seized` on its way.
enum class ParcelStatus : std::uint8_t {
  free,
  in_process,
  leaving,
  kept_from_leaving,
  in_transit,
  to_be_held,
  at_customs,
  returning,
  smuggled,
  to_be_seized
};

/// A mass of goods that is in no stock: a lot in process or a shipment. One line of cache, with the
/// grams of its elements when they are few.
struct alignas(64) Parcel {
  static constexpr std::uint8_t few = 4;

  std::int64_t due = 0;        ///< seconds; an arrival with another instant is stale
  std::int64_t gross = 0;      ///< grams
  std::uint32_t since = 0;     ///< seconds from the world's origin: when it was ordered
  std::uint32_t departed = 0;  ///< seconds from the world's origin: when it left
  std::uint32_t owner = 0;     ///< line of a lot, lane of a shipment
  std::uint8_t width = 0;      ///< how many elements it holds
  ParcelStatus status = ParcelStatus::free;
  std::uint8_t arrivals = 0;                 ///< events that are to come, stale ones included
  std::uint8_t contraband : 7 = 0;           ///< 0: legal; else 1 + the smuggling route it takes
  std::uint8_t evades_control : 1 = 0;       ///< smuggled: else it evades a duty
  std::array<std::int64_t, few> elements{};  ///< of more than `few`, the first tells where they are
};
static_assert(sizeof(Parcel) == 64);

/// All parcels of a run. Memory is taken once and reused, so that a run allocates nothing once it
/// has seen its largest number of parcels.
class ParcelStore {
 public:
  /// Forgets all parcels, keeps the memory, and makes room for so many.
  void reset(std::size_t parcels) {
    parcels_.clear();
    parcels_.reserve(parcels);
    free_parcels_.clear();
    free_parcels_.reserve(parcels);
    elements_.clear();
    elements_.reserve(8 * parcels);
    for (auto& list : free_elements_) {
      list.clear();
      list.reserve(parcels);
    }
  }

  /// A new parcel with `width` elements, all zero; returns its index.
  std::uint32_t take(std::uint8_t width) {
    std::uint32_t index = 0;
    if (free_parcels_.empty()) {
      index = static_cast<std::uint32_t>(parcels_.size());
      parcels_.emplace_back();
    } else {
      index = free_parcels_.back();
      free_parcels_.pop_back();
    }
    auto& parcel = parcels_[index];
    parcel.width = width;
    parcel.elements = {};
    if (width > Parcel::few) {
      parcel.elements[0] = static_cast<std::int64_t>(take_elements(width));
    }
    return index;
  }

  /// Empties a parcel. Its place is taken again when no arrival of it is to come, which else would
  /// find another parcel there.
  void release(std::uint32_t index) {
    auto& parcel = parcels_[index];
    if (parcel.width > Parcel::few) {
      free_elements_[parcel.width].push_back(static_cast<std::uint32_t>(parcel.elements[0]));
    }
    parcel.status = ParcelStatus::free;
    parcel.due = -1;
    if (parcel.arrivals == 0) {
      free_parcels_.push_back(index);
    }
  }

  /// Counts an arrival that has come. Whether it is the one that the parcel is due for.
  bool arrives(std::uint32_t index, std::int64_t seconds) {
    auto& parcel = parcels_[index];
    --parcel.arrivals;
    if (parcel.status == ParcelStatus::free && parcel.arrivals == 0) {
      free_parcels_.push_back(index);
      return false;
    }
    return parcel.due == seconds && parcel.status != ParcelStatus::at_customs &&
           parcel.status != ParcelStatus::kept_from_leaving;
  }

  Parcel& operator[](std::uint32_t index) { return parcels_[index]; }
  const Parcel& operator[](std::uint32_t index) const { return parcels_[index]; }
  [[nodiscard]] std::size_t size() const { return parcels_.size(); }

  /// Grams of each element that a parcel holds, by its element set.
  std::span<std::int64_t> elements(std::uint32_t index) {
    auto& parcel = parcels_[index];
    return {
        parcel.width > Parcel::few ? elements_.data() + parcel.elements[0] : parcel.elements.data(),
        parcel.width};
  }
  [[nodiscard]] std::span<const std::int64_t> elements(std::uint32_t index) const {
    const auto& parcel = parcels_[index];
    return {
        parcel.width > Parcel::few ? elements_.data() + parcel.elements[0] : parcel.elements.data(),
        parcel.width};
  }

 private:
  std::size_t take_elements(std::uint8_t width) {
    auto& list = free_elements_[width];
    if (list.empty()) {
      const auto offset = elements_.size();
      elements_.resize(offset + width, 0);
      return offset;
    }
    const auto offset = list.back();
    list.pop_back();
    std::fill_n(elements_.begin() + offset, width, 0);
    return offset;
  }

  std::vector<Parcel> parcels_;
  std::vector<std::int64_t> elements_;  ///< of parcels with more than a few
  std::vector<std::uint32_t> free_parcels_;
  std::array<std::vector<std::uint32_t>, element_count + 1> free_elements_;
};

}  // namespace monazite
