// A network whose products are of bf16 numbers: near its float32 twin, deterministic, and no slower to learn.
#include "nn/compute.h"

#include "core/ops.h"
#include "core/threads.h"
#include "nn/allocation_count.h"
#include "nn/layer_support.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

// What S3-1, S4-5 and S4-1 are made of, small.
constexpr const char* kNormed =
    "conv 32 3x3 same, relu, batch_norm, dropout 0.3, conv 40 3x3 same, relu, batch_norm, dropout 0.4, max_pool 2, "
    "conv 20 5x5 same, relu, max_pool 2, flatten, dense 48, relu, batch_norm, dropout 0.5, dense 10";
constexpr const char* kNets[] = {
    kNormed,
    "conv 32 3x3, relu, max_pool 2, dropout 0.25, conv 40 3x3, relu, max_pool 2, flatten, dense 24, relu, dense 10",
    "flatten, dense 64, relu, dense 33, relu, dense 10"};

Sequential network(const char* text, Compute compute) {
  Sequential net = parse_network(text);
  net.compute(compute);
  net.build({1, 12, 12}, 5);
  return net;
}

// Forward and back; `z` is what comes out.
void step(Sequential& net, const Tensor& x, const Tensor& dz, Tensor& z) {
  static const std::vector<int> kSamples = [] {
    std::vector<int> samples;
    for (int n = 0; n < 100; ++n) samples.push_back(3000 - 7 * n);
    return samples;
  }();
  const Pass pass{.mode = Mode::train,
                  .key = Key(6, Purpose::dropout, 1),
                  .samples = std::span(kSamples).subspan(0, static_cast<size_t>(x.dim(0)))};
  copy(net.forward(x, pass), z);
  net.zero_gradients();
  net.backward(dz);
}

void expect_near_twin(const char* text, double tolerance) {
  SCOPED_TRACE(text);
  Sequential exact = network(text, Compute::float32), rough = network(text, Compute::bf16);
  for (const int batch : {37, 3, 64}) {
    const Tensor x = random_tensor({batch, 1, 12, 12}, 3), dz = random_tensor({batch, 10}, 4);
    Tensor z({batch, 10}), z16({batch, 10});
    step(exact, x, dz, z);
    step(rough, x, dz, z16);
    EXPECT_LT(distance(z16, z), 0.03) << "batch " << batch;
    EXPECT_GT(distance(z16, z), 1e-4) << "batch " << batch;
    for (size_t i = 0; i < exact.parameters().size(); ++i) {
      const Parameter &a = *rough.parameters()[i], &b = *exact.parameters()[i];
      if (!b.trainable) continue;
      EXPECT_LT(distance(a.grad, b.grad), tolerance) << b.name << ", batch " << batch;
    }
  }
}

// A value is rounded by up to 2^-9 = .002 of itself, at random; a few layers of that do not pass .03.
TEST(Compute, Bf16IsNearFloat32ForwardAndBack) {
  expect_near_twin(
      "conv 32 3x3 same, tanh, conv 40 3x3 same, avg_pool 2, conv 20 5x5, tanh, flatten, dense 48, dense 10", 0.03);
  expect_near_twin("flatten, dense 64, tanh, dense 33, tanh, dense 10", 0.03);
}

// A unit that changes sides at a ReLU, or another winner in a pool, moves a gradient by more than rounding does.
TEST(Compute, Bf16IsNearFloat32ExceptForUnitsThatChangeSides) {
  for (const char* text : kNets) expect_near_twin(text, 0.5);
}

TEST(Compute, PlainLayersStayFloat32) {
  Sequential exact = network(kNets[0], Compute::float32), plain = network(kNets[0], Compute::bf16);
  exact.fuse(false);
  plain.fuse(false);
  const Tensor x = random_tensor({5, 1, 12, 12}, 3);
  EXPECT_EQ(distance(plain.forward(x), exact.forward(x)), 0);
}

