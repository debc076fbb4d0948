// Chapter 09: centres that find their clouds, starts that fail, one unit at a time, a map that unfolds, and clothes.
#include <algorithm>
#include <cstdio>

#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/starting_centres.h"
#include "classic/winner_take_all.h"
#include "core/file.h"
#include "data/source.h"
#include "data/synthetic.h"
#include "drawings.h"
#include "learn/cluster_measures.h"
#include "plot/chart.h"

using namespace thimble;

// [lloyd]
// k-means from the samples `rows`, watched: the centres before each step, and the inertia after it.
Series lloyd(const std::string& name, const Samples& x, const std::vector<int>& rows, KMeans& kmeans, Trail& trail) {
  Series inertia{name, {}};
  kmeans.start_from(x, centres_at(x, rows));
  do {
    trail.push_back(kmeans.centroids());
    kmeans.step();
    inertia.points.push_back({double(kmeans.iterations()), kmeans.inertia()});
  } while (!kmeans.converged());
  return inertia;
}
// [end]

void two_starts(const Samples& x, Canvas& canvas) {
  std::vector<Series> curves;
  for (const bool plus_plus : {false, true}) {
    const std::string name = plus_plus ? "k-means++" : "any five samples";
    Rng rng(0, Purpose::cluster);
    KMeans kmeans;
    Trail trail;
    curves.push_back(lloyd(name, x, plus_plus ? plus_plus_rows(x, 5, 1, rng) : random_rows(x, 5, rng), kmeans, trail));
    std::printf("%s%s\nstep  inertia\n", plus_plus ? "\n" : "", name.c_str());
    for (const Point& p : curves.back().points) std::printf("%4.0f  %7.3f\n", p.x, p.y);
    draw_clusters(canvas, plus_plus, name, x, kmeans.labels(), trail);
  }
  write_file("figures/inertia.svg", line_chart(curves, {.title = "Inertia", .x_label = "step", .height = 300}));
}

void many_starts(const Samples& x) {
  double least = 1e30, ends[3][200];
  for (int seed = 0; seed < 200; ++seed)
    for (int way = 0; way < 3; ++way) {
      Rng rng(uint64_t(seed), Purpose::cluster);
      KMeans kmeans;
      kmeans.start_from(x, centres_at(x, way == 0 ? random_rows(x, 5, rng) : plus_plus_rows(x, 5, 2 - way, rng)));
      while (kmeans.step()) continue;
      least = std::min(least, ends[way][seed] = kmeans.inertia());
    }
  std::printf("\nstarts that reach the least inertia, of 200\n");
  const char* names[] = {"any five samples", "k-means++", "greedy k-means++"};
  for (int way = 0; way < 3; ++way)
    std::printf("%-18s%4td\n", names[way],
                std::count_if(ends[way], ends[way] + 200, [&](double end) { return end < 1.0001 * least; }));
}

void one_at_a_time(const Samples& x, Canvas& canvas) {
  WinnerTakeAll wta({.k = 5, .seed = 0, .rate = 0.3, .passes = 4, .batch = 2});
  wta.start(x);
  Trail trail;
  std::printf("\nwinner-take-all\npasses   rate  inertia\n");
  for (int step = 0; step <= 300; ++step, wta.step()) {
    trail.push_back(wta.centroids());
    if (step % 75 == 0)
      std::printf("%6d  %5.3f  %7.3f\n", step / 75, wta.rate(), inertia(x, trail.back(), wta.assign(x)));
  }
  draw_clusters(canvas, 2, "winner-take-all", x, wta.assign(x), trail);
}

void unfold() {
  Rng rng(1, Purpose::synthetic);
  Tensor square({2000, 2});
  for (float& v : square.values()) v = rng.uniform(-1.2f, 1.2f);
  const Samples x(std::move(square));
  Kohonen map({.rows = 8, .columns = 8, .seed = 1, .passes = 2, .batch = 40});
  map.start(x);
  Canvas canvas(860, 240, "A map of 8 x 8 units unfolds in a square");
  std::printf("\na map of 8 x 8 units\nsamples   rate  radius  topographic error\n");
  for (int samples = 0, panel = 0; samples <= 4000; samples += 40, map.step()) {
    if (samples != 0 && samples != 40 && samples != 1000 && samples != 4000) continue;
    std::printf("%7d  %5.3f  %6.2f  %17.3f\n", samples, map.rate(), map.radius(), map.topographic_error(x));
    draw_map(canvas, panel++, "after " + std::to_string(samples), map.centroids(), 8, 8);
  }
  write_file("figures/map.svg", canvas.svg());
}

void clothes() {
  const Dataset data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny").train;
  KMeans kmeans({.k = 10, .seed = 0, .restarts = 10});
  kmeans.fit(data.x);
  const Contingency table(kmeans.labels(), data.labels, 10, 10);
  std::vector<std::string> captions;
  for (int j = 0; j < 10; ++j) {
    const int k = majority_classes(table)[size_t(j)];
    captions.push_back(data.class_names[size_t(k)] + "\n" + std::to_string(table(j, k)) + " of " +
                       std::to_string(table.cluster_total(j)));
  }
  std::printf("\nten clusters of 200 pictures\ninertia a picture  %7.3f\nby majority  %.3f   NMI  %.3f   ARI  %.3f\n",
              kmeans.inertia() / data.size(), majority_accuracy(table), normalized_mutual_information(table),
              adjusted_rand_index(table));
  write_file("figures/centres.svg", draw_centres(kmeans.centroids(), captions));
}

int main() {
  const Samples x = blobs(150, 5, 2, 0.12f, 22).x;
  Canvas canvas(650, 240, "Five centres among five clouds");
  two_starts(x, canvas);
  many_starts(x);
  one_at_a_time(x, canvas);
  write_file("figures/trails.svg", canvas.svg());
  unfold();
  clothes();
}
