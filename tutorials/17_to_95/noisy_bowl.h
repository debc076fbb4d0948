// The bowl L = w^2 / 2 whose gradient comes with noise of variance 1: the weight, and the moving average of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/rng.h"
#include "nn/schedule.h"

struct Journey {
  std::vector<double> weight, average;  // behind each step
};

// [roll]
// From w = 1, with the rate of the schedule (an epoch is a step), and the average's share d of the old.
inline Journey roll(const thimble::Schedule& rate, double d, int steps, uint64_t seed) {
  thimble::Rng rng(seed, thimble::Purpose::synthetic);
  Journey way;
  double w = 1, a = 0;
  for (int t = 0; t < steps; ++t) {
    w -= double(rate(t)) * (w + double(rng.normal()));
    a = t == 0 ? w : a + (1 - std::min(d, (1.0 + t) / (10 + t))) * (w - a);  // tutorial 17 (17.9)
    way.weight.push_back(w);
    way.average.push_back(a);
  }
  return way;
}
// [end]

// The mean of the square at the end, over many journeys.
struct Unrest {
  double weight = 0, average = 0;
};

inline Unrest unrest(const thimble::Schedule& rate, double d) {
  constexpr int kJourneys = 1000, kSteps = 400;
  Unrest u;
  for (uint64_t seed = 0; seed < kJourneys; ++seed) {
    const Journey way = roll(rate, d, kSteps, seed);
    u.weight += way.weight.back() * way.weight.back() / kJourneys;
    u.average += way.average.back() * way.average.back() / kJourneys;
  }
  return u;
}
