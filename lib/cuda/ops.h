// The ops of the table in core/device.h, as lib/cuda has them: each in the file named behind it.
#pragma once

#include <span>

#include "core/device_bytes.h"
#include "core/ops.h"
#include "kernels/kernels.h"

namespace thimble::cuda {

// ops_matmul.cu
void matmul(const Matrix& a, const Matrix& b, const Tensor& bias, bool relu, bool add, Tensor& c);

// ops_sums.cu
void add_to_rows(const Tensor& bias, Tensor& y);
void add_column_sums(const Tensor& dy, Tensor& out);
void add_channel_sums(const Tensor& dy, Tensor& out);
void scale_to_unit(const Tensor& x, Tensor& y);
void tally_squares(float factor, const Tensor& x, int row, Tensor& tally);
double sum_of_squares(const Tensor& x);
bool all_finite(const Tensor& x);

// ops_conv.cu
void conv2d(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, Tensor& y);
void conv2d_input_gradient(const Tensor& dy, const Tensor& w, const Window& window, Tensor& dx);
void add_conv2d_weight_gradient(const Tensor& x, const Tensor& dy, const Window& window, Tensor& dw);

// ops_pool.cu
void max_pool(const Tensor& x, const Window& window, Tensor& y);
void max_pool_backward(const Tensor& x, const Tensor& y, const Tensor& dy, const Window& window, Tensor& dx);
void avg_pool(const Tensor& x, const Window& window, Tensor& y);
void avg_pool_backward(const Tensor& dy, const Window& window, Tensor& dx);

// ops_norm.cu
void channel_moments(const Tensor& x, Tensor& mean, Tensor& variance);
void normalise(const Tensor& x, const Tensor& mean, const Tensor& variance, float epsilon, const Tensor& gamma,
               const Tensor& beta, Tensor& x_hat, Tensor& y);
void normalise_backward(const Tensor& dy, const Tensor& x_hat, const Tensor& variance, float epsilon,
                        const Tensor& gamma, Tensor& dgamma, Tensor& dbeta, Tensor& dx);

// ops_elementwise.cu
void relu(const Tensor& x, Tensor& y);
void relu_backward(const Tensor& y, const Tensor& dy, Tensor& dx);
void sigmoid(const Tensor& x, Tensor& y);
void sigmoid_backward(const Tensor& y, const Tensor& dy, Tensor& dx);
void tanh(const Tensor& x, Tensor& y);
void tanh_backward(const Tensor& y, const Tensor& dy, Tensor& dx);
void gather_rows(const Tensor& all, std::span<const int> rows, Tensor& x);

// ops_dropout.cu
void dropout(const Tensor& x, const kernels::DropoutStream& stream, std::span<const int> samples, Tensor& y);

// ops_loss.cu
void softmax(const Tensor& x, Tensor& y);
void softmax_backward(const Tensor& y, const Tensor& dy, Tensor& dx);
void softmax_cross_entropy(const Tensor& z, std::span<const int> labels, float smoothing, Tensor& dz, int row,
                           Tensor& tally);

// ops_update.cu
void sgd_step(float rate, float mu, bool nesterov, const Tensor& g, Tensor& v, Tensor& p);
void adam_step(const kernels::AdamStep& step, const Tensor& g, Tensor& m, Tensor& v, Tensor& p);
void add_scaled(float alpha, const Tensor& x, Tensor& y);
void move_towards(float share, const Tensor& x, Tensor& y);
void multiply_by(float factor, Tensor& x);

// bytes.cu, ops_nearest.cu, ops_centres.cu, ops_gram.cu
void send_bytes(std::span<const uint8_t> bytes, DeviceBytes& sent);
void nearest_bytes(const DeviceBytes& train, const DeviceBytes& queries, int k, std::span<int> index,
                   std::span<uint32_t> squares);
void nearest_centres(const DeviceBytes& x, std::span<const uint8_t> planes, std::span<const uint32_t> start, int bits,
                     std::span<int> labels);
void gram(std::span<const uint8_t> rows, int width, std::span<int64_t> c, std::span<int64_t> sums);

}  // namespace thimble::cuda
