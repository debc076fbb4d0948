// Test-time flips: what a model says of a picture and of its mirror image, averaged.
//
//   p(x) = (p(x) + p(mirrored x)) / 2
//
// A picture costs twice as much. It helps models that were trained on mirrored pictures too, and is said beside a figure.
#pragma once

#include "learn/classifier.h"

namespace thimble {

// Left to right: every row the other way round. usage error for samples of one axis, which have no rows.
Samples mirrored(const Samples& x);

// (N, classes), the means of both.
void scores_with_flips(Classifier& model, const Samples& x, Tensor& s);

}  // namespace thimble
