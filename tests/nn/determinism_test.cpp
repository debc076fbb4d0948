// The number of threads changes no bit; a step after the first takes no memory for tensors.
#include <string>
#include <vector>

#include "core/ops.h"
#include "core/threads.h"
#include "nn/allocation_count.h"
#include "nn/layer_support.h"
#include "nn/optimizer.h"
#include "nn/spec.h"

namespace thimble {
namespace {

// Every kind of layer; what runs in panels from end to end; dense layers alone.
constexpr const char* kNets[] = {
    "conv 6 3x3 same, relu, max_pool 2, batch_norm, dropout 0.3, conv 8 3x3, batch_norm, relu, avg_pool 2, flatten, "
    "dense 20, relu, dropout 0.5, dense 10",
    "conv 32 3x3, relu, max_pool 2, dropout 0.25, conv 40 3x3 same stride 2, relu, batch_norm, dropout 0.4, max_pool "
    "2, "
    "conv 48 3x3 same, relu, batch_norm, flatten, dense 40, relu, batch_norm, dropout 0.5, dense 10",
    "flatten, dense 64, relu, dense 33, relu, dropout 0.2, dense 10",
    "conv 33 3x3 same, relu, max_pool 4, residual ( conv 33 3x3 same, relu, batch_norm, dropout 0.2 ), residual ( "
    "tanh, "
    "conv 33 1x1 ), max_pool 7, flatten, dense 10, scale 0.25"};

// Mini-batches of noise through a network.
class Steps {
 public:
  explicit Steps(const char* text, bool fused = true) : net_(parse_network(text)) {
    net_.fuse(fused);
    net_.build({1, 28, 28}, 4);
    for (int n = 0; n < kBatch; ++n) {
      labels_.push_back(n % 10);
      samples_.push_back(1000 + 7 * n);
    }
  }
  void step() {
    const Pass pass{.mode = Mode::train, .key = Key(1, Purpose::dropout, 0), .samples = samples_};
    softmax_cross_entropy(net_.forward(x_, pass), labels_, dz_);
    net_.zero_gradients();
    net_.backward(dz_);
    optimizer_.step(net_.parameters(), 0.01f);
  }
  void look() { net_.forward(x_); }
  std::string weights() const { return net_.weights_sha256(); }

 private:
  static constexpr int kBatch = 37;
  Sequential net_;
  Adam optimizer_;
  Tensor x_ = random_tensor({kBatch, 1, 28, 28}, 1), dz_ = Tensor({kBatch, 10});
  std::vector<int> labels_, samples_;
};

TEST(Determinism, AnyNumberOfThreadsGivesTheSameWeights) {
  for (const char* text : kNets)
    for (bool fused : {true, false}) {
      std::string first;
      for (int n : {1, 2, 3, 4, 7}) {
        set_threads(n);
        Steps steps(text, fused);
        for (int i = 0; i < 3; ++i) steps.step();
        if (first.empty()) first = steps.weights();
        EXPECT_EQ(steps.weights(), first) << n << " threads, " << text;
      }
    }
  set_threads(0);
}

TEST(Determinism, AStepInItsStrideAllocatesNothing) {
  for (const char* text : kNets)
    for (bool fused : {true, false})
      for (int n : {1, 2}) {
        set_threads(n);
        Steps steps(text, fused);
        // A thread's scratch memory grows when it first meets a piece of each kind, and a busy machine may delay that.
        long allocated = 1;
        for (int attempt = 0; attempt < 50 && allocated != 0; ++attempt) {
          const long before = allocations();
          for (int i = 0; i < 3; ++i) steps.step();
          steps.look();
          allocated = allocations() - before;
        }
        EXPECT_EQ(allocated, 0) << (fused ? "fused, " : "plain, ") << n << " threads, " << text;
      }
  set_threads(0);
}

}  // namespace
}  // namespace thimble
