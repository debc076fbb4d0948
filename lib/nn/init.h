// How weights begin: random, with a variance that keeps signals at their size from layer to layer.
#pragma once

#include <string>

#include "core/rng.h"
#include "core/tensor.h"

namespace thimble {

// Glorot & Bengio 2010, eq. 16: variance 2 / (fan_in + fan_out). He et al. 2015, eq. 10: variance 2 / fan_in.
// uniform: in [-sqrt(3 var), sqrt(3 var)]. normal: Keras's truncation at two standard deviations, rescaled to the
// variance.
// dirac, of convolutions (Zagoruyko & Komodakis 2017, "DiracNets", section 2): filter f of the first C is 1 in the middle of
// channel f and 0 elsewhere, so that it hands channel f on as it is. All other weights begin as with glorot_uniform.
enum class Init { glorot_uniform, glorot_normal, he_uniform, he_normal, dirac };

Init parse_init(const std::string& text);  // usage error listing the five names
std::string to_text(Init init);

void initialise(Init init, int fan_in, int fan_out, Rng& rng, Tensor& w);
void set_dirac(Tensor& w);  // w (F, C, U, V): the first C filters

}  // namespace thimble
