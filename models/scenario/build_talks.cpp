#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <boost/rational.hpp>
#include <cmath>
#include <fmt/format.h>

#include "models/network/stable_hash.hpp"
#include "models/quantity/number.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// Without expression templates, in which a rational number would keep references.
using Whole = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                            boost::multiprecision::et_off>;
using Exact = boost::rational<Whole>;

constexpr std::size_t most_leaves = 2000;
constexpr std::size_t most_rounds = 100;
constexpr std::size_t most_breakdowns = 100;

/// The decimal fraction that was written, percent or not: of a number of up to 15 digits, those of
/// the double nearest to it.
Exact exact_of(double value) {
  const std::string text = fmt::format("{:.15g}", value);
  const auto exponent_at = text.find('e');
  std::string digits = text.substr(0, exponent_at);
  int exponent = exponent_at == std::string::npos ? 0 : std::stoi(text.substr(exponent_at + 1));
  if (const auto point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<int>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  Whole scale = 1;
  for (int power = 0; power < std::abs(exponent); ++power) {
    scale *= 10;
  }
  const Whole whole(digits);
  return exponent < 0 ? Exact(whole, scale) : Exact(whole * scale);
}

std::string text_of(const Exact& value) {
  return value.denominator() == 1
             ? value.numerator().str()
             : fmt::format("{}/{}", value.numerator().str(), value.denominator().str());
}

// Boost.Rational compares with whole numbers by operators that call each other in C++20.
bool is_one(const Exact& value) { return value.numerator() == value.denominator(); }
bool exceeds_one(const Exact& value) { return value.numerator() > value.denominator(); }

/// The double nearest to it, as far as the digits of its decimal fraction tell.
double nearest_double(const Exact& value) {
  using Decimal = boost::multiprecision::cpp_bin_float_100;
  return (value.numerator().convert_to<Decimal>() / value.denominator().convert_to<Decimal>())
      .convert_to<double>();
}

}  // namespace

/// The exact weight of the way that is being walked through the tree.
class WorldBuilder::ExactWeights {
 public:
  [[nodiscard]] const Exact& now() const { return now_; }
  void enter(const Exact& probability) {
    outer_.push_back(now_);
    now_ *= probability;
  }
  void leave() {
    now_ = outer_.back();
    outer_.pop_back();
  }

 private:
  Exact now_{1};
  std::vector<Exact> outer_;
};

std::optional<Date> WorldBuilder::first_day_of(const TruceSpec& truce) const {
  std::optional<Date> first = truce.from;
  const auto look = [&](const std::vector<ActionSpec>& actions, Date on) {
    for (const auto& action : actions) {
      if (action.truce == truce.id && action.verb == ActionVerb::impose && !truce.from) {
        const Date day = on + action.after_days;
        first = first ? std::min(*first, day) : day;
      }
    }
  };
  for (const auto& round : scenario_.talks) {
    for (const auto& branch : round.branches) {
      look(branch.actions, round.date);
    }
    for (const auto& breakdown : round.breakdowns) {
      look(breakdown.actions, breakdown.on);
    }
    if (round.hazard) {
      look(round.hazard->actions, round.hazard->from);
    }
  }
  for (const auto& promise : scenario_.reciprocity) {
    look(promise.answer.actions, promise.first_check + promise.answer.after_days);
  }
  return first;
}

void WorldBuilder::add_truces() {
  truce_specs_ = by_id(scenario_.truces);
  world_.truces.resize(truce_specs_.size());
  for (std::uint32_t t = 0; t < truce_specs_.size(); ++t) {
    const auto& spec = *truce_specs_[t];
    auto& truce = world_.truces[t];
    truce.id = spec.id;
    truce.from = spec.from;
    truce.deadline = spec.deadline;
    truce.lasts_days = spec.lasts_days.value_or(0);
    truce.then = static_cast<TruceEnd>(spec.then.value_or(TruceSpec::Then::snap_back));
    truce.extension_days = spec.extension_days.value_or(0);
    truce.believed = spec.believed.value_or(0);
    const auto first_day = first_day_of(spec);
    if (!first_day || *first_day > world_.end ||
        (spec.deadline && *spec.deadline < world_.origin)) {
      warnings_.add(spec.place, fmt::format("truce '{}' never begins in the calendar", spec.id));
    }
    const Date begins = std::max(first_day.value_or(world_.end), world_.origin);
    Courses courses;
    truce.commands = add_commands(spec.actions, {.on = begins, .truce = t}, courses);
    truce.lapse.first = static_cast<std::uint32_t>(world_.commands.size());
    for (auto& [instrument, course] : courses) {
      course.edits.push_back({.in_force = false, .on = begins});
      PolicyCommand command;
      command.target = instrument;
      command.name = "lapse";
      command.action = static_cast<std::uint32_t>(world_.commands.size());
      command.level = level_for(instrument, course, command.name);
      add_step(command);
    }
    truce.lapse.count = static_cast<std::uint32_t>(world_.commands.size()) - truce.lapse.first;
  }
}

