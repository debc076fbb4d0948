// Every rung computes the same layer, at sizes that fit no tile; and the numbers that the chapter works by hand.
#include "ladder/ladder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/rng.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "ladder/measure.h"
#include "ladder/tile.h"

namespace thimble::ladder {
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

// X W + b = (1 2)(1 2 3; 4 5 6) + (1 -20 0) = (10 -8 15)
TEST(Ladder, EveryRungComputesTheLayerWorkedByHand) {
  const Tensor x({1, 2}, {1, 2}), w({2, 3}, {1, 2, 3, 4, 5, 6}), b({3}, {1, -20, 0});
  for (const Rung& r : rungs()) {
    Tensor y({1, 3}, -7);
    r.layer(x, w, b, y);
    EXPECT_EQ(y(0, 0), 10) << r.name;
    EXPECT_EQ(y(0, 1), 0) << r.name;
    EXPECT_EQ(y(0, 2), 15) << r.name;
  }
}

TEST(Ladder, EveryRungAgreesWithTheFormulaAtOddSizes) {
  for (const kernels::Kernels* set : kernels::available()) {
    ASSERT_TRUE(kernels::use(set->isa));
    for (const int rows : {1, 5, 7, 12, 49, 97})
      for (const int depth : {1, 3, 40, 300})
        for (const int columns : {1, 4, 10, 31, 32, 33, 70}) {
          const Tensor x = random({rows, depth}, 1), w = random({depth, columns}, 2), b = random({columns}, 3);
          Tensor right({rows, columns}), y({rows, columns});
          naive(x, w, b, right);
          for (const Rung& r : rungs()) {
            y.fill(-7);
            r.layer(x, w, b, y);
            for (int i = 0; i < y.size(); ++i)
              ASSERT_NEAR(y.data()[i], right.data()[i], 1e-5) << r.name << " with " << tile().isa << ", " << rows
                                                              << " x " << depth << " x " << columns << ", " << i;
          }
        }
  }
  kernels::use(kernels::available().back()->isa);
}

TEST(Ladder, PackingAndThreadsChangeNoBit) {
  const Tensor x = random({150, 561}, 1), w = random({561, 96}, 2), b = random({96}, 3);
  Tensor y({150, 96}), z({150, 96});
  rung("vectors").layer(x, w, b, y);
  for (const int n : {1, 2, 3, 7}) {
    set_threads(n);
    for (const char* name : {"packed", "threads"}) {
      z.fill(-7);
      rung(name).layer(x, w, b, z);
      EXPECT_EQ(std::memcmp(y.data(), z.data(), size_t(y.size()) * sizeof(float)), 0) << name << " with " << n;
    }
  }
  set_threads(0);
}

TEST(Ladder, FusedIsTheSameForAnyNumberOfThreads) {
  const Tensor x = random({150, 561}, 1), w = random({561, 70}, 2), b = random({70}, 3);
  Tensor one({150, 70}), y({150, 70});
  set_threads(1);
  fused(x, w, b, one);
  for (const int n : {2, 3, 7}) {
    set_threads(n);
    fused(x, w, b, y);
    EXPECT_EQ(std::memcmp(one.data(), y.data(), size_t(y.size()) * sizeof(float)), 0) << n;
  }
  set_threads(0);
}

// tutorial 05 (5.2), the first layer of S4-1 and the last one
TEST(Ladder, FlopAByteByHand) {
  const Layer first{512, 784, 256}, last{512, 256, 10};
  EXPECT_EQ(first.multiply_adds(), 102760448);
  EXPECT_EQ(first.bytes(), 1605632 + 802816 + 1024 + 524288);
  EXPECT_NEAR(first.flop_per_byte(), 70.05, 0.01);
  EXPECT_NEAR(last.flop_per_byte(), 4.72, 0.01);
}

// tutorial 05 (5.3)
TEST(Ladder, TheRoofIsTheLowerOfTwo) {
  Measured m;
  m.peak = 500;
  m.read = {50, 50};  // GB/s: the ridge is at 10 flop a byte
  m.layers = {{512, 784, 256}, {512, 256, 10}};
  EXPECT_EQ(m.roof(0), 500);
  EXPECT_NEAR(m.roof(1), 50 * 4.72, 0.5);
}

TEST(Ladder, ATableHasEveryRung) {
  const Layer small[] = {{7, 5, 3}};
  const Measured m = measure(small);
  for (const Rung& r : rungs()) {
    EXPECT_NE(table(m).find(r.name), std::string::npos) << r.name;
    EXPECT_NE(json(m).find(r.name), std::string::npos) << r.name;
  }
  for (const double g : m.gflops[0]) EXPECT_GT(g, 0);
  EXPECT_GT(m.peak, 0);
  EXPECT_GT(m.memory, 0);
  EXPECT_GT(m.roof(0), 0);
}

}  // namespace
}  // namespace thimble::ladder
