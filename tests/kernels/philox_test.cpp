#include <array>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

using Block = std::array<uint32_t, 4>;

Block block(const Kernels& set, uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch) {
  Block out;
  set.philox(1, seed, position, sample, purpose, epoch, out.data());
  return out;
}

// The three known answers that the generator's authors publish for philox4x32 with ten rounds.
TEST(Philox, GivesThePublishedAnswers) {
  for_every_set([](const Kernels& set) {
    EXPECT_EQ(block(set, 0, 0, 0, 0, 0), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    const uint32_t ones = 0xffffffff;
    EXPECT_EQ(block(set, ~uint64_t{0}, ones, ones, ones, ones),
              (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(block(set, 0x299f31d0a4093822, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344),
              (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
  });
}

TEST(Philox, ARunOfBlocksIsTheBlocksOneByOne) {
  for_every_set([](const Kernels& set) {
    for (int blocks = 0; blocks <= 40; ++blocks) {
      std::vector<uint32_t> run(static_cast<size_t>(4 * blocks) + 1, 77);
      set.philox(blocks, 42, 0xfffffffa, 7, 8, 9, run.data());  // the position wraps on the way
      for (int i = 0; i < blocks; ++i) {
        const Block one = block(set, 42, 0xfffffffa + static_cast<uint32_t>(i), 7, 8, 9);
        for (size_t w = 0; w < 4; ++w) ASSERT_EQ(run[static_cast<size_t>(4 * i) + w], one[w]);
      }
      ASSERT_EQ(run.back(), 77u);
    }
  });
}

TEST(Philox, EverySetGivesTheBitsOfTheScalarOne) {
  const Kernels& scalar = *available().front();
  for_every_set([&](const Kernels& set) {
    for (uint32_t trial = 0; trial < 200; ++trial) {
      const Block r = block(scalar, 99, trial, 1, 2, 3), s = block(scalar, 99, trial, 4, 5, 6);
      const uint64_t seed = uint64_t{s[0]} << 32 | s[1];
      const int blocks = static_cast<int>(s[2] % 150);
      const size_t words = static_cast<size_t>(4 * blocks);
      std::vector<uint32_t> expected(words), got(words + 2, 77);
      scalar.philox(blocks, seed, r[0], r[1], r[2], r[3], expected.data());
      set.philox(blocks, seed, r[0], r[1], r[2], r[3], got.data() + 1);
      for (size_t i = 0; i < words; ++i) ASSERT_EQ(got[i + 1], expected[i]) << "word " << i << " of " << words;
      ASSERT_EQ(got.front(), 77u);
      ASSERT_EQ(got.back(), 77u);
    }
  });
}

}  // namespace
}  // namespace thimble::kernels
