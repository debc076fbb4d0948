// P(w_k): how probable each class is before a sample is seen.
//   equal   1 / K for each class that has samples
//   data    n_k / N
//   given   as listed; they must sum to 1
#pragma once

#include <span>
#include <string>
#include <vector>

namespace thimble {

struct Priors {
  enum Kind { equal, data, given } kind = data;
  std::vector<double> values;  // of `given`
};

// "equal", "data" or "0.2,0.3,0.5". usage error for other texts.
Priors parse_priors(const std::string& text);
std::string priors_text(const Priors& priors);

// One for each class; 0 where it has no sample. usage errors: "mpp: expected 10 priors, one a class, got 3",
// "mpp: expected priors that sum to 1, got a sum of 0.9", "mpp: class 3 has a prior of 0.1 but no sample".
std::vector<double> class_priors(const Priors& priors, std::span<const double> counts);

}  // namespace thimble
