#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

TEST(FmaPeak, ComputesItsRecurrenceInEverySet) {
  for_every_set([](const Kernels& k) {
    for (const int rounds : {0, 1, 2, 5, 60}) {
      float mean = -1;
      k.fma_peak(rounds, &mean);
      EXPECT_NEAR(mean, 2 + (5.5 - 2) * std::pow(0.5, rounds), 1e-5) << rounds;  // the chains begin at 0 .. 11
    }
  });
}

TEST(FmaPeak, CountsTwoOperationsForEachLaneChainAndRound) {
  for_every_set([](const Kernels& k) {
    float mean = 0;
    const int64_t one = k.fma_peak(1, &mean);
    EXPECT_GE(one, 12 * 2);
    EXPECT_EQ(one % (12 * 2), 0);
    EXPECT_EQ(k.fma_peak(1000, &mean), 1000 * one);
  });
}

}  // namespace
}  // namespace thimble::kernels
