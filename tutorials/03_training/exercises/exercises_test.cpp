#include "exercises.h"

#include "data/synthetic.h"
#include "exercise/exercise.h"
#include "nn/spec.h"
#include "nn/trainer.h"

namespace thimble {
namespace {

class Training : public Exercise {};

// Modify. L = w^2 from w = 1: v = -0.2, w = 1 + 0.9 (-0.2) - 0.1 2 = 0.62, and so on.
TEST_F(Training, NesterovLooksAhead) {
  float v = 0, w = 1;
  nesterov_step(0.1f, 0.9f, 2 * w, v, w);
  EXPECT_NEAR(v, -0.2, 1e-6);
  EXPECT_NEAR(w, 0.62, 1e-6);
  nesterov_step(0.1f, 0.9f, 2 * w, v, w);
  EXPECT_NEAR(v, -0.304, 1e-6);
  EXPECT_NEAR(w, 0.2224, 1e-6);
}

// Complete.
TEST_F(Training, AdamCorrectsItsAverages) {
  double w = 1;
  AdamState state;
  adam_step(0.1, 2 * w, state, w);
  EXPECT_NEAR(w, 0.9, 1e-6) << "the first step is as long as the learning rate";
  adam_step(0.1, 2 * w, state, w);
  EXPECT_NEAR(w, 0.80041, 1e-5);
}

TEST_F(Training, AdamAgreesWithTheLibrary) {
  double w = 1;
  AdamState state;
  Parameter p{"w", Tensor({1}, {1}), Tensor({1})};
  Parameter* const parameters[] = {&p};
  Adam adam;
  for (int step = 1; step <= 40; ++step) {
    adam_step(0.1, 2 * w, state, w);
    p.grad(0) = 2 * p.value(0);
    adam.step(parameters, 0.1f);
    ASSERT_NEAR(w, p.value(0), 1e-4) << "step " << step;
  }
}

// Make. The same order, the same sums: not about the same weights as the library's, the same bits.
TEST_F(Training, YourLoopMakesTheTrainersWeights) {
  const Dataset data = blobs(50, 3, 4, 0.3f, 1);
  Sequential yours = parse_network("dense 8, relu, dense 3"), ours = parse_network("dense 8, relu, dense 3");
  yours.build({4}, 1);
  ours.build({4}, 1);
  const std::string before = yours.weights_sha256();
  Adam one, other;
  train(yours, one, data, 3, 16, 0.01f, 7);
  Trainer(ours, other, data, nullptr,
          {.epochs = 3, .batch_size = 16, .learning_rate = constant(0.01f), .augment = nullptr, .seed = 7})
      .run();
  ASSERT_NE(yours.weights_sha256(), before) << "nothing was trained";
  EXPECT_NEAR(evaluate(yours, data).loss, evaluate(ours, data).loss, 1e-3);
  EXPECT_EQ(yours.weights_sha256(), ours.weights_sha256());
}

}  // namespace
}  // namespace thimble
