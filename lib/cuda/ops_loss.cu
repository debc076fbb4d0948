// Softmax and its cross-entropy: a warp a row, lane l has the classes l, l + 32, ... A row of 10 classes is 40 bytes.
#include "cuda/ops.h"
#include "cuda/reduce.h"

namespace thimble::cuda {

namespace {

// The row of this warp, in a grid of rows / kWarps blocks.
__device__ int row_of_warp() { return static_cast<int>(blockIdx.x) * kWarps + static_cast<int>(threadIdx.x) / kWarp; }

// max_k z[k] and ln sum_k e^(z[k] - max), in every lane
struct LogSum {
  float max, log_total;
};
__device__ LogSum log_sum(int width, const float* z) {
  float most = z[0];
  for (int k = static_cast<int>(threadIdx.x) % kWarp; k < width; k += kWarp) most = fmaxf(most, z[k]);
  most = warp_max(most);
  float total = 0;
  for (int k = static_cast<int>(threadIdx.x) % kWarp; k < width; k += kWarp) total += expf(z[k] - most);
  return {most, logf(warp_sum(total))};
}

__global__ void softmax_rows(int rows, int width, const float* x, float* y) {
  const int n = row_of_warp();
  if (n >= rows) return;
  const LogSum s = log_sum(width, x + n * width);
  for (int k = static_cast<int>(threadIdx.x) % kWarp; k < width; k += kWarp)
    y[n * width + k] = expf(x[n * width + k] - s.max - s.log_total);
}

__global__ void softmax_rows_backward(int rows, int width, const float* y, const float* dy, float* dx) {
  const int n = row_of_warp(), lane = static_cast<int>(threadIdx.x) % kWarp;
  if (n >= rows) return;
  float mean = 0;  // sum_j dy_j y_j
  for (int k = lane; k < width; k += kWarp) mean += dy[n * width + k] * y[n * width + k];
  mean = warp_sum(mean);
  for (int k = lane; k < width; k += kWarp) dx[n * width + k] = y[n * width + k] * (dy[n * width + k] - mean);
}

// losses[n] = -sum_k t[n,k] ln softmax(z[n])[k],   right[n] = 1 if the first greatest logit is the label's
// dz[n,k] = (softmax(z[n])[k] - t[n,k]) / N,       t[n,k] = (1 - smoothing) [k = label] + smoothing / K
__global__ void cross_entropy_rows(int rows, int width, const float* z, const int* labels, float smoothing, float* dz,
                                   Pair* found) {
  const int n = row_of_warp(), lane = static_cast<int>(threadIdx.x) % kWarp;
  if (n >= rows) return;
  const float* logits = z + n * width;
  const int label = labels[n];
  const LogSum s = log_sum(width, logits);
  float sum = 0, wrong = 0;
  for (int k = lane; k < width; k += kWarp) {
    sum += logits[k];
    wrong += logits[k] > logits[label] || (k < label && logits[k] == logits[label]) ? 1.f : 0.f;
    if (dz == nullptr) continue;
    const float target = (k == label ? 1 - smoothing : 0) + smoothing / static_cast<float>(width);
    dz[n * width + k] = (expf(logits[k] - s.max - s.log_total) - target) / static_cast<float>(rows);
  }
  sum = warp_sum(sum);
  wrong = warp_sum(wrong);
  if (lane > 0) return;
  const float shift = s.max + s.log_total, of_label = shift - logits[label];
  const float of_all = shift - sum / static_cast<float>(width);
  const float loss = (1 - smoothing) * of_label + smoothing * of_all + 0 * sum;  // NaN where a logit is not finite
  found[n] = {static_cast<double>(loss), wrong == 0 ? 1.0 : 0.0};
}

// One block: tally[0] = mean loss, tally[1] = right answers.
__global__ void tally_rows(int rows, const Pair* found, float* tally) {
  Pair sum{0, 0};
  for (int n = static_cast<int>(threadIdx.x); n < rows; n += kThreads) {
    sum.a += found[n].a;
    sum.b += found[n].b;
  }
  const double loss = block_sum(sum.a), right = block_sum(sum.b);
  if (threadIdx.x > 0) return;
  tally[0] = static_cast<float>(loss / rows);
  tally[1] = static_cast<float>(right);
}

}  // namespace

void softmax(const Tensor& x, Tensor& y) {
  if (x.empty()) return;
  const int rows = x.dim(0);
  launch(blocks_for(rows, kWarps), kThreads, softmax_rows, rows, x.size() / rows, x.memory(), y.memory());
}

void softmax_backward(const Tensor& y, const Tensor& dy, Tensor& dx) {
  if (y.empty()) return;
  const int rows = y.dim(0);
  launch(blocks_for(rows, kWarps), kThreads, softmax_rows_backward, rows, y.size() / rows, y.memory(), dy.memory(),
         dx.memory());
}

void softmax_cross_entropy(const Tensor& z, std::span<const int> labels, float smoothing, Tensor& dz, int row,
                           Tensor& tally) {
  const int rows = z.dim(0);
  Pair* found = reinterpret_cast<Pair*>(workspace(static_cast<size_t>(rows) * sizeof(Pair) / 4));
  launch(blocks_for(rows, kWarps), kThreads, cross_entropy_rows, rows, z.size() / rows, z.memory(), staged(labels),
         smoothing, dz.empty() ? nullptr : dz.memory(), found);
  launch(1, kThreads, tally_rows, rows, found, tally.memory() + 2 * row);
}

}  // namespace thimble::cuda
