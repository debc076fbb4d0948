#include "core/shape.h"

#include "support/throws.h"

namespace thimble {
namespace {

TEST(Shape, SizeIsTheProductOfItsExtents) {
  const Shape s{2, 3, 4};
  EXPECT_EQ(s.rank(), 3);
  EXPECT_EQ(s.size(), 24);
  EXPECT_EQ(s[2], 4);
  EXPECT_EQ(s.text(), "(2, 3, 4)");
}

TEST(Shape, DefaultIsNothing) {
  EXPECT_EQ(Shape().rank(), 0);
  EXPECT_EQ(Shape().size(), 0);
  EXPECT_EQ(Shape().text(), "()");
}

TEST(Shape, BatchAxisComesAndGoes) {
  EXPECT_EQ((Shape{28, 28}.with_batch(64)), (Shape{64, 28, 28}));
  EXPECT_EQ((Shape{64, 28, 28}.without_batch()), (Shape{28, 28}));
  EXPECT_ERROR(Shape().without_batch(), usage, "no batch axis");
}

TEST(Shape, EqualityLooksAtRankAndExtents) {
  EXPECT_NE((Shape{2, 3}), (Shape{3, 2}));
  EXPECT_NE((Shape{6}), (Shape{6, 1}));
}

TEST(Shape, RefusesNegativeExtentsTooManyAxesAndOverflow) {
  EXPECT_ERROR((Shape{2, -1}), usage, "extent -1 of axis 1");
  EXPECT_ERROR((Shape{1, 1, 1, 1, 1, 1}), usage, "at most 5 axes");
  EXPECT_ERROR((Shape{65536, 65536}), usage, "2^31 - 1");
  EXPECT_EQ((Shape{65536, 0, 65536}).size(), 0);
}

}  // namespace
}  // namespace thimble
