#include "core/device.h"

#include <gmock/gmock.h>

#include "agreement.h"
#include "core/error.h"
#include "support/throws.h"

namespace thimble {
namespace {

class CudaDevice : public OnGpu {};

TEST(CudaInstall, FindsAGpuOrSaysWhyThereIsNone) { EXPECT_EQ(gpu() != nullptr, why_none().empty()); }

TEST_F(CudaDevice, TensorsMoveThereAndBack) {
  const Tensor x = random_tensor({3, 4, 5}, 1);
  const Tensor there = x.to(gpu());
  EXPECT_EQ(there.device(), gpu());
  EXPECT_EQ(there.shape(), x.shape());
  Tensor copied = there;
  EXPECT_EQ(copied.device(), gpu());
  copied.fill(2);
  EXPECT_THAT(copied.to(nullptr).values(), testing::Each(2.f));
  copied.copy_from(x);
  EXPECT_THAT(copied.to(nullptr).values(), testing::ElementsAreArray(x.values()));
  EXPECT_THAT(there.to(nullptr).values(), testing::ElementsAreArray(x.values()));
}

TEST_F(CudaDevice, ATensorTakesThePlaceOfAnother) {
  Tensor x = random_tensor({2, 3}, 1).to(gpu());
  x = Tensor({4}, 1);
  EXPECT_EQ(x.device(), nullptr);
  x.resize_like(Tensor({5, 2}, 0, gpu()));
  EXPECT_EQ(x.device(), gpu());
  EXPECT_EQ(x.shape(), (Shape{5, 2}));
  x.resize({100});
  EXPECT_EQ(x.device(), gpu());
}

TEST_F(CudaDevice, AnOpOfTwoPlacesSaysWhoIsWhere) {
  const Tensor a({2, 3}), b = Tensor({3, 4}).to(gpu());
  Tensor c({2, 4});
  EXPECT_ERROR(matmul(a, b, c), usage,
               "matmul: a lives on the CPU, b lives on cuda:0, c lives on the CPU; move them to one place");
}

TEST_F(CudaDevice, AMissingOpIsNamed) {
  Device poor = *gpu();
  poor.name = "poor:0";
  poor.tanh = nullptr;
  const Tensor x = Tensor({2}).to(&poor);
  Tensor y = Tensor({2}).to(&poor);
  EXPECT_ERROR(tanh(x, y), usage, "tanh: poor:0 has no such op; move the tensors to the CPU");
}

TEST_F(CudaDevice, DevicesAreFoundByName) {
  EXPECT_EQ(device_named("cpu"), nullptr);
  EXPECT_EQ(device_named("cuda:0"), gpu());
  EXPECT_ERROR(device_named("cuda:7"), usage, "device: expected one of cpu, cuda:0, got \"cuda:7\"");
  EXPECT_THAT(gpu()->description, testing::HasSubstr("compute capability"));
}

TEST_F(CudaDevice, OutOfMemorySaysHowMuchWasWantedAndIsFree) {
  EXPECT_ERROR(gpu()->allocate(size_t{1} << 40), numeric, "cuda:0: out of memory: wanted 4096.0 GiB, free ");
}

}  // namespace
}  // namespace thimble
