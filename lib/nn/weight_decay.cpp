#include "nn/weight_decay.h"

#include "core/ops.h"

namespace thimble {

bool decays(const Parameter& p) { return p.trainable && p.value.shape().rank() >= 2; }

void decay_weights(std::span<Parameter* const> parameters, float share) {
  for (Parameter* p : parameters)
    if (decays(*p)) multiply_by(1 - share, p->value);  // w <- w - eta lambda w
}

}  // namespace thimble
