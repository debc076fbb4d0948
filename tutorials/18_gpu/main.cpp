// The ladder on a GPU that is emulated: counts what each rung asks memory for, compares the answers, and draws the roof.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "card.h"
#include "core/file.h"
#include "core/ops.h"
#include "core/rng.h"
#include "cuda_runtime.h"
#include "plot/chart.h"
#include "rungs/rungs.h"
#include "rungs/traffic.h"

using namespace thimble;
using namespace thimble::rungs;

Tensor random(const Shape& shape, uint64_t seed) {
  Tensor t(shape);
  Rng rng(seed);
  for (float& v : t.values()) v = rng.uniform() - 0.5f;
  return t;
}

void ridges() {
  const Card card;
  std::printf("ridges: flop a byte above which arithmetic decides (data sheet, 4.8 TB/s)\n");
  std::printf("float32 %6.1f TFLOP/s   ridge %6.1f\n", card.float32 / 1e12, ridge(card.float32, card));
  std::printf("tf32    %6.1f TFLOP/s   ridge %6.1f\n", card.tf32 / 1e12, ridge(card.tf32, card));
  std::printf("bf16    %6.1f TFLOP/s   ridge %6.1f\n", card.bf16 / 1e12, ridge(card.bf16, card));
}

// [counted]
void counted() {
  const int n = 128, depth = 64;
  const double flop = 2.0 * n * n * depth;
  const Tensor a = random({n, depth}, 1), b = random({depth, n}, 2);
  Tensor right({n, n}), c({n, n});
  matmul(a, b, right);
  std::printf("\ncounted: 128 x 64 x 128, %.0f flop\n", flop);
  std::printf("                    bytes  flop a byte   sectors  flop a byte   difference\n");
  for (const Rung& rung : rungs::rungs()) {
    forget_traffic();
    rungs::multiply(rung, a, b, c);
    double worst = 0;
    for (int i = 0; i < c.size(); ++i) worst = std::max(worst, double(std::abs(c.data()[i] - right.data()[i])));
    const Traffic t = traffic();
    std::printf("%-14s %10lld %12.2f %9lld %12.2f   below %g\n", rung.name, t.bytes, flop / double(t.bytes), t.sectors,
                flop / (32.0 * double(t.sectors)),
                worst < 1e-5   ? 1e-5
                : worst < 2e-3 ? 2e-3
                               : 2e-2);
  }
}
// [end]

void square() {
  const double n = 4096, flop = 2 * n * n * n;
  const Card card;
  std::printf("\nsquare: 4096 x 4096 x 4096, %.1f GFLOP: what the card would need at least\n", flop / 1e9);
  std::printf("                GB asked   ms to bring them   ms to multiply\n");
  for (const Rung& rung : rungs::rungs()) {
    const double speed = rung.tolerance == 0 ? card.float32 : rung.tolerance < 0x1p-9 ? card.tf32 : card.bf16;
    const double bytes = bytes_asked(rung, n, n, n);
    std::printf("%-14s %9.1f %18.2f %16.2f\n", rung.name, bytes / 1e9, 1e3 * bytes / card.bytes_a_second,
                1e3 * flop / speed);
  }
}

void residents() {
  const Card card;
  std::printf("\nresident: blocks of 256 threads on a multiprocessor\n");
  for (const int registers : {32, 64, 128, 129, 255}) {
    const int blocks = resident_blocks(256, registers, card);
    std::printf("%3d registers a thread   %d blocks, %2d warps of 64\n", registers, blocks, 8 * blocks);
  }
}

// [sums]
void sums() {
  const int n = 100000;
  const Tensor x = random({n}, 3);
  float forwards = 0, backwards = 0;
  for (int i = 0; i < n; ++i) forwards += x(i);
  for (int i = n; i-- > 0;) backwards += x(i);
  const double once = sum_of(x.memory(), n);
  emulated::reversed = true;  // blocks and threads from the back
  const double again = sum_of(x.memory(), n);
  emulated::reversed = false;
  std::printf("\nsums: of 100000 values\n");
  std::printf("one after the other, from both ends   %s\n", forwards == backwards ? "the same bits" : "differ");
  std::printf("in parts, in both orders of threads   %s\n", once == again ? "the same bits" : "differ");
}
// [end]

void roof() {
  const Card card;
  const auto under = [&](double x, double peak) {
    return Point{x, std::log10(std::min(peak, card.bytes_a_second * x) / 1e12)};
  };
  const auto line = [&](const char* name, double peak) {
    return Series{name, {under(0.125, peak), under(ridge(peak, card), peak), under(512, peak)}};
  };
  std::vector<Series> all = {line("float32", card.float32), line("tf32", card.tf32), line("bf16", card.bf16)};
  for (const Rung& rung : rungs::rungs())
    if (rung.tolerance == 0 && rung.multiply != naive_down)
      all.push_back({rung.name, {under(flop_per_byte(rung), card.float32)}});
  write_file("figures/roof.svg", line_chart(all, {.title = "The roofs of a data sheet",
                                                  .x_label = "flop a byte",
                                                  .y_label = "log10 of TFLOP/s",
                                                  .log_x = true}));
}

int main() {
  ridges();
  counted();
  square();
  residents();
  sums();
  roof();
}
