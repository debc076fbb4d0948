#include "rungs/rungs.h"

#include "cuda/launch.h"

namespace thimble::rungs {

std::span<const Rung> rungs() {
  static const Rung all[] = {{"naive, down", naive_down, 1, 0},          {"naive", naive, 1, 0},
                             {"shared tiles", shared_tiles, 32, 0},      {"register tiles", register_tiles, 64, 0},
                             {"tensor, tf32", tensor_tf32, 64, 0x1p-11}, {"tensor, bf16", tensor_bf16, 64, 0x1p-8}};
  return all;
}

double bytes_asked(const Rung& rung, double rows, double cols, double depth) {
  return 4 * rows * cols * depth * 2 / rung.side + 4 * rows * cols;
}

double flop_per_byte(const Rung& rung) { return rung.side / 4.0; }

void multiply(const Rung& rung, const Tensor& a, const Tensor& b, Tensor& c) {
  rung.multiply({a.memory(), b.memory(), c.memory(), a.dim(0), b.dim(1), a.dim(1)});
}

}  // namespace thimble::rungs
