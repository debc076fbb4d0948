// How fast each kernel of each set is on this machine, for values that stay in the first cache.
//   ./kernels_bench --benchmark_filter='avx512/.*'
#include "kernels/kernels.h"

#include <benchmark/benchmark.h>

#include <functional>
#include <string>
#include <vector>

#include "bench/memory.h"

namespace thimble::kernels {
namespace {

constexpr int kValues = 2048, kLanes = 32, kRows = kValues / kLanes, kWords = 128;

// One call of a kernel, how many values or bytes it treats, and how many floating-point operations that are.
struct Call {
  std::string name;
  std::function<void()> run;
  double items = kValues, flop = 0;
};

void measure(benchmark::State& state, const Call& call) {
  for (auto _ : state) {
    call.run();
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(call.items));
  if (call.flop > 0)
    state.counters["FLOP/s"] =
        benchmark::Counter(call.flop * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

template <class Value>
void keep(Value value) {
  benchmark::DoNotOptimize(value);
}

std::vector<Call> reductions(const Kernels& k, Memory& m) {
  return {
      {"sum", [&] { keep(k.sum(kValues, m.x)); }},
      {"dot", [&] { keep(k.dot(kValues, m.x, m.y)); }},
      {"squared_distance", [&] { keep(k.squared_distance(kValues, m.x, m.y)); }},
      {"max", [&] { keep(k.max(kValues, m.x)); }},
      {"lane_sums", [&] { k.lane_sums(kRows, kLanes, m.x, m.s); }},
      {"lane_products", [&] { k.lane_products(kRows, kLanes, m.x, m.y, m.s); }},
      {"lane_squares", [&] { k.lane_squares(kRows, kLanes, m.a, m.x, m.s); }},
  };
}

std::vector<Call> elementwise(const Kernels& k, Memory& m) {
  return {
      {"transpose", [&] { k.transpose(kRows, kLanes, m.x, kLanes, m.y, kRows); }},
      {"add", [&] { k.add(kValues, m.x, m.y); }},
      {"axpy", [&] { k.axpy(kValues, 1e-3f, m.x, m.y); }},
      {"scale_shift", [&] { k.scale_shift(kValues, 0.5f, 0.1f, m.x, m.y); }},
      {"centre_scale", [&] { k.centre_scale(kValues, 0.5f, 0.1f, m.x, m.y); }},
      {"bytes_scale_shift", [&] { k.bytes_scale_shift(kValues, 0.5f, 0.1f, m.u, m.y); }},
      {"exp", [&] { k.exp(kValues, m.x, m.y); }},
      {"log", [&] { k.log(kValues, m.x, m.y); }},
      {"tanh", [&] { k.tanh(kValues, m.x, m.y); }},
      {"sigmoid", [&] { k.sigmoid(kValues, m.x, m.y); }},
      {"relu", [&] { k.relu(kValues, m.x, m.y); }},
      {"relu_backward", [&] { k.relu_backward(kValues, m.x, m.y, m.z); }},
      {"tanh_backward", [&] { k.tanh_backward(kValues, m.x, m.y, m.z); }},
      {"sigmoid_backward", [&] { k.sigmoid_backward(kValues, m.x, m.y, m.z); }},
      {"norm_backward", [&] { k.norm_backward(kValues, 0.5f, 0.1f, 0.2f, m.x, m.y, m.z); }},
      {"masked_scale", [&] { k.masked_scale(kValues, 0.5f, m.x, m.y, m.z); }},
      {"lane_affine", [&] { k.lane_affine(kRows, kLanes, m.a, m.s, m.x, m.y); }},
      {"lane_blend", [&] { k.lane_blend(kRows, kLanes, m.a, m.s, m.a, true, m.x, m.y, m.z); }},
  };
}

std::vector<Call> pooling_and_dropout(const Kernels& k, Memory& m) {
  static const float* const four[4] = {m.x, m.y, m.z, m.w};
  static const DropoutStream stream{1, 1000, 0, 16384, 4 / 3.0f};  // p = 1/4
  return {
      {"max_pool_2x2", [&] { k.max_pool_2x2(kValues / 2, m.x, m.y, m.z, m.u); }},
      {"max_of", [&] { k.max_of(kValues, 4, 0, four, m.v, m.u); }},
      {"to_winner", [&] { k.to_winner(kValues, 1, m.u, m.y, m.z); }},
      {"philox", [&] { k.philox(kWords / 4, 1, 2, 3, 4, 5, m.words); }, kWords},
      {"dropout", [&] { k.dropout(kRows, kLanes, stream, 3, nullptr, 0, m.x, m.y); }},
  };
}

std::vector<Call> updates(const Kernels& k, Memory& m) {
  static const AdamStep adam{1e-6f, 0.9f, 0.999f, 1e-7f};
  return {
      {"sgd_step", [&] { k.sgd_step(kValues, 1e-6f, 0.9f, true, m.x, m.y, m.z); }},
      {"adam_step", [&] { k.adam_step(kValues, adam, m.x, m.y, m.v, m.z); }},
  };
}

std::vector<Call> bytes(const Kernels& k, Memory& m) {
  const int run = k.byte_group * k.byte_run, groups = (784 + run - 1) / run * k.byte_run,
            tile = k.byte_rows * k.byte_cols;
  return {
      {"sum_u8", [&] { keep(k.sum_u8(kValues, m.u)); }},
      {"dot_u8", [&] { keep(k.dot_u8(kValues, m.u, m.u)); }},
      {"squared_distance_u8", [&] { keep(k.squared_distance_u8(kValues, m.u, m.u)); }},
      {"gemm_tiles_u8", [&k, &m, groups] { k.gemm_tiles_u8(1, groups, m.units, m.units, m.sums, k.byte_cols); },
       784.0 * tile, 2 * 784.0 * tile},
  };
}

// C (32, 64) = A (32, 256) B (256, 64): one term, B in panels of 32 columns.
std::vector<Call> products(const Kernels& k, Memory& m) {
  constexpr int kRowsOfC = 32, kColsOfC = 64, kDepth = 256, kPanelCols = 32;
  static const Term one{0, 0};
  static const Product p{kRowsOfC,  kColsOfC,   kDepth,
                         1,         &one,       m.left,
                         kDepth,    1,          nullptr,
                         m.right,   kPanelCols, kDepth * kPanelCols,
                         m.product, kPanelCols, kRowsOfC * kPanelCols,
                         m.s,       true};
  static const Product strided = [] {  // the depth is far apart in A, as in a weight's gradient
    Product q = p;
    q.row_step = 1;
    q.k_step = kRowsOfC;
    q.start = nullptr;
    q.relu = false;
    return q;
  }();
  constexpr double kFlop = 2.0 * kRowsOfC * kColsOfC * kDepth;
  return {
      {"product", [&] { k.product(p); }, kFlop / 2, kFlop},
      {"product_transposed", [&] { k.product(strided); }, kFlop / 2, kFlop},
      {"fma_peak", [&] { k.fma_peak(1000, m.s); }, 1000, static_cast<double>(k.fma_peak(1000, m.s))},
  };
}

}  // namespace
}  // namespace thimble::kernels

int main(int argc, char** argv) {
  using namespace thimble::kernels;
  static Memory memory;
  for (const Kernels* set : available())
    for (const auto group : {products, bytes, reductions, elementwise, pooling_and_dropout, updates})
      for (const Call& call : group(*set, memory))
        benchmark::RegisterBenchmark((set->isa + ("/" + call.name)).c_str(), measure, call);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
