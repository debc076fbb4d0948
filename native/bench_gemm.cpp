#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "learn/number.h"
#include "native/bench_jobs.h"
#include "native/bench_timing.h"

namespace thimble {

ProductShape parse_product(const std::string& name) {
  std::vector<int> extents;
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('x', begin), name.size());
    extents.push_back(static_cast<int>(parse_integer(name.substr(begin, end - begin), 1, 16384).value_or(0)));
    begin = end + 1;
  }
  check(extents.size() == 3 && std::find(extents.begin(), extents.end(), 0) == extents.end(),
        "bench gemm: expected rows x depth x columns as 512x784x256, each from 1 to 16384, got \"", name, "\"");
  return {extents[0], extents[1], extents[2]};
}

std::vector<std::string> bench_products() {
  return {"1024x1024x1024", "512x784x256", "256x512x784", "512x256x256", "512x5408x128", "5408x512x128",
          "512x128x5408",   "128x784x256", "512x256x10",  "32x784x128",  "32x784x4",     "32x128x32"};
}

void bench_gemm(const std::vector<ProductShape>& shapes, const Device* device, double seconds, const BenchSink& sink) {
  for (const ProductShape& s : shapes) {
    const Tensor a(Shape{s.rows, s.depth}, 0.5f, device), b(Shape{s.depth, s.cols}, 0.25f, device);
    Tensor c(Shape{s.rows, s.cols}, 0, device);
    const double time = seconds_a_call(
        seconds, [&] { matmul(a, b, c); }, device);  // C = A B
    sink({"gemm", text(s.rows, 'x', s.depth, 'x', s.cols), s.rows, time, 2.0 * s.rows * s.depth * s.cols,
          4.0 * a.size() + 4.0 * b.size() + 4.0 * c.size()});
  }
}

}  // namespace thimble
