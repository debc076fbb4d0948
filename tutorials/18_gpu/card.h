// What the data sheet says of one GPU, and what follows from it on paper. Nothing here was measured.
#pragma once

#include <algorithm>

namespace thimble::rungs {

// [card]
// NVIDIA H200 SXM, compute capability 9.0
struct Card {
  int multiprocessors = 132, threads = 2048, blocks = 32, registers = 65536;  // the last three of one multiprocessor
  double bytes_a_second = 4.8e12;
  double float32 = 67e12, tf32 = 494.5e12, bf16 = 989e12;  // FLOP a second
};
// [end]

inline double ridge(double flop_a_second, const Card& card) { return flop_a_second / card.bytes_a_second; }

// [resident]
// How many blocks of so many threads, with so many registers a thread, are on a multiprocessor together.
inline int resident_blocks(int threads, int registers, const Card& card) {
  return std::min({card.blocks, card.threads / threads, card.registers / (threads * registers)});
}
// [end]

}  // namespace thimble::rungs
