#include "exercises.h"

double brightness(std::span<const uint8_t> pixels) {
  double sum = 0;
  int count = 0;
  for (const uint8_t p : pixels) {
    if (p == 0) continue;
    sum += p;
    ++count;
  }
  return count == 0 ? 0 : sum / count;
}

std::vector<uint8_t> mirrored(std::span<const uint8_t> pixels) {
  std::vector<uint8_t> mirror(pixels.size());
  for (size_t row = 0; row < 28; ++row)
    for (size_t column = 0; column < 28; ++column) mirror[28 * row + column] = pixels[28 * row + 27 - column];
  return mirror;
}

// The square root grows with what is under it, so the nearest is found without it.
int nearest(const std::vector<Picture>& means, std::span<const uint8_t> pixels) {
  size_t best = 0;
  double least = 0;
  for (size_t k = 0; k < means.size(); ++k) {
    double sum = 0;
    for (size_t i = 0; i < pixels.size(); ++i) sum += (pixels[i] - means[k][i]) * (pixels[i] - means[k][i]);
    if (k == 0 || sum < least) {
      least = sum;
      best = k;
    }
  }
  return static_cast<int>(best);
}
