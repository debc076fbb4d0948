// The inner loops of the library, one set for each instruction set that this machine could run.
//
// `scalar.cpp` states every kernel as its formula in plain loops: it is the specification. `simd.inl` says the same
// once more for vectors and is compiled once per instruction set. All pointers may be unaligned, n may be 0, and
// nothing is checked: the callers in core/ops_*.cpp have done that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/bf16.h"

namespace thimble::kernels {

// What one Adam step needs besides its four arrays (Kingma & Ba 2015, Algorithm 1).
struct AdamStep {
  float rate;  // eta sqrt(1 - beta2^t) / (1 - beta1^t)
  float beta1, beta2;
  float epsilon;  // already scaled by sqrt(1 - beta2^t), see core/ops_update.cpp
};

// Which units a dropout keeps, and by what it multiplies them.
struct DropoutStream {
  uint64_t seed;
  uint32_t purpose, epoch;
  uint32_t threshold;  // 65536 p
  float scale;         // 1 / (1 - p)
};

// Where the two operands of one small product begin, counted in floats from a and b.
struct Term {
  ptrdiff_t a, b;
};

// A sum of small products, the one multiplication of matrices that there is:
//   c[i][j] = start[j] + sum_t sum_k a_t[i][k] b_t[k][j],     i < rows, j < cols, k < depth, t < terms
// then max(0, .) if `relu`. Without `start` it adds to what c holds; with a `gate` other than 0 it goes where c is greater
// than 0, times gate, and 0 elsewhere. A dense layer has one term for each block of
// inputs, a convolution one for each tap of its window: nothing is copied to bring them into line.
struct Product {
  int rows, cols, depth, terms;  // cols: a multiple of 16
  const Term* term;
  const float* a;  // a_t[i][k] = a[term[t].a + i row_step + k k_step]
  ptrdiff_t row_step, k_step;
  const ptrdiff_t* row_at = nullptr;  // if not null, row_at[i] takes the place of i row_step
  const float* b;                     // b_t[k][j] = b[term[t].b + k b_row + j / 32 b_panel + j % 32]
  ptrdiff_t b_row, b_panel;
  float* c;  // c[i][j] = c[i c_row + j / 32 c_panel + j % 32]
  ptrdiff_t c_row, c_panel;
  const float* start = nullptr;
  bool relu = false;
  float gate = 0;
};

// A row of windows of 2 x 2 places, stride 2, behind the convolution of pictures that have one channel:
//   z[q][i][j][n][l] = start[l] + sum_{u,v} w[u window + v][l] x[i + u][2 q + j + v][n],   i, j < 2;  u, v < window
struct PooledRow {
  int window, windows, images, lanes;  // window: 3 or 5; lanes: 16 or 32
  const float* x;                      // x[row][col][n] = x[row x_row + col x_col + n]
  ptrdiff_t x_row, x_col;
  const float *w, *start;  // w[tap][l] = w[tap lanes + l]
  float* y;                // y[q][n][l] = y[q y_window + n lanes + l]
  ptrdiff_t y_window;
  uint8_t* winner;  // as y; null if nobody asks
};

// Back through a row of windows of a 3 x 3 convolution. Only the winners have a gradient:
//   dw[u 3 + v][l] += sum_{q,n} dz[q][n][l] x[n][i + u][2 q + j + v],   2 i + j = winner[q][n][l]
//   db[l] += sum_{q,n} dz[q][n][l]
struct PooledRowGradient {
  int windows, images, lanes;
  const float* x;  // x[n][row][col] = x[n x_image + row x_row + col]; 8 floats from (row, 2 q) on may be read
  ptrdiff_t x_image, x_row;
  const float* dz;  // dz[q][n][l] = dz[q z_window + n lanes + l]
  const uint8_t* winner;
  ptrdiff_t z_window;
  float *dw, *db;  // dw[tap][l] = dw[tap w_tap + l]
  ptrdiff_t w_tap;
};

// Winners of a max-pool behind one filter of a 3 x 3 convolution: winner e has the gradient value[e], and the window that
// it was computed from begins at x[at[e]].
struct Winners {
  int count, lanes;  // lanes: 16 or 32 channels side by side
  const float* value;
  const int* at;
  float* x;  // x[e][u][v][l] = x[at[e] + u x_row + v x_col + l]
  ptrdiff_t x_row, x_col;
  float* w;  // w[u][v][l] = w[(3 u + v) lanes + l]
};

struct Kernels {
  const char* isa;  // "scalar", "sse2", "avx2", "avx512", "avx512vnni", "avx512amx", "neon", "wasm128"

  void (*product)(const Product& p);

  // c[i][j] = sum_k a[i][k] b[j][k],   i < rows, j < cols, k < n     rows are a_row, b_row and c_row floats apart
  void (*dots)(int rows, int cols, int n, const float* a, ptrdiff_t a_row, const float* b, ptrdiff_t b_row, float* c,
               ptrdiff_t c_row);

  // y[j][i] = x[i][j],   i < rows, j < cols     rows of x are x_stride apart, rows of y y_stride
  void (*transpose)(int rows, int cols, const float* x, int x_stride, float* y, int y_stride);

