// A first look at the data: how many pictures, of what, what one is made of, and what the classes look like on average.
//   main [FOLDER]     by default the excerpt of Fashion-MNIST that the tests use

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/file.h"
#include "data/source.h"
#include "plot/canvas.h"
#include "plot/chart.h"
#include "plot/image_grid.h"

using namespace thimble;

namespace {

constexpr int kSide = 28;
using Picture = std::vector<double>;  // 784 numbers that need not be whole

// [place]
int place(int row, int column) { return kSide * row + column; }  // tutorial 00 (0.1)
// [end]

// [mean]
// The mean picture of a class: at every place the mean of the pixels there.     tutorial 00 (0.4)
Picture mean_picture(const Dataset& data, int k) {
  Picture mean(static_cast<size_t>(data.x.sample().size()));
  int count = 0;
  for (int n = 0; n < data.size(); ++n) {
    if (data.labels[static_cast<size_t>(n)] != k) continue;
    const std::span<const uint8_t> pixels = data.x.bytes(n);
    for (size_t i = 0; i < mean.size(); ++i) mean[i] += pixels[i];
    ++count;
  }
  for (double& m : mean) m /= count;
  return mean;
}
// [end]

// [distance]
// tutorial 00 (0.5)
double distance(const Picture& a, const Picture& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}
// [end]

// Every pixel as a square in its grey, with its number on it.
std::string numbers(std::span<const uint8_t> pixels, const std::string& title) {
  constexpr double cell = 22, left = 12, top = 12;
  Canvas canvas(kSide * cell + 2 * left, kSide * cell + top + 12, title);
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column) {
      const int value = pixels[static_cast<size_t>(place(row, column))];
      const Point corner = {left + column * cell, top + row * cell};
      if (value > 0) canvas.rect(corner, cell, cell, {.fill = Ink::heat, .opacity = value / 255.0});
      canvas.text({corner.x + cell / 2, corner.y + 14.5}, std::to_string(value),
                  {.size = 9, .anchor = Anchor::middle, .ink = value > 130 ? Ink::white : Ink::soft});
    }
  return canvas.svg();
}

}  // namespace

int main(int argc, char** argv) {
  const TrainTest data = load_data(argc > 1 ? argv[1] : THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const Dataset& train = data.train;
  std::printf("%d pictures to learn from, %d to test with, each %d x %d pixels, %d classes\n\n", train.size(),
              data.test.size(), train.x.sample()[0], train.x.sample()[1], train.classes());

  const std::vector<int> counts = train.class_counts();
  std::vector<Picture> means;
  std::vector<std::vector<uint8_t>> mean_bytes(counts.size());
  std::vector<Tile> first_tiles, mean_tiles;
  std::printf("class            pictures   mean pixel\n");
  for (size_t k = 0; k < counts.size(); ++k) {
    const std::string& name = train.class_names[k];
    double brightness = 0;
    means.push_back(mean_picture(train, static_cast<int>(k)));
    for (const double m : means[k]) brightness += m / (kSide * kSide);
    for (const double m : means[k]) mean_bytes[k].push_back(static_cast<uint8_t>(m + 0.5));
    std::printf("%d %-14s %8d %12.1f\n", static_cast<int>(k), name.c_str(), counts[k], brightness);
    mean_tiles.push_back({mean_bytes[k], name});
  }

  for (size_t n = 0; n < 24; ++n)
    first_tiles.push_back(
        {train.x.bytes(static_cast<int>(n)), train.class_names[static_cast<size_t>(train.labels[n])]});
  const std::span<const uint8_t> first = train.x.bytes(0), all = train.x.all_bytes();
  std::printf("\npicture 0 is of class %d, %s; part of its rows 13 to 15:", train.labels[0],
              first_tiles[0].caption.c_str());
  for (int row = 13; row <= 15; ++row)
    for (int column = 6; column < 20; ++column)
      std::printf("%s%4d", column == 6 ? "\n" : "", first[static_cast<size_t>(place(row, column))]);

  std::vector<Point> share(16);
  std::vector<std::string> bins;
  for (const uint8_t pixel : all) share[pixel / 16u].y += 100.0 / static_cast<double>(all.size());
  for (int bin = 0; bin < 16; ++bin) bins.push_back(std::to_string(16 * bin));
  std::printf("\n\nof all %d pixels %d are 0\n\n", static_cast<int>(all.size()),
              static_cast<int>(std::count(all.begin(), all.end(), 0)));

  std::vector<std::pair<double, std::string>> pairs;
  for (size_t a = 0; a < means.size(); ++a)
    for (size_t b = 0; b < a; ++b)
      pairs.push_back({distance(means[a], means[b]), train.class_names[b] + " and " + train.class_names[a]});
  std::sort(pairs.begin(), pairs.end());
  std::printf("mean pictures, the closest three and the two farthest apart\n");
  for (const size_t i : {size_t{0}, size_t{1}, size_t{2}, pairs.size() - 2, pairs.size() - 1})
    std::printf("%6.0f  %s\n", pairs[i].first, pairs[i].second.c_str());

  write_file("figures/first.svg", image_grid(first_tiles, kSide, kSide, 8, 2, "The first 24 pictures"));
  write_file("figures/numbers.svg", numbers(first, "The first picture, number by number"));
  write_file("figures/means.svg", image_grid(mean_tiles, kSide, kSide, 5, 3, "The mean picture of each class"));
  const ChartOptions words{
      .title = "How bright pixels are", .x_label = "pixel value", .y_label = "percent of all pixels"};
  write_file("figures/pixels.svg", bar_chart(bins, {{"", share}}, words));
}
