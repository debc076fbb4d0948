#include "core/tensor.h"

#include <cstdint>
#include <utility>

#include "support/throws.h"

namespace thimble {
namespace {

TEST(Tensor, IsRowMajorTheLastIndexMovesFastest) {
  Tensor t({2, 3}, {0, 1, 2, 10, 11, 12});
  EXPECT_EQ(t(0, 2), 2);
  EXPECT_EQ(t(1, 0), 10);
  EXPECT_EQ(t.row(1)[2], 12);
  EXPECT_EQ(t.row(1).size(), 3u);
}

TEST(Tensor, MemoryIsAlignedToACacheLine) {
  for (int n : {1, 3, 17, 1000}) EXPECT_EQ(reinterpret_cast<uintptr_t>(Tensor({n}).data()) % 64, 0u);
}

TEST(Tensor, CopyIsDeepAndMoveTakesTheMemory) {
  Tensor a({2}, {1, 2});
  Tensor b = a;
  b(0) = 9;
  EXPECT_EQ(a(0), 1);
  const float* memory = a.data();
  const Tensor c = std::move(a);
  EXPECT_EQ(c.data(), memory);
  EXPECT_TRUE(a.empty());
  EXPECT_EQ(a.shape(), Shape());
}

TEST(Tensor, AssignmentToItselfChangesNothing) {
  Tensor a({2}, {1, 2});
  Tensor& same = a;
  a = same;
  EXPECT_EQ(a(1), 2);
}

TEST(Tensor, ResizeKeepsMemoryThatIsLargeEnough) {
  Tensor t({4, 4});
  const float* memory = t.data();
  t.resize({2, 3});
  EXPECT_EQ(t.data(), memory);
  t.resize({4, 4});
  EXPECT_EQ(t.data(), memory);
  t.resize({5, 5});
  t.fill(7);
  EXPECT_EQ(t(4, 4), 7);
}

TEST(Tensor, BorrowedMemoryIsNotOutgrownAndACopyIsItsOwn) {
  float memory[4] = {1, 2, 3, 4};
  Tensor t = Tensor::borrow(memory, {2, 2});
  t(1, 1) = 40;
  EXPECT_EQ(memory[3], 40);
  EXPECT_ERROR(t.resize({5}), usage, "borrowed memory of 4 values cannot hold (5)");
  const Tensor copy = t;
  memory[0] = -1;
  EXPECT_EQ(copy(0, 0), 1);
}

TEST(Tensor, AssigningToABorrowedTensorWritesIntoTheBorrowedMemory) {
  float memory[2] = {};
  Tensor t = Tensor::borrow(memory, {2});
  const Tensor values({2}, {5, 6});
  t = values;
  EXPECT_EQ(memory[1], 6);
}

TEST(Tensor, RefusesAWrongNumberOfValues) {
  EXPECT_ERROR(Tensor({2, 2}, {1, 2, 3}), usage, "(2, 2) holds 4 values, got 3");
}

}  // namespace
}  // namespace thimble
