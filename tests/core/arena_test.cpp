#include "core/arena.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace thimble {
namespace {

TEST(Arena, TensorsDoNotOverlapAndAreAligned) {
  Arena arena;
  arena.reserve(Arena::rounded(5) + Arena::rounded(20));
  Tensor a = arena.take({5}), b = arena.take({4, 5});
  a.fill(1);
  b.fill(2);
  EXPECT_EQ(a(4), 1);
  EXPECT_EQ(b(0, 0), 2);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(b.data()) % 64, 0u);
}

TEST(Arena, ResetHandsOutTheSameMemoryAgain) {
  Arena arena;
  arena.reserve(64);
  const float* first = arena.take({10}).data();
  arena.reset();
  EXPECT_EQ(arena.take({64}).data(), first);
}

TEST(Arena, ReserveKeepsMemoryThatIsLargeEnough) {
  Arena arena;
  arena.reserve(128);
  const float* memory = arena.take({1}).data();
  arena.reserve(64);
  EXPECT_EQ(arena.capacity(), 128u);
  EXPECT_EQ(arena.take({1}).data(), memory);
}

}  // namespace
}  // namespace thimble
