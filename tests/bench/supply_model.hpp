#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/engine/key_loop.hpp"
#include "sim/engine/run_budget.hpp"
#include "tests/bench/double_key.hpp"
#include "tests/bench/reference/model_common.h"

namespace monazite::bench {

/// The four-echelon supply network of reference/reference_model.md on the project's own event loop.
/// One object is a workspace that is reused from run to run.
template <class Queue>
class SupplyModel {
 public:
  explicit SupplyModel(std::uint32_t node_count)
      : network_(rm_make(node_count)), constants_(node_count), state_(node_count) {
    for (std::uint32_t n = 0; n < node_count; ++n) {
      const int echelon = rm_echelon(&network_, n);
      NodeConstants& node = constants_[n];
      for (std::uint32_t k = 0; k < supplier_count; ++k)
        node.supplier[k] = echelon > 0 ? rm_supplier(&network_, n, k) : 0;
      node.base_stock = static_cast<std::int32_t>(rm_base(echelon));
      node.finished_target = static_cast<std::int32_t>(rm_fgtarget(echelon));
      node.lot_days = rm_lottime(echelon);
      node.lead_time_mu = rm_mu[echelon];
      node.is_restricted = rm_restricted(&network_, n) != 0;
      node.is_mine = echelon == 0;
      node.is_sector = echelon == 3;
    }
  }

  /// Runs one replication and returns its check values.
  rm_result run(std::uint64_t seed, std::uint64_t replication) {
    start_run(seed, replication);
    engine::RunBudget budget;
    loop_.run_until(
        RM_T,
        [this](const DoubleKey& key) {
          if ((loop_.executed_events() & 63) == 1)
            result_.peak = std::max<std::uint64_t>(result_.peak, loop_.queue().size() + 1);
          execute(key);
        },
        budget);
    for (const NodeState& node : state_) {
      result_.raw += node.raw;
      result_.fg += node.finished;
      result_.on_order += node.on_order;
    }
    result_.events = loop_.executed_events();
    return result_;
  }

 private:
  enum class Kind : std::uint8_t { review, arrival, lot_done, restrict, ease };

  static constexpr std::uint32_t supplier_count = 3;
  static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
  static constexpr int kind_shift = 61;
  static constexpr int node_shift = 37;
  static constexpr std::uint64_t node_unit = std::uint64_t{1} << node_shift;

  struct NodeConstants {
    std::uint32_t supplier[supplier_count];
    std::int32_t base_stock;
    std::int32_t finished_target;
    bool is_restricted;
    bool is_mine;
    bool is_sector;
    double lot_days;
    double lead_time_mu;
  };

  struct NodeState {
    std::int32_t raw;
    std::int32_t finished;
    std::int32_t owed;
    std::int32_t on_order;
    std::int32_t backlog;
    std::uint32_t first_waiting;
    std::uint32_t last_waiting;
    bool is_busy;
    std::uint64_t random_state;
  };

  struct WaitingOrder {
    std::uint32_t next;
    std::uint32_t node;
    std::int32_t quantity;
  };

  static std::uint64_t pack(Kind kind, std::uint32_t node, std::uint64_t quantity) {
    return (static_cast<std::uint64_t>(kind) << kind_shift) | (node_unit * node) | quantity;
  }

  void start_run(std::uint64_t seed, std::uint64_t replication) {
    result_ = {};
    orders_.clear();
    free_order_ = nobody;
    restriction_in_force_ = false;
    const std::uint32_t node_count = network_.S;
    loop_.reset();
    loop_.queue().hint(1.0 / (5.5 * node_count), 48.0);
    for (std::uint32_t n = 0; n < node_count; ++n) {
      state_[n] = {};
      state_[n].raw = constants_[n].base_stock;
      state_[n].finished = constants_[n].finished_target;
      state_[n].first_waiting = nobody;
      state_[n].last_waiting = nobody;
      state_[n].random_state = rm_seed(seed, replication, n);
    }
    for (std::uint32_t n = 0; n < node_count; ++n) start_lot(0.0, n);
    for (std::uint32_t n = network_.first[1]; n < node_count; ++n)
      schedule(rm_phase(&network_, n), Kind::review, n, 0);
    schedule(RM_T_ON, Kind::restrict, 0, 0);
    schedule(RM_T_OFF, Kind::ease, 0, 0);
  }

  void schedule(double at, Kind kind, std::uint32_t node, std::uint64_t quantity) {
    loop_.schedule(DoubleKey::make(at, pack(kind, node, quantity)));
  }

