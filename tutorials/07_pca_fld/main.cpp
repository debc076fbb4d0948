// Principal components of five points and of 200 pictures, pictures rebuilt from a few of them; Fisher's direction.

#include <cstdio>

#include "classic/fld.h"
#include "classic/mpp.h"
#include "core/file.h"
#include "data/source.h"
#include "directions.h"
#include "plot/chart.h"
#include "plot/image_grid.h"
#include "points.h"

using namespace thimble;

namespace {

void print_right(const Transform& transform, const TrainTest& data) {
  Mpp mpp(MppOptions{MppCase::isotropic});
  const Dataset train = transformed(transform, data.train), test = transformed(transform, data.test);
  mpp.fit(train);
  for (const Dataset& set : {train, test})
    std::printf("%7.0f", set.size() * share_right(mpp.predict(set.x), set.labels));
  std::printf("\n");
}

}  // namespace

int main() {
  Pca five;
  five.fit(five_points());
  std::printf("five points: variance, share, direction\n");
  for (int j = 0; j < 2; ++j)
    std::printf("%8.4f %8.4f   (%7.4f, %7.4f)\n", five.variances()[size_t(j)], five.shares()[size_t(j)],
                five.components()(0, j), five.components()(1, j));

  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  Pca pca;
  pca.fit(data.train);
  std::printf("\n200 pictures: components for a share of the variance\n");
  for (const double share : {0.8, 0.9, 0.95, 0.99}) std::printf("%.2f %6d\n", share, pca.components_for(share));
  double held = 0;
  std::vector<Series> scree{{"one component's share", {}}, {"all up to it", {}}};
  for (int j = 0; j < 60; ++j) {
    held += 100 * pca.shares()[size_t(j)];
    scree[0].points.push_back({j + 1.0, 100 * pca.shares()[size_t(j)]});
    scree[1].points.push_back({j + 1.0, held});
  }
  const ChartOptions words{
      .title = "Variance of 200 pictures", .x_label = "component", .y_label = "percent", .y_high = 100};
  write_file("figures/scree.svg", line_chart(scree, words));

  std::vector<Grey> greys{grey(pca.mean())};
  for (int j = 0; j < 7; ++j) {  // 0 is middle grey
    std::vector<double> values;
    for (int p = 0; p < 784; ++p) values.push_back(0.5 + 4 * pca.components()(p, j));
    greys.push_back(grey(values));
  }
  std::vector<Tile> tiles;
  for (size_t j = 0; j < greys.size(); ++j)
    tiles.push_back({greys[j], j == 0 ? "mean" : "component " + std::to_string(j)});
  write_file("figures/garments.svg", image_grid(tiles, 28, 28, 4, 4, "Principal components, drawn as pictures", false));

  constexpr int kCounts[] = {1, 5, 20, 80, 199};
  greys.clear();
  std::vector<std::string> captions;
  std::printf("\nrebuilt from   1      5     20     80    199 components: distance from the picture\n");
  for (const int n : {0, 1, 2}) {
    const std::span<const uint8_t> bytes = data.test.x.bytes(n);
    greys.emplace_back(bytes.begin(), bytes.end());
    captions.push_back("test picture " + std::to_string(n));
    std::printf("picture %d", n);
    for (const int count : kCounts) {
      double distance = 0;
      greys.push_back(rebuild(pca, data.test.x, n, count, distance));
      captions.push_back(std::to_string(count));
      std::printf("%7.2f", distance);
    }
    std::printf("\n");
  }
  tiles.clear();
  for (size_t i = 0; i < greys.size(); ++i) tiles.push_back({greys[i], captions[i]});
  write_file("figures/rebuilt.svg", image_grid(tiles, 28, 28, 6, 3, "Pictures rebuilt from a few components"));

  Pca plane;
  Fld fisher({.ridge = 0});
  plane.fit(eight_points());
  fisher.fit(eight_points());
  std::printf("\neight points       x_1      x_2\nprincipal     %8.4f %8.4f\nFisher        %8.4f %8.4f   ratio %.4f\n",
              plane.components()(0, 0), plane.components()(1, 0), fisher.directions()(0, 0), fisher.directions()(1, 0),
              fisher.ratios()[0]);
  write_file("figures/directions.svg", directions(plane.components(), fisher.directions()));

  std::printf("\nnearest mean in 9 directions, right of 200 known and 100 new pictures\n");
  for (const double ridge : {0.0001, 0.01, 1.0}) {
    Fld fld({.ridge = ridge});
    fld.fit(data.train);
    std::printf("Fisher, ridge %-6g  ", ridge);
    print_right(fld, data);
  }
  Pca nine({.components = 9});
  nine.fit(data.train);
  std::printf("principal components");
  print_right(nine, data);
}
