// Every number that chapter 15 works out by hand, and its claims about bits.

#include <gtest/gtest.h>

#include <cstring>

#include "core/threads.h"
#include "journey.h"
#include "sums.h"
#include "support/worked.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/15_reproducible/README.md");

// [three]
// A float has 24 binary digits: beside 2^24 = 16,777,216 there is no room for a 1, but there is for a 2.
TEST(Reproducible, BracketsMatter) {
  const float large = 16777216, one = 1;
  EXPECT_EQ((large + one) + one, 16777216);
  EXPECT_EQ(large + (one + one), 16777218);
}
// [end]

TEST(Reproducible, PiecesOfAThreadEachGiveOtherSums) {
  const std::vector<float> values = many_numbers();
  EXPECT_NE(one_piece_a_thread(values, 2), one_piece_a_thread(values, 3));
  set_threads(1);
  const float alone = fixed_pieces(values);
  for (const int n : {2, 3, 7}) {
    set_threads(n);
    EXPECT_EQ(fixed_pieces(values), alone) << n << " threads";
  }
  set_threads(0);
}

TEST(Reproducible, AToyGeneratorByHand) {
  int x = 7;
  const int expected[] = {6, 1, 8, 11};
  for (const int next : expected) EXPECT_EQ(x = (5 * x + 3) % 16, next);
}

// The published check of Philox 4x32-10: counter 0, key 0 (Salmon et al. 2011, the authors' file of known answers).
TEST(Reproducible, TheGeneratorIsThePublishedOne) {
  const std::array<uint32_t, 4> block = bits(Key(), 0, 0);
  EXPECT_EQ(block[0], 0x6627e8d5u);
  EXPECT_EQ(block[1], 0xe169c58du);
  EXPECT_EQ(block[2], 0xbc57ac4cu);
  EXPECT_EQ(block[3], 0x9b00dbd8u);
}

// [calls]
// Whoever asks first, and how often: the answer belongs to the question.
TEST(Reproducible, KeyedNumbersDoNotDependOnTheOrderOfCalls) {
  const Key key(42, Purpose::augment, 3);
  const auto alone = bits(key, 17, 0);
  for (uint32_t sample = 0; sample < 100; ++sample) bits(key, sample, 5);
  EXPECT_EQ(bits(key, 17, 0), alone);
  EXPECT_NE(bits(Key(42, Purpose::augment, 4), 17, 0), alone);  // another epoch
  EXPECT_NE(bits(Key(42, Purpose::dropout, 3), 17, 0), alone);  // another purpose
  EXPECT_NE(bits(key, 18, 0), alone);                           // another picture
}
// [end]

TEST(Reproducible, AnyNumberOfThreadsGivesTheSameBits) {
  set_threads(1);
  Journey one, many;
  one.steps(20);
  set_threads(4);
  many.steps(20);
  set_threads(0);
  EXPECT_EQ(one.net.weights_sha256(), many.net.weights_sha256());
}

TEST(Reproducible, AResumedTrainingEndsWithTheSameBits) {
  Journey whole, first, resumed(9);
  whole.steps(60);
  first.steps(25);
  resumed.start(1);
  resumed.resume(first.bytes());
  resumed.steps(35);
  EXPECT_EQ(resumed.net.weights_sha256(), whole.net.weights_sha256());
  EXPECT_EQ(resumed.losses[0], whole.losses[25]);
}

// [bytes]
// w = (1, -2) in the published format: the header's length, the header, the numbers.
TEST(Reproducible, ASafetensorsFileByHand) {
  Record record;
  record.set("w", Tensor({2}, {1, -2}));
  const std::string header = R"({"w":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}})";
  std::vector<uint8_t> file = to_safetensors(record);
  ASSERT_EQ(file.size(), 8u + 56u + 8u);
  EXPECT_EQ(file[0], 56);  // and seven zeros: the header has 54 letters, and two blanks make it a multiple of 8
  EXPECT_EQ(std::string(file.begin() + 8, file.begin() + 8 + int(header.size())), header);
  const uint8_t numbers[] = {0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0};  // 1.0 is 0x3f800000, -2.0 0xc0000000
  EXPECT_EQ(std::memcmp(&file[file.size() - 8], numbers, 8), 0);
}
// [end]

TEST(Reproducible, HowManySeedsItTakesByHand) {
  const double s = 0.004;
  text.expect("\\sigma_{\\bar a - \\bar b}", 0.0033, s * std::sqrt(2 / 3.0));
  text.expect("r", 32, 2 * (2 * s / 0.002) * (2 * s / 0.002));
  text.expect("\\text{drop}_2", -0.005, .89010 - .8951);
  text.expect("\\text{drop}_3", -0.0044, .89220 - .8966);
}

}  // namespace
