// What this machine can do at most, measured: the two ceilings of the roofline.
#pragma once

namespace thimble {

// Multiply-adds in registers, FLOP a second, on that many threads with the instruction set in use: the best of several
// blocks in about `seconds`.
double fma_peak(int threads, double seconds);

// Bytes a second that are read from a buffer of `bytes` bytes a thread, again and again.
double read_bandwidth(int threads, int bytes, double seconds);

// Larger than what a core has for itself of any cache, and small enough for its second one.
constexpr int kBeyondCaches = 128 << 20, kInSecondCache = 256 << 10;

}  // namespace thimble
