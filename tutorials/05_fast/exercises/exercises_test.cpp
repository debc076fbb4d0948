#include "exercises.h"

#include <cstddef>
#include <cstdlib>
#include <new>

#include "core/ops.h"
#include "core/rng.h"
#include "exercise/exercise.h"

namespace {

long allocations = 0;

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* memory = nullptr;
  if (posix_memalign(&memory, alignment, size == 0 ? 1 : size) != 0) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return counted(size, std::size_t(alignment)); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace thimble {
namespace {

class Fast : public Exercise {};

Tensor random(const Shape& shape, uint64_t seed) {
  Tensor t(shape);
  Rng rng(seed);
  for (float& v : t.values()) v = rng.uniform() - 0.5f;
  return t;
}

// Modify.
TEST_F(Fast, TheBestTileFitsAndLoadsLeast) {
  const struct {
    int registers, rows, vecs;
  } right[] = {{8, 2, 2}, {16, 4, 3}, {32, 5, 5}};  // (4 + 3) / 12 = .58 loads, and (5 + 5) / 25 = .4
  for (const auto& r : right) {
    const TileShape tile = best_tile(r.registers);
    EXPECT_LE(tile.rows * tile.vecs + tile.vecs + 1, r.registers) << "it has to fit";
    EXPECT_EQ(tile.rows, r.rows) << r.registers << " registers";
    EXPECT_EQ(tile.vecs, r.vecs) << r.registers << " registers";
  }
}

// Complete.
TEST_F(Fast, TheProductReachesEveryEdge) {
  for (const int rows : {1, 4, 6, 11})
    for (const int columns : {3, 4, 9}) {
      const Tensor x = random({rows, 5}, 1), w = random({5, columns}, 2);
      Tensor right({rows, columns}), y({rows, columns}, -7);
      matmul(x, w, right);
      product(x, w, y);
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
          EXPECT_NEAR(y(i, j), right(i, j), 1e-5) << rows << " x " << columns << " at " << i << ", " << j;
    }
}

// Make.
TEST_F(Fast, TheLargerOfTwoRowsIsKept) {
  const Tensor x({4, 2}, {1, 0, 0, 1, 1, 1, -1, -1}), w({2, 3}, {1, 2, -3, 4, -5, -6}), b({3}, {0, 1, 2});
  Tensor y({2, 3}, -7);
  dense_relu_pool(x, w, b, y);
  const float right[] = {4, 3, 0, 5, 4, 11};  // rows of A: (1 3 -1) (4 -4 -4) (5 -2 -7) (-5 4 11)
  for (int i = 0; i < 6; ++i) EXPECT_EQ(y.data()[i], right[i]) << "value " << i;
}

TEST_F(Fast, TheLargerMapIsNeverInMemory) {
  const Tensor x = random({12, 7}, 1), w = random({7, 5}, 2), b = random({5}, 3);
  Tensor a({12, 5}), y({6, 5});
  matmul_bias(x, w, b, true, a);
  const long before = allocations;
  dense_relu_pool(x, w, b, y);
  EXPECT_EQ(allocations, before) << "it allocated";
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 5; ++j)
      EXPECT_NEAR(y(i, j), a(2 * i, j) > a(2 * i + 1, j) ? a(2 * i, j) : a(2 * i + 1, j), 1e-5);
}

}  // namespace
}  // namespace thimble
