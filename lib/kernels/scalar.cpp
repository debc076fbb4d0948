// The specification: every kernel as its formula, one value after the other, the same bits with every compiler.
#define THIMBLE_ISA_NAME "scalar"
#include "kernels/kernels.h"
#include "kernels/sets.h"

namespace thimble::kernels {
namespace {

#include "kernels/elementwise.inl"
#include "kernels/lanes.inl"
#include "kernels/metrics.inl"
#include "kernels/peak.inl"
#include "kernels/within.inl"

#include "kernels/bf16.inl"  // behind elementwise.inl, whose bits_of it takes

void product(const Product& q) {
  constexpr int kTogether = 16;
  for (int i = 0; i < q.rows; ++i)
    for (int col = 0; col < q.cols; col += kTogether) {
      const ptrdiff_t row = q.row_at ? q.row_at[i] : i * q.row_step;
      const ptrdiff_t at = col / 32 * q.b_panel + col % 32;
      float* c = q.c + i * q.c_row + col / 32 * q.c_panel + col % 32;
      float sum[kTogether];
      for (int j = 0; j < kTogether; ++j) sum[j] = q.start ? q.start[col + j] : c[j];
      for (int t = 0; t < q.terms; ++t)
        for (int k = 0; k < q.depth; ++k) {
          const float a = q.a[q.term[t].a + row + k * q.k_step];
          const float* b = q.b + q.term[t].b + k * q.b_row + at;
          for (int j = 0; j < kTogether; ++j) sum[j] += a * b[j];
        }
      for (int j = 0; j < kTogether; ++j) {
        if (q.relu && !(sum[j] > 0)) sum[j] = 0;
        if (q.gate != 0) sum[j] = c[j] > 0 ? q.gate * sum[j] : 0;
        c[j] = sum[j];
      }
    }
}

void dots(int rows, int cols, int n, const float* a, ptrdiff_t a_row, const float* b, ptrdiff_t b_row, float* c,
          ptrdiff_t c_row) {
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) {
      float sum = 0;
      for (int k = 0; k < n; ++k) sum += a[i * a_row + k] * b[j * b_row + k];
      c[i * c_row + j] = sum;
    }
}

void transpose(int rows, int cols, const float* x, int x_stride, float* y, int y_stride) {
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) y[int64_t{j} * y_stride + i] = x[int64_t{i} * x_stride + j];
}

void adam_step(int n, const AdamStep& step, const float* g, float* m, float* v, float* p) {
  const AdamStep s = step;
  for (int i = 0; i < n; ++i) {
    m[i] = s.beta1 * m[i] + (1 - s.beta1) * g[i];                 // m <- beta1 m + (1 - beta1) g
    v[i] = s.beta2 * v[i] + (1 - s.beta2) * (g[i] * g[i]);        // v <- beta2 v + (1 - beta2) g^2
    p[i] -= s.rate * m[i] / (__builtin_sqrtf(v[i]) + s.epsilon);  // p <- p - eta m_hat / (sqrt(v_hat) + epsilon)
  }
}

void max_of(int n, int places, float least, const float* const* x, float* y, uint8_t* winner) {
  for (int i = 0; i < n; ++i) {
    int best = 0;
    for (int place = 1; place < places; ++place)
      if (x[place][i] > x[best][i]) best = place;
    y[i] = x[best][i] > least ? x[best][i] : least;
    winner[i] = static_cast<uint8_t>(best);
  }
}

void conv_pool(const PooledRow& r) {
  constexpr int kTogether = 16;
  for (int q = 0; q < r.windows; ++q)
    for (int i = 0; i < r.images * r.lanes; i += kTogether) {
      const int n = i / r.lanes, first = i % r.lanes;
      float z[4][kTogether];
      for (int place = 0; place < 4; ++place) {
        const float* x = r.x + place / 2 * r.x_row + (2 * q + place % 2) * r.x_col + n;
        for (int l = 0; l < kTogether; ++l) z[place][l] = r.start[first + l];
        for (int t = 0; t < r.window * r.window; ++t) {
          const float value = x[t / r.window * r.x_row + t % r.window * r.x_col];
          const float* w = r.w + t * r.lanes + first;
          for (int l = 0; l < kTogether; ++l) z[place][l] += w[l] * value;
        }
      }
      const float* places[4] = {z[0], z[1], z[2], z[3]};
      uint8_t unasked[kTogether];
      const ptrdiff_t to = q * r.y_window + i;
      max_of(kTogether, 4, 0, places, r.y + to, r.winner != nullptr ? r.winner + to : unasked);
    }
}

#include "kernels/first_conv_plain.inl"

// step(value of e, x[e][tap][l], w[tap][l])
template <class Step>
void for_winners(const Winners& q, const Step& step) {
  for (int e = 0; e < q.count; ++e)
    for (int t = 0; t < 9; ++t)
      for (int l = 0; l < q.lanes; ++l)
        step(q.value[e], q.x[q.at[e] + t / 3 * q.x_row + t % 3 * q.x_col + l], q.w[t * q.lanes + l]);
}

void gather_winners(const Winners& q) {
  for_winners(q, [](float value, float x, float& w) { w += value * x; });
}

void spread_winners(const Winners& q) {
  for_winners(q, [](float value, float& x, float w) { x += value * w; });
}

float sum(int n, const float* x) {
  float total = 0;
  for (int i = 0; i < n; ++i) total += x[i];
  return total;
}

