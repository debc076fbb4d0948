#include "app/occlusion.h"

#include <algorithm>

namespace thimble {

std::vector<float> occlusion(Classifier& model, const Input& input, std::span<const uint8_t> picture, int c) {
  const int rank = input.sample.rank(), width = input.sample[rank - 1], height = input.sample[rank - 2];
  const int across = (width - kCover) / kStride + 1, down = (height - kCover) / kStride + 1;
  const auto square = [&](int n, const auto& visit) {  // the n-th: visit(pixel) for all it covers
    for (int y = 0; y < kCover; ++y)
      for (int x = 0; x < kCover; ++x)
        visit(static_cast<size_t>((n / across * kStride + y) * width + n % across * kStride + x));
  };
  const int squares = across * down;
  std::vector<uint8_t> covered;
  covered.reserve(picture.size() * static_cast<size_t>(squares + 1));
  for (int n = 0; n < squares; ++n) {
    const size_t first = covered.size();
    covered.insert(covered.end(), picture.begin(), picture.end());
    square(n, [&](size_t pixel) { covered[first + pixel] = 0; });
  }
  covered.insert(covered.end(), picture.begin(), picture.end());

  Samples x(input.sample, std::move(covered));
  x.scale = input.scale, x.shift = input.shift;
  Tensor s;
  model.scores(x, s);
  const auto probability = [&](int n) { return s.data()[static_cast<size_t>(n * input.classes() + c)]; };

  std::vector<float> sum(picture.size()), count(picture.size());
  for (int n = 0; n < squares; ++n) {
    const float drop = probability(squares) - probability(n);
    square(n, [&](size_t pixel) { sum[pixel] += drop, ++count[pixel]; });
  }
  for (size_t i = 0; i < sum.size(); ++i) sum[i] /= std::max(1.f, count[i]);
  return sum;
}

}  // namespace thimble
