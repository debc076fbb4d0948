#include "ladder/measure.h"

#include <algorithm>
#include <chrono>
#include <cstdarg>
#include <cstdio>

#include "core/rng.h"
#include "core/threads.h"

namespace thimble::ladder {
namespace {

constexpr int kRounds = 3;
constexpr double kMuch = 256e6;  // bytes that no cache holds for long
volatile float kept;             // what a probe returns goes here, so that it has to be computed

// Seconds of one call: the best of as many as fit into a twentieth of a second.
template <class Work>
double seconds(const Work& work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e30, all = 0;
  while (all < 0.05) {
    const auto start = Clock::now();
    work();
    const double once = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::min(best, once);
    all += once;
  }
  return best;
}

double chain_speed(size_t c) {
  constexpr int kSteps = 200000;
  return 2e-9 * kSteps * kChains[c] * tile().lanes / seconds([&] { kept = tile().chains[c](kSteps, 0.5f, 1.0f); });
}

// The tile over and over with the same operands, all of them in the first-level cache.
double tile_speed() {
  constexpr int kTimes = 500;
  const Tile& t = tile();
  const Tensor x({t.rows, 256}), w({256, t.cols});
  Tensor y({t.rows, t.cols});
  const double time = seconds([&] {
    for (int i = 0; i < kTimes; ++i) t.many(256, x.data(), 256, w.data(), t.cols, nullptr, 0, false, y.data(), t.cols);
  });
  return 2e-9 * kTimes * 256 * t.rows * t.cols / time;
}

double peak_speed() {
  constexpr int kSteps = 200000, kPieces = 16;
  std::array<float, kPieces> out;
  const double time = seconds(
      [&] { parallel_for(kPieces, 1, [&](int p, int) { out[size_t(p)] = tile().chains[4](kSteps, 0.5f, 1.0f); }); });
  kept = out[0];
  return 2e-9 * kSteps * kPieces * kChains[4] * tile().lanes / time;
}

// GB/s of all cores that read `bytes` bytes over and over: each core its own part.
double read_speed(double bytes) {
  const int n = std::max(int(bytes / sizeof(float)) / cores() / 64 * 64, 64);
  const int times = std::max(1, (1 << 20) / n);  // so that starting the threads costs nothing
  static Tensor memory;
  memory.resize({cores(), n});
  memory.fill(1);
  std::vector<float> out(static_cast<size_t>(cores()));
  const double time = seconds([&] {
    parallel_for(cores(), 1, [&](int p, int) {
      for (int t = 0; t < times; ++t) out[size_t(p)] += tile().read(n, memory.row(p).data());
    });
  });
  kept = out[0];
  return 1e-9 * times * memory.size() * sizeof(float) / time;
}

struct Operands {
  Tensor x, w, b, y;
  explicit Operands(const Layer& l)
      : x({l.rows, l.depth}), w({l.depth, l.columns}), b({l.columns}), y({l.rows, l.columns}) {
    Rng rng(1);
    for (Tensor* t : {&x, &w, &b})
      for (float& v : t->values()) v = rng.uniform() - 0.5f;
  }
};

std::string line(const char* format, ...) {
  char text[200];
  va_list values;
  va_start(values, format);
  std::vsnprintf(text, sizeof text, format, values);
  va_end(values);
  return text;
}

}  // namespace

std::string Layer::text() const { return line("%d x %d x %d", rows, depth, columns); }

double Layer::bytes() const {
  return 4 * (double(rows) * depth + double(depth) * columns + columns + double(rows) * columns);
}

double Measured::roof(size_t layer) const { return std::min(peak, read[layer] * layers[layer].flop_per_byte()); }

Measured measure(std::span<const Layer> layers) {
  Measured m{tile().isa, cores(), {}, 0, 0, 0, {layers.begin(), layers.end()}, {}, {}};
  m.read.assign(layers.size(), 0);
  m.gflops.assign(layers.size(), std::vector<double>(rungs().size()));
  const auto on_all_cores = [&m] {
    set_threads(0);
    m.peak = std::max(m.peak, peak_speed());  // also gives the new threads time to find their cores
  };
  for (int round = 0; round < kRounds; ++round) {
    on_all_cores();
    m.memory = std::max(m.memory, read_speed(kMuch));
    for (size_t c = 0; c < m.chains.size(); ++c) m.chains[c] = std::max(m.chains[c], chain_speed(c));
    m.tile = std::max(m.tile, tile_speed());
    for (size_t l = 0; l < layers.size(); ++l) {
      m.read[l] = std::max(m.read[l], read_speed(layers[l].bytes()));
      Operands o(layers[l]);
      set_threads(1);
      for (size_t r = 0; r < rungs().size(); ++r) {
        if (rungs()[r].all_cores && !rungs()[r - 1].all_cores) on_all_cores();
        const double time = seconds([&] { rungs()[r].layer(o.x, o.w, o.b, o.y); });
        m.gflops[l][r] = std::max(m.gflops[l][r], 2e-9 * layers[l].multiply_adds() / time);
      }
    }
  }
  for (const double chain : m.chains) m.peak = std::max(m.peak, chain);  // if the other cores were taken away
  set_threads(0);
  return m;
}

std::string table(const Measured& m) {
  std::string s = line("this machine: %s, %d threads\n\n", m.isa.c_str(), m.threads);
  s += "one core, sums that do not wait for each other\n";
  for (size_t c = 0; c < m.chains.size(); ++c) s += line("%4d %8.1f GFLOP/s\n", kChains[c], m.chains[c]);
  s += line("tile %8.1f GFLOP/s, its operands at hand\n", m.tile);
  s += line("\nall cores: %.1f GFLOP/s, %.1f GB/s from memory, ridge at %.1f flop a byte\n", m.peak, m.memory,
            m.peak / m.memory);
  s += "\nGFLOP/s, and times the rung before\n          ";
  for (const Layer& l : m.layers) s += line("%22s", l.text().c_str());
  for (size_t r = 0; r < rungs().size(); ++r) {
    s += line("\n%-10s", rungs()[r].name);
    for (const std::vector<double>& g : m.gflops)
      s += r == 0 ? line("%14.2f        ", g[0]) : line("%14.2f %6.2fx", g[r], g[r] / g[r - 1]);
  }
  s += "\n\nGB/s      ";
  for (const double read : m.read) s += line("%14.2f        ", read);
  s += "\nroof      ";
  for (size_t l = 0; l < m.layers.size(); ++l) s += line("%14.2f        ", m.roof(l));
  return s + "\n";
}

std::string json(const Measured& m) {
  std::string s = "{\n  \"command\": \"build/release/tutorials/05_fast/main --measure --json\",\n";
  s += line("  \"isa\": \"%s\",\n  \"threads\": %d,\n  \"chains\": {", m.isa.c_str(), m.threads);
  for (size_t c = 0; c < m.chains.size(); ++c) s += line("%s\"%d\": %.1f", c ? ", " : "", kChains[c], m.chains[c]);
  s += line("},\n  \"tile\": %.1f,", m.tile);
  s += line("\n  \"peak\": %.1f,\n  \"memory\": %.1f,\n  \"ridge\": %.1f,\n  \"layers\": {", m.peak, m.memory,
            m.peak / m.memory);
  for (size_t l = 0; l < m.layers.size(); ++l) {
    const Layer& layer = m.layers[l];
    s += line("%s\n    \"%dx%dx%d\": {\"flop_per_byte\": %.2f, \"read\": %.1f, \"roof\": %.1f", l ? "," : "",
              layer.rows, layer.depth, layer.columns, layer.flop_per_byte(), m.read[l], m.roof(l));
    for (size_t r = 0; r < rungs().size(); ++r)
      s += line(", \"%s\": {\"gflops\": %.2f, \"of_naive\": %.1f, \"of_roof\": %.3f}", rungs()[r].name, m.gflops[l][r],
                m.gflops[l][r] / m.gflops[l][0], m.gflops[l][r] / m.roof(l));
    s += "}";
  }
  return s + "\n  }\n}\n";
}

}  // namespace thimble::ladder
