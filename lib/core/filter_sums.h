// Partial sums of a filter's weight gradient; the files ops_filter_gradient.cpp, ops_first.cpp and ops_winners.cpp use them.
#pragma once

#include "core/ops_filter.h"

namespace thimble {

constexpr int kSumParts = 8;  // to share among threads, if the filter is large enough for them

// Where sums go: row (tap, channel) of dW has all filters side by side. One part has such rows of its own, the next
// behind the last of them for db; or it adds to dW itself.
struct Sums {
  float* data;
  ptrdiff_t tap_step, channel_step;
  float* biases;
  float* row(int tap, int channel) const { return data + tap * tap_step + channel * channel_step; }
  // The rows of so many channels become `start`, `width` floats; null leaves them as they are.
  void begin(int tap, int channel, int count, const float* start, int width) const;
};

// In the scratch memory of the calling thread, until it asks for other partial sums.
struct Parts {
  int count, width;
  ptrdiff_t depth, floats;  // lanes of all blocks; floats of one part
  float* data;
  Parts(const Filter& filter, int parts, bool only_biases);
  Sums part(int i) const;
};

// dw += the sums of all parts in their order, db += their last rows (unless null); with `set` they are set instead.
// `direct`: dw has its sums already.
void add_parts(const Filter& filter, const Parts& parts, bool direct, bool set, float* dw, float* db);

}  // namespace thimble
