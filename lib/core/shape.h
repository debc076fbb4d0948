// The extents of a tensor, outermost axis first: {batch, channels, height, width}.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <string>

namespace thimble {

// At most five axes, each at least 0; the product must fit an int (checked).
class Shape {
 public:
  static constexpr int kMaxRank = 5;

  Shape() = default;  // rank 0, size 0: "nothing"
  Shape(std::initializer_list<int> dims);
  Shape(const int* dims, int rank);

  int rank() const { return rank_; }
  int size() const { return size_; }
  int operator[](int axis) const { return dims_[static_cast<size_t>(axis)]; }
  const int* begin() const { return dims_.data(); }
  const int* end() const { return dims_.data() + rank_; }

  Shape with_batch(int batch) const;  // {28, 28}.with_batch(64) == {64, 28, 28}
  Shape without_batch() const;        // {64, 28, 28}.without_batch() == {28, 28}

  bool operator==(const Shape&) const = default;
  std::string text() const;  // "(64, 28, 28)"

 private:
  std::array<int, kMaxRank> dims_{};
  int rank_ = 0;
  int size_ = 0;
};

// So that check(ok, ..., shape) spells a shape out only where the check fails.
void append(std::string& out, const Shape& shape);

}  // namespace thimble
