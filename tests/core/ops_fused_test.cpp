#include "core/ops.h"

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

struct Case {
  Shape in;
  int filters;
  Window window, pool;
};
const std::vector<Case> kCases{{{2, 1, 28, 28}, 32, {3, 3}, {2, 2, 2}},
                               {{1, 1, 5, 5}, 1, {2, 2}, {2, 2, 2}},
                               {{11, 3, 13, 12}, 33, {3, 3}, {2, 2, 2}},
                               {{7, 2, 9, 9}, 5, {3, 3, 1, 1, 1, 1, 1}, {3, 3, 3}},
                               {{3, 2, 8, 9}, 4, {3, 2, 2, 1, 0, 1, 1}, {2, 2, 2}},
                               {{4, 2, 9, 8}, 3, {3, 3}, {3, 3, 1}},  // windows overlap: a pixel wins more than once
                               {{0, 2, 6, 6}, 3, {3, 3}, {2, 2, 2}}};

Shape conv_shape(const Case& c) {
  return {c.in[0], c.filters, c.window.out_height(c.in[2]), c.window.out_width(c.in[3])};
}
Shape pooled_shape(const Case& c) {
  const Shape s = conv_shape(c);
  return {s[0], s[1], c.pool.out_height(s[2]), c.pool.out_width(s[3])};
}
Shape filter_shape(const Case& c) { return {c.filters, c.in[1], c.window.height, c.window.width}; }

TEST(MatmulBias, AgreesWithThePlainOps) {
  for (const Shape& size : {Shape{1, 1, 1}, Shape{5, 33, 7}, Shape{130, 40, 300}, Shape{0, 4, 3}, Shape{3, 4, 0}}) {
    const Tensor a = random_tensor({size[0], size[2]}, 1), b = random_tensor({size[2], size[1]}, 2),
                 bias = random_tensor({size[1]}, 3);
    Tensor c({size[0], size[1]}, 99), want({size[0], size[1]});
    matmul(a, b, want);
    add_to_rows(bias, want);
    matmul_bias(a, b, bias, false, c);
    expect_close(c, want, 1e-6);
    relu(want, want);
    matmul_bias(a, b, bias, true, c);
    expect_close(c, want, 1e-6);
  }
  Tensor c({2, 2});
  EXPECT_ERROR(matmul_bias(Tensor(Shape{2, 3}), Tensor(Shape{3, 2}), Tensor(Shape{3}), true, c), usage,
               "matmul_bias: expected 2 biases, got (3)");
}

TEST(Conv2dReluPool, AgreesWithThePlainOps) {
  for (const Case& c : kCases) {
    const Tensor x = random_tensor(c.in, 1), w = random_tensor(filter_shape(c), 2), b = random_tensor({c.filters}, 3);
    Tensor z(conv_shape(c)), want(pooled_shape(c)), y(pooled_shape(c), 99);
    std::vector<uint8_t> places, winner;
    conv2d(x, w, b, c.window, z);
    relu(z, z);
    max_pool(z, c.pool, want, places);
    conv2d_relu_pool(x, w, b, c.window, c.pool, y, winner);
    expect_close(y, want, 1e-6);
    ASSERT_EQ(winner.size(), places.size());
    for (size_t i = 0; i < winner.size(); ++i)
      if (y.data()[i] > 0) {
        ASSERT_EQ(winner[i], places[i]) << "at " << i;
      }
  }
}

TEST(Conv2dReluPool, BackwardAgreesWithThePlainOps) {
  for (const Case& c : kCases) {
    const Tensor x = random_tensor(c.in, 1), w = random_tensor(filter_shape(c), 2), b = random_tensor({c.filters}, 3);
    const Tensor dy = random_tensor(pooled_shape(c), 4);
    Tensor z(conv_shape(c)), dz(conv_shape(c)), y(pooled_shape(c));
    std::vector<uint8_t> winner;
    conv2d(x, w, b, c.window, z);
    relu(z, z);
    max_pool(z, c.pool, y, winner);
    Tensor dx(c.in, 99), dw(filter_shape(c), 1), db({c.filters}, 2);
    max_pool_backward(dy, winner, c.pool, dz);
    relu_backward(z, dz, dz);
    conv2d_input_gradient(dz, w, c.window, dx);
    add_conv2d_weight_gradient(x, dz, c.window, dw);
    add_channel_sums(dz, db);

    Tensor fused_dx(c.in, 99), fused_dw(filter_shape(c), 1), fused_db({c.filters}, 2), nothing;
    conv2d_relu_pool(x, w, b, c.window, c.pool, y, winner);
    conv2d_relu_pool_backward(x, w, y, dy, winner, c.window, c.pool, fused_dx, fused_dw, fused_db);
    expect_close(fused_dx, dx, 1e-6);
    expect_close(fused_dw, dw, 3e-6);
    expect_close(fused_db, db, 3e-6);

    Tensor alone(filter_shape(c), 1);
    conv2d_relu_pool_backward(x, w, y, dy, winner, c.window, c.pool, nothing, alone, nothing);
    expect_close(alone, fused_dw, 0);
  }
}

TEST(Conv2dReluPool, GivesTheSameBytesForAnyThreads) {
  for (const Case& c : {kCases[0], kCases[2], kCases[3], kCases[4]}) {
    const Shape in{40, c.in[1], c.in[2], c.in[3]};
    const Case many{in, c.filters, c.window, c.pool};
    const Tensor x = random_tensor(in, 1), w = random_tensor(filter_shape(many), 2), b = random_tensor({c.filters}, 3);
    const Tensor dy = random_tensor(pooled_shape(many), 4);
    expect_same_bytes_for_any_threads([&] {
      std::vector<Tensor> out{Tensor(pooled_shape(many)), Tensor(in), Tensor(filter_shape(many)), Tensor(b.shape())};
      std::vector<uint8_t> winner;
      conv2d_relu_pool(x, w, b, many.window, many.pool, out[0], winner);
      conv2d_relu_pool_backward(x, w, out[0], dy, winner, many.window, many.pool, out[1], out[2], out[3]);
      return out;
    });
  }
}

TEST(Conv2dReluPool, NamesTheShapesThatDoNotFit) {
  const Tensor x({1, 1, 6, 6}), w({2, 1, 3, 3});
  Tensor y({1, 2, 2, 2}), wrong({1, 2, 4, 4}), dw({2, 1, 3, 2}), nothing;
  std::vector<uint8_t> winner(8);
  EXPECT_ERROR(conv2d_relu_pool(x, w, {}, {3, 3}, {2, 2, 2}, wrong, winner), usage,
               "conv2d_relu_pool: expected results of shape (1, 2, 2, 2), got (1, 2, 4, 4)");
  EXPECT_ERROR(conv2d_relu_pool(x, w, Tensor(Shape{3}), {3, 3}, {2, 2, 2}, y, winner), usage,
               "conv2d_relu_pool: expected 2 biases, got (3)");
  EXPECT_ERROR(conv2d_relu_pool_backward(x, w, y, y, winner, {3, 3}, {2, 2, 2}, nothing, dw, nothing), usage,
               "conv2d_relu_pool_backward: expected gradients of shape (2, 1, 3, 3)");
}

}  // namespace
}  // namespace thimble
