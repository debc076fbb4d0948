// One dense layer, computed in six ways: each rung of the ladder is the rung before and one idea more.
//
//   Y = max(X W + b, 0)      X (N, D)   W (D, M)   b (M)   Y (N, M), which must have its shape
#pragma once

#include <span>

#include "core/tensor.h"

namespace thimble::ladder {

void naive(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);    // the formula
void tiled(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);    // a block of Y in registers
void vectors(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);  // many columns an instruction
void packed(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);   // W copied into the order of reading
void threads(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);  // blocks of rows on all cores
void fused(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);    // b and max before Y is written
void library(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);  // what thimble::Dense and Relu come to

struct Rung {
  const char* name;
  void (*layer)(const Tensor& x, const Tensor& w, const Tensor& b, Tensor& y);
  bool all_cores;  // the rungs before are measured on one core
};
std::span<const Rung> rungs();

}  // namespace thimble::ladder
