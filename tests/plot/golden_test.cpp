// Small figures compared with those in tests/plot/golden/, byte for byte. After a wanted change look at the new ones in
// a browser; THIMBLE_WRITE_GOLDEN=1 writes them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/file.h"
#include "plot/chart.h"
#include "plot/heatmap.h"
#include "plot/image_grid.h"

namespace thimble {
namespace {

void expect_golden(const std::string& name, const std::string& svg) {
  const std::string path = THIMBLE_SOURCE_DIR "/tests/plot/golden/" + name;
  if (std::getenv("THIMBLE_WRITE_GOLDEN") != nullptr) write_file(path, svg);
  const std::vector<uint8_t> golden = read_file(path);
  EXPECT_EQ(svg, std::string(golden.begin(), golden.end())) << name;
}

TEST(Golden, LineChart) {
  expect_golden("line_chart.svg", line_chart({{"train", {{1, 0.64}, {2, 0.39}, {3, 0.34}}},
                                              {"validation", {{1, 0.44}, {2, 0.38}, {3, 0.35}}}},
                                             {.title = "Loss",
                                              .x_label = "epoch",
                                              .y_label = "cross-entropy",
                                              .width = 360,
                                              .height = 270,
                                              .levels = {{0.36, "reported"}}}));
}

TEST(Golden, LogChart) {
  expect_golden("log_chart.svg",
                line_chart({{"", {{1e-4, 2.3}, {1e-3, 1.2}, {1e-2, 0.6}, {1e-1, 9}}}}, {.title = "Learning rate",
                                                                                        .x_label = "rate",
                                                                                        .width = 320,
                                                                                        .height = 240,
                                                                                        .log_x = true,
                                                                                        .y_low = 0,
                                                                                        .y_high = 3}));
}

TEST(Golden, BarChart) {
  expect_golden("bar_chart.svg",
                bar_chart({"Shirt", "Bag"}, {{"precision", {{0, 0.7}, {1, 0.95}}}, {"recall", {{0, 0.6}, {1, 0.97}}}},
                          {.title = "By class", .width = 320, .height = 240}));
}

TEST(Golden, Heatmap) {
  expect_golden("heatmap.svg",
                heatmap({{90, 8, 2}, {20, 75, 5}, {0, 1, 99}}, {"Coat", "Shirt", "Bag"}, {.title = "Confusion"}));
}

TEST(Golden, ImageGrid) {
  const std::vector<uint8_t> pixels = {0, 80, 160, 255, 200, 40};
  expect_golden(
      "image_grid.svg",
      image_grid({{pixels, "Shirt\n93%", Mark::right}, {pixels, "Coat\nis Shirt", Mark::wrong}, {pixels, "Bag"}}, 3, 2,
                 2, 16, "Samples"));
}

}  // namespace
}  // namespace thimble
