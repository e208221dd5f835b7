#include <cmath>
#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

const Section& batch_section() {
  static const Section section = section_of<QuotaBatch>(
      "batch",
      {required(date_key<&QuotaBatch::on>(
           "on",
           "The day of issue; a quota that holds for later years too issues theirs "
           "on the same days.")),
       required(real_key<&QuotaBatch::share>("share", "", zero_to_one,
                                             "The part of the year's quota."))},
      {"on"});
  return section;
}

void check_limit(const QuotaLimit& limit, const FieldPlaces& places, Diagnostics& problems) {
  check_value_range(limit.tonnes, limit.range, places, "quota", problems);
  double sum = 0;
  for (std::size_t i = 0; i < limit.batches.size(); ++i) {
    const auto& batch = limit.batches[i];
    sum += batch.share;
    if (year_of(batch.on) != limit.year) {
      problems.add(places.of("batches"),
                   fmt::format("a batch of the quota of {} on {}", limit.year, to_iso(batch.on)),
                   fmt::format("days of {}", limit.year));
    }
    if (i > 0 && batch.on <= limit.batches[i - 1].on) {
      problems.add(places.of("batches"), "the batches are not in order",
                   fmt::format("a date after {}", to_iso(limit.batches[i - 1].on)));
    }
  }
  constexpr double rounding = 1e-9;
  if (!limit.batches.empty() && std::abs(sum - 1) > rounding) {
    problems.add(places.of("batches"),
                 fmt::format("the shares of the batches sum to {:.12g} %", 100 * sum), "100 %");
  }
}

const Section& limit_section() {
  static const Section section = [] {
    auto result = section_of<QuotaLimit>(
        "limit",
        {required(
             whole_key<&QuotaLimit::year>("year", "", {1900, 2200, false}, "The calendar year.")),
         required(real_key<&QuotaLimit::tonnes>(
             "quota", "t", tonnes_range,
             "The most that may pass in it; of a year in force in part, that part of it.")),
         real_key<&QuotaLimit::range, &ValueRange::low>("quota_low", "t", tonnes_range,
                                                        "The lowest quota thought possible."),
         real_key<&QuotaLimit::range, &ValueRange::high>("quota_high", "t", tonnes_range,
                                                         "The highest quota thought possible."),
         records_key<&QuotaLimit::batches>(
             "batches", batch_section(),
             "When parts of it are issued; by default all on the first of January.")},
        {"year"});
    set_check<QuotaLimit, &check_limit>(result,
                                        {"year", "quota", "quota_low", "quota_high", "batches"});
    return result;
  }();
  return section;
}

void check_limits(const std::vector<QuotaLimit>& limits, const FieldPlaces& places,
                  Diagnostics& problems) {
  if (limits.empty()) {
    problems.add(places.of("limits"), "the list of limits is empty", "at least one year");
  }
  for (std::size_t i = 1; i < limits.size(); ++i) {
    if (limits[i].year <= limits[i - 1].year) {
      problems.add(limits[i].place, "the limits are not in order",
                   fmt::format("a year after {}", limits[i - 1].year));
    }
  }
}

void check_production_quota(const ProductionQuotaSpec& quota, const FieldPlaces& places,
                            Diagnostics& problems) {
  check_limits(quota.limits, places, problems);
  if (quota.regions.empty() && quota.facilities.empty() && !quota.stage) {
    problems.add(places.of("id"), "the quota caps nothing", "regions, facilities or a stage");
  }
}

void check_export_quota(const ExportQuotaSpec& quota, const FieldPlaces& places,
                        Diagnostics& problems) {
  check_limits(quota.limits, places, problems);
  if (quota.holder == QuotaHolder::shared && quota.use_or_lose > 0) {
    problems.add(places.of("use_or_lose"), "'use_or_lose' has no effect on a shared quota",
                 "'held_by: exporters'");
  }
}

}  // namespace

const Section& production_quota_section() {
  static const Section section = [] {
    auto result = section_of<ProductionQuotaSpec>(
        "production quota",
        {references_key<&ProductionQuotaSpec::regions>(
             "regions", Reference::region_or_group,
             "The regions of the lines that share it; with `facilities` or `stage`: of those, "
             "the ones in these regions."),
         references_key<&ProductionQuotaSpec::facilities>(
             "facilities", Reference::facility, "The facilities of the lines that share it."),
         choice_key<&ProductionQuotaSpec::stage>(
             "stage", facility_stage_names,
             "The stage of the lines that share it; by default any."),
         required(records_key<&ProductionQuotaSpec::limits>("limits", limit_section(),
                                                            "The caps by year, in order."))});
    set_check<ProductionQuotaSpec, &check_production_quota>(result);
    return result;
  }();
  return section;
}

const Section& export_quota_section() {
  static constexpr std::string_view holders[] = {"shared", "exporters"};
  static_assert(names_all<QuotaHolder::exporters>(holders));
  static const Section section = [] {
    auto result = section_of<ExportQuotaSpec>(
        "quota",
        {required(record_key<&ExportQuotaSpec::covers>(
             "covers", covers_section(),
             "The shipments that it caps; `{}`: all that cross a border.")),
         records_key<&ExportQuotaSpec::exempt>("exempt", covers_section(),
                                               "The shipments that it spares."),
         choice_key<&ExportQuotaSpec::holder>(
             "held_by", holders,
             "Each exporter has a part, by its covered sales of the base year, or all draw on one "
             "pot, as if they traded their parts."),
         real_key<&ExportQuotaSpec::carry_over>(
             "carry_over", "", zero_to_one,
             "Share of what is left at a year's end that may be used in the next."),
         real_key<&ExportQuotaSpec::use_or_lose>(
             "use_or_lose", "", zero_to_one,
             "Share of the unused part of what an exporter had that its next part shrinks by, to "
             "the gain of the others."),
         choice_key<&ExportQuotaSpec::rent_to>("rent_to", rent_holder_names,
                                               "Who gets what goods under it fetch beyond price "
                                               "and duty, where prices form."),
         required(records_key<&ExportQuotaSpec::limits>("limits", limit_section(),
                                                        "The caps by year, in order."))});
    set_check<ExportQuotaSpec, &check_export_quota>(result);
    return result;
  }();
  return section;
}

}  // namespace monazite
