// What people hand to the page, through garment() and the network that the page ships. docs/results/page.json has the
// figures for 1,000 pictures of each kind, with JPEG in between.

#include "support/handed_in.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/models.h"
#include "data/source.h"

namespace thimble {
namespace {

using test_support::drawn;
using test_support::Ground;
using test_support::photographed;

Dataset tiny() { return load_data(THIMBLE_EXCERPT).test; }

// The share of the first `count` pictures that the network names rightly, each handed in as `make` makes it.
template <class Make>
double accuracy(const Dataset& data, int count, const Make& make) {
  NetClassifier net = load_network(THIMBLE_SOURCE_DIR "/web/model/page.safetensors");
  std::vector<uint8_t> seen;
  for (int i = 0; i < count; ++i) {
    Rng rng(Key(5, Purpose::test), static_cast<uint32_t>(i));
    const std::vector<uint8_t> out = garment(make(data.x.bytes(i), i, rng));
    seen.insert(seen.end(), out.begin(), out.end());
  }
  const std::vector<int> labels = net.predict(Samples(Shape({28, 28}), seen));
  int right = 0;
  for (size_t i = 0; i < labels.size(); ++i) right += labels[i] == data.labels[i];
  return static_cast<double>(right) / count;
}

TEST(HandedIn, TheShippedNetworkReadsPhotographs) {
  EXPECT_GE(accuracy(tiny(), 60,
                     [](std::span<const uint8_t> garment, int i, Rng& rng) {
                       return photographed(garment, static_cast<Ground>(i % 4), rng);
                     }),
            .84);
}

TEST(HandedIn, TheShippedNetworkReadsDrawings) {
  EXPECT_GE(accuracy(tiny(), 100, [](std::span<const uint8_t> garment, int, Rng& rng) { return drawn(garment, rng); }),
            .75);
}

TEST(HandedIn, ADrawingIsLinesAndAPhotographAnArea) {
  std::vector<uint8_t> block(784);
  for (int y = 2; y < 26; ++y) std::fill_n(block.begin() + y * 28 + 6, 16, uint8_t{180});
  const auto share = [](const Picture& p, int below) {
    const auto dark = std::count_if(p.pixels.begin(), p.pixels.end(), [=](uint8_t v) { return v < below; });
    return static_cast<double>(dark) / static_cast<double>(p.pixels.size());
  };
  for (uint32_t n = 0; n < 20; ++n) {
    Rng rng(Key(9, Purpose::test), n);
    const Picture lines = drawn(block, rng), area = photographed(block, Ground::white, rng);
    EXPECT_EQ(lines.width, 280);
    EXPECT_LT(share(lines, 128), .08);
    EXPECT_GT(share(lines, 128), .005);
    EXPECT_GT(share(area, 128), .1);
    EXPECT_GE(area.width, 28 * 8);
    EXPECT_LE(area.width, 28 * 20 * 1.8);
  }
}

}  // namespace
}  // namespace thimble
