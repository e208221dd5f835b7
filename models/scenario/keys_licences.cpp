#include <fmt/format.h>
#include <utility>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr Range workdays_range{0, 3660, false};
constexpr Range people_range{1, 1'000'000, false};

const Section& licence_change_section() {
  static const Section section = section_of<LicenceChange>(
      "change",
      {required(date_key<&LicenceChange::on>("on", "The day of the change.")),
       boolean_key<&LicenceChange::in_force>("in_force",
                                             "Whether licences are needed from then on."),
       record_key<&LicenceChange::review>("review", review_section(),
                                          "What of the review changes."),
       shares_key<&LicenceChange::approval>("approval", Reference::sector_or_group,
                                            "What of the approval changes."),
       shares_key<&LicenceChange::destinations>("approval_by_destination",
                                                Reference::region_or_group, "What of it changes."),
       real_key<&LicenceChange::granted_share>("granted_share", "", {0, 1, true},
                                               "The share granted from then on."),
       real_key<&LicenceChange::end_use_check>("end_use_check", "", zero_to_one,
                                               "The check from then on."),
       whole_key<&LicenceChange::validity_days>("validity", "d", {1, 36525, false},
                                                "The validity of licences from then on."),
       records_key<&LicenceChange::general>("general", covers_section(),
                                            "What is under a general licence from then on.")},
      {"on"});
  return section;
}

bool has_default(const std::vector<NamedShare>& shares) {
  for (const auto& share : shares) {
    if (share.name == "default") {
      return true;
    }
  }
  return shares.empty();
}

/// What a licence and its changes up to one have said.
struct Known {
  bool has_province = false;
  bool has_answer = false;
};

/// Looks for keys of a review that say nothing yet, or lack another, and adds to what is known.
void check_review(const ReviewSpec& review, Place place, Known& known, Diagnostics& problems) {
  known.has_province = known.has_province || review.provincial_service.has_value();
  known.has_answer = known.has_answer || review.answer.has_value();
  for (const auto& [key, is_given] :
       {std::pair("provinces", review.provinces.has_value()),
        std::pair("provincial_officers", review.provincial_officers.has_value()),
        std::pair("incomplete", review.incomplete.has_value())}) {
    if (is_given && !known.has_province) {
      problems.add(place, fmt::format("'{}' without 'provincial_service'", key),
                   "the working time of an application at a provincial desk");
    }
  }
  const bool is_sent_back =
      review.incomplete.value_or(0) > 0 || review.request_for_information.value_or(0) > 0;
  if (is_sent_back && !known.has_answer) {
    problems.add(place, "applications are sent back without an 'answer'",
                 "'answer' in 'review': the time that an applicant takes");
  }
}

void check_licence(const LicenceSpec& licence, const FieldPlaces& places, Diagnostics& problems) {
  if (!has_default(licence.approval)) {
    problems.add(places.of("approval"), "'approval' has no 'default'",
                 "the share of what is not named, such as 'default: 60 %'");
  }
  for (const auto& [key, is_given] : {std::pair("officers", licence.review.officers.has_value()),
                                      std::pair("service", licence.review.service.has_value())}) {
    if (!is_given) {
      problems.add(places.of("review"), fmt::format("missing key '{}' in review", key),
                   "how the ministry works");
    }
  }
  Known known;
  check_review(licence.review, places.of("review"), known, problems);
  for (const auto& change : licence.changes) {
    if (change.review.provinces || change.review.statutory_workdays) {
      problems.add(change.place, "'provinces' and 'statutory' do not change",
                   "the other keys of 'review'");
    }
    check_review(change.review, change.place, known, problems);
  }
  for (std::size_t i = 1; i < licence.changes.size(); ++i) {
    if (licence.changes[i].on <= licence.changes[i - 1].on) {
      problems.add(licence.changes[i].place, "the changes of a licence are not in order",
                   fmt::format("a date after {}", to_iso(licence.changes[i - 1].on)));
    }
  }
}

void check_friction(const FrictionSpec& friction, const FieldPlaces& places,
                    Diagnostics& problems) {
  if (friction.hold.has_value() != (friction.hold_probability > 0)) {
    problems.add(places.of(friction.hold ? "hold" : "hold_probability"),
                 "'hold' and 'hold_probability' belong together", "both or none");
  }
  if (!friction.hold && friction.time_factor == 1) {
    problems.add(places.of("id"), "a friction that slows nothing",
                 "a 'time_factor' above 1, or 'hold' with its 'hold_probability'");
  }
}

}  // namespace

