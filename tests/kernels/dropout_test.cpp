#include <cstring>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

constexpr DropoutStream kStream{0x123456789abcdef0, 1003, 7, 19661, 1 / 0.7f};

void expect_same_bits(const Row& got, const Row& expected) {
  for (int i = 0; i < expected.size(); ++i)
    ASSERT_EQ(std::memcmp(got.data() + i, expected.data() + i, sizeof(float)), 0)
        << "at " << i << " of " << expected.size() << ": " << got[i] << " instead of " << expected[i];
}

TEST(DropoutKernel, ScalarFollowsItsFormula) {
  const Kernels& scalar = *available().front();
  const int samples[] = {3, 0, 70000};
  for (int lanes : {16, 32}) {
    const Row x(3 * lanes);
    Row y(3 * lanes, 2);
    scalar.dropout(3, lanes, kStream, 11, samples, 0, x.data(), y.data());
    for (int r = 0; r < 3; ++r)
      for (int l = 0; l < lanes; ++l) {
        uint32_t block[4];
        scalar.philox(1, kStream.seed, static_cast<uint32_t>(44 + l / 8), static_cast<uint32_t>(samples[r]),
                      kStream.purpose, kStream.epoch, block);
        const uint32_t half = block[l % 8 / 2] >> (l % 2 * 16) & 0xffffu;
        ASSERT_EQ(y[r * lanes + l], half >= 19661 ? kStream.scale * x[r * lanes + l] : 0) << r << " " << l;
      }
  }
}

TEST(DropoutKernel, EverySetGivesTheBitsOfTheScalarOne) {
  const Kernels& scalar = *available().front();
  std::vector<int> samples(kLongest);
  for (int i = 0; i < kLongest; ++i) samples[static_cast<size_t>(i)] = 1000003 * i - 17;
  for_every_set([&](const Kernels& set) {
    for (int lanes : {16, 32})
      for (int rows = 0; rows <= kLongest; ++rows) {
        const int n = rows * lanes;
        const Row x(n);
        Row expected(n, 2), got(n, 3), in_place = x;
        const auto place = 0x3ffffff0u + static_cast<uint32_t>(rows);
        scalar.dropout(rows, lanes, kStream, place, samples.data(), 5, x.data(), expected.data());
        set.dropout(rows, lanes, kStream, place, samples.data(), 5, x.data(), got.data());
        expect_same_bits(got, expected);
        set.dropout(rows, lanes, kStream, place, samples.data(), 5, in_place.data(), in_place.data());
        expect_same_bits(in_place, expected);
      }
  });
}

TEST(DropoutKernel, WithoutSamplesRowsCountFromTheFirst) {
  std::vector<int> samples(kLongest);
  for (int i = 0; i < kLongest; ++i) samples[static_cast<size_t>(i)] = 41 + i;
  for_every_set([&](const Kernels& set) {
    const Row x(kLongest * 32);
    Row named(x.size()), counted(x.size());
    set.dropout(kLongest, 32, kStream, 9, samples.data(), 0, x.data(), named.data());
    set.dropout(kLongest, 32, kStream, 9, nullptr, 41, x.data(), counted.data());
    expect_same_bits(counted, named);
  });
}

TEST(DropoutKernel, SixteenLanesAreTheFirstOfThirtyTwo) {
  for_every_set([](const Kernels& set) {
    const Row narrow_x(kLongest * 16, 1, 1, 1), wide_x(kLongest * 32, 1, 1, 1);
    Row narrow(narrow_x.size()), wide(wide_x.size());
    set.dropout(kLongest, 16, kStream, 2, nullptr, 0, narrow_x.data(), narrow.data());
    set.dropout(kLongest, 32, kStream, 2, nullptr, 0, wide_x.data(), wide.data());
    for (int r = 0; r < kLongest; ++r)
      for (int l = 0; l < 16; ++l) ASSERT_EQ(narrow[r * 16 + l], wide[r * 32 + l]) << r << " " << l;
  });
}

TEST(DropoutKernel, DropsNothingAndEverythingAtTheEnds) {
  for_every_set([](const Kernels& set) {
    const int n = 40 * 32;
    Row x(n), y(n);
    x.data()[7] = -INFINITY;
    x.data()[8] = NAN;
    DropoutStream stream = kStream;
    stream.threshold = 0;
    stream.scale = 1;
    set.dropout(40, 32, stream, 0, nullptr, 0, x.data(), y.data());
    expect_same_bits(y, x);
    stream.threshold = 65536;
    set.dropout(40, 32, stream, 0, nullptr, 0, x.data(), y.data());
    expect_same_bits(y, Row(n, 1, 0, 0));
  });
}

TEST(DropoutKernel, DropsItsShareOfEveryLane) {
  for_every_set([](const Kernels& set) {
    const int rows = 4000, n = rows * 32;
    const Row x(n, 1, 1, 1);
    Row y(n);
    set.dropout(rows, 32, kStream, 77, nullptr, 0, x.data(), y.data());
    int dropped[32] = {}, pairs[32] = {};
    for (int i = 0; i < n; ++i) {
      dropped[i % 32] += y[i] == 0;
      pairs[i % 32] += y[i] == 0 && y[i / 32 * 32 + (i + 1) % 32] == 0;
    }
    for (int l = 0; l < 32; ++l) {
      EXPECT_NEAR(dropped[l] / 4000.0, 0.3, 0.03) << l;  // 4 standard deviations of sqrt(.21 / 4000) = .0072
      EXPECT_NEAR(pairs[l] / 4000.0, 0.09, 0.02) << l;   // neighbours do not know of each other
    }
  });
}

}  // namespace
}  // namespace thimble::kernels
