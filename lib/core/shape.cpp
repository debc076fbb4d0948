#include "core/shape.h"

#include <limits>

#include "core/error.h"

namespace thimble {

Shape::Shape(std::initializer_list<int> dims) : Shape(dims.begin(), static_cast<int>(dims.size())) {}

Shape::Shape(const int* dims, int rank) : rank_(rank) {
  check(rank <= kMaxRank, "shape: at most ", kMaxRank, " axes, got ", rank);
  if (rank == 0) return;
  int64_t size = 1;
  for (int axis = 0; axis < rank; ++axis) {
    const int extent = dims[axis];
    check(extent >= 0, "shape: extent ", extent, " of axis ", axis, " is negative");
    dims_[static_cast<size_t>(axis)] = extent;
    size *= extent;
    check(size <= std::numeric_limits<int>::max(), "shape: ", *this, " holds more than 2^31 - 1 values");
  }
  size_ = static_cast<int>(size);
}

Shape Shape::with_batch(int batch) const {
  std::array<int, kMaxRank + 1> dims{batch};
  for (int axis = 0; axis < rank_; ++axis) dims[static_cast<size_t>(axis) + 1] = (*this)[axis];
  return Shape(dims.data(), rank_ + 1);
}

Shape Shape::without_batch() const {
  check(rank_ > 0, "shape: () has no batch axis");
  return Shape(dims_.data() + 1, rank_ - 1);
}

std::string Shape::text() const {
  std::string out = "(";
  for (int axis = 0; axis < rank_; ++axis) out += (axis > 0 ? ", " : "") + std::to_string((*this)[axis]);
  return out + ")";
}

void append(std::string& out, const Shape& shape) { out += shape.text(); }

}  // namespace thimble