const Section& review_section() {
  static const Section section = section_of<ReviewSpec>(
      "review",
      {real_key<&ReviewSpec::statutory_workdays>(
           "statutory", "workdays", workdays_range,
           "The wait that applicants expect before there is any experience of it."),
       whole_key<&ReviewSpec::officers>("officers", "", people_range,
                                        "Applications that the ministry works on at once."),
       distribution_key<&ReviewSpec::service>("service", "workdays", workdays_range,
                                              "Working time of one of them."),
       whole_key<&ReviewSpec::provinces>("provinces", "", {1, 1000, false},
                                         "Provincial desks; exporters are spread over them."),
       whole_key<&ReviewSpec::provincial_officers>(
           "provincial_officers", "", people_range,
           "Applications that one provincial desk works on at once."),
       distribution_key<&ReviewSpec::provincial_service>(
           "provincial_service", "workdays", workdays_range, "Working time of one of them."),
       real_key<&ReviewSpec::incomplete>(
           "incomplete", "", {0, 0.95, false},
           "Chance that the province sends an application back to be completed."),
       real_key<&ReviewSpec::request_for_information>(
           "request_for_information", "", {0, 0.95, false},
           "Chance that the ministry asks back; its work begins anew with the answer."),
       distribution_key<&ReviewSpec::answer>(
           "answer", "s", above_low(seconds_range),
           "Time that an applicant takes to complete or answer.")});
  return section;
}

const Section& friction_section() {
  static const Section section = [] {
    auto result = section_of<FrictionSpec>(
        "friction",
        {required(record_key<&FrictionSpec::covers>(
             "covers", covers_section(),
             "The shipments that are slowed; `{}`: all that cross a border.")),
         records_key<&FrictionSpec::exempt>("exempt", covers_section(),
                                            "The shipments that are not."),
         real_key<&FrictionSpec::time_factor>("time_factor", "", {1, 100, false},
                                              "So many times the usual time under way."),
         real_key<&FrictionSpec::hold_probability>(
             "hold_probability", "", zero_to_one,
             "Chance of a shipment to be held before it leaves."),
         distribution_key<&FrictionSpec::hold>("hold", "s", above_low(seconds_range),
                                               "For how long.")});
    set_check<FrictionSpec, &check_friction>(result, {"hold", "hold_probability", "time_factor"});
    return result;
  }();
  return section;
}

const Section& licence_section() {
  static const Section section = [] {
    auto result = section_of<LicenceSpec>(
        "licence",
        {required(record_key<&LicenceSpec::covers>(
             "covers", covers_section(),
             "The shipments that need a licence; `{}`: all that cross a border.")),
         records_key<&LicenceSpec::exempt>("exempt", covers_section(),
                                           "The shipments that need none."),
         record_key<&LicenceSpec::lineage>("lineage", lineage_section(),
                                           "It reaches only goods made abroad that hold enough "
                                           "listed content, or are made with listed technology. "
                                           "`covers` is then by default all trade between others "
                                           "than the issuer."),
         choice_key<&LicenceSpec::in_transit>(
             "in_transit", in_transit_names,
             "What becomes of goods under way at the start; `hold` keeps "
             "them at customs until the regime ends."),
         record_key<&LicenceSpec::review>("review", review_section(),
                                          "How applications are worked on."),
         shares_key<&LicenceSpec::approval>(
             "approval", Reference::sector_or_group,
             "Chance of approval by end use (a sector before its groups, a small group before a "
             "large one) and `default`; by default all are approved."),
         shares_key<&LicenceSpec::destinations>(
             "approval_by_destination", Reference::region_or_group,
             "Chance to pass by destination (a region before its groups); what is not named has "
             "that of `default`, without one 100 %. Use and destination are two hurdles: the "
             "chances multiply."),
         real_key<&LicenceSpec::record_weight>(
             "record_weight", "", {0, 10, false},
             "Weight of an exporter's record (-1 to 1) in the log odds of approval, on top of use "
             "and destination."),
         real_key<&LicenceSpec::granted_share>("granted_share", "", {0, 1, true},
                                               "Share of the quantity asked that is granted."),
         real_key<&LicenceSpec::end_use_check>(
             "end_use_check", "", zero_to_one,
             "Share of the diversion of goods to the military end use that its review and its "
             "visits stop: of what arrives while it is in force on the lane. A general licence "
             "checks nothing."),
         whole_key<&LicenceSpec::validity_days>("validity", "d", {1, 36525, false},
                                                "Days for which a licence holds."),
         records_key<&LicenceSpec::general>("general", covers_section(),
                                            "The shipments under a general licence, which need "
                                            "no application."),
         real_key<&LicenceSpec::consignment_days>(
             "consignment", "d", above_low(days_range),
             "Days of use that one application is for, beyond what is "
             "needed until the decision."),
         real_key<&LicenceSpec::most_inflation>(
             "most_inflation", "", {1, 100, false},
             "Applicants that get a part of what they ask for ask for more, up to so many times "
             "their need."),
         whole_key<&LicenceSpec::reapply_days>("reapply", "d", {1, 3660, false},
                                               "Days from a refusal to the next application."),
         choice_key<&LicenceSpec::rent_to>("rent_to", rent_holder_names,
                                           "Who gets what licensed goods fetch beyond price and "
                                           "duty, where prices form."),
         records_key<&LicenceSpec::changes>("changes", licence_change_section(),
                                            "Dated changes, in order.")});
    set_check<LicenceSpec, &check_licence>(result, {"approval", "review", "changes"});
    return result;
  }();
  return section;
}

}  // namespace monazite
