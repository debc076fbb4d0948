#include "learn/flips.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/ops.h"

namespace thimble {

namespace {

// Rows of `width` values one behind the other.
template <class Values>
void turn_rows(Values& values, int width) {
  for (auto row = values.begin(); row != values.end(); row += width) std::reverse(row, row + width);
}

}  // namespace

Samples mirrored(const Samples& x) {
  const int rank = x.sample().rank();
  check(rank >= 2, "flips: expected pictures, got samples of shape ", x.sample().text());
  const int width = x.sample()[rank - 1];
  Samples turned;
  if (x.is_bytes()) {
    std::vector<uint8_t> bytes = *x.shared_bytes();
    turn_rows(bytes, width);
    turned = Samples(x.sample(), std::move(bytes));
  } else {
    Tensor features = x.features();
    std::span<float> values = features.values();
    turn_rows(values, width);
    turned = Samples(std::move(features));
  }
  turned.scale = x.scale;
  turned.shift = x.shift;
  return turned;
}

void scores_with_flips(Classifier& model, const Samples& x, Tensor& s) {
  Tensor other;
  model.scores(mirrored(x), other);
  model.scores(x, s);
  move_towards(0.5f, other, s);  // (p + p of the mirror image) / 2
}

}  // namespace thimble
