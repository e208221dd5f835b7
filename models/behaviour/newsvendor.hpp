#pragma once

namespace monazite {

/// The safety factor at which one more unit in stock costs as much to hold as it saves by being
/// there: the standard normal quantile of b / (b + h) for the cost b of a unit lacking and h of a
/// unit held, both of a day (Arrow, Harris and Marschak, 1951). Negative when lacking is cheaper.
/// Both must be positive.
double newsvendor_safety_factor(double holding_cost, double shortage_cost);

}  // namespace monazite