TEST(Compute, SwitchingBackGivesFloat32Again) {
  Sequential net = network(kNets[1], Compute::float32);
  const Tensor x = random_tensor({5, 1, 12, 12}, 3);
  const Tensor before = net.forward(x);  // a copy
  net.compute(Compute::bf16);
  EXPECT_GT(distance(net.forward(x), before), 1e-4);
  net.compute(Compute::float32);
  EXPECT_EQ(distance(net.forward(x), before), 0);
}

std::string weights_after_steps(const char* text) {
  Sequential net = network(text, Compute::bf16);
  Adam adam;
  const Tensor x = random_tensor({37, 1, 12, 12}, 3), dz = random_tensor({37, 10}, 4);
  Tensor z({37, 10});
  for (int i = 0; i < 3; ++i) {
    step(net, x, dz, z);
    adam.step(net.parameters(), 0.01f);
  }
  return net.weights_sha256();
}

TEST(Compute, Bf16GivesTheSameWeightsForAnyThreads) {
  for (const char* text : kNets) {
    set_threads(1);
    const std::string one = weights_after_steps(text);
    for (const int n : {2, 3, 7}) {
      set_threads(n);
      EXPECT_EQ(weights_after_steps(text), one) << n << " threads, " << text;
    }
  }
  set_threads(0);
}

TEST(Compute, AStepOfBf16InItsStrideAllocatesNothing) {
  set_threads(2);
  for (const char* text : kNets) {
    Sequential net = network(text, Compute::bf16);
    const Tensor x = random_tensor({37, 1, 12, 12}, 3), dz = random_tensor({37, 10}, 4);
    Tensor z({37, 10});
    long allocated = 1;
    for (int attempt = 0; attempt < 50 && allocated != 0; ++attempt) {  // until every thread has met every piece
      const long before = allocations();
      for (int i = 0; i < 3; ++i) step(net, x, dz, z);
      allocated = allocations() - before;
    }
    EXPECT_EQ(allocated, 0) << text;
  }
  set_threads(0);
}

// A training of bars that tells the two kinds apart, on wide layers.
struct Bars {
  Dataset train = toy_bars(62, 1);
  Sequential net;
  Adam adam;
  Trainer trainer;
  explicit Bars(Compute compute)
      : net(parse_network("conv 20 3x3 same, relu, conv 20 3x3, relu, max_pool 2, flatten, dense 20, relu, dense 2")),
        trainer((net.compute(compute), net.build({1, 8, 8}, 11), net), adam, train, nullptr,
                {.epochs = 8, .batch_size = 8, .learning_rate = constant(0.003f), .seed = 4}) {}
};

TEST(Compute, Bf16Learns) {
  Bars bars(Compute::bf16);
  bars.trainer.run();
  EXPECT_GE(evaluate(bars.net, bars.train).accuracy, 0.95);
}

TEST(Compute, ACheckpointKeepsTheNumbersThatItWasComputedIn) {
  Bars whole(Compute::bf16), first(Compute::bf16), second(Compute::bf16), other(Compute::float32);
  whole.trainer.run();
  for (int i = 0; i < 11; ++i) first.trainer.step();
  Record record;
  first.trainer.save(record);
  EXPECT_EQ(record.text("trainer.compute"), "bf16");
  second.trainer.load(record);
  second.trainer.run();
  EXPECT_EQ(second.net.weights_sha256(), whole.net.weights_sha256());
  EXPECT_ERROR(other.trainer.load(record), data, "trainer.compute: expected \"float32\", found \"bf16\"");
}

TEST(Compute, NamesAreReadBack) {
  EXPECT_EQ(to_text(parse_compute("bf16")), "bf16");
  EXPECT_EQ(to_text(parse_compute("float32")), "float32");
  EXPECT_ERROR(parse_compute("fp8"), usage, "expected float32, bf16 or tf32, got \"fp8\"");
}

}  // namespace
}  // namespace thimble
