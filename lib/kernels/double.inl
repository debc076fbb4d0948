// Double precision, for covariances and their eigenvectors: rows of matrices against rows.

typedef double DVec __attribute__((vector_size(THIMBLE_LANES * sizeof(float))));
typedef double LooseD __attribute__((vector_size(THIMBLE_LANES * sizeof(float)), aligned(8), may_alias));

constexpr int kDLanes = THIMBLE_LANES / 2, kDRows = 4, kDCols = THIMBLE_LANES >= 16 ? 4 : 2;

inline DVec load_d(const double* p) { return *reinterpret_cast<const LooseD*>(p); }
inline void store_d(double* p, DVec v) { *reinterpret_cast<LooseD*>(p) = v; }
inline double sum_of_d(DVec v) {
  double total = 0;
  for (int i = 0; i < kDLanes; ++i) total += v[i];
  return total;
}

// One accumulator for each of R x C dot products, so each is summed in the same order whatever tile it falls into.
template <int R, int C>
inline void dot_tile(int n, double alpha, const double* a, ptrdiff_t a_row, const double* b, ptrdiff_t b_row, double* c,
                     ptrdiff_t c_row) {
  DVec sum[R][C] = {};
  int k = 0;
  for (; k + kDLanes <= n; k += kDLanes) {
    DVec y[C];
    for (int j = 0; j < C; ++j) y[j] = load_d(b + j * b_row + k);
    for (int i = 0; i < R; ++i) {
      const DVec x = load_d(a + i * a_row + k);
      for (int j = 0; j < C; ++j) sum[i][j] += x * y[j];
    }
  }
  for (int i = 0; i < R; ++i)
    for (int j = 0; j < C; ++j) {
      double total = sum_of_d(sum[i][j]);
      for (int l = k; l < n; ++l) total += a[i * a_row + l] * b[j * b_row + l];
      c[i * c_row + j] += alpha * total;
    }
}

template <int C>
inline void dot_columns(int rows, int n, double alpha, const double* a, ptrdiff_t a_row, const double* b,
                        ptrdiff_t b_row, double* c, ptrdiff_t c_row) {
  int i = 0;
  for (; i + kDRows <= rows; i += kDRows)
    dot_tile<kDRows, C>(n, alpha, a + i * a_row, a_row, b, b_row, c + i * c_row, c_row);
  for (; i < rows; ++i) dot_tile<1, C>(n, alpha, a + i * a_row, a_row, b, b_row, c + i * c_row, c_row);
}

void dots_f64(int rows, int cols, int n, double alpha, const double* a, ptrdiff_t a_row, const double* b,
              ptrdiff_t b_row, double* c, ptrdiff_t c_row) {
  int j = 0;
  for (; j + kDCols <= cols; j += kDCols)
    dot_columns<kDCols>(rows, n, alpha, a, a_row, b + j * b_row, b_row, c + j, c_row);
  for (; j < cols; ++j) dot_columns<1>(rows, n, alpha, a, a_row, b + j * b_row, b_row, c + j, c_row);
}

template <int R>
inline void update_rows(int n, const double* p, const double* q, const double* v, const double* w, const double* u,
                        double* a, ptrdiff_t a_row, double* y) {
  DVec sum[R] = {};
  int j = 0;
  for (; j + kDLanes <= n; j += kDLanes) {
    const DVec vj = load_d(v + j), wj = load_d(w + j), uj = load_d(u + j);
    for (int i = 0; i < R; ++i) {
      const DVec row = load_d(a + i * a_row + j) - p[i] * wj - q[i] * vj;
      store_d(a + i * a_row + j, row);
      sum[i] += row * uj;
    }
  }
  for (int i = 0; i < R; ++i) {
    y[i] = sum_of_d(sum[i]);
    for (int l = j; l < n; ++l) {
      const double value = a[i * a_row + l] - p[i] * w[l] - q[i] * v[l];
      a[i * a_row + l] = value;
      y[i] += value * u[l];
    }
  }
}

void rank2_f64(int rows, int n, const double* p, const double* q, const double* v, const double* w, const double* u,
               double* a, ptrdiff_t a_row, double* y) {
  int i = 0;
  for (; i + 4 <= rows; i += 4) update_rows<4>(n, p + i, q + i, v, w, u, a + i * a_row, a_row, y + i);
  for (; i < rows; ++i) update_rows<1>(n, p + i, q + i, v, w, u, a + i * a_row, a_row, y + i);
}

