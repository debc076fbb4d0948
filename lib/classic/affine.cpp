#include "classic/affine.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/ops.h"
#include "learn/restored.h"

namespace thimble {

void for_each_block(const Input& input, const Samples& x, const Tensor& centre,
                    const std::function<void(int first, const Tensor& block)>& body) {
  constexpr int kRows = 2048;
  Samples memory;
  const Samples& scaled = input.scaled(x, memory);
  Tensor less(centre);
  for (float& c : less.values()) c = -c;
  Tensor gathered;
  std::vector<int> rows;
  for (int first = 0; first < x.size(); first += kRows) {
    rows.resize(static_cast<size_t>(std::min(kRows, x.size() - first)));
    std::iota(rows.begin(), rows.end(), first);
    scaled.gather(rows, gathered);
    Tensor block = Tensor::borrow(gathered.data(), {static_cast<int>(rows.size()), input.width()});
    add_to_rows(less, block);
    body(first, block);
  }
}

void Affine::apply(const Input& input, const Samples& x, Tensor& y) const {
  y.resize({x.size(), outputs()});
  for_each_block(input, x, centre, [&](int first, const Tensor& block) {
    Tensor part = Tensor::borrow(y.row(first).data(), {block.dim(0), outputs()});
    matmul_bias(block, matrix, offset, false, part);
  });
}

void Affine::save(const std::string& prefix, Record& record) const {
  record.set(prefix + "centre", centre);
  record.set(prefix + "matrix", matrix);
  record.set(prefix + "offset", offset);
}

Affine Affine::load(const std::string& prefix, const Record& record, int width) {
  Affine a;
  const Shape& stored = record.tensor(prefix + "matrix").shape();
  expect_stored(stored.rank() == 2 && stored[0] == width && stored[1] >= 1, prefix + "matrix",
                "shape (" + std::to_string(width) + ", 1 or more)", stored.text());
  a.matrix = restored(record, prefix + "matrix", stored);
  a.centre = restored(record, prefix + "centre", {width});
  a.offset = restored(record, prefix + "offset", {stored[1]});
  return a;
}

}  // namespace thimble
