#include "classic/moments.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/device.h"
#include "core/error.h"
#include "core/linalg.h"
#include "core/ops_bytes.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kByteRows = 8192;    // copied side by side where they are not; exact sums may be cut anywhere
constexpr int kFeatureRows = 256;  // centred at a time: with 784 features they take 1.6 MB
constexpr int kNarrow = 128, kPieceRows = 1024;  // few features: a thread takes whole pieces of the samples

size_t index(int i) { return static_cast<size_t>(i); }

Moments nothing(int width, std::span<const double> origin, bool products) {
  Moments m;
  m.origin.assign(origin.begin(), origin.end());
  m.sums.resize(index(width));
  if (products) m.products = MatrixD(width, width);
  return m;
}

// sum_n |v_n|^2
double sum_of_squares(const ByteMatrix& x) {
  constexpr int kRows = 256;
  std::vector<int64_t> partial(index(chunks(x.rows, kRows)));
  parallel_for(x.rows, kRows, [&](int begin, int end) {
    for (int n = begin; n < end; ++n) {
      const uint8_t* row = x.values.data() + index(n) * index(x.cols);
      partial[index(begin / kRows)] += kernels::active().dot_u8(x.cols, row, row);
    }
  });
  return static_cast<double>(std::accumulate(partial.begin(), partial.end(), int64_t{0}));
}

void add_bytes(const ByteMatrix& x, const Device* device, Moments& m) {
  std::vector<int64_t> sums(index(x.cols)), products(m.products.values.size());
  if (products.empty()) {
    column_sums(x, sums);
    m.squares += sum_of_squares(x);
  } else {
    if (device == nullptr)
      gram(x, products, sums);
    else if (device->gram == nullptr)
      fail_without("moments", *device);
    else
      device->gram(x.values, x.cols, products, sums);
    parallel_for(x.cols, 64, [&](int begin, int end) {
      for (size_t i = index(begin) * index(x.cols); i < index(end) * index(x.cols); ++i)
        m.products.values[i] += static_cast<double>(products[i]);
    });
    for (int p = 0; p < x.cols; ++p) m.squares += static_cast<double>(products[index(p) * (index(x.cols) + 1)]);
  }
  for (int p = 0; p < x.cols; ++p) m.sums[index(p)] += static_cast<double>(sums[index(p)]);
  m.count += x.rows;
}

Moments of_bytes(const Samples& x, std::span<const int> rows, std::span<const double> origin, bool products,
                 const Device* device) {
  const int width = x.sample().size(), n = static_cast<int>(rows.size());
  check(width <= 33025, "moments: expected pictures of at most 33025 bytes, got ", width);
  Moments m = nothing(width, origin, products);
  bool adjacent = n > 0;
  for (int i = 1; i < n && adjacent; ++i)
    adjacent = x.bytes(rows[index(i)]).data() == x.bytes(rows[0]).data() + index(i) * index(width);
  if (adjacent) {
    add_bytes({{x.bytes(rows[0]).data(), index(n) * index(width)}, n, width}, device, m);
    return m;
  }
  std::vector<uint8_t> block(index(std::min(n, kByteRows)) * index(width));
  for (int first = 0; first < n; first += kByteRows) {
    const int count = std::min(kByteRows, n - first);
    parallel_for(count, 256, [&](int begin, int end) {
      for (int i = begin; i < end; ++i)
        std::memcpy(block.data() + index(i) * index(width), x.bytes(rows[index(first + i)]).data(), index(width));
    });
    add_bytes({{block.data(), index(count) * index(width)}, count, width}, device, m);
  }
  return m;
}

