// The emulation itself: what it should find, it finds.

#include <gtest/gtest.h>

#include <vector>

#include "agreement.h"
#include "cuda/divisor.h"
#include "cuda/launch.h"
#include "cuda/reduce.h"

namespace thimble {
namespace {

using cuda::launch;

// y[block][thread] = x of the next thread; without a barrier it reads what may not be there yet
void shift(int barrier, const float* x, float* y) {
  __shared__ float tile[64];
  const int t = static_cast<int>(threadIdx.x);
  tile[t] = -1;
  __syncthreads();
  tile[t] = x[t];
  if (barrier != 0) __syncthreads();
  y[t] = tile[(t + 1) % 64];
}

std::vector<float> shifted(int barrier, bool reversed) {
  std::vector<float> x(64), y(64);
  for (int i = 0; i < 64; ++i) x[static_cast<size_t>(i)] = static_cast<float>(i);
  emulated::reversed = reversed;
  launch(1, 64, shift, barrier, x.data(), y.data());
  emulated::reversed = false;
  return y;
}

TEST(Emulated, AMissingBarrierShowsInTheOppositeOrder) {
  EXPECT_EQ(shifted(1, false), shifted(1, true));
  EXPECT_NE(shifted(0, false), shifted(0, true));
}

void some_wait(int which) {
  if (static_cast<int>(threadIdx.x) < which) __syncthreads();
}

TEST(EmulatedDeathTest, ABarrierThatNotAllReachIsFound) {
  ASSERT_NE(gpu(), nullptr) << why_none();
  launch(1, 64, some_wait, 64);
  EXPECT_DEATH(launch(1, 64, some_wait, 63), "never reach");
}

void write_behind(int n, float* x) { x[n] = 1; }

TEST(EmulatedDeathTest, WritingBehindATensorIsFound) {
  ASSERT_NE(gpu(), nullptr) << why_none();
  Tensor x({8}, 0, gpu());
  launch(1, 1, write_behind, 7, x.memory());
  EXPECT_DEATH(launch(1, 1, write_behind, 8, x.memory()), "heap-buffer-overflow");
}

void behind_the_tile(int n, float* x) {
  __shared__ float tile[8];
  tile[n % 9] = 1;
  x[0] = tile[0];
}

TEST(EmulatedDeathTest, WritingBehindSharedMemoryIsFound) {
  float x;
  launch(1, 1, behind_the_tile, 7, &x);
  EXPECT_DEATH(launch(1, 1, behind_the_tile, 8, &x), "out of bounds|global-buffer-overflow");
}

void sums(float* of_warp, float* of_block) {
  const int t = static_cast<int>(threadIdx.x);
  of_warp[t] = cuda::warp_sum(static_cast<float>(t));
  of_block[t] = static_cast<float>(cuda::block_sum(t));
}

TEST(Emulated, LanesExchangeAndBlocksAddUp) {
  std::vector<float> warp(256), block(256);
  launch(1, 256, sums, warp.data(), block.data());
  for (int t = 0; t < 256; ++t) {
    EXPECT_EQ(warp[static_cast<size_t>(t)], static_cast<float>(t / 32 * 32 * 32 + 496));
    EXPECT_EQ(block[static_cast<size_t>(t)], 32640.f);
  }
}

void numbers(int* found) {
  const auto at = ((blockIdx.y * gridDim.x + blockIdx.x) * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  found[at] = static_cast<int>(at);
}

TEST(Emulated, EveryThreadOfEveryBlockRunsOnce) {
  std::vector<int> found(2 * 3 * 5 * 7, -1);
  launch(dim3(2, 3), dim3(5, 7), numbers, found.data());
  for (size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], static_cast<int>(i));
}

TEST(CudaDivisor, DividesAsDivisionDoes) {
  for (const int d : {1, 2, 3, 5, 7, 8, 9, 28, 169, 196, 784, 1000, 65535, 65536, 65537, 1 << 30, 2147483647}) {
    const cuda::Divisor by(d);
    for (const int n : {0, 1, 2, 27, 28, 783, 784, 65535, 65536, 1 << 30, 2147483646, 2147483647}) {
      EXPECT_EQ(by.quotient(n), n / d) << n << " / " << d;
      EXPECT_EQ(by.remainder(n), n % d) << n << " / " << d;
    }
    for (int64_t multiple = d; multiple < 2147483648; multiple += d * (1 + int64_t{1 << 24} / d)) {
      EXPECT_EQ(by.quotient(static_cast<int>(multiple)), multiple / d);
      EXPECT_EQ(by.quotient(static_cast<int>(multiple - 1)), (multiple - 1) / d);
    }
  }
}

}  // namespace
}  // namespace thimble
