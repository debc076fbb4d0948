#include "learn/classifier.h"

#include <algorithm>

namespace thimble {

std::vector<int> argmax_rows(const Tensor& s) {
  std::vector<int> best(static_cast<size_t>(s.shape().rank() == 0 ? 0 : s.dim(0)));
  for (int n = 0; n < static_cast<int>(best.size()); ++n) {
    const std::span<const float> row = s.row(n);
    best[static_cast<size_t>(n)] = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
  }
  return best;
}

std::unique_ptr<Classifier> Classifier::without(const Dataset&) const { return nullptr; }

bool Classifier::fit_in_parts(int, const std::function<Dataset(int)>&) { return false; }

std::vector<int> Classifier::predict(const Samples& x) {
  Tensor s;
  scores(x, s);
  return argmax_rows(s);
}

}  // namespace thimble
