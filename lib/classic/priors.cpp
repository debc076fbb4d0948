#include "classic/priors.h"

#include <cmath>
#include <numeric>

#include "core/error.h"
#include "learn/number.h"

namespace thimble {

Priors parse_priors(const std::string& words) {
  if (words == "equal") return {Priors::equal, {}};
  if (words == "data") return {Priors::data, {}};
  Priors priors{Priors::given, {}};
  for (size_t begin = 0; begin <= words.size();) {
    const size_t end = std::min(words.find(',', begin), words.size());
    const auto value = parse_number(std::string_view(words).substr(begin, end - begin));
    check(value.has_value(), "priors: expected equal, data, or numbers with commas between them, got \"", words, '"');
    priors.values.push_back(*value);
    begin = end + 1;
  }
  return priors;
}

std::string priors_text(const Priors& priors) {
  if (priors.kind == Priors::equal) return "equal";
  if (priors.kind == Priors::data) return "data";
  std::string words;
  for (const double value : priors.values) words += (words.empty() ? "" : ",") + number_text(value);
  return words;
}

std::vector<double> class_priors(const Priors& priors, std::span<const double> counts) {
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  int present = 0;
  for (const double n : counts) present += n > 0;
  std::vector<double> p(counts.begin(), counts.end());
  if (priors.kind == Priors::data) {
    for (double& value : p) value /= total;
  } else if (priors.kind == Priors::equal) {
    for (double& value : p) value = value > 0 ? 1.0 / present : 0;
  } else {
    check(priors.values.size() == counts.size(), "mpp: expected ", counts.size(), " priors, one a class, got ",
          priors.values.size());
    double sum = 0;
    for (size_t k = 0; k < p.size(); ++k) {
      p[k] = priors.values[k];
      check(p[k] >= 0, "mpp: expected priors of 0 or more, got ", p[k]);
      check(p[k] == 0 || counts[k] > 0, "mpp: class ", k, " has a prior of ", p[k], " but no sample");
      sum += p[k];
    }
    check(std::abs(sum - 1) < 1e-6, "mpp: expected priors that sum to 1, got a sum of ", sum);
  }
  return p;
}

}  // namespace thimble
