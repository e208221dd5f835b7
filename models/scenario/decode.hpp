#pragma once

#include "models/scenario/node.hpp"
#include "models/scenario/read_value.hpp"
#include "models/scenario/section.hpp"

namespace monazite {

/// Reads records from nodes by their declarations. Every problem is told where it stands; the
/// check of a record is made when all of its own values were read.
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
  };

  void select_variant(Target& target, const Node& node);
  void decode_map(const Target& target, const Node& node);
  void decode_row(const Target& target, const Node& node);
  void decode_field(const Target& target, const Key& key, const Field& field);
  void decode_records(const RecordListSlot& slot, const Section& section, const Field& field);
  void tell_unknown(const Target& target, const Field& field);
  void tell_missing(const Section& section, const Node& node);
  void tell_alone(const Section& section, const Node& node);

  ReadContext& context_;
  const Table* table_ = nullptr;  ///< the table that `columns_` is for
  const Section* table_section_ = nullptr;
  std::vector<const Key*> columns_;
};

}  // namespace monazite
