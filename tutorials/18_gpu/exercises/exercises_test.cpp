#include "exercises.h"

#include "core/rng.h"
#include "core/tensor.h"
#include "cuda_runtime.h"
#include "exercise/exercise.h"
#include "rungs/traffic.h"

namespace thimble {
namespace {

class Gpu : public Exercise {};

Tensor random(const Shape& shape, uint64_t seed) {
  Tensor t(shape);
  Rng rng(seed);
  for (float& v : t.values()) v = rng.uniform() - 0.5f;
  return t;
}

// Modify.
TEST_F(Gpu, SharedMemoryLimitsBlocksToo) {
  EXPECT_EQ(resident_blocks(256, 32, 0), 8) << "threads decide";
  EXPECT_EQ(resident_blocks(256, 128, 8448), 2) << "registers decide";
  EXPECT_EQ(resident_blocks(256, 32, 46000), 4) << "233,472 / 47,024 = 4.96";
  EXPECT_EQ(resident_blocks(64, 32, 100000), 2);
}

// Complete.
TEST_F(Gpu, TheWarpsOfABlockMeet) {
  Tensor x({3 * 256}), sums({3}), again({3});
  for (int i = 0; i < x.size(); ++i) x(i) = static_cast<float>(i % 256);
  sums_of_blocks(3, x.memory(), sums.memory());
  emulated::reversed = true;
  sums_of_blocks(3, x.memory(), again.memory());
  emulated::reversed = false;
  for (int b = 0; b < 3; ++b) {
    EXPECT_EQ(sums(b), 32640.f) << "0 + 1 + ... + 255";
    EXPECT_EQ(again(b), sums(b)) << "a barrier is missing";
  }
}

// Make.
TEST_F(Gpu, TheMatrixIsTurnedAtEverySize) {
  for (const auto& [rows, cols] : {std::pair(1, 5), {32, 32}, {33, 70}, {100, 31}}) {
    const Tensor x = random({rows, cols}, 1);
    for (const bool reversed : {false, true}) {
      Tensor y({cols, rows}, -7);
      emulated::reversed = reversed;
      turn(x.memory(), rows, cols, y.memory());
      emulated::reversed = false;
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j)
          ASSERT_EQ(y(j, i), x(i, j)) << i << ", " << j << (reversed ? ", from the back: a barrier is missing" : "");
    }
  }
}

TEST_F(Gpu, NoSectorIsTouchedTwice) {
  const Tensor x = random({64, 96}, 1);
  Tensor y({96, 64});
  rungs::forget_traffic();
  turn(x.memory(), 64, 96, y.memory());
  EXPECT_EQ(rungs::traffic().bytes, 2 * 64 * 96 * 4);
  EXPECT_EQ(rungs::traffic().sectors, 2 * 64 * 96 * 4 / 32);
}

}  // namespace
}  // namespace thimble