template <int R>
inline void reflect_rows(int n, const double* v, double* y, ptrdiff_t y_row) {
  DVec sum[R] = {};
  int j = 0;
  for (; j + kDLanes <= n; j += kDLanes) {
    const DVec vj = load_d(v + j);
    for (int i = 0; i < R; ++i) sum[i] += load_d(y + i * y_row + j) * vj;
  }
  double twice[R];
  for (int i = 0; i < R; ++i) {
    twice[i] = sum_of_d(sum[i]);
    for (int l = j; l < n; ++l) twice[i] += y[i * y_row + l] * v[l];
    twice[i] *= 2;
  }
  for (j = 0; j + kDLanes <= n; j += kDLanes) {
    const DVec vj = load_d(v + j);
    for (int i = 0; i < R; ++i) store_d(y + i * y_row + j, load_d(y + i * y_row + j) - twice[i] * vj);
  }
  for (; j < n; ++j)
    for (int i = 0; i < R; ++i) y[i * y_row + j] -= twice[i] * v[j];
}

void reflect_f64(int rows, int n, const double* v, double* y, ptrdiff_t y_row) {
  int i = 0;
  for (; i + 4 <= rows; i += 4) reflect_rows<4>(n, v, y + i * y_row, y_row);
  for (; i < rows; ++i) reflect_rows<1>(n, v, y + i * y_row, y_row);
}

// Two sweeps over neighbouring rows in one pass. Each carries a row in registers from rotation to rotation: the first the
// lower row of its last one (`upper` of its next), the second, one rotation behind, the row that it has left to turn.
template <int V>
inline void two_sweeps(int count, const double* cs, int later, const double* next, double* rows, ptrdiff_t stride) {
  DVec upper[V], held[V] = {};
  for (int l = 0; l < V; ++l) upper[l] = load_d(rows + l * kDLanes);
  int k = 0;
  const auto turn = [&](double c, double s, int l) {
    const DVec lower = load_d(rows + (k + 1) * stride + l * kDLanes), turned = c * upper[l] + s * lower;
    upper[l] = c * lower - s * upper[l];
    return turned;
  };
  if (later > 0) {
    for (int l = 0; l < V; ++l) held[l] = turn(cs[0], cs[1], l);
    for (k = 1; k <= later && k < count; ++k) {
      const double c = next[2 * k - 2], s = next[2 * k - 1];
      for (int l = 0; l < V; ++l) {
        const DVec turned = turn(cs[2 * k], cs[2 * k + 1], l);
        store_d(rows + (k - 1) * stride + l * kDLanes, c * held[l] + s * turned);
        held[l] = c * turned - s * held[l];
      }
    }
    if (later == count) {  // the second sweep's last rotation
      const double c = next[2 * k - 2], s = next[2 * k - 1];
      for (int l = 0; l < V; ++l) {
        const DVec last = upper[l];
        upper[l] = c * last - s * held[l];
        held[l] = c * held[l] + s * last;
      }
    }
    for (int l = 0; l < V; ++l) store_d(rows + (k - 1) * stride + l * kDLanes, held[l]);
  }
  for (; k < count; ++k)
    for (int l = 0; l < V; ++l) {
      const DVec turned = turn(cs[2 * k], cs[2 * k + 1], l);
      store_d(rows + k * stride + l * kDLanes, turned);
    }
  for (int l = 0; l < V; ++l) store_d(rows + count * stride + l * kDLanes, upper[l]);
}

inline void plain_sweep(int count, const double* cs, double* row, ptrdiff_t stride) {
  for (int k = 0; k < count; ++k, row += stride) {
    const double c = cs[2 * k], s = cs[2 * k + 1], u = row[0], v = row[stride];
    row[0] = c * u + s * v;
    row[stride] = c * v - s * u;
  }
}

void rotate_f64(int cols, int count, const double* cs, int later, const double* next, double* rows, ptrdiff_t stride) {
  constexpr int kTogether = 4;
  int j = 0;
  for (; j + kTogether * kDLanes <= cols; j += kTogether * kDLanes)
    two_sweeps<kTogether>(count, cs, later, next, rows + j, stride);
  for (; j < cols; ++j) {
    plain_sweep(count, cs, rows + j, stride);
    plain_sweep(later, next, rows + j, stride);
  }
}
