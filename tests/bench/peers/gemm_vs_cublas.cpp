// Our matmul() on the GPU beside cuBLAS, in turn in one process: `ninja gemm_vs_cublas`, then  gemm_vs_cublas [EXTENT]
// Operands lie in memory as float32 in both; tf32 and bf16 are what they are multiplied in. Prints JSON: the median of the
// times of either, and of the ratios of the pairs.
#include <cublas_v2.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "core/ops.h"
#include "cuda/factors.h"
#include "cuda/install.h"

namespace {

using thimble::Shape;
using thimble::Tensor;
using thimble::cuda::Factors;

constexpr int kPairs = 15, kCalls = 5;  // calls of one timing

double seconds_a_call(const std::function<void()>& call) {
  call();
  cudaDeviceSynchronize();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kCalls; ++i) call();
  cudaDeviceSynchronize();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / kCalls;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

struct Mode {
  const char* name;
  Factors ours;
  cublasComputeType_t theirs;
};

}  // namespace

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 4096;
  const std::string why = thimble::cuda::install();
  if (!why.empty() || n < 1) {
    std::fprintf(stderr, "gemm_vs_cublas: %s\n", n < 1 ? "expected an extent" : why.c_str());
    return 2;
  }
  const thimble::Device* gpu = thimble::device_named("cuda");
  const Tensor a(Shape{n, n}, 0.5f, gpu), b(Shape{n, n}, 0.25f, gpu);
  Tensor c(Shape{n, n}, 0, gpu), d(Shape{n, n}, 0, gpu);
  cublasHandle_t handle = nullptr;
  cublasCreate(&handle);
  std::printf("{\"device\": \"%s\", \"extent\": %d", gpu->description.c_str(), n);
  for (const Mode& mode : {Mode{"float32", Factors::float32, CUBLAS_COMPUTE_32F},
                           Mode{"tf32", Factors::tf32, CUBLAS_COMPUTE_32F_FAST_TF32},
                           Mode{"bf16", Factors::bf16, CUBLAS_COMPUTE_32F_FAST_16BF}}) {
    const float one = 1, zero = 0;
    const auto ours = [&] { thimble::matmul(a, b, c); };
    const auto theirs = [&] {  // its matrices go by columns, so it is given the transposed product
      cublasGemmEx(handle, CUBLAS_OP_N, CUBLAS_OP_N, n, n, n, &one, b.memory(), CUDA_R_32F, n, a.memory(), CUDA_R_32F,
                   n, &zero, d.memory(), CUDA_R_32F, n, mode.theirs, CUBLAS_GEMM_DEFAULT);
    };
    thimble::cuda::multiply_in(mode.ours);
    std::vector<double> of_ours, of_theirs, ratios;
    for (int i = 0; i < kPairs; ++i) {
      of_ours.push_back(seconds_a_call(ours));
      of_theirs.push_back(seconds_a_call(theirs));
      ratios.push_back(of_theirs.back() / of_ours.back());
    }
    const double flop = 2.0 * n * n * n, error = c.to(nullptr)(0, 0) - d.to(nullptr)(0, 0);
    std::printf(", \"%s\": {\"tflops\": %.2f, \"cublas_tflops\": %.2f, \"ratio\": %.3f, \"difference\": %g}", mode.name,
                flop / median(of_ours) * 1e-12, flop / median(of_theirs) * 1e-12, median(ratios), error);
  }
  std::printf("}\n");
  cublasDestroy(handle);
}
