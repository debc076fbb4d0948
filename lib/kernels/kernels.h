// The inner loops of the library, one set for each instruction set that this machine could run.
//
// `scalar.cpp` states every kernel as its formula in plain loops: it is the specification. `simd.inl` says the same
// once more for vectors and is compiled once per instruction set. All pointers may be unaligned, n may be 0, and
// nothing is checked: the callers in core/ops_*.cpp have done that.
#pragma once

#include <cstdint>
#include <vector>

namespace thimble::kernels {

// What one Adam step needs besides its four arrays (Kingma & Ba 2015, Algorithm 1).
struct AdamStep {
  float rate;  // eta sqrt(1 - beta2^t) / (1 - beta1^t)
  float beta1, beta2;
  float epsilon;  // already scaled by sqrt(1 - beta2^t), see core/ops_update.cpp
};

struct Kernels {
  const char* isa;           // "scalar", "sse2", "avx2", "avx512", "neon", "wasm128"
  int tile_rows, tile_cols;  // the block of C that gemm_tile keeps in registers

  // c[i][j] += sum_k a[k][i] b[k][j]     a (depth, tile_rows)   b (depth, tile_cols), packed   c rows c_stride apart
  void (*gemm_tile)(int depth, const float* a, const float* b, float* c, int c_stride);

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

  // Philox 4x32-10 (Salmon et al. 2011): out[4 i + w] = word w of the block (position + i, sample, purpose, epoch).
  void (*philox)(int blocks, uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch,
                 uint32_t* out);

  void (*sgd_step)(int n, float rate, float mu, bool nesterov, const float* g, float* v, float* p);
  void (*adam_step)(int n, const AdamStep& s, const float* g, float* m, float* v, float* p);
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

}  // namespace thimble::kernels
