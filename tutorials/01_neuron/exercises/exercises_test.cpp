#include "exercises.h"
#include "core/rng.h"
#include "exercise/exercise.h"
#include "nn/dense.h"

using thimble::Tensor;

class Neuron : public Exercise {};

TEST_F(Neuron, NandIsZeroForTwoOnesOnly) {
  EXPECT_EQ(fires(nand_neuron(), 0, 0), 1) << "inputs 0 and 0";
  EXPECT_EQ(fires(nand_neuron(), 0, 1), 1) << "inputs 0 and 1";
  EXPECT_EQ(fires(nand_neuron(), 1, 0), 1) << "inputs 1 and 0";
  EXPECT_EQ(fires(nand_neuron(), 1, 1), 0) << "inputs 1 and 1";
}

TEST_F(Neuron, DenseLoopsAgreeWithTheLibrary) {
  thimble::Dense layer(4);
  thimble::Rng rng(3);
  layer.build({5}, rng);
  layer.bias().value = Tensor({4}, {0.1f, 0.2f, 0.3f, 0.4f});
  Tensor x({6, 5}), y({6, 4});
  for (float& value : x.values()) value = rng.normal();
  layer.forward(x, y, {});

  const Tensor yours = dense(x, layer.weight().value, layer.bias().value);
  ASSERT_EQ(yours.shape(), y.shape());
  for (int n = 0; n < 6; ++n)
    for (int k = 0; k < 4; ++k) EXPECT_NEAR(yours(n, k), y(n, k), 1e-5) << "sample " << n << ", unit " << k;
}

TEST_F(Neuron, ThreeComputeXor) {
  EXPECT_EQ(exclusive_or(0, 0), 0) << "inputs 0 and 0";
  EXPECT_EQ(exclusive_or(0, 1), 1) << "inputs 0 and 1";
  EXPECT_EQ(exclusive_or(1, 0), 1) << "inputs 1 and 0";
  EXPECT_EQ(exclusive_or(1, 1), 0) << "inputs 1 and 1";
}
