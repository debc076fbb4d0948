// The seam between the mathematics and the machine: every computation on tensors that layers, losses and optimizers
// need.
//
// A layer says *what* in terms of these functions; the files ops_*.cpp say *how* (which kernel, which split over
// threads). Outputs must already have their shape: an op checks shapes and never allocates results. An empty output
// tensor where the text says "may be empty" means "nobody wants it", and its computation is left out.
//
// Tensors live on the CPU or on a device (core/device.h): an op runs where all of its tensors are, else it says who is
// where.
//
// Letters: N images of C channels and H x W pixels in, F channels and P x Q pixels out. Row-major, NCHW.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/device.h"
#include "core/rng.h"
#include "core/tensor.h"

namespace thimble {

// Matrices (ops_matmul.cpp).

// A matrix seen through strides: element (i, j) is data[i * row_stride + j * col_stride].
struct Matrix {
  const float* data;
  int rows, cols, row_stride, col_stride;
  const Device* device;  // where the data are; null: on the CPU
  Matrix(const float* d, int r, int c, int rs, int cs, const Device* there = nullptr)
      : data(d), rows(r), cols(c), row_stride(rs), col_stride(cs), device(there) {}
  Matrix(const Tensor& t);  // rows = first axis, cols = all the others together
};

Matrix transposed(const Matrix& m);                            // swaps rows and cols and the strides; moves no data
void matmul(const Matrix& a, const Matrix& b, Tensor& c);      // C  = A B        c may be empty
void add_matmul(const Matrix& a, const Matrix& b, Tensor& c);  // C += A B        c may be empty
// C = A B + bias, then ReLU if `relu`
void matmul_bias(const Matrix& a, const Matrix& b, const Tensor& bias, bool relu, Tensor& c);
void add_to_rows(const Tensor& bias, Tensor& y);      // Y[n, :] += bias
void add_column_sums(const Tensor& dy, Tensor& out);  // out += sum_n dY[n, :]

// Convolution (ops_conv.cpp).

// Stride and zero padding of a window that slides over a picture. Before and after may differ ("same" with even sizes).
struct Window {
  int height, width;  // of the window
  int stride = 1;
  int top = 0, left = 0, bottom = 0, right = 0;  // rows and columns of zeros around the picture
  int out_height(int in_height) const { return (in_height + top + bottom - height) / stride + 1; }
  int out_width(int in_width) const { return (in_width + left + right - width) / stride + 1; }
};

// Y[n,f,p,q] = sum_{c,u,v} W[f,c,u,v] X[n,c, p s + u - top, q s + v - left] + b[f]
// X (N, C, H, W)   W (F, C, U, V)   b (F), may be empty   Y (N, F, P, Q)
void conv2d(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, Tensor& y);
// dX[n,c,i,j] = sum over all (f,p,q,u,v) with p s + u - top = i, q s + v - left = j of W[f,c,u,v] dY[n,f,p,q]
void conv2d_input_gradient(const Tensor& dy, const Tensor& w, const Window& window, Tensor& dx);  // may be empty
// dW[f,c,u,v] += sum_{n,p,q} dY[n,f,p,q] X[n,c, p s + u - top, q s + v - left]
void add_conv2d_weight_gradient(const Tensor& x, const Tensor& dy, const Window& window, Tensor& dw);
void add_channel_sums(const Tensor& dy, Tensor& out);  // out[f] += sum_{n,p,q} dY[n,f,p,q]

// Pooling (ops_pool.cpp).

// Y = max over each window; winner = its place in the window in reading order (the first of equals); a window has at
// most 256 places. Rows and columns that fill no whole window are dropped. On a device nothing is noted: the second
// max_pool_backward finds the winners again, as the first place of x that has the value of y.
void max_pool(const Tensor& x, const Window& window, Tensor& y, std::vector<uint8_t>& winner);
void max_pool_backward(const Tensor& dy, const std::vector<uint8_t>& winner, const Window& window, Tensor& dx);
void max_pool_backward(const Tensor& x, const Tensor& y, const Tensor& dy, const Window& window, Tensor& dx);
void avg_pool(const Tensor& x, const Window& window, Tensor& y);  // the mean over each window
void avg_pool_backward(const Tensor& dy, const Window& window, Tensor& dx);

// Batch normalisation (ops_norm.cpp); x (N, C, ...): statistics over all axes but the second.

// mean = sum x / m,   variance = sum (x - mean)^2 / m      m values a channel, summed in double
void channel_moments(const Tensor& x, Tensor& mean, Tensor& variance);
// x_hat = (x - mean) / sqrt(variance + epsilon),   y = gamma x_hat + beta        x_hat may be empty
void normalise(const Tensor& x, const Tensor& mean, const Tensor& variance, float epsilon, const Tensor& gamma,
               const Tensor& beta, Tensor& x_hat, Tensor& y);
// With m values a channel (Ioffe & Szegedy 2015, section 3):
//   dgamma += sum dy x_hat,   dbeta += sum dy
//   dx = gamma / sqrt(variance + epsilon) (dy - sum(dy) / m - x_hat sum(dy x_hat) / m)       dx may be empty
void normalise_backward(const Tensor& dy, const Tensor& x_hat, const Tensor& variance, float epsilon,
                        const Tensor& gamma, Tensor& dgamma, Tensor& dbeta, Tensor& dx);

// One value at a time (ops_elementwise.cpp).

void relu(const Tensor& x, Tensor& y);                                 // y = max(x, 0)
void relu_backward(const Tensor& y, const Tensor& dy, Tensor& dx);     // dx = y > 0 ? dy : 0
void sigmoid(const Tensor& x, Tensor& y);                              // y = 1 / (1 + e^-x)
void sigmoid_backward(const Tensor& y, const Tensor& dy, Tensor& dx);  // dx = dy y (1 - y)
void tanh(const Tensor& x, Tensor& y);
void tanh_backward(const Tensor& y, const Tensor& dy, Tensor& dx);          // dx = dy (1 - y^2)
void softmax(const Tensor& x, Tensor& y);                                   // y[n,k] = e^x[n,k] / sum_j e^x[n,j]
void softmax_backward(const Tensor& y, const Tensor& dy, Tensor& dx);       // dx = y (dy - sum_j dy_j y_j)
void copy(const Tensor& x, Tensor& y);                                      // equal sizes; the shapes may differ
void gather_rows(const Tensor& all, std::span<const int> rows, Tensor& x);  // x[n] = all[rows[n]]
// y = x mask / (1 - p), mask = 1 with probability 1 - p rounded to a multiple of 2^-16. Channel c at place s of the
// S = H W places of a picture (a flat feature c: S = 1, s = 0) has the number e = ((c / 32) S + s) 32 + c % 32, and its
// mask is 1 iff the 16-bit half e of the stream (key, samples[n]) is >= round(65536 p): half e % 2, the low one first,
// of word (e % 8) / 2 of bits(key, samples[n], e / 8). Blocks of 32 channels side by side thus read whole blocks.
// With an empty `samples`, row n stands for sample n. The same call on dY makes the same mask again.
void dropout(const Tensor& x, float p, const Key& key, std::span<const int> samples, Tensor& y);
// mean over n of -sum_k t[n,k] ln softmax(z[n])[k];  dz = (softmax(z) - t) / N, may be empty. The target t of a label is
// (1 - smoothing) one_hot(label) + smoothing / K.
double softmax_cross_entropy(const Tensor& z, std::span<const int> labels, Tensor& dz, float smoothing = 0);
double softmax_cross_entropy(const Tensor& z, const Tensor& targets, Tensor& dz);  // targets (N, K): rows sum to 1
// The same, but what comes out is kept where it is computed, so that nobody waits for it: tally (rows, 2) gets in its row
// `row` the loss and the number of rows of z whose largest value (the first of equals) is at the label.
void softmax_cross_entropy(const Tensor& z, std::span<const int> labels, Tensor& dz, float smoothing, int row,
                           Tensor& tally);
void tally_squares(float factor, const Tensor& x, int row, Tensor& tally);  // tally[row, 0] += factor sum x^2
// mean of (y - t)^2 over all N K values;  dy = 2 (y - t) / (N K), may be empty
double squared_error(const Tensor& y, const Tensor& targets, Tensor& dy);

// Updates (ops_update.cpp).

// v = mu v - rate g;  p += v,  or with Nesterov p += mu v - rate g
void sgd_step(float rate, float mu, bool nesterov, const Tensor& g, Tensor& v, Tensor& p);
// Kingma & Ba 2015, Algorithm 1, at step t = 1, 2, ...; epsilon is added to sqrt(v_hat), or as "epsilon hat" to sqrt(v)
void adam_step(float rate, float beta1, float beta2, float epsilon, bool epsilon_hat, int64_t t, const Tensor& g,
               Tensor& m, Tensor& v, Tensor& p);
void add_scaled(float alpha, const Tensor& x, Tensor& y);    // y += alpha x
void move_towards(float share, const Tensor& x, Tensor& y);  // y = (1 - share) y + share x
void multiply_by(float factor, Tensor& x);                   // x = factor x
void scale_to_unit(const Tensor& x, Tensor& y);              // y = x / (|x| + 1e-7), |x|^2 in double
double sum_of_squares(const Tensor& x);                      // in double
bool all_finite(const Tensor& x);

}  // namespace thimble
