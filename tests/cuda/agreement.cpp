#include "agreement.h"

#include <cmath>
#include <cstring>

#include "cuda/install.h"
#if defined(THIMBLE_EMULATED)
#include "cuda_runtime.h"
#endif

namespace thimble {

const std::string& why_none() {
  static const std::string why = cuda::install();
  return why;
}

const Device* gpu() { return why_none().empty() ? device_named("cuda") : nullptr; }

void OnGpu::SetUp() {
  if (gpu() != nullptr) return;
#if defined(THIMBLE_EMULATED)
  FAIL() << why_none();
#else
  GTEST_SKIP() << why_none();
#endif
}

Tensor random_tensor(const Shape& shape, uint32_t seed) {
  Tensor t(shape);
  Rng rng(seed, Purpose::test);
  for (float& value : t.values()) value = rng.normal();
  return t;
}

namespace {

std::vector<Tensor> on(const Device* device, const std::vector<Tensor>& tensors, const OnTensors& op) {
  std::vector<Tensor> moved;
  for (const Tensor& t : tensors) moved.push_back(t.to(device));
  op(moved);
  for (Tensor& t : moved) t = t.to(nullptr);
  return moved;
}

void expect_near(const Tensor& found, const Tensor& expected, double tolerance, size_t which) {
  double largest = 0;
  for (const float v : expected.values()) largest = std::max(largest, std::abs(static_cast<double>(v)));
  for (int i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found.data()[i], expected.data()[i], tolerance * (1e-30 + largest))
        << "tensor " << which << " of shape " << expected.shape().text() << " at " << i;
}

}  // namespace

void expect_agreement(const std::vector<Tensor>& tensors, const OnTensors& op, double tolerance) {
  const std::vector<Tensor> expected = on(nullptr, tensors, op), found = on(gpu(), tensors, op);
  for (size_t i = 0; i < found.size(); ++i) expect_near(found[i], expected[i], tolerance, i);
#if defined(THIMBLE_EMULATED)
  emulated::reversed = true;
  const std::vector<Tensor> again = on(gpu(), tensors, op);
  emulated::reversed = false;
  for (size_t i = 0; i < found.size(); ++i)
    EXPECT_TRUE(found[i].empty() || std::memcmp(again[i].data(), found[i].data(), found[i].values().size_bytes()) == 0)
        << "tensor " << i << ": the order of threads changes its bits";
#endif
}

}  // namespace thimble
