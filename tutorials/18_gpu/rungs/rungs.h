// The ladder of chapter 05 goes on: C = A B on a GPU, each rung the one before and one idea more.
//   A (rows, depth)   B (depth, cols)   C (rows, cols), row after row, in the GPU's memory
#pragma once

#include <span>

#include "core/tensor.h"

namespace thimble::rungs {

struct Product {
  const float *a, *b;
  float* c;
  int rows, cols, depth;
};

void naive_down(const Product& p);      // neighbouring threads, neighbouring rows
void naive(const Product& p);           // neighbouring threads, neighbouring columns
void shared_tiles(const Product& p);    // 32 x 32 values of C a block
void register_tiles(const Product& p);  // 64 x 64, 4 x 4 of them a thread
void tensor_tf32(const Product& p);     // the same on tensor cores, factors of 11 significant bits
void tensor_bf16(const Product& p);     // of 8

struct Rung {
  const char* name;
  void (*multiply)(const Product& p);
  int side;          // of the block of C for which a value that was fetched is used
  double tolerance;  // of a factor's rounding
};
std::span<const Rung> rungs();

// tutorial 18 (18.3), (18.4)
double bytes_asked(const Rung& rung, double rows, double cols, double depth);
double flop_per_byte(const Rung& rung);

// C = A B on tensors that live in one place.
void multiply(const Rung& rung, const Tensor& a, const Tensor& b, Tensor& c);

// sum_i x_i, of parts of 1,024 that a block each adds up; the parts are added in their order.
double sum_of(const float* x, int n);

}  // namespace thimble::rungs
