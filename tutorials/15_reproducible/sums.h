// The same numbers added up in several orders.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "core/rng.h"
#include "core/threads.h"

// Numbers as a gradient has them: small, of either sign.
inline std::vector<float> many_numbers() {
  thimble::Rng rng(1, thimble::Purpose::synthetic);
  std::vector<float> values(100'000);
  for (float& v : values) v = rng.normal();
  return values;
}

inline float in_order(std::span<const float> values) {
  float sum = 0;
  for (const float v : values) sum += v;
  return sum;
}

// [by_threads]
// One piece for each thread, and then the sum of the pieces: what one writes first.
inline float one_piece_a_thread(std::span<const float> values, int threads) {
  const size_t length = (values.size() + size_t(threads) - 1) / size_t(threads);
  float sum = 0;
  for (size_t begin = 0; begin < values.size(); begin += length)
    sum += in_order(values.subspan(begin, std::min(length, values.size() - begin)));
  return sum;
}
// [end]

// [fixed]
// Pieces of 4096 numbers, whoever adds them up and when; their sums are added in the order of the pieces.
inline float fixed_pieces(std::span<const float> values) {
  constexpr int kPiece = 4096;
  const int n = int(values.size());
  std::vector<float> partial(size_t(thimble::chunks(n, kPiece)));
  thimble::parallel_for(n, kPiece, [&](int begin, int end) {
    partial[size_t(begin / kPiece)] = in_order(values.subspan(size_t(begin), size_t(end - begin)));
  });
  return in_order(partial);
}
// [end]

inline void print_sum(const std::string& how, float sum) {
  uint32_t bits;
  std::memcpy(&bits, &sum, sizeof bits);
  std::printf("%-22s %11.5f  %08x\n", how.c_str(), double(sum), unsigned(bits));
}
