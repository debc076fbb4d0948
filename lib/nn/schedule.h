// The learning rate as a function of time, measured in epochs: 2.5 is the middle of the third epoch.
#pragma once

#include <functional>
#include <string>

namespace thimble {

using Schedule = std::function<float(double epoch)>;

Schedule constant(float eta);                   // eta
Schedule exponential(float eta, float factor);  // eta factor^floor(epoch)             S3: 0.9; S0-3: 10^(1/20)
Schedule step_decay(float eta, float factor, int every);  // eta factor^floor(epoch / every)
Schedule cosine(float eta, int epochs);                   // eta (1 + cos(pi epoch / epochs)) / 2
// Linear from 0 to eta over the first `warm` share of the epochs, then linear to 0 (Smith & Topin 2018, in its
// triangular form).
Schedule one_cycle(float eta, int epochs, float warm);

// "constant", "exponential 0.9", "step 0.5 10", "cosine", "one_cycle" or "one_cycle 0.3"; usage error naming the word.
Schedule parse_schedule(const std::string& text, float eta, int epochs);

}  // namespace thimble