void WorldBuilder::add_promises() {
  constexpr std::uint32_t grades_of_answer = 10;
  for (const auto* spec : by_id(scenario_.reciprocity)) {
    Promise promise;
    promise.id = spec->id;
    promise.by = spec->by;
    promise.key = stable_hash(spec->id);
    auto covered = spec->covers;
    if (covered.origins.empty()) {
      covered.origins = {spec->by};
    }
    promise.lanes = lanes_covered(covered, {});
    double usual_per_day = 0;
    for (const auto lane : promise.lanes) {
      usual_per_day += lane_specs_[lane]->tonnes_per_year / days_per_year;
    }
    promise.promised = mass_from_tonnes(spec->tonnes.value_or(spec->share_of_usual.value_or(0) *
                                                              usual_per_day * spec->window_days));
    if (promise.lanes.empty()) {
      errors_.add(spec->place, fmt::format("promise '{}' covers no lane across a border", spec->id),
                  "shipments that there are");
    }
    if (spec->first_check - spec->window_days < world_.origin) {
      errors_.add(spec->place,
                  fmt::format("the first check of '{}' looks {} days back, before the run begins",
                              spec->id, spec->window_days),
                  fmt::format("'from' on {} or later", to_iso(world_.origin + spec->window_days)));
    }
    if (spec->first_check > world_.end) {
      warnings_.add(spec->place,
                    fmt::format("promise '{}' is first checked after the run", spec->id));
    }
    promise.tolerance = spec->tolerance;
    promise.window_days = spec->window_days;
    promise.first_check = spec->first_check;
    promise.last_check = spec->last_check.value_or(world_.end);
    promise.every_days = spec->every_days;
    promise.within = spec->within.empty() ? PolicyCommand::none : truce_index(spec->within);
    promise.forgiveness = 1 - spec->answer.probability;
    promise.proportion = spec->answer.proportion;
    promise.grades = promise.proportion > 0 ? grades_of_answer : 1;
    Courses courses;
    for (std::uint32_t grade = 1; grade <= promise.grades; ++grade) {
      courses.clear();
      promise.answer.push_back(add_commands(spec->answer.actions,
                                            {.on = spec->first_check,
                                             .share = static_cast<double>(grade) / promise.grades,
                                             .delay_days = spec->answer.after_days},
                                            courses));
    }
    for (const auto& range : promise.answer) {
      for (std::uint32_t k = 0; k < range.count; ++k) {
        world_.commands[range.first + k].promise =
            static_cast<std::uint32_t>(world_.promises.size());
      }
    }
    promise.relief.first = static_cast<std::uint32_t>(world_.commands.size());
    for (const auto& [instrument, course] : courses) {
      if (spec->answer.relents && !course.edits.empty()) {
        PolicyCommand command;
        command.move = Move::relent;
        command.target = instrument;
        command.name = "relent";
        command.promise = static_cast<std::uint32_t>(world_.promises.size());
        command.action = static_cast<std::uint32_t>(world_.commands.size());
        add_step(command);
      }
    }
    promise.relief.count =
        static_cast<std::uint32_t>(world_.commands.size()) - promise.relief.first;
    world_.promises.push_back(std::move(promise));
  }
  if (!world_.promises.empty()) {
    world_.promises_of_lane.resize(world_.lanes.size());
    for (std::uint32_t p = 0; p < world_.promises.size(); ++p) {
      for (const auto lane : world_.promises[p].lanes) {
        world_.promises_of_lane[lane].push_back(p);
      }
    }
  }
}

void WorldBuilder::check_method(const std::vector<const TalksSpec*>& rounds) {
  std::optional<TalksMethod> method;
  for (const auto* round : rounds) {
    if (round->evaluate && method && *round->evaluate != *method) {
      errors_.add(round->place,
                  fmt::format("round '{}' is not evaluated as the others are", round->id),
                  "one 'evaluate' for all talks of a scenario");
    }
    method = method ? method : round->evaluate;
  }
  world_.talks.is_enumerated = method.value_or(TalksMethod::enumerate) == TalksMethod::enumerate;
  for (const auto* round : rounds) {
    if (!world_.talks.is_enumerated) {
      break;
    }
    if (round->hazard) {
      errors_.add(round->hazard->place, "a hazard at any moment cannot be enumerated",
                  "'evaluate: sample', or 'breakdowns' on days");
    }
    for (const auto& branch : round->branches) {
      if (branch.sway) {
        errors_.add(branch.sway->place,
                    "a branch whose chance depends on the run cannot be enumerated",
                    "'evaluate: sample', or no 'sway'");
      }
    }
  }
}