// sum_i term(x_i), four at a time, so that an addition need not wait for the last.
template <class Term>
double sum_in_fours(int n, const double* x, const Term& term) {
  double sum[4] = {};
  for (int i = 0; i + 4 <= n; i += 4)
    for (int l = 0; l < 4; ++l) sum[l] += term(x[i + l]);
  for (int i = n / 4 * 4; i < n; ++i) sum[0] += term(x[i]);
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

// Each block is turned over, then centred: a feature of all its samples lies in a row, so that products of features are
// products of rows.
Moments of_features(const Samples& x, std::span<const int> rows, std::span<const double> origin, bool products) {
  const int width = x.sample().size(), n = static_cast<int>(rows.size());
  Moments m = nothing(width, origin, products);
  m.count = n;
  const size_t room = index(std::min(n, kFeatureRows)) * index(width);
  std::vector<float> block(room), turned(room);
  std::vector<double> centred(room), squares(index(width));
  for (int first = 0; first < n; first += kFeatureRows) {
    const int count = std::min(kFeatureRows, n - first);
    for (int i = 0; i < count; ++i) {
      const std::span<const float> row = x.features().row(rows[index(first + i)]);
      std::copy(row.begin(), row.end(), block.begin() + static_cast<ptrdiff_t>(index(i) * index(width)));
    }
    parallel_for(width, std::max(4, (1 << 15) / count), [&](int begin, int end) {
      float* from = turned.data() + index(begin) * index(count);
      kernels::active().transpose(count, end - begin, block.data() + begin, width, from, count);
      for (int p = begin; p < end; ++p, from += count) {
        double* row = centred.data() + index(p) * index(count);
        for (int i = 0; i < count; ++i) row[i] = static_cast<double>(from[i]) - origin[index(p)];
        m.sums[index(p)] += sum_in_fours(count, row, [](double v) { return v; });
        if (!products) squares[index(p)] += sum_in_fours(count, row, [](double v) { return v * v; });
      }
    });
    if (products) add_row_products(count, centred.data(), m.products);
  }
  for (int p = 0; p < width && products; ++p) squares[index(p)] = m.products(p, p);
  m.squares = std::accumulate(squares.begin(), squares.end(), 0.0);
  return m;
}

// Of few features: of each set of rows, all their pieces side by side.
std::vector<Moments> of_narrow(const Samples& x, std::span<const std::span<const int>> sets,
                               std::span<const double> origin, bool products) {
  struct Piece {
    size_t set;
    std::span<const int> rows;
  };
  std::vector<Piece> pieces;
  for (size_t s = 0; s < sets.size(); ++s)
    for (size_t at = 0; at < sets[s].size(); at += kPieceRows)
      pieces.push_back({s, sets[s].subspan(at, std::min<size_t>(kPieceRows, sets[s].size() - at))});
  std::vector<Moments> parts(pieces.size());
  parallel_for(static_cast<int>(pieces.size()), 1,
               [&](int i, int) { parts[index(i)] = of_features(x, pieces[index(i)].rows, origin, products); });
  std::vector<Moments> all(sets.size(), nothing(x.sample().size(), origin, products));
  for (size_t i = 0; i < pieces.size(); ++i) all[pieces[i].set].add(parts[i]);
  return all;
}

bool narrow(const Samples& x) { return !x.is_bytes() && x.sample().size() <= kNarrow; }

}  // namespace

void Moments::add(const Moments& other) {
  count += other.count;
  squares += other.squares;
  for (size_t p = 0; p < sums.size(); ++p) sums[p] += other.sums[p];
  for (size_t i = 0; i < products.values.size(); ++i) products.values[i] += other.products.values[i];
}

void Moments::subtract(const Moments& part) {
  count -= part.count;
  squares -= part.squares;
  for (size_t p = 0; p < sums.size(); ++p) sums[p] -= part.sums[p];
  for (size_t i = 0; i < products.values.size(); ++i) products.values[i] -= part.products.values[i];
}

std::vector<double> Moments::mean() const {
  std::vector<double> m = origin;
  for (size_t p = 0; p < m.size(); ++p) m[p] += sums[p] / count;
  return m;
}

MatrixD Moments::scatter() const {
  MatrixD s = products;
  parallel_for(s.rows, 32, [&](int begin, int end) {
    for (int p = begin; p < end; ++p)
      for (int q = 0; q < s.cols; ++q) s(p, q) = (count * s(p, q) - sums[index(p)] * sums[index(q)]) / count;
  });
  return s;
}

double Moments::scatter_trace() const {
  double of_means = 0;
  for (const double s : sums) of_means += s * s / count;
  return squares - of_means;
}

std::vector<double> origin_for(const Samples& x) {
  const int width = x.sample().size();
  std::vector<double> origin(index(width));
  if (x.is_bytes() || x.size() == 0) return origin;
  std::vector<std::vector<double>> sums(index(chunks(x.size(), kPieceRows)), origin);
  parallel_for(x.size(), kPieceRows, [&](int begin, int end) {
    double* sum = sums[index(begin / kPieceRows)].data();
    const float* row = x.features().data() + index(begin) * index(width);
    for (int n = begin; n < end; ++n, row += width)
      for (int p = 0; p < width; ++p) sum[p] += static_cast<double>(row[p]);
  });
  for (const std::vector<double>& sum : sums)
    for (int p = 0; p < width; ++p) origin[index(p)] += sum[index(p)];
  for (double& o : origin) o /= x.size();
  return origin;
}

Moments moments(const Samples& x, std::span<const int> rows, std::span<const double> origin, bool products,
                const Device* device) {
  if (narrow(x)) return of_narrow(x, std::span(&rows, 1), origin, products)[0];
  return x.is_bytes() ? of_bytes(x, rows, origin, products, device) : of_features(x, rows, origin, products);
}

Moments moments(const Samples& x, std::span<const double> origin, bool products, const Device* device) {
  std::vector<int> rows(index(x.size()));
  std::iota(rows.begin(), rows.end(), 0);
  return moments(x, rows, origin, products, device);
}

std::vector<Moments> class_moments(const Dataset& data, std::span<const double> origin, bool products,
                                   const Device* device) {
  std::vector<std::vector<int>> rows(index(data.classes()));
  const std::vector<int> counts = data.class_counts();
  for (size_t k = 0; k < rows.size(); ++k) rows[k].reserve(index(counts[k]));
  for (int n = 0; n < data.size(); ++n) rows[index(data.labels[index(n)])].push_back(n);
  if (narrow(data.x))
    return of_narrow(data.x, std::vector<std::span<const int>>(rows.begin(), rows.end()), origin, products);
  std::vector<Moments> all;
  for (const std::vector<int>& of_class : rows) all.push_back(moments(data.x, of_class, origin, products, device));
  return all;
}

}  // namespace thimble
