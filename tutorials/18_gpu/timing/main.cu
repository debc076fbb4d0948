// The rungs on a real GPU: their speed, and the library's beside them. measure [rows depth cols]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "core/device.h"
#include "core/ops.h"
#include "core/rng.h"
#include "cuda/install.h"
#include "cuda/runtime.h"
#include "rungs/rungs.h"

using namespace thimble;

namespace {

constexpr int kRuns = 11;

Tensor random(const Shape& shape, uint64_t seed) {
  Tensor t(shape);
  Rng rng(seed);
  for (float& v : t.values()) v = rng.uniform() - 0.5f;
  return t;
}

// Milliseconds, the median of kRuns behind one that is not counted: events stand in the stream, before and behind the work.
float median_time(const std::function<void()>& work) {
  cudaEvent_t begin = nullptr, end = nullptr;
  cuda::checked(cudaEventCreate(&begin), "measure");
  cuda::checked(cudaEventCreate(&end), "measure");
  std::vector<float> times;
  for (int run = 0; run <= kRuns; ++run) {
    cuda::checked(cudaEventRecord(begin, cuda::stream()), "measure");
    work();
    cuda::checked(cudaEventRecord(end, cuda::stream()), "measure");
    cuda::checked(cudaEventSynchronize(end), "measure");
    float time = 0;
    cuda::checked(cudaEventElapsedTime(&time, begin, end), "measure");
    if (run > 0) times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const std::string why = cuda::install();
  if (!why.empty()) {
    std::printf("no GPU: %s\n", why.c_str());
    return 1;
  }
  const Device* gpu = device_named("cuda");
  const int rows = argc == 4 ? std::atoi(argv[1]) : 4096, depth = argc == 4 ? std::atoi(argv[2]) : 4096,
            cols = argc == 4 ? std::atoi(argv[3]) : 4096;
  if (rows < 1 || depth < 1 || cols < 1) return 2;
  const Tensor a = random({rows, depth}, 1).to(gpu), b = random({depth, cols}, 2).to(gpu);
  Tensor c({rows, cols}, 0, gpu);
  std::printf("%s: %d x %d x %d, median of %d runs\n", gpu->description.c_str(), rows, depth, cols, kRuns);
  const auto say = [&](const char* name, const std::function<void()>& work) {
    const double time = static_cast<double>(median_time(work));
    std::printf("%-16s %10.3f ms %10.1f GFLOP/s\n", name, time, 2e-6 * rows * depth * cols / time);
  };
  for (const rungs::Rung& rung : rungs::rungs()) say(rung.name, [&] { rungs::multiply(rung, a, b, c); });
  say("library, float32", [&] { matmul(a, b, c); });
}
