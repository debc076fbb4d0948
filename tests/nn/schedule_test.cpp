#include "nn/schedule.h"

#include <gtest/gtest.h>

#include "support/throws.h"

namespace thimble {
namespace {

TEST(Schedule, ConstantNeverChanges) {
  const Schedule s = constant(0.25f);
  EXPECT_EQ(s(0), 0.25f);
  EXPECT_EQ(s(99.5), 0.25f);
}

TEST(Schedule, ExponentialChangesOnceAnEpoch) {
  const Schedule s = exponential(0.001f, 0.9f);
  EXPECT_FLOAT_EQ(s(0), 0.001f);
  EXPECT_FLOAT_EQ(s(0.99), 0.001f);
  EXPECT_FLOAT_EQ(s(1), 0.0009f);
  EXPECT_FLOAT_EQ(s(3.5), 0.000729f);
}

TEST(Schedule, StepDecayWaitsSomeEpochs) {
  const Schedule s = step_decay(1, 0.5f, 10);
  EXPECT_EQ(s(9.9), 1);
  EXPECT_EQ(s(10), 0.5f);
  EXPECT_EQ(s(29), 0.25f);
}

TEST(Schedule, CosineFallsFromEtaToZero) {
  const Schedule s = cosine(0.2f, 8);
  EXPECT_FLOAT_EQ(s(0), 0.2f);
  EXPECT_NEAR(s(2), 0.1 * (1 + std::sqrt(0.5)), 1e-7);  // cos(pi / 4)
  EXPECT_NEAR(s(4), 0.1, 1e-7);
  EXPECT_NEAR(s(8), 0, 1e-7);
}

TEST(Schedule, OneCycleRisesThenFalls) {
  const Schedule s = one_cycle(1, 10, 0.3f);
  EXPECT_EQ(s(0), 0);
  EXPECT_NEAR(s(1.5), 0.5, 1e-6);
  EXPECT_NEAR(s(3), 1, 1e-6);
  EXPECT_NEAR(s(6.5), 0.5, 1e-6);
  EXPECT_NEAR(s(10), 0, 1e-6);
  EXPECT_EQ(one_cycle(1, 10, 0)(0), 1);
}

TEST(Schedule, IsReadFromText) {
  EXPECT_EQ(parse_schedule("constant", 0.5f, 10)(3), 0.5f);
  EXPECT_FLOAT_EQ(parse_schedule("exponential 0.9", 1, 10)(2), 0.81f);
  EXPECT_EQ(parse_schedule(" step  0.5 2 ", 1, 10)(4), 0.25f);
  EXPECT_NEAR(parse_schedule("cosine", 1, 10)(5), 0.5, 1e-7);
  EXPECT_NEAR(parse_schedule("one_cycle", 1, 10)(3), 1, 1e-6);
  EXPECT_NEAR(parse_schedule("one_cycle 0.5", 1, 10)(5), 1, 1e-6);
}

TEST(Schedule, NamesTheWordThatItCannotRead) {
  EXPECT_ERROR(parse_schedule("", 1, 1), usage, "schedule: expected a name, got nothing");
  EXPECT_ERROR(parse_schedule("cosin", 1, 1), usage,
               "unknown word \"cosin\"; known: constant, exponential, step, cosine,");
  EXPECT_ERROR(parse_schedule("cosin", 1, 1), usage, "did you mean cosine?");
  EXPECT_ERROR(parse_schedule("exponential", 1, 1), usage, "expected \"exponential FACTOR\"");
  EXPECT_ERROR(parse_schedule("exponential -1", 1, 1), usage, "got \"-1\"");
  EXPECT_ERROR(parse_schedule("exponential 0,9", 1, 1), usage, "got \"0,9\"");
  EXPECT_ERROR(parse_schedule("step 0.5 0", 1, 1), usage, "expected a whole number of epochs, got \"0\"");
  EXPECT_ERROR(parse_schedule("cosine 3", 1, 1), usage, "expected \"cosine\"");
}

}  // namespace
}  // namespace thimble
