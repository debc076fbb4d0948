#include "exercises.h"

#include <numeric>

#include "core/ops.h"
#include "data/synthetic.h"
#include "exercise/exercise.h"
#include "nn/dense.h"
#include "nn/flatten.h"
#include "nn/sequential.h"
#include "nn/trainer.h"

namespace thimble {
namespace {

class Scaling : public Exercise {};

// Modify.
TEST_F(Scaling, StandardisedPixelsHaveMean0AndVariance1) {
  Dataset train = bars(50, 8, 0.2f, 1), test = bars(20, 8, 0.4f, 2);
  standardise(train, test);
  std::vector<int> all(size_t(train.size()));
  std::iota(all.begin(), all.end(), 0);
  Tensor x;
  train.x.gather(all, x);
  double sum = 0;
  for (const float v : x.values()) sum += v;
  EXPECT_NEAR(sum / x.size(), 0, 1e-5);
  EXPECT_NEAR(sum_of_squares(x) / x.size(), 1, 1e-4);
  EXPECT_EQ(test.x.scale, train.x.scale) << "the test set is measured with the training set's ruler";
  EXPECT_EQ(test.x.shift, train.x.shift);
}

// Complete.
TEST_F(Scaling, AUnitIsSilentIfItIsSilentForEveryPicture) {
  const Tensor y({3, 4}, {0, 0, 2, 0,  //
                          0, 1, 0, 0,  //
                          0, 0, 0, 5});
  EXPECT_EQ(silent_units(y), 1);  // the first one alone
}

// Make.
TEST_F(Scaling, LeakyReluLetsATenthThrough) {
  const Tensor x({1, 4}, {-2, -0.5f, 0.5f, 2}), dy({1, 4}, {1, 2, 3, 4});
  Tensor y({1, 4}), dx({1, 4});
  LeakyRelu layer(0.1f);
  layer.forward(x, y, {});
  layer.backward(x, y, dy, dx);
  const float expected_y[] = {-0.2f, -0.05f, 0.5f, 2}, expected_dx[] = {0.1f, 0.2f, 3, 4};
  for (int i = 0; i < 4; ++i) {
    EXPECT_FLOAT_EQ(y(0, i), expected_y[i]) << "forward, value " << i;
    EXPECT_FLOAT_EQ(dx(0, i), expected_dx[i]) << "backward, value " << i;
  }
}

// The weights of a network whose every hidden unit is negative for every picture still get a gradient.
TEST_F(Scaling, LeakyReluCannotDie) {
  Sequential net{Flatten(), Dense(4), LeakyRelu(0.1f), Dense(2)};
  const Dataset data = bars(8, 8, 0.1f, 1);
  net.build(data.x.network_shape(), 1);
  net.parameters()[1]->value.fill(-1000);
  const std::vector<int> rows = {0, 1, 2, 3, 4, 5, 6, 7};
  Tensor x, dz({8, 2});
  data.x.gather(rows, x);
  softmax_cross_entropy(net.forward(x, {.mode = Mode::train}), data.labels, dz);
  net.zero_gradients();
  net.backward(dz);
  EXPECT_GT(sum_of_squares(net.parameters()[0]->grad), 0);
}

}  // namespace
}  // namespace thimble
