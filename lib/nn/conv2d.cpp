#include "nn/conv2d.h"

#include <algorithm>

#include "core/error.h"

namespace thimble {
namespace {

constexpr int kLargest = 1024;  // window, stride and padding

// Zeros around one axis, so that a window of `size` fits ceil(extent / stride) times: before and after it.
struct Zeros {
  int before, after;
};
Zeros same_padding(int extent, int size, int stride) {
  const int out = (extent - 1) / stride + 1;
  const int zeros = std::max(0, (out - 1) * stride + size - extent);
  return {zeros / 2, zeros - zeros / 2};
}

}  // namespace

Conv2d::Conv2d(Conv2dOptions options) : options_(options) {
  if (options_.kernel_width == 0) options_.kernel_width = options_.kernel;
  const auto in_range = [](const char* what, int value, int least) {
    check(value >= least && value <= kLargest, "conv2d: expected ", what, " of ", least, " to ", kLargest, ", got ",
          value);
  };
  check(options_.filters >= 1, "conv2d: expected at least 1 filter, got ", options_.filters);
  in_range("a window height", options_.kernel, 1);
  in_range("a window width", options_.kernel_width, 1);
  in_range("a stride", options_.stride, 1);
  in_range("a padding", options_.padding, 0);
  check(!options_.same || options_.padding == 0, "conv2d: expected same or pad ", options_.padding, ", got both");
  check(options_.l2 >= 0, "conv2d: expected an l2 of at least 0, got ", options_.l2);
  if (!options_.whitening) return;
  check(options_.filters % 2 == 0, "conv2d: expected an even number of whitening filters, one of each sign, got ",
        options_.filters);
  options_.bias = false;
}

std::string Conv2d::text() const {
  std::string words = thimble::text("conv ", options_.filters, ' ', options_.kernel, 'x', options_.kernel_width);
  if (options_.same) words += " same";
  if (options_.padding > 0) words += " pad " + std::to_string(options_.padding);
  if (options_.stride != 1) words += " stride " + std::to_string(options_.stride);
  if (options_.l2 > 0) words += " l2 " + shortest(options_.l2);
  if (options_.init != Init::glorot_uniform && !options_.whitening) words += " init " + to_text(options_.init);
  if (options_.whitening) return words + " whitening";
  if (!options_.bias) words += " no_bias";
  return words;
}

Shape Conv2d::build(const Shape& in, Rng& rng) {
  check(in.rank() == 3, "conv2d: expected pictures (channels, height, width), got ", in.text());
  const int channels = in[0], filters = options_.filters, u = options_.kernel, v = options_.kernel_width;
  Zeros rows{options_.padding, options_.padding}, cols = rows;
  if (options_.same) {
    rows = same_padding(in[1], u, options_.stride);
    cols = same_padding(in[2], v, options_.stride);
  }
  window_ = {.height = u,
             .width = v,
             .stride = options_.stride,
             .top = rows.before,
             .left = cols.before,
             .bottom = rows.after,
             .right = cols.after};
  check(in[1] + rows.before + rows.after >= u && in[2] + cols.before + cols.after >= v, "conv2d: a window of ", u, 'x',
        v, " does not fit into ", in.text());

  check(!options_.whitening || filters <= 2 * channels * u * v, "conv2d: expected at most ", 2 * channels * u * v,
        " whitening filters, two for each value of a window of ", u, 'x', v, " on ", in.text(), ", got ", filters);

  w_ = make_parameter("weight", {filters, channels, u, v}, 0, !options_.whitening);
  w_.l2 = options_.l2;
  initialise(options_.init, channels * u * v, filters * u * v, rng, w_.value);
  b_ = options_.bias ? make_parameter("bias", {filters}) : Parameter();
  return {filters, window_.out_height(in[1]), window_.out_width(in[2])};
}

void Conv2d::forward(const Tensor& x, Tensor& y, const Pass&) {
  conv2d(x, w_.value, b_.value, window_, y);  // Y = W * X + b
}

void Conv2d::backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor& dx) {
  if (w_.trainable)
    add_conv2d_weight_gradient(x, dy, window_,
                               w_.grad);             // dW[f,c,u,v] += sum_{n,p,q} dY[n,f,p,q] X[n,c,p s + u,q s + v]
  if (options_.bias) add_channel_sums(dy, b_.grad);  // db[f] += sum_{n,p,q} dY[n,f,p,q]
  conv2d_input_gradient(dy, w_.value, window_, dx);  // dX[n,c,i,j] = sum W[f,c,u,v] dY[n,f,p,q] where it was used
}

std::vector<Parameter*> Conv2d::parameters() {
  if (!options_.bias) return {&w_};
  return {&w_, &b_};
}

}  // namespace thimble
