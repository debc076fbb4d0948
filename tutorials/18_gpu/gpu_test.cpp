// Every rung computes the same product, at sizes that fit no tile, and asks memory for what the chapter counts by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "card.h"
#include "core/ops.h"
#include "core/rng.h"
#include "cuda/tensor_core.h"
#include "cuda_runtime.h"
#include "rungs/rungs.h"
#include "rungs/traffic.h"

namespace thimble::rungs {
namespace {

Tensor random(const Shape& shape, uint64_t seed) {
  Tensor t(shape);
  Rng rng(seed);
  for (float& v : t.values()) v = rng.uniform() - 0.5f;
  return t;
}

const Rung& rung(const char* name) {
  for (const Rung& r : rungs())
    if (std::strcmp(r.name, name) == 0) return r;
  ADD_FAILURE() << name;
  return rungs()[0];
}

Traffic traffic_of(const Rung& r, int rows, int cols, int depth) {
  const Tensor a = random({rows, depth}, 1), b = random({depth, cols}, 2);
  Tensor c({rows, cols});
  forget_traffic();
  multiply(r, a, b, c);
  return traffic();
}

// (1 2)(1 2 3; 4 5 6) = (9 12 15): small whole numbers are exact in every format
TEST(Gpu, EveryRungComputesTheProductWorkedByHand) {
  const Tensor a({1, 2}, {1, 2}), b({2, 3}, {1, 2, 3, 4, 5, 6});
  for (const Rung& r : rungs()) {
    Tensor c({1, 3}, -7);
    multiply(r, a, b, c);
    for (int j = 0; j < 3; ++j) EXPECT_EQ(c(0, j), static_cast<float>(9 + 3 * j)) << r.name;
  }
}

TEST(Gpu, EveryRungAgreesWithTheCpuAtOddSizes) {
  for (const int rows : {1, 33, 70})
    for (const int depth : {1, 9, 40})
      for (const int cols : {1, 31, 65}) {
        const Tensor a = random({rows, depth}, 1), b = random({depth, cols}, 2);
        Tensor right({rows, cols}), c({rows, cols}), again({rows, cols});
        matmul(a, b, right);
        for (const Rung& r : rungs()) {
          c.fill(-7);
          multiply(r, a, b, c);
          for (int i = 0; i < c.size(); ++i)
            ASSERT_NEAR(c.data()[i], right.data()[i], 1e-5 + 0.5 * depth * r.tolerance)
                << r.name << ", " << rows << " x " << depth << " x " << cols << ", " << i;
          emulated::reversed = true;
          multiply(r, a, b, again);
          emulated::reversed = false;
          EXPECT_EQ(std::memcmp(again.data(), c.data(), c.values().size_bytes()), 0) << r.name << ": a race";
        }
      }
}

// tutorial 18 (18.3)
TEST(Gpu, BytesAreThoseOfTheFormula) {
  for (const Rung& r : rungs())
    EXPECT_EQ(static_cast<double>(traffic_of(r, 128, 128, 64).bytes), bytes_asked(r, 128, 128, 64)) << r.name;
  EXPECT_EQ(bytes_asked(rung("naive"), 128, 128, 64), 8 * 1048576 + 65536);
  EXPECT_EQ(bytes_asked(rung("shared tiles"), 128, 128, 64), 262144 + 65536);
  EXPECT_EQ(bytes_asked(rung("register tiles"), 128, 128, 64), 131072 + 65536);
}

// tutorial 18 (18.4)
TEST(Gpu, FlopAByteByHand) {
  EXPECT_EQ(flop_per_byte(rung("naive")), 0.25);
  EXPECT_EQ(flop_per_byte(rung("shared tiles")), 8);
  EXPECT_EQ(flop_per_byte(rung("register tiles")), 16);
}

// 8 warps, 16 steps: a step of a row of lanes is one sector of A and four of B, of a column of lanes 32 and 1.
TEST(Gpu, SectorsByHand) {
  EXPECT_EQ(traffic_of(rung("naive"), 8, 32, 16).sectors, 8 * 16 * (1 + 4) + 8 * 4);
  EXPECT_EQ(traffic_of(rung("naive, down"), 32, 8, 16).sectors, 8 * 16 * (32 + 1) + 8 * 32);
}

// tutorial 18 (18.2)
TEST(Gpu, RidgesByHand) {
  const Card card;
  EXPECT_NEAR(ridge(card.float32, card), 13.96, 0.01);
  EXPECT_NEAR(ridge(card.tf32, card), 103.0, 0.1);
  EXPECT_NEAR(ridge(card.bf16, card), 206.0, 0.1);
  EXPECT_NEAR(card.multiprocessors * 128 * 2 * 1.98e9, card.float32, 0.01 * card.float32);
}

// tutorial 18 (18.1)
TEST(Gpu, ResidentsByHand) {
  const Card card;
  EXPECT_EQ(resident_blocks(256, 32, card), 8);
  EXPECT_EQ(resident_blocks(256, 128, card), 2);
  EXPECT_EQ(resident_blocks(256, 129, card), 1);
  EXPECT_EQ(resident_blocks(32, 16, card), 32);
}

// Of 1 + 1/256 the last bit is too much for bf16, and halfway; pi is 3.140625.
TEST(Gpu, RoundingByHand) {
  EXPECT_EQ(__uint_as_float(cuda::to_bf16(1.00390625f) << 16), 1.0f);
  EXPECT_EQ(__uint_as_float(cuda::to_bf16(1.01171875f) << 16), 1.015625f);
  EXPECT_EQ(__uint_as_float(cuda::to_bf16(3.14159265f) << 16), 3.140625f);
}

TEST(Gpu, SumsDoNotDependOnTheOrderOfThreads) {
  for (const int n : {1, 31, 1024, 1025, 5000}) {
    const Tensor x = random({n}, 3);
    double right = 0;
    for (const float v : x.values()) right += static_cast<double>(v);
    const double once = sum_of(x.memory(), n);
    emulated::reversed = true;
    const double again = sum_of(x.memory(), n);
    emulated::reversed = false;
    EXPECT_NEAR(once, right, 1e-9) << n;
    EXPECT_EQ(once, again) << n;
  }
}

}  // namespace
}  // namespace thimble::rungs
