#include <cstring>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

class Dispatch : public ::testing::Test {
 protected:
  void TearDown() override { use(before_); }
  const char* before_ = active().isa;
};

TEST_F(Dispatch, ScalarIsAlwaysThereAndFirst) {
  ASSERT_FALSE(available().empty());
  EXPECT_STREQ(available().front()->isa, "scalar");
}

TEST_F(Dispatch, UseSwitchesToEveryAvailableSet) {
  for (const Kernels* set : available()) {
    EXPECT_TRUE(use(set->isa));
    EXPECT_EQ(&active(), set);
  }
}

TEST_F(Dispatch, UnknownNamesChangeNothing) {
  const Kernels* set = &active();
  EXPECT_FALSE(use("mmx"));
  EXPECT_FALSE(use(""));
  EXPECT_EQ(&active(), set);
}

TEST_F(Dispatch, EverySetHasEveryKernelAndATileOfSaneSize) {
  for_every_set([](const Kernels& set) {
    const void* members[sizeof(Kernels) / sizeof(void*)];
    std::memcpy(members, &set, sizeof members);
    for (size_t i = 0; i < std::size(members); ++i) EXPECT_NE(members[i], nullptr) << "member " << i;
    EXPECT_GE(set.byte_rows, 1);
    EXPECT_GE(set.byte_run, 1);
    EXPECT_LE(set.byte_rows * set.byte_cols, 32 * 64);
  });
}

}  // namespace
}  // namespace thimble::kernels
