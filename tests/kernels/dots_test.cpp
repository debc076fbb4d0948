#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

TEST(Dots, AreTheSumsOfProductsOfEveryPairOfRows) {
  for_every_set([](const Kernels& set) {
    for (int n : {0, 1, 3, 4, 15, 16, 17, 33, 64, 67})
      for (int rows : {1, 2, 4, 5, 9})
        for (int cols : {1, 3, 4, 6, 8}) {
          const int a_row = n + 3, b_row = n + 1, c_row = cols + 2;
          const Row a(rows * a_row, 1), b(cols * b_row, 2);
          Row c(rows * c_row, 3), want = c;
          for (int i = 0; i < rows; ++i)
            for (int j = 0; j < cols; ++j) {
              double sum = 0;
              for (int k = 0; k < n; ++k)
                sum += static_cast<double>(a[i * a_row + k]) * static_cast<double>(b[j * b_row + k]);
              want.data()[i * c_row + j] = static_cast<float>(sum);
            }
          set.dots(rows, cols, n, a.data(), a_row, b.data(), b_row, c.data(), c_row);
          expect_close(c, want, 1e-5, 1e-5);  // what lies between the rows of c stays
        }
  });
}

}  // namespace
}  // namespace thimble::kernels
