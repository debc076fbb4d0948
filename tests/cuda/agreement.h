// An op on the GPU against the same op on the CPU.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "core/ops.h"

namespace thimble {

// The GPU, or the emulated one. Null where there is none: why_none() then says why.
const Device* gpu();
const std::string& why_none();

// What runs on it. The emulated one is there on every machine: if it is not, a test fails. Without a real one the tests for it
// are skipped, and say why.
class OnGpu : public testing::Test {
 protected:
  void SetUp() override;
};

Tensor random_tensor(const Shape& shape, uint32_t seed);  // normal, mean 0, variance 1

// op(tensors) on copies on the CPU and on the GPU: every tensor must agree to `tolerance` of the largest value that the CPU's
// has. On the emulated GPU once more with blocks and threads in the opposite order: there every bit must be the same.
using OnTensors = std::function<void(std::vector<Tensor>& t)>;
void expect_agreement(const std::vector<Tensor>& tensors, const OnTensors& op, double tolerance = 2e-6);

}  // namespace thimble
