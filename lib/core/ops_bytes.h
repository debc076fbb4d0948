// Matrices of bytes, multiplied without rounding: nearest neighbours, k-means and principal components of 8-bit pictures.
//
// Every result is the exact integer, so it depends neither on the instruction set nor on the number of threads.
#pragma once

#include <cstdint>
#include <span>

namespace thimble {

// rows x cols bytes, row after row, as Samples::all_bytes() has them. values.size() must be rows * cols.
struct ByteMatrix {
  std::span<const uint8_t> values;
  int rows, cols;
};

// c[i][j] = sum_k a[i][k] b[j][k]              c row after row, a.rows * b.rows values
// c[i][j] = sum_k (a[i][k] - b[j][k])^2
// Rows have at most 33,025 bytes, so that the sums fit: 33,025 * 255^2 < 2^31.
// usage error "dot_products: expected rows of equal length, got 784 and 785"
void dot_products(const ByteMatrix& a, const ByteMatrix& b, std::span<int32_t> c);
void squared_distances(const ByteMatrix& a, const ByteMatrix& b, std::span<int32_t> c);

void column_sums(const ByteMatrix& x, std::span<int64_t> sums);  // sums[p] = sum_n x[n][p]

// C = X^T X:  c[p][q] = sum_n x[n][p] x[n][q]      c x.cols * x.cols values, and the column sums on the way. The covariance
// is (c[p][q] - s[p] s[q] / N) / (N - 1).
void gram(const ByteMatrix& x, std::span<int64_t> c, std::span<int64_t> sums);
void gram(const ByteMatrix& x, std::span<int64_t> c);

}  // namespace thimble
