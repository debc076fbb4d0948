// How fast this browser computes: what window.thimble.measure() tells.
#include <emscripten/emscripten.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string>

#include "kernels/kernels.h"
#include "nn/sequential.h"
#include "nn/spec.h"

namespace thimble {
namespace {

constexpr double kWarm = 0.2;  // of the time: the browser compiles what it sees used

// What the arithmetic units of one thread do at most, in GFLOP/s.
double peak(double milliseconds) {
  double best = 0;
  float mean = 0;
  for (const double begin = emscripten_get_now(); emscripten_get_now() - begin < milliseconds;) {
    const double start = emscripten_get_now();
    const auto flop = static_cast<double>(kernels::active().fma_peak(20000, &mean));
    best = std::max(best, flop / std::max(1e6 * (emscripten_get_now() - start), 1.));
  }
  return best;
}

}  // namespace
}  // namespace thimble

using namespace thimble;

extern "C" {

// Classifies `images` grey pictures again and again for so many milliseconds with fresh weights: milliseconds a pass and
// GFLOP/s of it, then one thread's peak. Null for layers that are none.
EMSCRIPTEN_KEEPALIVE const double* page_measure(const char* layers, int length, int images, double milliseconds) {
  static std::array<double, 3> numbers;
  try {
    Sequential net = parse_network({layers, static_cast<size_t>(length)});
    net.build({1, 28, 28}, 1);
    const Tensor x(Shape{std::max(images, 1), 1, 28, 28}, 0.5f);
    const double begin = emscripten_get_now();
    double start = begin;
    int passes = 0;
    for (bool warm = false; emscripten_get_now() - begin < milliseconds || passes == 0; ++passes) {
      net.forward(x, Pass{.same_weights = passes > 0 || warm});
      if (warm || emscripten_get_now() - begin < kWarm * milliseconds) continue;
      warm = true;
      start = emscripten_get_now();
      passes = -1;
    }
    const double each = (emscripten_get_now() - start) / std::max(passes, 1);
    numbers = {each, 2e-6 * static_cast<double>(net.macs()) * x.dim(0) / each, peak(milliseconds / 2)};
  } catch (const std::exception&) {
    return nullptr;
  }
  return numbers.data();
}
}
