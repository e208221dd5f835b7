#pragma once

namespace monazite {

/// What a facility expects to use: a smoothed mean and variance, per day.
struct Forecast {
  double per_day = 0;   ///< grams a day
  double variance = 0;  ///< of a day's use, (grams a day)^2, from period to period
};

/// Brings a forecast up to date with one review period: F <- F + (use - F) w, the exact solution of
/// dF/dt = (use - F) / tau over a period of constant use, with w = 1 - exp(-period / tau) (model:
/// 4.1). `used_grams` is what the period took, `days` its length (> 0), `weight` w in [0, 1]. The
/// variance follows with the same weight (West 1979).
inline Forecast updated(Forecast forecast, double used_grams, double days, double weight) {
  const double deviation = used_grams / days - forecast.per_day;
  forecast.per_day += weight * deviation;
  // The spread between periods of `days` stands for that of one day times 1 / days.
  forecast.variance = (1 - weight) * (forecast.variance + weight * deviation * deviation * days);
  return forecast;
}

/// The weight of a review period in a forecast with the time constant `tau_days`:
/// 1 - exp(-period / tau).
double forecast_weight(double period_days, double tau_days);

}  // namespace monazite
