#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "models/quantity/date.hpp"
#include "models/quantity/distribution.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// An enumeration with `std::uint8_t` below it, by the number of its name.
struct NumberedSlot {
  std::uint8_t* number;
};

/// The same where it may be absent.
struct OptionalNumberedSlot {
  void* member;
  std::optional<std::uint8_t> (*get)(const void* member);
  void (*set)(void* member, std::uint8_t number);
};

/// A list of enumerators.
struct NumberListSlot {
  void* member;
  std::vector<std::uint8_t> (*get)(const void* member);
  void (*add)(void* member, std::uint8_t number);
  void (*clear)(void* member);
};

/// A record of its own keys. `get` gives null when an optional record is absent.
struct RecordSlot {
  void* member;
  const void* (*get)(const void* member);
  void* (*emplace)(void* member);
};

/// A list of records. `is_present` is false when an optional list is absent.
struct RecordListSlot {
  void* member;
  bool is_optional;
  bool (*is_present)(const void* member);
  std::size_t (*size)(const void* member);
  const void* (*get)(const void* member, std::size_t index);
  void (*start)(void* member, std::size_t capacity);  ///< makes it present and empty
  void* (*append)(void* member);
};

/// Where the value of a key is stored in a record: one alternative a kind of storage.
using Slot =
    std::variant<std::monostate, std::string*, std::vector<std::string>*, std::vector<int>*,
                 double*, std::optional<double>*, int*, std::optional<int>*, std::uint64_t*, bool*,
                 std::optional<bool>*, Date*, std::optional<Date>*, Distribution*,
                 std::optional<Distribution>*, NumberedSlot, OptionalNumberedSlot, NumberListSlot,
                 RecordSlot, RecordListSlot, std::vector<NamedShare>*>;

namespace slot_detail {

template <class T>
concept Numbered = std::is_enum_v<T> && std::same_as<std::underlying_type_t<T>, std::uint8_t>;

template <class T>
concept Plain = requires(T* pointer) {
  Slot(std::in_place_type<T*>, pointer);
};

template <class T>
struct Unwrapped {
  using type = T;
  static T& present(T& member) { return member; }
  static const T* find(const T& member) { return &member; }
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
  static T& present(std::optional<T>& member) { return member ? *member : member.emplace(); }
  static const T* find(const std::optional<T>& member) { return member ? &*member : nullptr; }
};

template <class T>
struct ListItem {};
template <class T>
struct ListItem<std::vector<T>> {
  using type = T;
};

template <class Member>
Slot record_list_slot(Member& member) {
  using Access = Unwrapped<Member>;
  return RecordListSlot{
      &member,
      !std::is_same_v<Member, typename Access::type>,
      [](const void* m) { return Access::find(*static_cast<const Member*>(m)) != nullptr; },
      [](const void* m) { return Access::find(*static_cast<const Member*>(m))->size(); },
      [](const void* m, std::size_t index) -> const void* {
        return &(*Access::find(*static_cast<const Member*>(m)))[index];
      },
      [](void* m, std::size_t capacity) {
        auto& list = Access::present(*static_cast<Member*>(m));
        list.clear();
        list.reserve(capacity);
      },
      [](void* m) -> void* { return &Access::present(*static_cast<Member*>(m)).emplace_back(); }};
}

template <class Member>
Slot record_slot(Member& member) {
  using Access = Unwrapped<Member>;
  return RecordSlot{
      &member,
      [](const void* m) -> const void* { return Access::find(*static_cast<const Member*>(m)); },
      [](void* m) -> void* { return &Access::present(*static_cast<Member*>(m)); }};
}

template <class Enumeration>
Slot number_list_slot(std::vector<Enumeration>& member) {
  using List = std::vector<Enumeration>;
  return NumberListSlot{&member,
                        [](const void* m) {
                          std::vector<std::uint8_t> numbers;
                          for (const Enumeration item : *static_cast<const List*>(m)) {
                            numbers.push_back(static_cast<std::uint8_t>(item));
                          }
                          return numbers;
                        },
                        [](void* m, std::uint8_t number) {
                          static_cast<List*>(m)->push_back(static_cast<Enumeration>(number));
                        },
                        [](void* m) { static_cast<List*>(m)->clear(); }};
}

template <class Enumeration>
Slot optional_number_slot(std::optional<Enumeration>& member) {
  using Member = std::optional<Enumeration>;
  return OptionalNumberedSlot{&member,
                              [](const void* m) {
                                const auto& value = *static_cast<const Member*>(m);
                                return value ? std::optional(static_cast<std::uint8_t>(*value))
                                             : std::nullopt;
                              },
                              [](void* m, std::uint8_t number) {
                                *static_cast<Member*>(m) = static_cast<Enumeration>(number);
                              }};
}

}  // namespace slot_detail

/// The slot of a member, by its type.
template <class Member>
Slot slot_for(Member& member) {
  using Value = typename slot_detail::Unwrapped<Member>::type;
  if constexpr (slot_detail::Plain<Member>) {
    return &member;
  } else if constexpr (slot_detail::Numbered<Member>) {
    return NumberedSlot{reinterpret_cast<std::uint8_t*>(&member)};
  } else if constexpr (slot_detail::Numbered<Value>) {
    return slot_detail::optional_number_slot(member);
  } else if constexpr (requires { typename slot_detail::ListItem<Value>::type; }) {
    if constexpr (slot_detail::Numbered<typename slot_detail::ListItem<Value>::type>) {
      return slot_detail::number_list_slot(member);
    } else {
      return slot_detail::record_list_slot(member);
    }
  } else {
    return slot_detail::record_slot(member);
  }
}

namespace slot_detail {

template <class Record, class Member>
Record owner_of(Member Record::*);

template <auto First, auto... Rest>
auto& follow(auto& record) {
  if constexpr (sizeof...(Rest) == 0) {
    return record.*First;
  } else {
    return follow<Rest...>(record.*First);
  }
}

}  // namespace slot_detail

/// The slot at the end of a path of pointers to members, from a record of the first one's class.
template <auto First, auto... Rest>
Slot member_slot(void* record) {
  using Record = decltype(slot_detail::owner_of(First));
  return slot_for(slot_detail::follow<First, Rest...>(*static_cast<Record*>(record)));
}

}  // namespace monazite
