// The exercises of chapter 15: a sum that no number of threads changes, a walk that can be resumed, a file read by hand.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "learn/safetensors.h"

// 1, modify. It adds up in one piece a thread, so its last bits depend on `threads`. Take pieces of 1024 numbers, whatever
// `threads` is, and add their sums in order.
float sum_by_threads(std::span<const float> values, int threads);

// 2, complete. A ball with momentum on a noisy bowl: v <- 0.9 v - 0.1 (w + noise), w <- w + v. The noise is keyed by the
// step, so a walk that is resumed must end with the same bits. save() and load() keep only w.
class Walk {
 public:
  explicit Walk(uint64_t seed) : seed_(seed) {}
  void step();
  float place() const { return w_; }
  void save(thimble::Record& record) const;
  void load(const thimble::Record& record);

 private:
  uint64_t seed_;
  float w_ = 1, v_ = 0;
  int steps_ = 0;
};

// 3, make. The numbers of tensor `name` of a safetensors file, all of whose tensors are F32 and whose names hold no quotes.
// Error of kind data (thimble::fail) where the file is too short for its header, has no such tensor, or where the
// tensor's bytes are not inside the file or not whole floats. Trust nothing.
std::vector<float> tensor_of(std::span<const uint8_t> file, const std::string& name);