  float (*sum)(int n, const float* x);                                             // sum_i x_i
  float (*dot)(int n, const float* x, const float* y);                             // sum_i x_i y_i
  float (*squared_distance)(int n, const float* x, const float* y);                // sum_i (x_i - y_i)^2
  float (*max)(int n, const float* x);                                             // max_i x_i, n >= 1
  void (*add)(int n, const float* x, float* y);                                    // y += x
  void (*axpy)(int n, float alpha, const float* x, float* y);                      // y += alpha x
  void (*scale_shift)(int n, float a, float b, const float* x, float* y);          // y = a x + b
  void (*centre_scale)(int n, float m, float a, const float* x, float* y);         // y = (x - m) a
  void (*bytes_scale_shift)(int n, float a, float b, const uint8_t* x, float* y);  // the same from bytes

  void (*exp)(int n, const float* x, float* y);                                 // y = e^x        (rel. error < 3e-7)
  void (*log)(int n, const float* x, float* y);                                 // y = ln x, x > 0 and normal
  void (*tanh)(int n, const float* x, float* y);                                // y = tanh x     (abs. error < 3e-7)
  void (*sigmoid)(int n, const float* x, float* y);                             // y = 1 / (1 + e^-x)
  void (*relu)(int n, const float* x, float* y);                                // y = max(x, 0)
  void (*relu_backward)(int n, const float* y, const float* dy, float* dx);     // dx = y > 0 ? dy : 0
  void (*tanh_backward)(int n, const float* y, const float* dy, float* dx);     // dx = dy (1 - y^2)
  void (*sigmoid_backward)(int n, const float* y, const float* dy, float* dx);  // dx = dy y (1 - y)

  // Batch-norm over one channel's plane: dx = a (dy - b - c x_hat),  x_hat = (y - beta) / gamma is handed in as x.
  void (*norm_backward)(int n, float a, float b, float c, const float* dy, const float* x_hat, float* dx);

  // 2x2 pooling of two rows, stride 2: y[j] = max of the four; arg[j] = 0..3, the first winner in reading order.
  void (*max_pool_2x2)(int n_out, const float* row0, const float* row1, float* y, uint8_t* arg);

  void (*conv_pool)(const PooledRow& row);  // y = max(0, max_{i,j} z), winner = 2 i + j of the first greatest
  void (*conv_winners)(const PooledRowGradient& row);
  int picked;  // filters that conv_winners picks at once; with 1 a product of mostly zeros is faster

  void (*gather_winners)(const Winners& q);  // w[u][v][l] += sum_e value[e] x[e][u][v][l]
  void (*spread_winners)(const Winners& q);  // x[e][u][v][l] += value[e] w[u][v][l], one e after the other

  // The same values of `places` pictures (a pooling window's), x[0..places): y = max(least, max over them), winner = the
  // first place of the greatest.
  void (*max_of)(int n, int places, float least, const float* const* x, float* y, uint8_t* winner);
  void (*to_winner)(int n, int place, const uint8_t* winner, const float* dy,
                    float* dx);                                                      // dx = winner = place ? dy : 0
  void (*masked_scale)(int n, float a, const float* y, const float* dy, float* dx);  // dx = y > 0 ? a dy : 0

  // Rows of `lanes` = 16 or 32 values side by side, lane l with its own constants.
  void (*lane_sums)(int rows, int lanes, const float* x, float* s);  // s[l] += sum_r x[r][l]
  void (*lane_products)(int rows, int lanes, const float* x, const float* y,
                        float* s);  // s[l] += sum_r x[r][l] y[r][l]
  void (*lane_squares)(int rows, int lanes, const float* m, const float* x,
                       float* s);  // s[l] += sum_r (x[r][l] - m[l])^2
  void (*lane_affine)(int rows, int lanes, const float* a, const float* b, const float* x,
                      float* y);  // y = a[l] x + b[l]
  // dx = a[l] g + b[l] x + c[l];   0 where x <= 0 if `relu`
  void (*lane_blend)(int rows, int lanes, const float* a, const float* b, const float* c, bool relu, const float* g,
                     const float* x, float* dx);

  // Philox 4x32-10 (Salmon et al. 2011): out[4 i + w] = word w of the block (position + i, sample, purpose, epoch).
  void (*philox)(int blocks, uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch,
                 uint32_t* out);

  // The same 32 channels at one place (place = block of channels * places + place) of many samples:
  //   y[r][l] = half[r][l] >= threshold ? scale x[r][l] : 0,    l < lanes
  // half[r][l] is the 16-bit half number l (the low half of a word first) of Philox at (4 place, sample of row r,
  // purpose, epoch); row r belongs to samples[r], or to sample first + r where samples is null. lanes is 16 or 32, rows
  // follow one another without gaps, and y may be x.
  void (*dropout)(int rows, int lanes, const DropoutStream& stream, uint32_t place, const int* samples, int first,
                  const float* x, float* y);

  // Multiply-adds in registers and nothing else, for measuring the peak: returns how many FLOP that were, and in *mean
  // what came out (kernels/peak.inl).
  int64_t (*fma_peak)(int rounds, float* mean);

