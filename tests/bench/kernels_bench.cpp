// How fast each set of kernels is on this machine, for vectors that stay in the first cache and for some products.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "kernels/gemm.h"
#include "kernels/kernels.h"

namespace thimble::kernels {
namespace {

void one_row(benchmark::State& state, void (*kernel)(int, const float*, float*)) {
  constexpr int kValues = 2048;
  std::vector<float> x(kValues, 0.5f), y(kValues);
  for (auto _ : state) {
    kernel(kValues, x.data(), y.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * kValues);
}

void product(benchmark::State& state, const char* isa) {
  use(isa);
  const int rows = static_cast<int>(state.range(0)), cols = static_cast<int>(state.range(1)),
            depth = static_cast<int>(state.range(2));
  std::vector<float> a(static_cast<size_t>(rows * depth), 0.5f), b(static_cast<size_t>(depth * cols), 0.25f);
  std::vector<float> c(static_cast<size_t>(rows * cols));
  std::vector<float> scratch(static_cast<size_t>(gemm_scratch(rows, cols, depth)));
  for (auto _ : state) {
    gemm(rows, cols, depth, {a.data(), depth, 1}, {b.data(), cols, 1}, c.data(), cols, false, scratch.data());
    benchmark::ClobberMemory();
  }
  const double work = 2.0 * rows * cols * depth * static_cast<double>(state.iterations());
  state.counters["FLOP/s"] = benchmark::Counter(work, benchmark::Counter::kIsRate);
}

void add_all() {
  for (const Kernels* set : available()) {
    const std::string isa = set->isa;
    benchmark::RegisterBenchmark((isa + "/exp").c_str(), one_row, set->exp);
    benchmark::RegisterBenchmark((isa + "/tanh").c_str(), one_row, set->tanh);
    benchmark::RegisterBenchmark((isa + "/relu").c_str(), one_row, set->relu);
    benchmark::RegisterBenchmark((isa + "/gemm").c_str(), product, set->isa)
        ->Args({512, 512, 512})
        ->Args({512, 10, 256})
        ->Args({32, 676, 9});
  }
}

}  // namespace
}  // namespace thimble::kernels

int main(int argc, char** argv) {
  thimble::kernels::add_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
