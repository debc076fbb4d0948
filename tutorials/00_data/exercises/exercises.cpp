#include "exercises.h"

double brightness(std::span<const uint8_t> pixels) {
  double sum = 0;
  for (const uint8_t p : pixels) sum += p;
  return sum / static_cast<double>(pixels.size());
}

std::vector<uint8_t> mirrored(std::span<const uint8_t> pixels) {
  std::vector<uint8_t> mirror(pixels.size());
  for (size_t row = 0; row < 28; ++row)
    for (size_t column = 0; column < 28; ++column) mirror[28 * row + column] = pixels[28 * row + column];
  return mirror;
}

int nearest(const std::vector<Picture>&, std::span<const uint8_t>) { return -1; }
