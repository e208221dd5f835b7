// Hand-tuned reference: structure-of-arrays state, 16-byte events whose bits are their
// own sort key (no sequence number, so the order does not depend on insertion), pooled
// order queues, node-owned random streams. The queue is a template parameter.
#include "reference_model.hpp"

#include "model_common.h"
#include "queues.hpp"
using namespace q;

namespace {

enum Kind : u64 { REVIEW, ARRIVAL, LOT_DONE, RESTRICT, EASE };
static u64 pack(Kind k, u32 n, u64 qty) { return (u64(k) << 61) | (u64(n) << 37) | qty; }

template <class Q, bool REVIEWS_OUT>
class Model {
  rm_net net_;
  u32 S_;
  struct Const {
    u32 sup[3];
    std::int32_t base, fgt;
    float pad;
    double lot, mu;  // lot time here, mu of the lead time to here
  };
  struct Pipe { u32 head, tail; };
  struct Wait { u32 next, node; std::int32_t qty; };
  std::vector<Const> c_;
  std::vector<std::int32_t> raw_, fg_, owed_, on_order_, backlog_;
  std::vector<u64> rng_;
  std::vector<unsigned char> busy_, restr_;
  std::vector<Pipe> pipe_;
  std::vector<Wait> pool_;
  u32 free_ = ~0u;
  bool flag_ = false;

  void start(Q& q, double now, u32 n) {
    if (busy_[n] || fg_[n] - owed_[n] >= c_[n].fgt) return;
    if (n >= net_.first[1]) {
      if (raw_[n] < RM_LOT) return;
      raw_[n] -= RM_LOT;
    }
    busy_[n] = 1;
    double d = c_[n].lot;
    if (flag_ & restr_[n]) d *= 2;
    q.push(Ev16::make(now + d, pack(LOT_DONE, n, 0)));
  }
  void ship(Q& q, double now, u32 s, u32 n, std::int32_t qty) {
    fg_[s] -= qty;
    double l = rm_lognormal(&rng_[s], c_[n].mu, 0.4);
    if (flag_ & restr_[s]) l += rm_lognormal(&rng_[s], rm_mu_licence, 0.6);
    q.push(Ev16::make(now + l, pack(ARRIVAL, n, u64(qty))));
  }
  void serve(Q& q, double now, u32 s) {
    Pipe& p = pipe_[s];
    while (p.head != ~0u && pool_[p.head].qty <= fg_[s]) {
      u32 w = p.head;
      Wait x = pool_[w];
      p.head = x.next;
      pool_[w].next = free_;
      free_ = w;
      owed_[s] -= x.qty;
      ship(q, now, s, x.node, x.qty);
    }
  }
  void order(Q& q, double now, u32 s, u32 n, std::int32_t qty) {
    Pipe& p = pipe_[s];
    if (p.head == ~0u && qty <= fg_[s]) {  // the queue is empty: ship at once
      ship(q, now, s, n, qty);
    } else {
      u32 w;
      if (free_ != ~0u) { w = free_; free_ = pool_[w].next; }
      else { w = u32(pool_.size()); pool_.emplace_back(); }
      pool_[w] = {~0u, n, qty};
      if (p.head == ~0u) p.head = w; else pool_[p.tail].next = w;
      p.tail = w;
      owed_[s] += qty;
    }
    start(q, now, s);
  }
  void review(Q& q, double now, u32 n, rm_result& r) {
    std::int32_t back = 0;
    if (n >= net_.first[3]) {
      auto d = std::int32_t(rm_lognormal(&rng_[n], rm_mu_demand, 0.5) + 0.5);
      r.demand += d;
      std::int32_t s = std::min(raw_[n], backlog_[n]);
      raw_[n] -= s;
      backlog_[n] -= s;
      std::int32_t u = std::min(raw_[n], d);
      raw_[n] -= u;
      r.filled += u;
      backlog_[n] += d - u;
      back = backlog_[n];
      r.backlog_days += back;
    }
    std::int32_t x = c_[n].base - (raw_[n] + on_order_[n] - back);
    if (x <= 0) return;
    on_order_[n] += x;
    for (int k = 0; k < 3; ++k) {
      std::int32_t part = x / 3 + (k < x % 3);
      if (part) order(q, now, c_[n].sup[k], n, part);
    }
  }