  void (*sgd_step)(int n, float rate, float mu, bool nesterov, const float* g, float* v, float* p);
  void (*adam_step)(int n, const AdamStep& s, const float* g, float* m, float* v, float* p);

  // Bytes. Every integer result is exact as long as it fits: these sums modulo 2^32, so for n <= 66,051 = 2^32 / 255^2.
  uint32_t (*sum_u8)(int n, const uint8_t* x);                                 // sum_i x_i
  uint32_t (*dot_u8)(int n, const uint8_t* x, const uint8_t* y);               // sum_i x_i y_i
  uint32_t (*squared_distance_u8)(int n, const uint8_t* x, const uint8_t* y);  // sum_i (x_i - y_i)^2

  // How far rows lie apart, in the other metrics that neighbours are measured by (kernels/metrics.inl). Exact for bytes.
  uint32_t (*absolute_distance_u8)(int n, const uint8_t* x, const uint8_t* y);   // sum_i |x_i - y_i|
  uint64_t (*cubic_distance_u8)(int n, const uint8_t* x, const uint8_t* y);      // sum_i |x_i - y_i|^3
  uint32_t (*largest_difference_u8)(int n, const uint8_t* x, const uint8_t* y);  // max_i |x_i - y_i|
  float (*absolute_distance)(int n, const float* x, const float* y);
  float (*cubic_distance)(int n, const float* x, const float* y);
  float (*largest_difference)(int n, const float* x, const float* y);
  // min_j of_row + of_col[j] - 2 products[j], modulo 2^32; 2^32 - 1 for n = 0: the least of a tile's squared distances
  uint32_t (*least_distance)(int n, uint32_t of_row, const uint32_t* of_col, const int32_t* products);
  // Writes the j, in order, where such a distance is at most `limit`, and returns how many there are; found has room for
  // n + 16, and what lies behind them may be overwritten (kernels/within.inl).
  int (*within_distance)(int n, uint32_t limit, uint32_t of_row, const uint32_t* of_col, const int32_t* products,
                         int* found);

  // Many dot products at once: the block of C that is kept in registers, and how many consecutive k lie side by side in a
  // unit of 32 bits: 4 of 8 bits or 2 of 16 bits, the first k lowest. In a, `byte_run` units of one row follow one
  // another. C is summed modulo 2^32, so it is exact for a depth up to 65,793 = 2^31 / (255 * 128). gemm_u8.h packs them.
  int byte_rows, byte_cols, byte_group, byte_run;
  // c[i][j] += sum_k a[i][k] (b[j][k] - 128),     i < byte_rows, j < tiles byte_cols
  //   a units (groups / byte_run, byte_rows, byte_run)   b - 128 units (tiles, groups, byte_cols)   whole runs
  void (*gemm_tiles_u8)(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride);

  // bf16: the nearest even, below 2^-126 zero; in pairs y = x0 | x1 << 16.
  void (*to_bf16)(int n, const float* x, uint16_t* y);
  void (*to_bf16_pairs)(int n, const float* x0, const float* x1, uint32_t* y);
  void (*product_bf16)(const Bf16Product& p);

  // Rows of doubles (core/linalg.h). Rows of one matrix are its stride apart.
  // c[i][j] += alpha sum_k a[i][k] b[j][k],   i < rows, j < cols, k < n
  void (*dots_f64)(int rows, int cols, int n, double alpha, const double* a, ptrdiff_t a_row, const double* b,
                   ptrdiff_t b_row, double* c, ptrdiff_t c_row);
  // a[i][j] -= p[i] w[j] + q[i] v[j],  then  y[i] = sum_j a[i][j] u[j],   i < rows, j < n
  void (*rank2_f64)(int rows, int n, const double* p, const double* q, const double* v, const double* w,
                    const double* u, double* a, ptrdiff_t a_row, double* y);
  // y[i] -= 2 (y[i] . v) v: every row is reflected in the plane across the unit vector v
  void (*reflect_f64)(int rows, int n, const double* v, double* y, ptrdiff_t y_row);
  // For k = 0, 1, ... count - 1 in turn, rows x = row k and z = row k + 1 become c x + s z and c z - s x, with
  // c = cs[2 k], s = cs[2 k + 1]; then the same with the `later` pairs of `next`, later <= count (0: next may be null).
  void (*rotate_f64)(int cols, int count, const double* cs, int later, const double* next, double* rows,
                     ptrdiff_t stride);
};

// The set in use: the best that this CPU runs, or the one named by THIMBLE_ISA or use().
const Kernels& active();

// Switches to the named set. False, and no change, if it is unknown or this CPU cannot run it. THIMBLE_ISA is read
// once, at the first call of active(); a wrong name there makes active() fall back to the best set, and `unknown_isa`
// then returns that name, so that a program can report it.
bool use(const char* isa);
const char* unknown_isa();

// Every set that this CPU can run, scalar first, best last.
std::vector<const Kernels*> available();

bool has_tiles(const Kernels& set);  // its product_bf16 is AMX's, many times faster than float32; else far slower

}  // namespace thimble::kernels
