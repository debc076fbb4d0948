// The ladder: counts what each rung computes and reads, shows that all agree, draws the roof; --measure times them here.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/error.h"
#include "core/file.h"
#include "core/rng.h"
#include "ladder/measure.h"
#include "plot/chart.h"

using namespace thimble;
using namespace thimble::ladder;

// The first and the last layer of S4-1, a square, and the first convolution of S2-1 as a product: 9 values make 32.
const Layer kLayers[] = {{512, 784, 256}, {512, 256, 10}, {1024, 1024, 1024}, {16384, 9, 32}};

void work() {
  std::printf("layers: what is computed, what has to be moved\n");
  std::printf("rows x in x out        multiply-adds       bytes  flop a byte\n");
  for (const Layer& l : kLayers)
    std::printf("%-20s %15.0f %11.0f %12.2f\n", l.text().c_str(), l.multiply_adds(), l.bytes(), l.flop_per_byte());
}

// [reads]
// Bytes that a tile of rows x vecs vectors reads for each flop: a step reads `rows` values of X and `vecs` vectors of W.
double bytes_per_flop(int rows, int vecs, int lanes) {
  return 4.0 * (rows + vecs * lanes) / (2.0 * rows * vecs * lanes);
}
// [end]

void reads() {
  struct {
    const char* name;
    int rows, vecs, lanes;
  } const tiles[] = {{"naive", 1, 1, 1},
                     {"tiled", 4, 4, 1},
                     {"vectors, baseline", 6, 2, 4},
                     {"vectors, avx2", 6, 2, 8},
                     {"vectors, avx512", 8, 2, 16}};
  std::printf("\ntiles: sums in registers, loads an instruction that multiplies, flop a byte read\n");
  for (const auto& t : tiles)
    std::printf("%-18s %2d x %d x %-2d  %3d sums  %5.3f loads  %6.2f flop a byte\n", t.name, t.rows, t.vecs, t.lanes,
                t.rows * t.vecs, double(t.rows + t.vecs) / (t.rows * t.vecs),
                1 / bytes_per_flop(t.rows, t.vecs, t.lanes));
}

void passes() {
  std::printf("\nbytes of Y that pass by\n");
  for (const Layer& l : kLayers) {
    const double y = 4.0 * l.rows * l.columns;
    std::printf("%-20s three passes %11.0f  fused %10.0f  of all bytes saved %4.1f %%\n", l.text().c_str(), 5 * y, y,
                100 * 4 * y / (l.bytes() + 4 * y));
  }
}

void agreement() {
  int layers = 0;
  const auto own = rungs().first(6);  // the library has its own tests
  std::vector<double> worst(own.size());
  for (const int rows : {1, 7, 50, 97})
    for (const int depth : {1, 40, 300})
      for (const int columns : {1, 10, 32, 70}) {
        Tensor x({rows, depth}), w({depth, columns}), b({columns}), right({rows, columns}), y({rows, columns});
        Rng rng(uint64_t(++layers));
        for (Tensor* t : {&x, &w, &b})
          for (float& v : t->values()) v = rng.uniform() - 0.5f;
        naive(x, w, b, right);
        for (size_t r = 0; r < own.size(); ++r) {
          own[r].layer(x, w, b, y);
          for (int i = 0; i < y.size(); ++i)
            worst[r] = std::max(worst[r], double(std::abs(y.data()[i] - right.data()[i])));
        }
      }
  std::printf("\nrungs: largest difference from the formula, %d layers of odd sizes\n", layers);
  for (size_t r = 0; r < own.size(); ++r)
    std::printf("%-8s %s\n", own[r].name, worst[r] == 0 ? "none" : worst[r] < 1e-5 ? "below 1e-5" : "TOO LARGE");
}

// The roof of a machine of 500 GFLOP/s that reads 50 GB/s from memory, and where the layers stand under it.
void roof() {
  const auto under = [](double x) { return Point{x, std::log10(std::min(500.0, 50 * x))}; };
  std::vector<Series> all = {{"what the machine allows", {under(0.125), under(10), under(256)}}};
  for (const Layer& l : kLayers) all.push_back({l.text(), {under(l.flop_per_byte())}});
  write_file("figures/roof.svg", line_chart(all, {.title = "The roof: 500 GFLOP/s, 50 GB/s",
                                                  .x_label = "flop a byte",
                                                  .y_label = "log10 of GFLOP/s",
                                                  .log_x = true}));
}

int main(int argc, char** argv) {
  const bool timed = argc > 1 && std::strcmp(argv[1], "--measure") == 0;
  if (timed && argc == 5) {
    const Layer own[] = {{std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4])}};
    std::fputs(table(measure(own)).c_str(), stdout);
  } else if (timed) {
    const Measured m = measure(kLayers);
    std::fputs(argc > 2 ? json(m).c_str() : table(m).c_str(), stdout);
  } else {
    work();
    reads();
    passes();
    agreement();
    roof();
  }
}
