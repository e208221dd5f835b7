#pragma once

#include <string_view>
#include <vector>

#include "models/scenario/node.hpp"
#include "models/scenario/read_value.hpp"
#include "models/scenario/section.hpp"

namespace monazite {

/// Reads records from nodes by their declarations. Every problem is told where it stands; a check
/// of a record is made when all the values that it looks at were read.
class Decoder {
 public:
  explicit Decoder(ReadContext& context) : context_(context) {}

  /// Reads `node`, a map or a row, into a record of the section's type.
  void decode(const Section& section, void* record, const Node& node);

 private:
  struct Target {
    const Section& section;
    void* record;
    const Section* variant = nullptr;  ///< the keys of its kind
    void* variant_record = nullptr;
    std::vector<std::string_view> failed = {};  ///< keys that are missing or could not be read
  };

  void select_variant(Target& target, const Node& node);
  void decode_map(Target& target, const Node& node);
  void decode_row(Target& target, const Node& node);
  void decode_field(Target& target, void* record, const Key& key, const Field& field);
  void decode_value(const Key& key, void* record, const Field& field);
  void decode_records(const RecordListSlot& slot, const Section& section, const Field& field);
  void tell_unknown(const Target& target, const Field& field);
  void tell_missing(Target& target, const Section& section, const Node& node);
  void tell_alone(Target& target, const Section& section, const Node& node);
  void check(const Target& target, const Section& section, const void* record, const Node& node);

  ReadContext& context_;
  const Table* table_ = nullptr;  ///< the table that `columns_` is for
  const Section* table_section_ = nullptr;
  std::vector<const Key*> columns_;
};

}  // namespace monazite