void WorldBuilder::check_rounds() {
  for (const auto* round : by_id(scenario_.talks)) {
    const std::string& id = round->id;
    Exact sum(0);
    int without = 0;
    for (const auto& branch : round->branches) {
      sum += branch.probability ? exact_of(*branch.probability) : Exact(0);
      without += branch.probability ? 0 : 1;
      const auto next = rounds_.find(branch.next);
      if (next != rounds_.end() && next->second->date <= round->date) {
        errors_.add(branch.place,
                    fmt::format("round '{}' ({}) is not after '{}' ({})", branch.next,
                                to_iso(next->second->date), id, to_iso(round->date)),
                    fmt::format("a round after {}", to_iso(round->date)));
      }
    }
    if (without > 1) {
      errors_.add(round->place, fmt::format("{} branches of '{}' have no probability", without, id),
                  "at most one, which gets what is left");
    } else if ((without == 0 && !is_one(sum)) || exceeds_one(sum)) {
      errors_.add(
          round->place,
          nearest_double(sum) == 1
              ? fmt::format("the probabilities of '{}' sum to a little {} 1, by less than 1e-15",
                            id, exceeds_one(sum) ? "more than" : "less than")
              : fmt::format("the probabilities of '{}' sum to {}", id,
                            shortest(nearest_double(sum))),
          without == 0 ? "1" : "1 at most");
    }
  }
}

void WorldBuilder::check_days_before(const TalksSpec& round, Date since) {
  for (const auto& breakdown : round.breakdowns) {
    if (breakdown.on <= since) {
      errors_.add(
          breakdown.place,
          fmt::format("talks that are not under way on {} cannot break down", to_iso(breakdown.on)),
          fmt::format("a day after {}, when the round before it is held or the run begins",
                      to_iso(since)));
    }
  }
}

void WorldBuilder::add_talks() {
  for (const auto& round : scenario_.talks) {
    if (scenario_.talks.size() > most_rounds || round.breakdowns.size() > most_breakdowns) {
      errors_.add(
          round.place,
          scenario_.talks.size() > most_rounds ? "too many rounds of talks"
                                               : "too many days of breakdown",
          fmt::format("at most {} rounds with {} breakdowns each", most_rounds, most_breakdowns));
      return;
    }
  }
  std::vector<const TalksSpec*> held;
  for (const auto* round : by_id(scenario_.talks)) {
    if (round->date < world_.origin || round->date > world_.end) {
      warnings_.add(round->place,
                    fmt::format("round '{}' ({}) is outside the calendar and does not take place",
                                round->id, to_iso(round->date)));
      continue;
    }
    rounds_.emplace(round->id, round);
    held.push_back(round);
  }
  const auto before = errors_.count();
  check_rounds();
  check_method(held);
  if (held.empty() || errors_.count() > before) {
    return;
  }
  Standing standing;
  for (const auto* round : held) {
    world_.talks.rounds.push_back({round->id, round->date, stable_hash(round->id)});
    const bool follows =
        std::any_of(scenario_.talks.begin(), scenario_.talks.end(), [&](const TalksSpec& other) {
          return std::any_of(other.branches.begin(), other.branches.end(),
                             [&](const BranchSpec& branch) { return branch.next == round->id; });
        });
    if (!follows) {
      standing.pending.push_back(round);
    }
  }
  if (standing.pending.empty()) {
    return;
  }
  standing.since = world_.origin - 1;
  ExactWeights weights;
  add_node(std::move(standing), weights);
  const bool is_exact = std::none_of(held.begin(), held.end(), [](const TalksSpec* round) {
    return round->hazard ||
           std::any_of(round->branches.begin(), round->branches.end(),
                       [](const BranchSpec& branch) { return branch.sway.has_value(); });
  });
  for (auto& leaf : world_.talks.leaves) {
    leaf.exact = is_exact ? leaf.exact : std::string();
  }
  if (world_.talks.leaves.size() > most_leaves) {
    errors_.add(held.front()->place,
                fmt::format("the talks have more than {} ways through them", most_leaves),
                "fewer rounds or branches");
  }
}