float dot(int n, const float* x, const float* y) {
  float total = 0;
  for (int i = 0; i < n; ++i) total += x[i] * y[i];
  return total;
}

float squared_distance(int n, const float* x, const float* y) {
  float total = 0;
  for (int i = 0; i < n; ++i) total += (x[i] - y[i]) * (x[i] - y[i]);
  return total;
}

float max(int n, const float* x) {
  float best = x[0];
  for (int i = 1; i < n; ++i) best = x[i] > best ? x[i] : best;
  return best;
}

void philox(int blocks, uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch,
            uint32_t* out) {
  for (int i = 0; i < blocks; ++i)
    philox_block(seed, position + static_cast<uint32_t>(i), sample, purpose, epoch, out + 4 * i);
}

void dropout(int rows, int lanes, const DropoutStream& s, uint32_t place, const int* samples, int first, const float* x,
             float* y) {
  for (int r = 0; r < rows; ++r) {
    const auto sample = static_cast<uint32_t>(samples ? samples[r] : first + r);
    uint32_t words[16];
    philox(lanes / 8, s.seed, 4 * place, sample, s.purpose, s.epoch, words);
    for (int l = 0; l < lanes; ++l) {
      const uint32_t half = l % 2 == 0 ? words[l / 2] & 0xffffu : words[l / 2] >> 16;
      y[r * lanes + l] = half >= s.threshold ? s.scale * x[r * lanes + l] : 0;
    }
  }
}

constexpr int kByteRows = 4, kByteCols = 8, kByteGroup = 4;

uint32_t sum_u8(int n, const uint8_t* x) {
  uint32_t total = 0;
  for (int i = 0; i < n; ++i) total += x[i];
  return total;
}

uint32_t dot_u8(int n, const uint8_t* x, const uint8_t* y) {
  uint32_t total = 0;
  for (int i = 0; i < n; ++i) total += uint32_t{x[i]} * y[i];
  return total;
}

uint32_t squared_distance_u8(int n, const uint8_t* x, const uint8_t* y) {
  uint32_t total = 0;
  for (int i = 0; i < n; ++i) total += static_cast<uint32_t>((x[i] - y[i]) * (x[i] - y[i]));
  return total;
}

void gemm_tiles_u8(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride) {
  for (int i = 0; i < kByteRows; ++i)
    for (int j = 0; j < tiles * kByteCols; ++j) {
      const int64_t tile = int64_t{j / kByteCols} * groups;
      uint32_t total = static_cast<uint32_t>(c[i * c_stride + j]);
      for (int k = 0; k < groups; ++k)
        for (int shift = 0; shift < 32; shift += 8) {
          const uint8_t x = static_cast<uint8_t>(a[k * kByteRows + i] >> shift);
          const int8_t y = static_cast<int8_t>(b[(tile + k) * kByteCols + j % kByteCols] >> shift);
          total += static_cast<uint32_t>(x * y);
        }
      c[i * c_stride + j] = static_cast<int32_t>(total);
    }
}

void dots_f64(int rows, int cols, int n, double alpha, const double* a, ptrdiff_t a_row, const double* b,
              ptrdiff_t b_row, double* c, ptrdiff_t c_row) {
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) {
      double sum = 0;
      for (int k = 0; k < n; ++k) sum += a[i * a_row + k] * b[j * b_row + k];
      c[i * c_row + j] += alpha * sum;
    }
}

void rank2_f64(int rows, int n, const double* p, const double* q, const double* v, const double* w, const double* u,
               double* a, ptrdiff_t a_row, double* y) {
  for (int i = 0; i < rows; ++i) {
    y[i] = 0;
    for (int j = 0; j < n; ++j) {
      a[i * a_row + j] -= p[i] * w[j] + q[i] * v[j];
      y[i] += a[i * a_row + j] * u[j];
    }
  }
}

void reflect_f64(int rows, int n, const double* v, double* y, ptrdiff_t y_row) {
  for (int i = 0; i < rows; ++i) {
    double sum = 0;
    for (int j = 0; j < n; ++j) sum += y[i * y_row + j] * v[j];
    for (int j = 0; j < n; ++j) y[i * y_row + j] -= 2 * sum * v[j];
  }
}

void rotate_f64(int cols, int count, const double* cs, int later, const double* next, double* rows, ptrdiff_t stride) {
  const auto sweep = [&](int rotations, const double* pairs) {
    for (int k = 0; k < rotations; ++k)
      for (int j = 0; j < cols; ++j) {
        double &x = rows[k * stride + j], &z = rows[(k + 1) * stride + j];
        const double upper = x, lower = z;
        x = pairs[2 * k] * upper + pairs[2 * k + 1] * lower;
        z = pairs[2 * k] * lower - pairs[2 * k + 1] * upper;
      }
  };
  sweep(count, cs);
  sweep(later, next);
}

// Four values at once, as the compiler does it with the plain loops above on every processor of this kind.
int64_t fma_peak(int rounds, float* mean) {
  typedef float Four __attribute__((vector_size(16)));
  *mean = chain_sum<Four>(rounds, Four{} + 0.5f, Four{} + 1.0f)[0];  // all four are alike
  return int64_t{rounds} * kPeakChains * 4 * 2;
}

}  // namespace

const Kernels kScalar = {
#include "kernels/members.inl"
};

}  // namespace thimble::kernels