  void execute(const DoubleKey& key) {
    const double now = key.time();
    const std::uint32_t n = static_cast<std::uint32_t>(key.payload >> node_shift) & 0xffffffU;
    switch (static_cast<Kind>(key.payload >> kind_shift)) {
      case Kind::review:
        loop_.schedule(DoubleKey::make(now + 1.0, key.payload));
        review(now, n);
        break;
      case Kind::arrival:
        arrive(now, n, static_cast<std::int32_t>(key.payload & 0x1fffffffffULL));
        break;
      case Kind::lot_done:
        state_[n].is_busy = false;
        state_[n].finished += RM_LOT;
        serve_waiting(now, n);
        start_lot(now, n);
        break;
      case Kind::restrict:
        restriction_in_force_ = true;
        break;
      case Kind::ease:
        restriction_in_force_ = false;
        break;
    }
  }

  void review(double now, std::uint32_t n) {
    NodeState& node = state_[n];
    const NodeConstants& constants = constants_[n];
    std::int32_t backlog = 0;
    if (constants.is_sector) {
      const auto demand = static_cast<std::int32_t>(
          std::floor(rm_lognormal(&node.random_state, rm_mu_demand, 0.5) + 0.5));
      result_.demand += demand;
      serve_backlog(node);
      const std::int32_t used = std::min(node.raw, demand);
      node.raw -= used;
      result_.filled += used;
      node.backlog += demand - used;
      backlog = node.backlog;
      result_.backlog_days += backlog;
    }
    const std::int32_t wanted = constants.base_stock - (node.raw + node.on_order - backlog);
    if (wanted <= 0) return;
    node.on_order += wanted;
    for (std::int32_t k = 0; k < 3; ++k) {
      const std::int32_t part = wanted / 3 + (k < wanted % 3);
      if (part != 0) order(now, constants.supplier[k], n, part);
    }
  }

  void arrive(double now, std::uint32_t n, std::int32_t quantity) {
    NodeState& node = state_[n];
    node.on_order -= quantity;
    node.raw += quantity;
    if (constants_[n].is_sector) {
      serve_backlog(node);
    } else {
      start_lot(now, n);
    }
  }

  static void serve_backlog(NodeState& node) {
    const std::int32_t served = std::min(node.raw, node.backlog);
    node.raw -= served;
    node.backlog -= served;
  }

  void order(double now, std::uint32_t supplier, std::uint32_t n, std::int32_t quantity) {
    NodeState& node = state_[supplier];
    if (node.first_waiting == nobody && quantity <= node.finished) {
      ship(now, supplier, n, quantity);
    } else {
      const std::uint32_t waiting = take_order();
      orders_[waiting] = {nobody, n, quantity};
      if (node.first_waiting == nobody) {
        node.first_waiting = waiting;
      } else {
        orders_[node.last_waiting].next = waiting;
      }
      node.last_waiting = waiting;
      node.owed += quantity;
    }
    start_lot(now, supplier);
  }

  std::uint32_t take_order() {
    if (free_order_ == nobody) {
      orders_.emplace_back();
      return static_cast<std::uint32_t>(orders_.size() - 1);
    }
    const std::uint32_t taken = free_order_;
    free_order_ = orders_[taken].next;
    return taken;
  }

  void serve_waiting(double now, std::uint32_t supplier) {
    NodeState& node = state_[supplier];
    while (node.first_waiting != nobody && orders_[node.first_waiting].quantity <= node.finished) {
      const std::uint32_t first = node.first_waiting;
      const WaitingOrder waiting = orders_[first];
      node.first_waiting = waiting.next;
      orders_[first].next = free_order_;
      free_order_ = first;
      node.owed -= waiting.quantity;
      ship(now, supplier, waiting.node, waiting.quantity);
    }
  }

  void ship(double now, std::uint32_t supplier, std::uint32_t n, std::int32_t quantity) {
    NodeState& node = state_[supplier];
    node.finished -= quantity;
    double days = rm_lognormal(&node.random_state, constants_[n].lead_time_mu, 0.4);
    if (restriction_in_force_ && constants_[supplier].is_restricted)
      days += rm_lognormal(&node.random_state, rm_mu_licence, 0.6);
    schedule(now + days, Kind::arrival, n, static_cast<std::uint64_t>(quantity));
  }

  void start_lot(double now, std::uint32_t n) {
    NodeState& node = state_[n];
    const NodeConstants& constants = constants_[n];
    if (node.is_busy || node.finished - node.owed >= constants.finished_target) return;
    if (!constants.is_mine) {
      if (node.raw < RM_LOT) return;
      node.raw -= RM_LOT;
    }
    node.is_busy = true;
    double days = constants.lot_days;
    if (restriction_in_force_ && constants.is_restricted) days *= 2.0;
    schedule(now + days, Kind::lot_done, n, 0);
  }

  rm_net network_;
  std::vector<NodeConstants> constants_;
  std::vector<NodeState> state_;
  std::vector<WaitingOrder> orders_;
  std::uint32_t free_order_ = nobody;
  bool restriction_in_force_ = false;
  rm_result result_{};
  engine::KeyLoop<Queue> loop_;
};

}  // namespace monazite::bench
