#include "nn/loss.h"

#include "core/error.h"

namespace thimble {

Tensor one_hot(std::span<const int> labels, int classes) { return smoothed(labels, classes, 0); }

Tensor smoothed(std::span<const int> labels, int classes, float epsilon) {
  check(classes >= 1, "targets: expected at least 1 class, got ", classes);
  check(epsilon >= 0 && epsilon <= 1, "targets: expected a smoothing of 0 to 1, got ", epsilon);
  const auto share = epsilon / static_cast<float>(classes);
  Tensor targets({static_cast<int>(labels.size()), classes}, share);
  for (size_t n = 0; n < labels.size(); ++n) {
    check(labels[n] >= 0 && labels[n] < classes, "targets: expected labels 0 to ", classes - 1, ", got ", labels[n],
          " for sample ", n);
    targets(static_cast<int>(n), labels[n]) = 1 - epsilon + share;
  }
  return targets;
}

}  // namespace thimble
