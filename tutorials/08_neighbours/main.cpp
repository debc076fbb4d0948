// Nearest neighbours: five points and four metrics, regions, whom a picture resembles, how the error falls with the number
// of samples, and what high dimensions do to distances.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/file.h"
#include "data/source.h"
#include "data/synthetic.h"
#include "experiments.h"
#include "plot/chart.h"
#include "plot/image_grid.h"
#include "regions.h"
#include "voting.h"

using namespace thimble;

int main() {
  const Dataset five = five_points();
  std::printf("five points: distances from (10, 10), and who is nearest\n");
  for (const Metric metric : {Metric::l1, Metric::l2, Metric::l3, Metric::linf}) {
    const Neighbours found = nearest(five.x, query_point(), 5, metric);
    double distance[5];
    for (size_t i = 0; i < 5; ++i) distance[found.index[i]] = found.distance[i];
    std::printf("%-4s", metric_name(metric).c_str());
    for (const double d : distance) std::printf("%10.4f", d);
    std::printf("   point %d, %s\n", found.index[0],
                five.class_names[size_t(five.labels[size_t(found.index[0])])].c_str());
  }
  std::printf("\nP(A) for k  %8d %8d %8d %8d %8d\n", 1, 2, 3, 4, 5);
  for (const Weights weights : {Weights::uniform, Weights::distance}) {
    std::printf("%-10s", weights == Weights::uniform ? "uniform" : "distance");
    for (int k = 1; k <= 5; ++k) {
      Knn knn(k, Metric::l2, weights);
      Tensor p;
      knn.fit(five);
      knn.scores(query_point(), p);
      std::printf("%9.4f", double(p(0, 0)));
    }
    std::printf("\n");
  }

  Canvas canvas(640, 290, "Regions of 1 and of 15 neighbours");
  draw_regions(canvas, 10, moons(120, 0.3f, 2), 1);
  draw_regions(canvas, 330, moons(120, 0.3f, 2), 15);
  write_file("figures/regions.svg", canvas.svg());

  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const Neighbours found = nearest(data.train.x, data.test.x, 5, Metric::l2);
  std::vector<Tile> tiles;
  for (const int q : {0, 1, 3}) {
    tiles.push_back({data.test.x.bytes(q), "test: " + data.test.class_names[size_t(data.test.labels[size_t(q)])]});
    for (size_t i = size_t(q) * 5; i < size_t(q) * 5 + 5; ++i) {
      const int label = data.train.labels[size_t(found.index[i])];
      tiles.push_back({data.train.x.bytes(found.index[i]),
                       data.train.class_names[size_t(label)] + "\n" + std::to_string(std::lround(found.distance[i])),
                       label == data.test.labels[size_t(q)] ? Mark::right : Mark::wrong});
    }
  }
  write_file("figures/neighbours.svg", image_grid(tiles, 28, 28, 6, 3, "Three test pictures and their five nearest"));
  for (const Weights weights : {Weights::uniform, Weights::distance}) {
    Knn knn(5, Metric::l2, weights);
    knn.fit(data.train);
    const int called = knn.predict(data.test.x)[0];
    std::printf("%s is called %s\n", weights == Weights::uniform ? "\nthe boot: by votes it" : "by weighted votes it",
                data.test.class_names[size_t(called)].c_str());
  }
  std::printf("\nright of 100 pictures for k = 1, 3, 5, 9, 25, 200\n");
  for (const Metric metric : {Metric::l1, Metric::l2, Metric::l3, Metric::linf}) {
    std::printf("%-4s", metric_name(metric).c_str());
    for (const int k : {1, 3, 5, 9, 25, 200}) {
      Knn knn(k, metric);
      knn.fit(data.train);
      const std::vector<int> called = knn.predict(data.test.x);
      int right = 0;
      for (size_t n = 0; n < called.size(); ++n) right += called[n] == data.test.labels[n];
      std::printf("%6d", right);
    }
    std::printf("\n");
  }

  std::printf("\nsamples: percent wrong on two bells\n     n   k = 1   k = sqrt n\n");
  std::vector<Series> errors{{"1 neighbour", {}}, {"root of n neighbours", {}}};
  const Dataset test = bells(2000, 1);
  for (const int n : {10, 30, 100, 300, 1000, 3000, 10000}) {
    const int repeats = std::max(1, 3000 / n);
    double one = 0, many = 0;
    for (int r = 0; r < repeats; ++r) {
      const Dataset train = bells(n, uint64_t(100 + r));
      one += 100 * error_of(1, train, test) / repeats;
      many += 100 * error_of(int(std::sqrt(n)) | 1, train, test) / repeats;
    }
    errors[0].points.push_back({double(n), one});
    errors[1].points.push_back({double(n), many});
    std::printf("%6d %7.1f %9.1f\n", n, one, many);
  }
  write_file("figures/errors.svg",
             line_chart(errors, {.title = "Wrong on two bells",
                                 .x_label = "training samples",
                                 .y_label = "percent",
                                 .log_x = true,
                                 .y_low = 14,
                                 .y_high = 28,
                                 .levels = {{15.87, "least possible"}, {26.70, "Cover and Hart's bound"}}}));

  std::printf("\ndimensions: nearest of 200 random points, as a share of the mean distance\n");
  for (const int d : {1, 2, 5, 10, 50, 200, 784})
    std::printf("%6d %7.3f\n", d, nearest_to_mean(cube(200, d, 5), cube(100, d, 6)));
  std::printf("pictures of clothes %5.3f\n", nearest_to_mean(data.train.x, data.test.x));
}
