#include "app/roof.h"

#include <gtest/gtest.h>

#include "kernels/kernels.h"
#include "nn/spec.h"

namespace thimble {
namespace {

TEST(Roof, ATrainingPictureCostsSixFlopAMultiplyAccumulate) {
  Sequential net = parse_network("flatten, dense 10");
  net.build({28, 28}, 1);
  EXPECT_DOUBLE_EQ(training_gflops(net, 1e6), 6e-9 * 7840 * 1e6);
}

TEST(Roof, IsTheMostOfWhatWasMeasuredOnceASecond) {
  float mean = 0;
  const auto flop = static_cast<double>(kernels::active().fma_peak(Roof::kRounds, &mean));
  double time = 0, step = 2;
  const auto clock = [&] { return time += step; };
  Roof roof;
  EXPECT_EQ(roof.peak(), 0);
  roof.probe(clock);
  EXPECT_DOUBLE_EQ(roof.peak(), 1e-6 * flop / 2);
  step = 1;
  roof.probe(clock);  // too soon
  EXPECT_DOUBLE_EQ(roof.peak(), 1e-6 * flop / 2);
  time += 1000;
  roof.probe(clock);
  EXPECT_DOUBLE_EQ(roof.peak(), 1e-6 * flop);
  time += 1000, step = 8;
  roof.probe(clock);  // a busy moment
  EXPECT_DOUBLE_EQ(roof.peak(), 1e-6 * flop);
  time += 1000, step = 0.1;
  roof.probe(clock);  // a clock too coarse
  EXPECT_DOUBLE_EQ(roof.peak(), 1e-6 * flop);
}

}  // namespace
}  // namespace thimble