std::uint32_t WorldBuilder::add_node(Standing standing, ExactWeights& weights) {
  const auto earliest = std::min_element(
      standing.pending.begin(), standing.pending.end(), [](const TalksSpec* a, const TalksSpec* b) {
        return std::tie(a->date, a->id) < std::tie(b->date, b->id);
      });
  const auto& round = **earliest;
  standing.pending.erase(earliest);
  check_days_before(round, standing.since);
  standing.since = round.date;
  auto& talks = world_.talks;
  const auto index = static_cast<std::uint32_t>(talks.nodes.size());
  talks.nodes.emplace_back();
  const auto place = std::find_if(talks.rounds.begin(), talks.rounds.end(),
                                  [&](const TalksRound& r) { return r.id == round.id; });
  talks.nodes[index].round = static_cast<std::uint32_t>(place - talks.rounds.begin());
  std::vector<const BranchSpec*> branches = by_id(round.branches);
  Exact others(0);
  for (const auto* branch : branches) {
    others += branch->probability ? exact_of(*branch->probability) : Exact(0);
  }
  Exact is_held(1);
  for (const auto& breakdown : round.breakdowns) {
    is_held *= Exact(1) - exact_of(breakdown.probability);
  }
  for (const auto* branch : branches) {
    if (talks.leaves.size() > most_leaves) {
      break;
    }
    const Exact own = branch->probability ? exact_of(*branch->probability) : Exact(1) - others;
    weights.enter(is_held * own);
    add_branch(index, branch->id, branch->actions, round.date, branch->next, standing, weights);
    weights.leave();
    auto& made = talks.nodes[index].branches.back();
    made.probability = nearest_double(own);
    if (branch->sway) {
      set_sway(*branch, made);
    }
  }
  talks.nodes[index].ordinary = static_cast<std::uint32_t>(branches.size());
  Exact so_far(1);
  for (const auto& breakdown : round.breakdowns) {
    const Exact chance = exact_of(breakdown.probability);
    weights.enter(so_far * chance);
    add_branch(index, "breakdown_" + to_iso(breakdown.on), breakdown.actions, breakdown.on, {},
               standing, weights);
    weights.leave();
    so_far *= Exact(1) - chance;
    auto& node = talks.nodes[index];
    node.branches.back().probability = breakdown.probability;
    node.breakdowns.push_back({breakdown.on, breakdown.probability,
                               static_cast<std::uint32_t>(node.branches.size() - 1)});
  }
  if (round.hazard) {
    weights.enter(Exact(0));
    add_branch(index, "breakdown", round.hazard->actions, round.hazard->from, {}, standing,
               weights);
    weights.leave();
    auto& node = talks.nodes[index];
    node.hazard = TalksHazard{round.hazard->from, round.hazard->per_day,
                              static_cast<std::uint32_t>(node.branches.size() - 1)};
  }
  return index;
}

void WorldBuilder::add_branch(std::uint32_t node, const std::string& id,
                              const std::vector<ActionSpec>& actions, Date on,
                              const std::string& next, Standing standing, ExactWeights& weights) {
  auto& talks = world_.talks;
  TalksBranch branch;
  branch.id = id;
  branch.first_leaf = static_cast<std::uint32_t>(talks.leaves.size());
  branch.commands = add_commands(actions, {.on = on}, standing.courses);
  const auto& round = talks.rounds[talks.nodes[node].round];
  standing.path += fmt::format("{}{}={}", standing.path.empty() ? "" : "/", round.id, id);
  const auto found = rounds_.find(next);
  if (found != rounds_.end() && std::find(standing.pending.begin(), standing.pending.end(),
                                          found->second) == standing.pending.end()) {
    standing.pending.push_back(found->second);
  }
  const auto path = standing.path;
  if (standing.pending.empty() || talks.leaves.size() > most_leaves) {
    talks.leaves.push_back({path, nearest_double(weights.now()), text_of(weights.now())});
  } else {
    branch.next = add_node(std::move(standing), weights);
  }
  branch.leaves = static_cast<std::uint32_t>(talks.leaves.size()) - branch.first_leaf;
  talks.nodes[node].branches.push_back(std::move(branch));
}

void WorldBuilder::set_sway(const BranchSpec& spec, TalksBranch& branch) {
  branch.sway = spec.sway->weight;
  for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
    const auto& plant = world_.plants[p];
    if (names_region(spec.sway->regions, plant.region) &&
        (spec.sway->sectors.empty() || names_sector(spec.sway->sectors, plant.sector))) {
      branch.swayed_by.push_back(p);
    }
  }
  if (branch.swayed_by.empty()) {
    errors_.add(spec.sway->place, fmt::format("no plant sways branch '{}'", spec.id),
                "regions and sectors that have plants");
  }
}

}  // namespace monazite