 public:
  explicit Model(u32 S) : net_(rm_make(S)), S_(S), c_(S), raw_(S), fg_(S), owed_(S), on_order_(S), backlog_(S), rng_(S), busy_(S), restr_(S), pipe_(S) {
    for (u32 n = 0; n < S; ++n) {
      int e = rm_echelon(&net_, n);
      for (u32 k = 0; k < 3; ++k) c_[n].sup[k] = e ? rm_supplier(&net_, n, k) : 0;
      c_[n].base = std::int32_t(rm_base(e));
      c_[n].fgt = std::int32_t(rm_fgtarget(e));
      c_[n].lot = rm_lottime(e);
      c_[n].mu = rm_mu[e];
      restr_[n] = (unsigned char)rm_restricted(&net_, n);
    }
  }
  rm_result run(u64 seed, u64 rep) {
    rm_result r{};
    Q q;
    q.hint(1.0 / (5.5 * S_), 48);
    pool_.clear();
    free_ = ~0u;
    flag_ = false;
    for (u32 n = 0; n < S_; ++n) {
      raw_[n] = c_[n].base;
      fg_[n] = c_[n].fgt;
      owed_[n] = on_order_[n] = backlog_[n] = 0;
      busy_[n] = 0;
      pipe_[n] = {~0u, ~0u};
      rng_[n] = rm_seed(seed, rep, n);
    }
    for (u32 n = 0; n < S_; ++n) start(q, 0, n);
    if constexpr (!REVIEWS_OUT)
      for (u32 n = net_.first[1]; n < S_; ++n) q.push(Ev16::make(rm_phase(&net_, n), pack(REVIEW, n, 0)));
    q.push(Ev16::make(RM_T_ON, pack(RESTRICT, 0, 0)));
    q.push(Ev16::make(RM_T_OFF, pack(EASE, 0, 0)));
    u64 ev = 0, peak = 0;
    double day = 0;
    u32 nextn = S_ - 1;
    double nextr = REVIEWS_OUT ? rm_phase(&net_, nextn) : __builtin_inf();
    while (!q.empty() || REVIEWS_OUT) {
      if ((ev & 63) == 0) peak = std::max<u64>(peak, q.size());
      if constexpr (REVIEWS_OUT) {
        if (q.empty() || nextr <= q.top().time()) {
          if (nextr >= RM_T) break;
          ++ev;
          review(q, nextr, nextn, r);
          if (nextn-- == net_.first[1]) { nextn = S_ - 1; day += 1; }
          nextr = day + rm_phase(&net_, nextn);
          continue;
        }
      }
      Ev16 e = q.top();
      double now = e.time();
      if (now >= RM_T) break;
      ++ev;
      u32 n = u32(e.pay >> 37) & 0xffffff;
      switch (Kind(e.pay >> 61)) {
        case REVIEW:
          q.replace_top(Ev16::make(now + 1.0, e.pay));
          review(q, now, n, r);
          break;
        case ARRIVAL: {
          q.pop();
          auto qty = std::int32_t(e.pay & 0x1fffffffffull);
          on_order_[n] -= qty;
          raw_[n] += qty;
          if (n >= net_.first[3]) {
            std::int32_t s = std::min(raw_[n], backlog_[n]);
            raw_[n] -= s;
            backlog_[n] -= s;
          } else {
            start(q, now, n);
          }
          break;
        }
        case LOT_DONE:
          q.pop();
          busy_[n] = 0;
          fg_[n] += RM_LOT;
          serve(q, now, n);
          start(q, now, n);
          break;
        case RESTRICT: q.pop(); flag_ = true; break;
        case EASE: q.pop(); flag_ = false; break;
      }
    }
    for (u32 n = 0; n < S_; ++n) { r.raw += raw_[n]; r.fg += fg_[n]; r.on_order += on_order_[n]; }
    r.events = ev;
    r.peak = peak;
    return r;
  }
};

template <class Q>
class Adapter : public ReferenceModel {
  Model<Q, false> m_;

 public:
  explicit Adapter(u32 S) : m_(S) {}
  rm_result run(u64 seed, u64 rep) override { return m_.run(seed, rep); }
};
}  // namespace

std::unique_ptr<ReferenceModel> make_reference_model(std::uint32_t size, bool calendar) {
  if (calendar) return std::make_unique<Adapter<Calendar>>(size);
  return std::make_unique<Adapter<DHeap<Ev16, 4>>>(size);
}
