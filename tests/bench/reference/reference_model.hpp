#pragma once
#include <cstdint>
#include <memory>

#include "model_common.h"

// The hand-tuned program of reference_model.cpp, callable: one object is one workspace.
class ReferenceModel {
 public:
  virtual ~ReferenceModel() = default;
  virtual rm_result run(std::uint64_t seed, std::uint64_t replication) = 0;
};

// With the lazy calendar, or with the fused 4-ary heap.
std::unique_ptr<ReferenceModel> make_reference_model(std::uint32_t size, bool calendar);
