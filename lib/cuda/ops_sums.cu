// Sums over rows, columns and channels: every value is read once, 4 bytes for an addition, so bandwidth decides.
#include "cuda/ops.h"
#include "cuda/reduce.h"

namespace thimble::cuda {

namespace {

constexpr int kColumns = 32, kRows = 8;  // of the block that sums columns

// out[j] += sum_n dy[n, j]: 32 columns a block, so that a warp reads 128 bytes of a row; 8 rows at once.
__global__ void column_sums(int rows, int cols, const float* dy, float* out) {
  __shared__ float part[kRows][kColumns];
  const int j = static_cast<int>(blockIdx.x) * kColumns + static_cast<int>(threadIdx.x);
  const int first = static_cast<int>(threadIdx.y);
  float sum = 0;
  if (j < cols)
    for (int n = first; n < rows; n += kRows) sum += dy[n * cols + j];
  part[first][threadIdx.x] = sum;
  __syncthreads();
  if (first > 0 || j >= cols) return;
  for (int r = 1; r < kRows; ++r) sum += part[r][threadIdx.x];
  out[j] += sum;
}

// {sum x^2, how many are not finite}, on the GPU
const Pair* squares(const Tensor& of_x) {
  const float* x = of_x.memory();
  const auto value = [=] __device__(int, int i) {
    return Pair{static_cast<double>(x[i]) * static_cast<double>(x[i]), isfinite(x[i]) ? 0.0 : 1.0};
  };
  return sums_of_channels(1, 1, of_x.size(), value, Nothing());
}

Pair brought_here(const Pair* there) {
  Pair here;
  checked(cudaMemcpyAsync(&here, there, sizeof here, cudaMemcpyDeviceToHost, stream()), "sum");
  checked(cudaStreamSynchronize(stream()), "sum");
  return here;
}

}  // namespace

void add_to_rows(const Tensor& of_bias, Tensor& of_y) {
  const float* bias = of_bias.memory();
  float* y = of_y.memory();
  const int cols = of_bias.size();
  each(of_y.size(), [=] __device__(int i) { y[i] += bias[i % cols]; });
}

void add_column_sums(const Tensor& dy, Tensor& out) {
  const int rows = dy.dim(0), cols = dy.size() / rows;
  launch(blocks_for(cols, kColumns), dim3(kColumns, kRows), column_sums, rows, cols, dy.memory(), out.memory());
}

void add_channel_sums(const Tensor& of_dy, Tensor& of_out) {
  const int images = of_dy.dim(0), channels = of_dy.dim(1);
  const float* dy = of_dy.memory();
  float* out = of_out.memory();
  sums_of_channels(
      images, channels, of_dy.size() / (images * channels),
      [=] __device__(int, int at) {
        return Pair{static_cast<double>(dy[at]), 0};
      },
      [=] __device__(int c, const Pair& sum) { out[c] += static_cast<float>(sum.a); });
}

void scale_to_unit(const Tensor& of_x, Tensor& of_y) {
  const Pair* sum = squares(of_x);
  const float* x = of_x.memory();
  float* y = of_y.memory();
  each(of_x.size(), [=] __device__(int i) { y[i] = static_cast<float>(1 / (sqrt(sum->a) + 1e-7)) * x[i]; });
}

void tally_squares(float factor, const Tensor& x, int row, Tensor& of_tally) {
  const Pair* sum = squares(x);
  float* loss = of_tally.memory() + 2 * row;
  each(1, [=] __device__(int) { *loss += static_cast<float>(static_cast<double>(factor) * sum->a); });
}

double sum_of_squares(const Tensor& x) { return x.empty() ? 0 : brought_here(squares(x)).a; }

bool all_finite(const Tensor& x) { return x.empty() || brought_here(squares(x)).b == 0; }

}  // namespace thimble::cuda
